import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.data.opening import load_data_set
from gdstudio.errors import FileError

PLAIN = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
PLAIN += ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


def emnist(split: str) -> tuple[str, ...]:
    return tuple(
        f"emnist-{split}-{part}-{content}-ubyte"
        for part in ("train", "test")
        for content in ("images-idx3", "labels-idx1")
    )


def idx(values: NDArray[np.uint8]) -> bytes:
    return (
        struct.pack(f">{1 + values.ndim}I", 0x800 + values.ndim, *values.shape) + values.tobytes()
    )


def fill(
    folder: Path,
    names: tuple[str, ...] = PLAIN,
    train: list[int] | None = None,
    test: list[int] | None = None,
    test_size: tuple[int, int] = (4, 3),
    packed: bool = False,
) -> None:
    """Write four files; pixel (r, c) of picture i is 100 i + 10 r + c."""
    parts = ((train or [3, 9, 0], (4, 3)), (test or [1, 2], test_size))
    contents = []
    for labels, (rows, columns) in parts:
        i, r, c = np.ogrid[: len(labels), :rows, :columns]
        contents += [(100 * i + 10 * r + c).astype(np.uint8), np.array(labels, np.uint8)]
    for name, values in zip(names, contents, strict=True):
        raw = idx(values)
        path = folder / (name + ".gz" * packed)
        path.write_bytes(gzip.compress(raw) if packed else raw)


@pytest.mark.parametrize("packed", [False, True])
def test_that_four_files_in_the_manner_of_mnist_are_a_data_set(
    tmp_path: Path, packed: bool
) -> None:
    fill(tmp_path, packed=packed)
    data = load_data_set(str(tmp_path))
    assert data.name == str(tmp_path)
    assert (data.train.rows, data.train.columns, data.train.n_classes) == (4, 3, 10)
    assert data.train.labels.tolist() == [3, 9, 0]
    assert data.train.images[1].tolist() == [100 + 10 * r + c for r in range(4) for c in range(3)]
    assert data.test.labels.tolist() == [1, 2]


def test_that_emnist_pictures_are_turned_upright(tmp_path: Path) -> None:
    fill(tmp_path, emnist("balanced"), train=[46, 0, 1], packed=True)
    data = load_data_set(str(tmp_path))
    assert (data.train.rows, data.train.columns, data.train.n_classes) == (3, 4, 47)
    assert data.test.n_classes == 47
    assert data.train.pictures()[0].tolist() == [[10 * r + c for r in range(4)] for c in range(3)]


def test_that_emnist_letters_are_counted_from_0(tmp_path: Path) -> None:
    fill(tmp_path, emnist("letters"), train=[1, 26, 2], test=[3, 25])
    data = load_data_set(str(tmp_path))
    assert data.train.labels.tolist() == [0, 25, 1]
    assert data.test.labels.tolist() == [2, 24]
    assert data.train.n_classes == data.test.n_classes == 26


@pytest.mark.parametrize(
    ("names", "label", "reason"),
    [
        (emnist("digits"), 10, "from 0 to 9"),
        (emnist("byclass"), 62, "from 0 to 61"),
        (emnist("letters"), 0, "holds the label 0; labels run from 1 to 26"),
        (emnist("letters"), 27, "from 1 to 26"),
    ],
)
def test_that_labels_out_of_range_are_refused(
    tmp_path: Path, names: tuple[str, ...], label: int, reason: str
) -> None:
    fill(tmp_path, names, train=[1, 2, 3], test=[1, label])
    with pytest.raises(FileError, match=reason) as caught:
        load_data_set(str(tmp_path))
    assert caught.value.path == tmp_path / names[3]


def test_that_pictures_and_labels_must_be_equally_many(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / PLAIN[1]).write_bytes(idx(np.array([3, 9], np.uint8)))
    with pytest.raises(FileError, match=r"2 labels, but train-images-idx3-ubyte 3 pictures"):
        load_data_set(str(tmp_path))


def test_that_training_and_test_pictures_must_be_of_one_size(tmp_path: Path) -> None:
    fill(tmp_path, test_size=(3, 4))
    with pytest.raises(FileError, match=r"are 4 x 3 pixels, test pictures 3 x 4;"):
        load_data_set(str(tmp_path))


def test_that_missing_files_are_named(tmp_path: Path) -> None:
    fill(tmp_path, emnist("mnist"))
    (tmp_path / "emnist-mnist-test-labels-idx1-ubyte").unlink()
    with pytest.raises(FileError, match="lacks emnist-mnist-test-labels-idx1-ubyte "):
        load_data_set(str(tmp_path))


def test_that_several_sets_in_one_folder_are_named(tmp_path: Path) -> None:
    fill(tmp_path)
    fill(tmp_path, emnist("letters"), train=[1, 2, 3])
    with pytest.raises(FileError, match=r"several data sets \(MNIST-like files, emnist-letters\)"):
        load_data_set(str(tmp_path))


def test_that_a_file_both_plain_and_packed_is_read_once(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / (PLAIN[0] + ".gz")).write_bytes(b"not gzip")
    assert len(load_data_set(str(tmp_path)).train) == 3


def test_that_a_damaged_file_of_a_set_is_named(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / PLAIN[2]).write_bytes(b"")
    with pytest.raises(FileError) as caught:
        load_data_set(str(tmp_path))
    assert caught.value.path == tmp_path / PLAIN[2]


def test_that_one_of_several_sets_is_named_behind_the_folder(tmp_path: Path) -> None:
    raw = tmp_path / "EMNIST" / "raw"
    raw.mkdir(parents=True)
    fill(raw)
    fill(raw, emnist("letters"), train=[1, 2, 26])
    fill(raw, emnist("digits"), train=[1, 2, 3])
    for folder in (raw, tmp_path):
        data = load_data_set(str(folder / "emnist-letters"))
        assert data.name == str(folder / "emnist-letters")
        assert data.title == "EMNIST letters"
        assert data.train.labels.tolist() == [0, 1, 25]
    with pytest.raises(FileError, match=r"as .*raw/emnist-letters$"):
        load_data_set(str(tmp_path))
    with pytest.raises(FileError, match="lacks emnist-balanced-train-images-idx3-ubyte,"):
        load_data_set(str(raw / "emnist-balanced"))
    with pytest.raises(FileError, match="there is no such folder"):
        load_data_set(str(tmp_path / "nowhere" / "emnist-letters"))
