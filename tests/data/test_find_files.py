"""Folders as people have them: archives unpacked with folders, other programs' own places."""

import gzip
import os
import struct
from pathlib import Path

import numpy as np
import pytest

from gdstudio.data.opening import load_data_set
from gdstudio.errors import FileError
from tests.data.test_folder import PLAIN, emnist, fill, idx

QMNIST = (
    "qmnist-train-images-idx3-ubyte",
    "qmnist-train-labels-idx2-int",
    "qmnist-test-images-idx3-ubyte",
    "qmnist-test-labels-idx2-int",
)


def extended(labels: list[int], columns: int = 8) -> bytes:
    values = np.arange(len(labels) * columns).reshape(-1, columns) + 1000
    values[:, 0] = labels
    return struct.pack(">3I", 0x0C02, *values.shape) + values.astype(">i4").tobytes()


def fill_qmnist(folder: Path, train: list[int], columns: int = 8) -> None:
    fill(folder, QMNIST, train=[0] * len(train), test=[1, 2])
    (folder / QMNIST[1]).write_bytes(extended(train, columns))
    test = folder / QMNIST[3]
    test.unlink()
    test.with_name(test.name + ".gz").write_bytes(gzip.compress(extended([1, 2])))


def test_that_folders_beside_files_of_the_same_names_are_no_candidates(tmp_path: Path) -> None:
    fill(tmp_path, tuple(name.replace("-idx", ".idx") for name in PLAIN), train=[4, 5, 6])
    for name in PLAIN:
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_bytes(b"not looked at")
    assert load_data_set(str(tmp_path)).train.labels.tolist() == [4, 5, 6]


def test_that_a_file_within_a_folder_of_its_name_is_found(tmp_path: Path) -> None:
    fill(tmp_path, train=[4, 5, 6])
    for name in PLAIN:
        (tmp_path / name).rename(tmp_path / "file")
        (tmp_path / name).mkdir()
        (tmp_path / "file").rename(tmp_path / name / name)
    assert load_data_set(str(tmp_path)).train.labels.tolist() == [4, 5, 6]


@pytest.mark.parametrize("place", ["raw", "MNIST/raw", "FashionMNIST/raw", "gzip"])
def test_that_the_folder_above_the_files_is_enough(tmp_path: Path, place: str) -> None:
    (tmp_path / place).mkdir(parents=True)
    fill(tmp_path / place, train=[4, 5, 6])
    data = load_data_set(str(tmp_path))
    assert data.train.labels.tolist() == [4, 5, 6]
    assert data.name == str(tmp_path)


def test_that_two_sets_below_a_folder_are_named(tmp_path: Path) -> None:
    for place in ("MNIST/raw", "KMNIST/raw"):
        (tmp_path / place).mkdir(parents=True)
        fill(tmp_path / place)
    with pytest.raises(FileError, match="holds sets in MNIST/raw, KMNIST/raw; give one"):
        load_data_set(str(tmp_path))


def test_that_of_two_forms_of_a_file_the_plain_one_is_taken(tmp_path: Path) -> None:
    fill(tmp_path, train=[1, 1, 1], packed=True)
    fill(tmp_path, tuple(name.replace("-idx", ".idx") for name in PLAIN), train=[2, 2, 2])
    fill(tmp_path, train=[4, 5, 6])
    assert load_data_set(str(tmp_path)).train.labels.tolist() == [4, 5, 6]


def test_that_qmnists_names_and_labels_are_read(tmp_path: Path) -> None:
    fill_qmnist(tmp_path, [7, 0, 9])
    data = load_data_set(str(tmp_path))
    assert data.train.labels.tolist() == [7, 0, 9]
    assert data.test.labels.tolist() == [1, 2]
    assert data.found() == "QMNIST: 3 training and 2 test pictures"
    assert data.train.images[1].tolist() == [100 + 10 * r + c for r in range(4) for c in range(3)]


@pytest.mark.parametrize("labels", [[10, 0, 1], [-1, 0, 1], [2**31 - 1, 0, 1], [256, 0, 1]])
def test_that_qmnists_labels_out_of_range_are_refused(tmp_path: Path, labels: list[int]) -> None:
    fill_qmnist(tmp_path, labels)
    with pytest.raises(FileError, match="labels run from 0 to 9"):
        load_data_set(str(tmp_path))


def test_that_qmnists_labels_have_eight_columns(tmp_path: Path) -> None:
    fill_qmnist(tmp_path, [7, 0, 9], columns=7)
    with pytest.raises(FileError, match="has 7 numbers a label, not 8"):
        load_data_set(str(tmp_path))


@pytest.mark.parametrize(
    ("split", "labels", "names", "title"),
    [
        ("letters", [1, 26, 2], "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "EMNIST letters"),
        (
            "balanced",
            [0, 46, 10],
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt",
            "EMNIST balanced",
        ),
        (
            "bymerge",
            [0, 46, 10],
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt",
            "EMNIST by merge",
        ),
        (
            "byclass",
            [0, 61, 10],
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            "EMNIST by class",
        ),
        ("digits", [0, 9, 1], "0123456789", "EMNIST digits"),
    ],
)
def test_that_classes_of_emnist_have_their_letters(
    tmp_path: Path, split: str, labels: list[int], names: str, title: str
) -> None:
    fill(tmp_path, emnist(split), train=labels, test=[1, 2])
    data = load_data_set(str(tmp_path))
    assert "".join(data.train.names) == "".join(data.test.names) == names
    assert data.found() == f"{title}: 3 training and 2 test pictures"


def test_that_what_was_looked_for_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"holds no data set; .* in MNIST's manner are read"):
        load_data_set(str(tmp_path))
    fill_qmnist(tmp_path, [7, 0, 9])
    (tmp_path / QMNIST[1]).unlink()
    with pytest.raises(FileError, match=r"lacks qmnist-train-labels-idx2-int \(each"):
        load_data_set(str(tmp_path))


@pytest.mark.parametrize("name", ["x" * 300, "x" * 5000, "a\0b", "/dev/null", "\u202e\nx"])
def test_that_a_folder_that_cannot_be_is_one_line(name: str) -> None:
    with pytest.raises(FileError) as caught:
        load_data_set(name)
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 500


def test_that_a_folder_that_may_not_be_entered_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)  # root may enter every folder
    with pytest.raises(FileError, match="cannot be read: permission denied"):
        load_data_set(str(tmp_path / "locked" / "folder"))


def test_that_a_pipe_or_a_header_of_two_thousand_million_pictures_is_refused(
    tmp_path: Path,
) -> None:
    fill(tmp_path)
    header = struct.pack(">4I", 0x803, 2**31, 28, 28)
    (tmp_path / PLAIN[0]).write_bytes(header)
    with pytest.raises(FileError, match="at most"):
        load_data_set(str(tmp_path))
    (tmp_path / PLAIN[0]).write_bytes(gzip.compress(header + bytes(1 << 20)))
    with pytest.raises(FileError, match="at most"):
        load_data_set(str(tmp_path))
    (tmp_path / PLAIN[0]).unlink()
    os.mkfifo(tmp_path / PLAIN[0])
    with pytest.raises(FileError, match="is not a file"):
        load_data_set(str(tmp_path))
    (tmp_path / PLAIN[0]).unlink()
    (tmp_path / PLAIN[0]).write_bytes(idx(np.zeros((3, 4, 3), np.uint8)))
    assert len(load_data_set(str(tmp_path)).train) == 3
