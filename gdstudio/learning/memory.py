"""Large arrays in memory that was used before.

The system clears every page that it hands out anew, which for the arrays of a convolution takes as
long as the arithmetic. Here memory comes back by itself when the last view of an array is gone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from gdstudio.arrays import Array

_SMALL: Final = 1 << 16  # bytes; below, the allocator does as well
KEPT: Final = 1 << 28  # bytes of unused memory, about; two threads may keep a little more

# Unused blocks by their size in bytes. Only single operations of list and dict, which are atomic:
# arrays may die in any thread.
_Blocks = defaultdict[int, list[NDArray[np.uint8]]]
_unused: _Blocks = defaultdict(list)


class _Loan:
    """A block in use: the base of an array, so it dies with the last view."""

    __slots__ = ("__array_interface__", "_block")

    def __init__(self, block: NDArray[np.uint8], shape: tuple[int, ...], dtype: np.dtype[Any]):
        self._block = block
        self.__array_interface__ = {
            "data": (block.ctypes.data, False),
            "shape": shape,
            "typestr": dtype.str,
            "version": 3,
        }

    # Bound here, because at the interpreter's end the name may be gone before the last array.
    def __del__(self, unused: _Blocks = _unused) -> None:
        unused[len(self._block)].append(self._block)


def empty(shape: tuple[int, ...], dtype: DTypeLike) -> Array:
    """Return an array of any content, contiguous, like `np.empty`. Thread-safe."""
    kind = np.dtype(dtype)
    size = math.prod(shape) * kind.itemsize
    if size < _SMALL:
        return np.empty(shape, kind)
    return np.asarray(_Loan(_block(size), shape, kind))


def zeros(shape: tuple[int, ...], dtype: DTypeLike) -> Array:
    """Return an array of zeros, contiguous, like `np.zeros`. Thread-safe."""
    array = empty(shape, dtype)
    array[...] = 0
    return array


def unused_bytes() -> int:
    """Return how much memory is held that no array uses. Thread-safe."""
    return sum(size * len(blocks) for size, blocks in list(_unused.items()))


def give_back() -> None:
    """Give all unused memory back to the system. Thread-safe."""
    _unused.clear()


def _block(size: int) -> NDArray[np.uint8]:
    """Return a block of at least `size` bytes, at most an eighth more."""
    step = 1 << (size.bit_length() - 4)
    size = -(-size // step) * step
    try:
        return _unused[size].pop()
    except IndexError:
        if unused_bytes() > KEPT:
            give_back()
        return np.empty(size, np.uint8)
