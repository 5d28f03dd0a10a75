"""Operators of ONNX that only arrange numbers, in NumPy: of constants, and of places of numbers.

What a graph does between two layers is found out by letting it arrange the places of the numbers
instead of the numbers: whatever way it takes, the result tells which number stands where.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.files.manifest import Refused
from gdstudio.texts import Text

_MOST: Final = 1 << 24  # numbers that come out

Attributes = Mapping[str, Any]


def _reshape(array: Array, shape: Array, **more: Any) -> Array:
    wanted = [int(n) for n in np.ravel(shape)]
    if not more.get("allowzero", 0):
        wanted = [array.shape[k] if n == 0 else n for k, n in enumerate(wanted)]
    return array.reshape(wanted)


def _flatten(array: Array, axis: int = 1) -> Array:
    axis = axis + array.ndim if axis < 0 else axis
    return array.reshape(math.prod(array.shape[:axis]), -1)


def _transpose(array: Array, perm: Sequence[int] | None = None) -> Array:
    return array.transpose(perm)


def _squeeze(array: Array, given: Array | None = None, axes: Sequence[int] | None = None) -> Array:
    chosen = axes if given is None else np.ravel(given)
    if chosen is None:
        return array.squeeze()
    return array.squeeze(tuple(int(axis) for axis in chosen))


def _unsqueeze(
    array: Array, given: Array | None = None, axes: Sequence[int] | None = None
) -> Array:
    chosen = axes or () if given is None else np.ravel(given)
    return np.expand_dims(array, tuple(int(axis) for axis in chosen))


def _gather(array: Array, indices: Array, axis: int = 0) -> Array:
    if indices.dtype.kind != "i" or indices.size * array.size > _MOST:
        raise ValueError
    found: Array = np.take(array, indices, axis)
    return found


def _slice(
    array: Array, starts: Array, ends: Array, axes: Array | None = None, steps: Array | None = None
) -> Array:
    places = [slice(None)] * array.ndim
    n = np.size(starts)
    chosen = np.arange(n) if axes is None else np.ravel(axes)
    strides = np.ones(n, int) if steps is None else np.ravel(steps)
    for start, end, axis, step in zip(
        np.ravel(starts), np.ravel(ends), chosen, strides, strict=True
    ):
        stop: int | None = int(end)
        if step < 0 and int(end) < -array.shape[int(axis)]:
            stop = None
        places[int(axis)] = slice(int(start), stop, int(step))
    return array[tuple(places)]


def _cast(array: Array, to: int = 1) -> Array:
    kinds = {1: np.float32, 6: np.int32, 7: np.int64, 9: np.bool_, 11: np.float64}
    return array.astype(kinds[to])


def _identity(array: Array) -> Array:
    return array


# Of numbers that flow through the network as well as of constants.
ARRANGING: Final[Mapping[str, Callable[..., Array]]] = {
    "Reshape": _reshape,
    "Flatten": _flatten,
    "Transpose": _transpose,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Gather": _gather,
    "Slice": _slice,
    "Identity": _identity,
}


def _concat(*arrays: Array, axis: int) -> Array:
    return np.concatenate(arrays, axis)


def _constant_of_shape(shape: Array, value: Array | None = None) -> Array:
    wanted = tuple(int(n) for n in np.ravel(shape))
    if math.prod(wanted) > _MOST or any(n < 0 for n in wanted):
        raise ValueError
    return np.full(wanted, np.float32(0) if value is None else value.ravel()[0])


def _expand(array: Array, shape: Array) -> Array:
    wanted = np.broadcast_shapes(array.shape, tuple(int(n) for n in np.ravel(shape)))
    if math.prod(wanted) > _MOST:
        raise ValueError
    return np.broadcast_to(array, wanted)


# Of constants alone: sizes that a graph computes for itself.
COMPUTING: Final[Mapping[str, Callable[..., Array]]] = {
    **ARRANGING,
    "Cast": _cast,
    "Concat": _concat,
    "ConstantOfShape": _constant_of_shape,
    "Expand": _expand,
    "Add": lambda a, b: np.asarray(a + b),
    "Sub": lambda a, b: np.asarray(a - b),
    "Mul": lambda a, b: np.asarray(a * b),
    "Div": lambda a, b: np.asarray(a // b if a.dtype.kind == "i" else a / b),
}


def arranged(
    operator: Callable[..., Array], inputs: Sequence[Array | None], attributes: Attributes
) -> Array:
    """Return what an operator makes of arrays; an input that is left out at the end is None.

    Raises:
        Refused: It cannot do that with these.
    """
    try:
        with np.errstate(all="ignore"):
            made = operator(*inputs, **attributes)
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError) as error:
        raise Refused(Text("cannot be done with what it is given")) from error
    if made.size > _MOST:
        raise Refused(Text("gives {0:,} numbers", made.size))
    return made
