"""Own digits on the disk: whole at every moment, and a data set like any other."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdstudio.data.mixed import under_names
from gdstudio.data.opening import open_data
from gdstudio.data.own_digits import OwnDigit, fitting, make_a_set, new_digit
from gdstudio.errors import FileError
from gdstudio.files import own_digits
from gdstudio.files.own_digits import OwnDigitChanges, load_own_digits, save_own_digits
from tests.data.made_sets import labels, pictures

NAMES = ("a", "A", "1", "/..\\", "é", "あ", ".", "100 %", "x_y", "CON", "a:b")


def some(n: int = 12, names: tuple[str, ...] = ("3", "8")) -> list[OwnDigit]:
    pairs = zip(pictures(n), labels(n, names), strict=True)
    return [new_digit(picture, label) for picture, label in pairs]


def change_own_digits(folder: Path, before: list[OwnDigit], after: list[OwnDigit]) -> None:
    changes = OwnDigitChanges()
    changes.note(folder, before, after)
    changes.write()


def loaded(folder: Path) -> dict[str, tuple[str, list[list[int]]]]:
    *_, found = load_own_digits(folder)
    assert isinstance(found, list)
    return {digit.key: (digit.label, digit.pixels.tolist()) for digit in found}


def as_kept(digits: list[OwnDigit]) -> dict[str, tuple[str, list[list[int]]]]:
    return {digit.key: (digit.label, digit.pixels.tolist()) for digit in digits}


def test_that_digits_of_every_name_come_back(tmp_path: Path) -> None:
    digits = some(22, NAMES)
    change_own_digits(tmp_path / "mine", [], digits)
    assert loaded(tmp_path / "mine") == as_kept(digits)
    assert sorted(tmp_path.iterdir()) == [tmp_path / "mine"]


def test_that_what_is_corrected_or_deleted_is_so_on_the_disk(tmp_path: Path) -> None:
    digits = some()
    change_own_digits(tmp_path, [], digits)
    after = [replace(digits[0], label="5"), *digits[2:]]
    change_own_digits(tmp_path, digits, after)
    assert loaded(tmp_path) == as_kept(after)
    change_own_digits(tmp_path, after, digits)
    assert loaded(tmp_path) == as_kept(digits)


def test_that_a_crash_while_a_label_is_corrected_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digits = some(2)
    change_own_digits(tmp_path, [], digits)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "unlink", die)
    with pytest.raises(KeyboardInterrupt):
        change_own_digits(tmp_path, digits, [replace(digits[0], label="5"), digits[1]])
    monkeypatch.undo()
    assert digits[1].key in loaded(tmp_path)
    assert digits[0].key in loaded(tmp_path)
    monkeypatch.setattr(own_digits, "place_file", die)
    with pytest.raises(KeyboardInterrupt):
        change_own_digits(tmp_path, digits, [digits[0], replace(digits[1], label="5")])
    assert loaded(tmp_path)[digits[1].key][0] == digits[1].label


def test_that_what_is_noted_gets_its_place_without_waiting_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digits, changes = some(12), OwnDigitChanges()
    waited: list[Path] = []
    monkeypatch.setattr(own_digits, "bring_to_disk", waited.append)
    for k in range(12):
        changes.note(tmp_path, digits[:k], digits[: k + 1])
    changes.write()
    assert loaded(tmp_path) == as_kept(digits)
    assert waited == []
    changes.bring_to_disk()
    assert waited == [*(tmp_path / digit.file_name for digit in digits), tmp_path]
    changes.bring_to_disk()
    assert len(waited) == 13


def test_that_a_corrected_digit_is_on_the_disk_before_the_old_one_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digits, changes = some(2), OwnDigitChanges()
    after = [replace(digits[0], label="5"), digits[1]]
    there: list[bool] = []
    old = tmp_path / digits[0].file_name
    monkeypatch.setattr(own_digits, "bring_to_disk", lambda _: there.append(old.exists()))
    changes.note(tmp_path, [], digits)
    changes.note(tmp_path, digits, after)
    changes.write()
    assert there == [True, True]  # the new file, and its name in the folder
    assert loaded(tmp_path) == as_kept(after)


def test_that_what_was_added_and_taken_out_at_once_is_as_it_was_left(tmp_path: Path) -> None:
    digits, changes = some(2), OwnDigitChanges()
    for before, after in ((0, 2), (2, 1), (1, 2), (2, 0), (0, 1)):
        changes.note(tmp_path, digits[:before], digits[:after])
    changes.write()
    assert loaded(tmp_path) == as_kept(digits[:1])


def test_that_a_folder_that_takes_nothing_is_told_and_the_next_change_is_made(
    tmp_path: Path,
) -> None:
    digits, changes = some(2), OwnDigitChanges()
    (tmp_path / "file").write_text("")
    changes.note(tmp_path / "file", [], digits[:1])
    changes.note(tmp_path, [], digits[1:])
    with pytest.raises(FileError, match="cannot be written"):
        changes.write()
    changes.write()
    assert loaded(tmp_path) == as_kept(digits[1:])


def test_that_digits_of_one_class_can_be_mixed_but_are_no_set_alone(tmp_path: Path) -> None:
    names = _saved(tmp_path, some(12, ("3", "8"))), tmp_path / "mine"
    change_own_digits(tmp_path / "mine", [], some(1, ("8",)))
    data = open_data(" + ".join(map(str, names))).data
    assert len(data.train) + len(data.test) == 13
    assert data.train.names == ("3", "8")
    with pytest.raises(FileError, match="has one class"):
        open_data(str(tmp_path / "mine"))
    with pytest.raises(FileError, match="has one class"):
        open_data(f"{tmp_path / 'mine'} + {tmp_path / 'mine'}")


@pytest.mark.parametrize(
    ("marks", "is_set"),
    [("", False), ("7", False), ("77", False), ("73", False), ("773", True), ("7373", True)],
)
def test_that_two_classes_and_a_digit_to_test_with_are_a_set(
    tmp_path: Path, marks: str, is_set: bool
) -> None:
    assert make_a_set(list(marks)) is is_set
    if marks:
        pairs = zip(pictures(len(marks)), marks, strict=True)
        change_own_digits(tmp_path, [], [new_digit(*pair) for pair in pairs])
        with contextlib.nullcontext() if is_set else pytest.raises(FileError):
            open_data(str(tmp_path))


def test_that_what_is_no_own_digit_is_passed_over_and_stays(tmp_path: Path) -> None:
    digits = some(3)
    change_own_digits(tmp_path, [], digits)
    (tmp_path / digits[0].file_name).write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    (tmp_path / "3_0123456789ab.png").write_bytes(bytes(1 << 17))
    (tmp_path / "holiday.png").write_bytes(b"?")
    assert loaded(tmp_path) == as_kept(digits[1:])
    assert len(list(tmp_path.iterdir())) == 5
    assert loaded(tmp_path / "nowhere") == {}


def test_that_a_folder_of_them_is_a_data_set(tmp_path: Path) -> None:
    digits = some(22, NAMES)
    folder = tmp_path / "my-digits" / "8x8"
    change_own_digits(folder, [], digits)
    data = open_data(str(folder)).data
    assert set(data.train.names) == set(NAMES)
    assert data.title == "my digits"
    assert len(data.train) + len(data.test) == 22


@pytest.mark.parametrize("name", ["mine.npz", "mine.csv"])
def test_that_saved_digits_open_as_the_same_set(tmp_path: Path, name: str) -> None:
    names = ("3", 'quoted "8"', "a, b")
    save_own_digits(tmp_path / name, some(24, names))
    opened = open_data(str(tmp_path / name)).data
    found = np.concatenate((opened.train.images, opened.test.images))
    assert sorted(found.tolist()) == sorted(pictures(24).reshape(24, -1).tolist())
    assert set(opened.train.names) == set(names)


def test_that_those_are_asked_whose_class_and_size_the_data_has(tmp_path: Path) -> None:
    like = open_data(_saved(tmp_path, some(12, ("3", "8")))).data.train
    other = new_digit(pictures(1, 6, 6)[0], "3")
    mine = [*some(2, ("8", "z")), other]
    digits, asked = fitting(mine, like)
    assert digits is not None
    assert asked == [mine[0]]
    assert digits.labels.tolist() == [1]
    assert digits.pictures()[0].tolist() == mine[0].pixels.tolist()
    assert fitting([other], like) == (None, [])


def test_that_sets_are_mixed_by_their_classes_names(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    names = _saved(one, some(12, ("3", "8"))), _saved(two, some(12, ("8", "x")))
    opened = open_data(" + ".join(names))
    parts = [open_data(name).data for name in names]
    data = opened.data
    assert data.train.names == ("3", "8", "x")
    assert data.name == " + ".join(names)
    assert len(data.train) == sum(len(part.train) for part in parts)
    last = data.train.take(slice(len(parts[0].train), None))
    assert last.images.tolist() == parts[1].train.images.tolist()
    assert [last.names[k] for k in last.labels] == [
        parts[1].train.names[k] for k in parts[1].train.labels
    ]
    np.savez(tmp_path / "large.npz", images=pictures(12, 9, 9), labels=labels())
    with pytest.raises(FileError, match=r"9 x 9 pixels, own.npz of 8 x 8; they must be alike"):
        open_data(f"{names[0]} + {tmp_path / 'large.npz'}")
    with pytest.raises(FileError, match="there is no such folder or file"):
        open_data(f"{names[0]} + {tmp_path / 'none'}")


def test_that_data_of_some_classes_is_labelled_as_those_that_have_more(tmp_path: Path) -> None:
    data = open_data(_saved(tmp_path, some(12, ("3", "8")))).data
    names = tuple("0123456789")
    told = under_names(data, names)
    assert told.train.names == names
    assert told.train.labels.tolist() == [[3, 8][k] for k in data.train.labels]
    assert under_names(data, ("3", "9")) is data
    assert under_names(data, ("3", "8")) is data


def _saved(folder: Path, digits: list[OwnDigit]) -> str:
    save_own_digits(folder / "own.npz", digits)
    return str(folder / "own.npz")
