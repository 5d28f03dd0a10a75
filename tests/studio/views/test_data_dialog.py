"""The dialog that shows a data set before it is used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget

from gdstudio.jobs.data_preview import DataPreview, preview_data
from gdstudio.studio.views.dialogs.data_dialog import DataDialog
from tests.data.made_sets import fill_folders, labels, pictures


@pytest.fixture
def dialog(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = DataDialog(window)
    dialog.open()
    return dialog


def preview(folder: Path, n: int = 12) -> DataPreview:
    fill_folders(folder, pictures(n), labels(n))
    (folder / "bird").mkdir()
    *_, made = preview_data(str(folder))
    assert isinstance(made, DataPreview)
    return made


def test_that_the_first_pictures_of_every_class_are_shown_in_turn(tmp_path):
    made = preview(tmp_path)
    train = made.opened.data.train
    names = [train.names[k] for k in train.labels[made.shown]]
    assert names[:4] == ["cat", "dog", "cat", "dog"]
    assert sorted(made.shown.tolist()) == list(range(len(train)))
    assert made.train_counts.tolist() == [0, 5, 5]
    assert made.test_counts.tolist() == [0, 1, 1]


def test_that_classes_counts_and_notes_are_shown_and_then_it_can_be_used(dialog, tmp_path):
    assert not dialog.use_button.isEnabled()
    dialog.show_preview(preview(tmp_path / "own"))
    assert dialog.words.text() == "own: 10 training and 2 test pictures of 8 × 8, 3 classes"
    rows = [[dialog.table.item(row, k).text() for k in range(3)] for row in range(3)]
    assert rows == [["bird", "0", "0"], ["cat", "5", "1"], ["dog", "5", "1"]]
    assert "The class bird has no pictures to learn from.\n" in dialog.notes.text()
    assert len(dialog.gallery.indices) == 10
    assert dialog.use_button.isEnabled()


def test_that_nothing_of_the_set_before_is_left_when_the_next_is_refused(dialog, tmp_path):
    dialog.show_preview(preview(tmp_path))
    dialog.show_refusal("x.csv: is empty")
    assert dialog.words.text() == "x.csv: is empty"
    assert dialog.table.rowCount() == len(dialog.gallery.indices) == 0
    assert dialog.notes.text() == ""
    assert not dialog.use_button.isEnabled()


def test_that_one_of_several_sets_is_asked_for(dialog):
    chosen = QSignalSpy(dialog.set_chosen)
    dialog.show_choice([("EMNIST digits", "/a/emnist-digits"), ("EMNIST letters", "/b")])
    assert dialog.choice.isVisible()
    for index in (0, 2):
        dialog.choice.setCurrentIndex(index)
        dialog.choice.activated.emit(index)
    assert [chosen.at(k) for k in range(chosen.count())] == [["/b"]]
    dialog.show_nothing()
    assert not dialog.choice.isVisible()


def test_that_sixty_four_classes_have_at_least_two_pictures_each(tmp_path):
    np.savez(tmp_path / "own.npz", images=pictures(256), labels=np.arange(256) % 64)
    *_, made = preview_data(str(tmp_path / "own.npz"))
    assert len(made.shown) == 128
