import gzip
import os
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gdstudio.data.idx import MAX_BYTES, read_images, read_labels
from gdstudio.data.sizes import LARGEST_SIDE
from gdstudio.errors import FileError


def idx(magic: int, *lengths: int, content: bytes = b"") -> bytes:
    return struct.pack(f">{1 + len(lengths)}I", magic, *lengths) + content


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def test_that_pictures_are_read_row_after_row(tmp_path: Path) -> None:
    images = read_images(written(tmp_path, idx(0x803, 2, 2, 3, content=bytes(range(12)))))
    assert images.tolist() == [[[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 11]]]
    assert images.dtype == np.uint8
    assert not images.flags.writeable


def test_that_gzip_is_recognised_by_its_content_and_not_by_the_name(tmp_path: Path) -> None:
    plain = idx(0x801, 3, content=b"\x05\x00\x04")
    packed = tmp_path / "labels"
    packed.write_bytes(gzip.compress(plain))
    unpacked = tmp_path / "labels.gz"
    unpacked.write_bytes(plain)
    assert read_labels(packed).tolist() == read_labels(unpacked).tolist() == [5, 0, 4]
    assert not read_labels(packed).flags.writeable


def test_that_highly_compressible_pictures_are_read(tmp_path: Path) -> None:
    content = idx(0x803, 1000, 28, 28, content=bytes(784_000))
    images = read_images(written(tmp_path, gzip.compress(content)))
    assert images.shape == (1000, 28, 28)
    assert not images.any()


FOUR_PIXELS = b"\x01\x02\x03\x04"
DAMAGED = {
    "empty": (b"", "holds 0 bytes"),
    "two bytes": (b"\x00\x00", "holds 2 bytes"),
    "wrong magic": (idx(0x1234, 1, 2, 2, content=FOUR_PIXELS), "begins with 0x00001234"),
    "floats": (idx(0xD03, 1, 2, 2, content=FOUR_PIXELS), "begins with 0x00000d03"),
    "labels": (idx(0x801, 4, content=FOUR_PIXELS), "holds labels; pictures are expected"),
    "cut header": (idx(0x803, 1, 2), "ends after 12 bytes; its header needs 16"),
    "truncated": (idx(0x803, 2, 2, 2, content=FOUR_PIXELS), "promises 2 pictures of 2 x 2 pixels"),
    "too long": (idx(0x803, 1, 2, 2, content=FOUR_PIXELS + b"x"), "5 bytes follow the header"),
    "three gigabytes": (idx(0x803, 4_000_000, 28, 28), "at most 1,073,741,824 bytes"),
    "overflow": (idx(0x803, 2**32 - 1, 64, 64), "at most 1,073,741,824 bytes"),
    "no examples": (idx(0x803, 0, 28, 28), "holds no pictures"),
    "no rows": (idx(0x803, 3, 0, 28), "pictures of 0 x 28 pixels"),
    "huge pictures": (idx(0x803, 1, 2**31, 2), "pictures of 2,147,483,648 x 2 pixels"),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("content", "reason"), DAMAGED.values(), ids=DAMAGED.keys())
def test_that_a_damaged_file_is_named_with_its_numbers(
    tmp_path: Path, content: bytes, reason: str, packed: bool
) -> None:
    path = written(tmp_path, gzip.compress(content) if packed else content)
    with pytest.raises(FileError) as caught:
        read_images(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    if not (packed and "follow the header" in reason):
        assert reason in str(caught.value)


GOOD = idx(0x801, 3, content=b"\x05\x00\x04")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gzip.compress(GOOD, mtime=0)[:-1], "cut off"),
        (gzip.compress(GOOD, mtime=0)[:-8], "cut off"),
        (gzip.compress(GOOD, mtime=0)[:12], "."),
        (gzip.compress(GOOD, mtime=0) + b"more", "4 bytes after the end"),
        (gzip.compress(GOOD, mtime=0) + gzip.compress(GOOD, mtime=0), "bytes after the end"),
        (gzip.compress(GOOD + b"x", mtime=0), "unpacks to more"),
        (gzip.compress(GOOD[:-1], mtime=0), "2 bytes follow it"),
        (gzip.compress(GOOD, mtime=0)[:-8] + bytes(8), "damaged: .*incorrect data check"),
        (b"\x1f\x8b" + bytes(40), "damaged"),
    ],
)
def test_that_damaged_gzip_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(FileError, match=reason):
        read_labels(written(tmp_path, content))


def peak_memory_of_reading(path: Path) -> int:
    tracemalloc.start()
    try:
        with pytest.raises(FileError):
            read_images(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_that_a_gzip_bomb_is_left_packed(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(1 << 20)
    bomb = packer.compress(idx(0x803, 1, 28, 28)) + b"".join(
        packer.compress(zeros) for _ in range(200)
    )
    path = written(tmp_path, bomb + packer.flush())
    assert path.stat().st_size < 300_000
    assert peak_memory_of_reading(path) < 2_000_000


def test_that_a_header_no_gzip_of_that_size_can_keep_allocates_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(idx(0x803, 1_000_000, 28, 28)))
    assert MAX_BYTES > 784_000_000
    assert peak_memory_of_reading(path) < 200_000


def test_that_unpacking_takes_no_more_memory_than_what_is_promised(tmp_path: Path) -> None:
    promised = 10_000 * 28 * 28
    bomb = gzip.compress(idx(0x803, 10_000, 28, 28, content=bytes(promised + (1 << 20))))
    assert peak_memory_of_reading(written(tmp_path, bomb)) < promised + 1_000_000


def test_that_pictures_of_many_blocks_are_unpacked_whole(tmp_path: Path) -> None:
    values = np.random.default_rng(1).integers(0, 256, (500, 28, 28), np.uint8)
    packed = gzip.compress(idx(0x803, 500, 28, 28, content=values.tobytes()))
    assert np.array_equal(read_images(written(tmp_path, packed)), values)
    with pytest.raises(FileError, match="has 200,001 bytes after the end of its gzip"):
        read_images(written(tmp_path, packed + bytes(200_001)))
    with pytest.raises(FileError, match="is cut off"):
        read_images(written(tmp_path, packed[:-4]))


def test_that_a_lying_plain_header_allocates_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, idx(0x803, 1_000_000, 28, 28))
    assert peak_memory_of_reading(path) < 200_000


def test_that_missing_files_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(FileError, match="No such file"):
        read_images(tmp_path / "missing")
    with pytest.raises(FileError, match="is not a file"):
        read_images(tmp_path)
    with pytest.raises(FileError, match="is not a file"):
        read_images(pipe)
    with pytest.raises(FileError):
        read_images("nul\0byte")


def headers() -> st.SearchStrategy[bytes]:
    lengths = st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 4), min_size=1, max_size=3)
    return st.builds(
        lambda magic, sizes: idx(magic, *sizes), st.sampled_from([0x801, 0x803, 0x805]), lengths
    )


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    begin=headers() | st.binary(max_size=20),
    rest=st.binary(max_size=80),
    packing=st.sampled_from(["plain", "gzip", "cut gzip", "gzip magic"]),
)
def test_that_no_bytes_raise_anything_but_a_file_error(
    tmp_path: Path, begin: bytes, rest: bytes, packing: str
) -> None:
    content = begin + rest
    if packing in ("gzip", "cut gzip"):
        content = gzip.compress(content)
    if packing == "cut gzip":
        content = content[: -1 - len(rest) % 30]
    if packing == "gzip magic":
        content = b"\x1f\x8b" + content
    path = written(tmp_path, content)
    tracemalloc.start()
    try:
        outcomes = [size_or_message(read, path) for read in (read_images, read_labels)]
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert all(
        outcome > 0 if isinstance(outcome, int) else "\n" not in outcome for outcome in outcomes
    )


def size_or_message(read: Callable[[Path], NDArray[np.uint8]], path: Path) -> int | str:
    try:
        return read(path).size
    except FileError as error:
        return str(error)


@pytest.mark.parametrize("sides", [(1, 1), (1, LARGEST_SIDE), (LARGEST_SIDE, 1)])
def test_that_the_smallest_and_the_longest_pictures_are_read(
    sides: tuple[int, int], tmp_path: Path
) -> None:
    content = bytes(sides[0] * sides[1])
    assert read_images(written(tmp_path, idx(0x803, 1, *sides, content=content))).shape == (
        1,
        *sides,
    )


@pytest.mark.parametrize("sides", [(0, 1), (1, 0), (1, LARGEST_SIDE + 1), (LARGEST_SIDE + 1, 1)])
def test_that_pictures_with_other_sides_are_refused(sides: tuple[int, int], tmp_path: Path) -> None:
    content = bytes(sides[0] * sides[1])
    with pytest.raises(FileError, match="sides from 1 to"):
        read_images(written(tmp_path, idx(0x803, 1, *sides, content=content)))
