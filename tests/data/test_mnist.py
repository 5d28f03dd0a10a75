import gzip
import hashlib
from pathlib import Path

import numpy as np
import pytest

from gdstudio.data import mnist
from gdstudio.data.mnist import load_mnist
from gdstudio.data.opening import load_data_set
from gdstudio.errors import FileError, InvalidValue

TRAIN_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_that_mnist_has_its_published_class_counts_and_first_labels() -> None:
    data = load_mnist()
    assert data.name == "mnist"
    assert np.bincount(data.train.labels).tolist() == TRAIN_COUNTS
    assert np.bincount(data.test.labels).tolist() == TEST_COUNTS
    assert data.train.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert data.test.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


def test_that_mnist_has_its_known_shape_mean_and_deviation() -> None:
    data = load_mnist()
    assert data.train.images.shape == (60_000, 784)
    assert data.test.images.shape == (10_000, 784)
    assert (data.train.rows, data.train.columns, data.train.n_classes) == (28, 28, 10)
    assert data.test.images.mean() / 255 == pytest.approx(0.1325, abs=5e-5)
    assert data.test.images.std() / 255 == pytest.approx(0.3105, abs=5e-5)


def test_that_mnist_lies_upright() -> None:
    ones = load_mnist().test.pictures()[load_mnist().test.labels == 1].mean(axis=0)
    assert ones.sum(axis=0).max() > 2 * ones.sum(axis=1).max()  # a vertical stroke


def test_that_mnist_is_read_once_and_cannot_be_altered() -> None:
    data = load_mnist()
    assert load_data_set("mnist") is data
    for part in (data.train, data.test):
        assert not part.images.flags.writeable
        assert not part.labels.flags.writeable


def test_that_a_file_with_another_check_sum_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = bytes([0, 0, 8, 3]) + (1).to_bytes(4) + (28).to_bytes(4) * 2
    path = tmp_path / "train-images-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(header + bytes(784)))
    found = hashlib.sha256(header + bytes(784)).hexdigest()[:12]
    monkeypatch.setattr(mnist, "resource", lambda name: path)
    with pytest.raises(FileError) as caught:
        load_mnist.__wrapped__()
    assert caught.value.path == path
    reason = f"is not MNIST's file: SHA-256 {found}..., not ba891046e650..."
    assert caught.value.reason == reason


def test_that_an_incomplete_installation_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Path:
        raise FileNotFoundError(name)

    monkeypatch.setattr(mnist, "resource", missing)
    with pytest.raises(FileError, match="install the program again"):
        load_mnist.__wrapped__()


def test_that_unknown_names_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    with pytest.raises(FileError, match="there is no such folder"):
        load_data_set("fashion")
    with pytest.raises(FileError, match="is no data set that is read"):
        load_data_set(str(file))
    with pytest.raises(FileError, match="there is no such folder"):
        load_data_set("a\0b")
    for name in ("", "  "):
        with pytest.raises(InvalidValue):
            load_data_set(name)
