import contextlib
import io
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gdstudio.npy import MalformedArray, array_from_bytes, array_to_bytes

DTYPES = ["f2", "f4", "f8", "i1", "i4", "i8", "u1", "u8"]
ARRAYS = st.sampled_from(DTYPES).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0))
)


@given(array=ARRAYS)
def test_that_arrays_come_back_bit_by_bit(array):
    back = array_from_bytes(array_to_bytes(array))
    assert (back.shape, back.dtype) == (array.shape, array.dtype)
    assert back.tobytes() == array.tobytes()
    assert not back.flags.writeable


def test_that_the_bytes_are_numpys_own_format():
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    np.testing.assert_array_equal(np.load(io.BytesIO(array_to_bytes(array))), array)
    buffer = io.BytesIO()
    np.save(buffer, array)
    np.testing.assert_array_equal(array_from_bytes(buffer.getvalue()), array)


def test_that_byte_order_and_memory_order_do_not_matter():
    array = np.arange(6, dtype=">f8").reshape(2, 3)
    for given_array in (array, np.asfortranarray(array), array[:, ::-1]):
        np.testing.assert_array_equal(array_from_bytes(array_to_bytes(given_array)), given_array)


def test_that_arrays_stored_column_by_column_are_read():
    array = np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3))
    buffer = io.BytesIO()
    np.save(buffer, array)
    np.testing.assert_array_equal(array_from_bytes(buffer.getvalue()), array)
    assert array_from_bytes(buffer.getvalue()).flags.c_contiguous


def npy(header: bytes, data: bytes = b"") -> bytes:
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x93NUMPY",
        b"\x93NUMPY\x01\x00\xff\xff",
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", bytes(7)),
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", bytes(9)),
        npy(b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n", bytes(8)),
        npy(b"{'descr': '<f4', 'fortran_order': None, 'shape': (1,), }\n", bytes(4)),
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1), }\n", bytes(4)),
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (,), }\n", bytes(4)),
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (1 2), }\n", bytes(4)),
        npy(b"{'descr': '|f8', 'fortran_order': False, 'shape': (3L,), }\n", bytes(4)),
        npy(b"{'descr': '<f1', 'fortran_order': False, 'shape': (4,), }\n", bytes(4)),
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (0, 99999999999999999999), }\n"),
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4294967296, 4294967296), }\n"),
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }\n"),
        npy(b"{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }\n", bytes(16)),
        npy(b"{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }\n", bytes(4)),
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (\xd9\xa3,), }\n", bytes(12)),
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (True,), }\n", bytes(4)),
        npy(b"__import__('os').abort()\n"),
        npy(b"(" * 9000),
        b"\x93NUMPY\x02\x00" + bytes(100),
    ],
)
def test_that_anything_else_is_refused(data):
    with pytest.raises(MalformedArray):
        array_from_bytes(data)


def test_that_a_lying_shape_allocates_nothing():
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (65536, 65536), }\n"
    tracemalloc.start()
    try:
        with pytest.raises(MalformedArray, match="34,359,738,368 bytes but holds 16"):
            array_from_bytes(npy(header, bytes(16)))
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@given(data=st.data())
def test_that_flipped_bits_give_an_array_or_a_reason(data):
    content = bytearray(array_to_bytes(np.arange(4, dtype=np.int32)))
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with contextlib.suppress(MalformedArray):
        assert isinstance(array_from_bytes(bytes(content)), np.ndarray)
