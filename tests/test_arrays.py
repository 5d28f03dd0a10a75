from __future__ import annotations

import numpy as np
import pytest

from gdstudio.arrays import lock, locked, locked_copy


def test_that_locked_arrays_cannot_be_written_to() -> None:
    first, second = np.arange(3.0), np.zeros((2, 2), np.uint8)

    lock(first, None, second)

    for array in (first, second):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 1


def test_that_an_array_is_locked_where_it_lies() -> None:
    array = np.arange(3)

    assert locked(array) is array
    assert not array.flags.writeable


def test_that_a_locked_copy_has_memory_of_its_own() -> None:
    array = np.arange(3, dtype=np.float32)

    copy = locked_copy(array)
    array[0] = 7

    assert not copy.flags.writeable
    assert array.flags.writeable
    assert copy.dtype == np.float32
    assert copy.tolist() == [0, 1, 2]
