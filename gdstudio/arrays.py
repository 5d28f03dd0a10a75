"""Arrays that are handed over: nobody writes to them any more."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

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
