"""One rule for the size of pictures, whatever they lie in."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from gdstudio.data import sizes
from gdstudio.data.opening import open_data
from gdstudio.data.sizes import LARGEST_SIDE, within
from gdstudio.errors import FileError
from tests.data.made_sets import csv_text, fill_folders, labels, pictures


def idx(folder: Path, images: NDArray[np.uint8]) -> Path:
    marks = (np.arange(len(images)) % 2).astype(np.uint8)
    for part in ("train", "t10k"):
        for content, values in (("images-idx3", images), ("labels-idx1", marks)):
            header = struct.pack(f">{1 + values.ndim}I", 0x800 + values.ndim, *values.shape)
            (folder / f"{part}-{content}-ubyte").write_bytes(header + values.tobytes())
    return folder


def csv(folder: Path, images: NDArray[np.uint8]) -> Path:
    (folder / "own.csv").write_text(csv_text(images, labels(len(images))))
    return folder / "own.csv"


def npz(folder: Path, images: NDArray[np.uint8]) -> Path:
    np.savez(folder / "own.npz", images=images, labels=labels(len(images)))
    return folder / "own.npz"


def folders(folder: Path, images: NDArray[np.uint8]) -> Path:
    fill_folders(folder / "own", images, labels(len(images)))
    return folder / "own"


NUMBERS = (idx, csv, npz)
Write = Callable[[Path, NDArray[np.uint8]], Path]


@pytest.mark.parametrize("write", [*NUMBERS, folders])
def test_that_the_largest_pictures_are_read_as_they_are(tmp_path: Path, write: Write) -> None:
    data = open_data(str(write(tmp_path, pictures(4, LARGEST_SIDE, LARGEST_SIDE)))).data
    assert (data.train.rows, data.train.columns) == (64, 64)


@pytest.mark.parametrize("write", NUMBERS)
@pytest.mark.parametrize("side", [65, 100])
def test_that_files_of_numbers_with_larger_pictures_are_refused_alike(
    tmp_path: Path, write: Write, side: int
) -> None:
    with pytest.raises(FileError) as caught:
        open_data(str(write(tmp_path, pictures(4, side, side))))
    assert str(caught.value.reason) == (
        f"has pictures of {side} x {side} pixels; sides from 1 to 64 are read, "
        "and a folder of pictures by class may hold larger ones"
    )


def test_that_picture_files_of_65_x_65_are_made_64_x_64_and_that_is_said(tmp_path: Path) -> None:
    opened = open_data(str(folders(tmp_path, pictures(4, 65, 65))))
    assert (opened.data.train.rows, opened.data.train.columns) == (64, 64)
    assert "pictures of 65 x 65 pixels were made 64 x 64" in opened.notes


@pytest.mark.parametrize("write", [*NUMBERS, folders])
def test_that_no_more_pictures_are_read_than_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write
) -> None:
    path = write(tmp_path, pictures(5, 4, 4))
    monkeypatch.setattr(sizes, "MOST_PICTURES", 4)
    with pytest.raises(FileError, match="holds more than 4 pictures, the most that are read"):
        open_data(str(path))


def test_that_twenty_million_tiny_pictures_are_refused_by_their_header(tmp_path: Path) -> None:
    n = 20_000_000
    np.savez_compressed(
        tmp_path / "own.npz", images=np.zeros((n, 1, 1), np.uint8), labels=np.zeros(n, np.uint8)
    )
    with pytest.raises(FileError, match=r"holds more than 2,000,000 pictures"):
        open_data(str(tmp_path / "own.npz"))


@pytest.mark.parametrize(
    "size", [(2000, 3), (3, 2000), (65, 64), (1300, 1300), (641, 640)], ids=str
)
def test_that_a_large_picture_is_told_with_the_size_it_has(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    opened = open_data(str(folders(tmp_path, pictures(4, *size))))
    assert opened.notes[0] == "pictures of {} x {} pixels were made {} x {}".format(
        *size, *within(size)
    )


def test_that_a_photo_on_its_side_is_told_with_the_size_that_is_seen(tmp_path: Path) -> None:
    for k, label in enumerate(labels(4)):
        (tmp_path / label).mkdir(exist_ok=True)
        exif = Image.Exif()
        exif[0x0112] = 6  # turned by a quarter
        picture = Image.fromarray(pictures(1, 30, 100)[0])
        picture.save(tmp_path / label / f"{k}.jpg", exif=exif)
    assert open_data(str(tmp_path)).notes[0] == "pictures of 100 x 30 pixels were made 64 x 19"


@pytest.mark.parametrize(
    ("size", "made"),
    [((64, 64), (64, 64)), ((1, 64), (1, 64)), ((65, 64), (64, 63)), ((2000, 3), (64, 1))],
)
def test_that_a_larger_size_keeps_its_shape(size: tuple[int, int], made: tuple[int, int]) -> None:
    assert within(size) == made
