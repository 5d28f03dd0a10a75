"""Damaged pictures of a folder are left out and named; the others are read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gdstudio.data.opening import open_data
from gdstudio.errors import FileError
from tests.data.made_sets import fill_folders, labels, pictures
from tests.data.test_own_data_refused import (
    cut_picture,
    empty_picture,
    no_picture,
    picture_bomb,
    pipe,
)


def notes_of(folder: Path) -> list[str]:
    return [str(note) for note in open_data(str(folder)).notes]


@pytest.mark.parametrize("damage", [cut_picture, no_picture, empty_picture, pipe, picture_bomb])
def test_that_a_damaged_picture_is_left_out_by_name(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    fill_folders(tmp_path, pictures(), labels())
    damage(tmp_path / "cat" / "2.png")
    opened = open_data(str(tmp_path))
    assert len(opened.data.train) + len(opened.data.test) == 11
    [said] = [str(note) for note in opened.notes if "left out" in note]
    assert said.startswith("one picture cannot be read and was left out: cat/2.png (")


def test_that_several_damaged_pictures_are_counted_and_the_first_ones_named(tmp_path: Path) -> None:
    fill_folders(tmp_path, pictures(40), labels(40))
    for k in (0, 1, 2, 3, 5):
        empty_picture(tmp_path / labels(40)[k] / f"{k}.png")
    said = "5 pictures cannot be read and were left out: cat/0.png, cat/2.png, dog/1.png, ..."
    assert said in notes_of(tmp_path)


def test_that_one_in_five_may_be_damaged_and_no_more(tmp_path: Path) -> None:
    fill_folders(tmp_path, pictures(10), labels(10))
    for k in (0, 1):
        empty_picture(tmp_path / labels()[k] / f"{k}.png")
    assert any("2 pictures cannot be read" in note for note in notes_of(tmp_path))
    empty_picture(tmp_path / "cat" / "2.png")
    with pytest.raises(FileError, match="more than one in 5 of the pictures cannot be read"):
        open_data(str(tmp_path))


def test_that_a_class_is_not_left_empty_in_the_test_pictures_either(tmp_path: Path) -> None:
    for part, n in (("train", 20), ("test", 2)):
        fill_folders(tmp_path / part, pictures(n), labels(n))
    empty_picture(tmp_path / "test" / "dog" / "1.png")
    with pytest.raises(FileError, match="none of the pictures of the class dog can be read"):
        open_data(str(tmp_path))


def test_that_a_whole_folder_says_nothing_of_what_is_left_out(tmp_path: Path) -> None:
    fill_folders(tmp_path, pictures(), labels())
    (tmp_path / "bird").mkdir()
    assert not any("left out" in note for note in notes_of(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_that_a_locked_picture_is_left_out(tmp_path: Path) -> None:
    fill_folders(tmp_path, pictures(), labels())
    (tmp_path / "cat" / "0.png").chmod(0)
    assert any("cat/0.png" in note for note in notes_of(tmp_path))
