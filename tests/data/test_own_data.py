"""Own data: folders of pictures, CSV, NPZ; read as they are, and what was odd is said."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from gdstudio.data.digits import Digits
from gdstudio.data.mnist import load_mnist
from gdstudio.data.opening import open_data, opening
from tests.data.made_sets import csv_text, fill_folders, labels, pictures
from tests.data.test_folder import PLAIN, fill


def both(path: Path) -> tuple[NDArray[np.uint8], list[str]]:
    """Return all pictures and labels of a set that was split, in one order."""
    data = open_data(str(path)).data
    images = np.concatenate((data.train.pictures(), data.test.pictures()))
    marks = [data.train.names[k] for part in (data.train, data.test) for k in part.labels]
    order = np.lexsort(images.reshape(len(images), -1).T[::-1])
    return images[order], [marks[k] for k in order]


def same(path: Path, n: int = 12, names: tuple[str, ...] = ("cat", "dog")) -> None:
    images, marks = both(path)
    expected, given = pictures(n), labels(n, names)
    order = np.lexsort(expected.reshape(n, -1).T[::-1])
    assert images.tolist() == expected[order].tolist()
    assert marks == [given[k] for k in order]


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tif", ".pgm"])
def test_that_a_folder_for_each_class_is_a_data_set(tmp_path: Path, suffix: str) -> None:
    fill_folders(tmp_path, pictures(), labels(), suffix)
    same(tmp_path)
    data = open_data(str(tmp_path)).data
    assert data.train.class_names == ("cat", "dog")
    assert (data.train.rows, data.train.columns) == (8, 8)
    assert data.name == str(tmp_path)


def test_that_one_in_seven_of_each_class_is_set_aside_always_the_same(tmp_path: Path) -> None:
    fill_folders(tmp_path, pictures(30), labels(30))
    first, again = open_data(str(tmp_path)), open_data(str(tmp_path))
    assert np.bincount(first.data.test.labels).tolist() == [2, 2]
    assert first.data.identity() == again.data.identity()
    assert "one in 7 of each class, drawn with seed 0" in first.notes[-1]


@pytest.mark.parametrize("names", [("train", "test"), ("Training", "validation")])
def test_that_training_and_test_folders_are_taken_as_they_are(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    fill_folders(tmp_path / names[0], pictures(), labels())
    fill_folders(tmp_path / names[1], pictures(4), labels(4))
    opened = open_data(str(tmp_path))
    assert (len(opened.data.train), len(opened.data.test), opened.notes) == (12, 4, ())


def test_that_classes_stand_in_the_order_of_their_numbers_and_may_be_of_any_script(
    tmp_path: Path,
) -> None:
    names = ("10", "9", "2", "あ", "straße", "a", "A")
    fill_folders(tmp_path, pictures(14), labels(14, names))
    data = open_data(str(tmp_path)).data
    assert data.train.names == ("2", "9", "10", "A", "a", "straße", "あ")


def test_that_what_is_odd_in_a_folder_is_said(tmp_path: Path) -> None:
    fill_folders(tmp_path, pictures(40), labels(40))
    Image.fromarray(pictures(1, 16, 16)[0]).save(tmp_path / "cat" / "large.png")
    colours = np.zeros((8, 8, 3), np.uint8)
    colours[2:5, 2:5, 0] = 200
    Image.fromarray(colours).save(tmp_path / "dog" / "red.png")
    (tmp_path / "bird").mkdir()
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / ".hidden").write_text("hello")
    (tmp_path / "dog" / "inner").mkdir()
    opened = open_data(str(tmp_path))
    assert opened.data.train.names == ("bird", "cat", "dog")
    assert [str(note) for note in opened.notes[:-1]] == [
        "2 files are no pictures and were passed over (dog/inner)",
        "one picture is of another size and was scaled to 8 x 8",
        "one picture has colours, which were turned to grey",
        "the class bird has no pictures to learn from",
    ]


def test_that_large_pictures_are_made_small_enough(tmp_path: Path) -> None:
    fill_folders(tmp_path, pictures(12, 96, 128), labels())
    opened = open_data(str(tmp_path))
    assert (opened.data.train.rows, opened.data.train.columns) == (48, 64)
    assert opened.notes[0] == "pictures of 96 x 128 pixels were made 48 x 64"


def test_that_dark_ink_on_light_paper_becomes_ink_on_an_empty_background(tmp_path: Path) -> None:
    fill_folders(tmp_path, 255 - pictures(), labels())
    same(tmp_path)
    assert "dark on light" in open_data(str(tmp_path)).notes[0]


def test_that_links_within_the_folder_are_followed(tmp_path: Path) -> None:
    fill_folders(tmp_path, pictures(), labels())
    os.replace(tmp_path / "cat" / "0.png", tmp_path / "dog" / "zero.png")
    (tmp_path / "cat" / "0.png").symlink_to(tmp_path / "dog" / "zero.png")
    assert open_data(str(tmp_path)).data.train.names == ("cat", "dog")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("header", [False, True])
@pytest.mark.parametrize("label_last", [False, True])
def test_that_a_csv_is_read_whatever_its_layout(
    tmp_path: Path, mark: str, header: bool, label_last: bool
) -> None:
    path = tmp_path / "own.csv"
    text = csv_text(pictures(), labels(), mark=mark, header=header, label_last=label_last)
    path.write_text(text)
    same(path)
    numbers = labels(12, ("3", "8"))
    path.write_text(csv_text(pictures(), numbers, mark=mark, header=header, label_last=label_last))
    same(path, 12, ("3", "8"))


def test_that_quotes_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    text = csv_text(pictures(), [f'"{label}"' for label in labels()], header=True)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    same(path)
    quoted = [
        '"' + line.replace(",", '","') + '"' for line in csv_text(pictures(), labels()).split()
    ]
    path.write_text("\n\n".join(quoted))
    same(path)


def test_that_shares_of_ink_are_kept_in_256_levels(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(csv_text(pictures() / 255, labels()))
    same(path)
    assert "pixels from 0 to 1 are kept in 256 levels" in open_data(str(path)).notes
    np.savez(tmp_path / "own.npz", images=pictures() / np.float32(255), labels=labels())
    same(tmp_path / "own.npz")


def test_that_few_levels_are_stretched(tmp_path: Path) -> None:
    images = (pictures() > 60).astype(np.int64) * 16
    path = tmp_path / "own.csv"
    path.write_text(csv_text(images, labels()))
    opened = open_data(str(path))
    assert set(np.unique(opened.data.train.images)) == {0, 255}
    assert "pixels from 0 to 16 were stretched to 255" in opened.notes


def test_that_a_header_tells_of_pictures_that_are_no_squares(tmp_path: Path) -> None:
    head = ",".join(["label", *(f"{r}x{c}" for r in range(1, 5) for c in range(1, 7))])
    path = tmp_path / "own.csv"
    path.write_text(head + "\n" + csv_text(pictures(12, 4, 6), labels()))
    train = open_data(str(path)).data.train
    assert (train.rows, train.columns) == (4, 6)


def test_that_kaggles_test_file_without_labels_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text(csv_text(pictures(), labels(12, ("0", "1")), header=True))
    bare = csv_text(pictures(), labels(), header=True, label_last=True)
    (tmp_path / "test.csv").write_text(
        "\n".join(line.rpartition(",")[0] for line in bare.splitlines())
    )
    (tmp_path / "sample_submission.csv").write_text("ImageId,Label\n1,0\n")
    opened = open_data(str(tmp_path))
    assert "test.csv beside it has no labels and was passed over" in opened.notes
    assert len(opened.data.train) + len(opened.data.test) == 12


def test_that_a_test_file_beside_the_training_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "own_train.csv").write_text(csv_text(pictures(), labels()))
    (tmp_path / "own_test.csv").write_text(csv_text(pictures(5), labels(5)))
    for place in (tmp_path, tmp_path / "own_train.csv"):
        data = open_data(str(place)).data
        assert (len(data.train), len(data.test)) == (12, 5)


def test_that_emnists_letters_in_a_csv_are_letters_and_upright(tmp_path: Path) -> None:
    path = tmp_path / "emnist-letters-train.csv"
    path.write_text(csv_text(pictures().transpose(0, 2, 1), labels(12, ("1", "26"))))
    same(path, 12, ("A", "Z"))
    opened = open_data(str(path))
    assert opened.data.train.names == tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert any("transposed" in note for note in opened.notes)
    assert opened.data.title == "EMNIST letters"


def test_that_transposed_digits_are_known_by_their_shapes(tmp_path: Path) -> None:
    train = load_mnist().train.take(slice(600))
    np.savez_compressed(
        tmp_path / "lying.npz", x=train.pictures().transpose(0, 2, 1), y=train.labels
    )
    np.savez_compressed(tmp_path / "upright.npz", x=train.pictures(), y=train.labels)
    lying, upright = (open_data(str(tmp_path / f"{name}.npz")) for name in ("lying", "upright"))
    assert any("transposed" in note for note in lying.notes)
    assert not any("transposed" in note for note in upright.notes)
    assert lying.data.train.identity() == upright.data.train.identity()


@pytest.mark.parametrize(
    "names",
    [
        ("x_train", "y_train", "x_test", "y_test"),
        ("train_images", "train_labels", "test_images", "test_labels"),
    ],
)
@pytest.mark.parametrize("packs", [False, True])
def test_that_arrays_are_found_under_their_usual_names(
    tmp_path: Path, names: tuple[str, ...], packs: bool
) -> None:
    marks = np.arange(12, dtype=np.uint8) % 3
    arrays = dict(zip(names, (pictures(), marks, pictures(6), marks[:6, None]), strict=True))
    path = tmp_path / "own.npz"
    (np.savez_compressed if packs else np.savez)(path, **arrays)
    opened = open_data(str(path))
    assert opened.data.train.pictures().tolist() == pictures().tolist()
    assert opened.data.train.labels.tolist() == marks.tolist()
    assert len(opened.data.test) == 6
    assert opened.notes == ()


@pytest.mark.parametrize(
    "turn",
    [
        lambda a: a[..., None],
        lambda a: a[:, None],
        lambda a: a.reshape(len(a), -1),
        lambda a: a.astype(">i4"),
        lambda a: a.astype(np.float64),
        lambda a: np.repeat(a[..., None], 3, axis=3),
    ],
)
def test_that_arrays_of_other_shapes_and_kinds_are_the_same_pictures(tmp_path, turn) -> None:
    np.savez(tmp_path / "own.npz", images=turn(pictures()), labels=np.array(labels()))
    same(tmp_path / "own.npz")


def test_that_names_in_an_npz_are_those_of_the_labels(tmp_path: Path) -> None:
    np.savez(
        tmp_path / "own.npz",
        images=pictures(),
        labels=np.arange(12) % 2 * 2.0,
        class_names=np.array(["ant", "bee", "cow"]),
    )
    opened = open_data(str(tmp_path / "own.npz"))
    assert opened.data.train.names == ("ant", "bee", "cow")
    assert "the class bee has no pictures to learn from" in opened.notes


def test_that_plain_idx_files_may_have_other_labels(tmp_path: Path) -> None:
    fill(tmp_path, PLAIN, train=[7, 30, 7, 61], test=[30, 7])
    opened = open_data(str(tmp_path))
    assert opened.data.train.names == ("7", "30", "61")
    assert opened.data.train.labels.tolist() == [0, 1, 0, 2]
    assert opened.notes == ("labels run up to 61, not from 0 to 9",)
    assert open_data(str(tmp_path / PLAIN[0])).data.identity() == opened.data.identity()


def test_that_64_classes_of_64_x_64_pictures_are_read(tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", images=pictures(128, 64, 64), labels=np.arange(128) % 64)
    train: Digits = open_data(str(tmp_path / "own.npz")).data.train
    assert (train.n_classes, train.rows, train.columns) == (64, 64, 64)


def test_that_whoever_opens_can_leave_on_the_way(tmp_path: Path) -> None:
    fill_folders(tmp_path, pictures(), labels())
    steps = opening(str(tmp_path))
    shares = [next(steps) for _ in range(6)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1
    steps.close()
