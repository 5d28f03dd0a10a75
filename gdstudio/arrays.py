"""Arrays: how their types are written, and how they are handed over, no longer to be written to."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]
AnyArray = TypeVar("AnyArray", bound=NDArray[Any])
Scalar = TypeVar("Scalar", bound=np.generic)


def lock(*arrays: NDArray[Any] | None) -> None:
    """Make arrays read-only where they lie; None is passed over."""
    for array in arrays:
        if array is not None:
            array.setflags(write=False)


def locked(array: AnyArray) -> AnyArray:
    """Return the same array, now read-only."""
    lock(array)
    return array


def locked_copy(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Return a read-only copy in memory of its own; the array itself stays as it is."""
    return locked(np.array(array))
