"""Data is looked at before it takes the place of another."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from gdstudio.data.mnist import load_mnist
from tests.data.made_sets import csv_text, fill_folders, labels, pictures


@pytest.fixture
def window(make_window):
    return make_window()


def look_at(qtbot, window, path: Path):
    data = window.shared.data
    window.open_file(path)
    assert data.dialog is not None
    qtbot.waitUntil(lambda: not data.is_reading)
    return data.dialog


def test_that_data_is_in_use_once_it_is_agreed_and_can_be_taken_back(qtbot, window, tmp_path):
    fill_folders(tmp_path / "own", pictures(), labels())
    before = window.runs.data
    dialog = look_at(qtbot, window, tmp_path / "own")
    assert window.runs.data is before
    dialog.use_button.click()
    assert window.runs.data.train.names == ("cat", "dog")
    assert window.shared.data.dialog is None
    assert window.shared.preferences.data_folders == (str(tmp_path / "own"),)
    window.actions_.undo.trigger()
    assert window.runs.data is before
    window.actions_.redo.trigger()
    assert window.runs.data.train.names == ("cat", "dog")


def test_that_cancel_leaves_all_as_it_was(qtbot, window, tmp_path):
    (tmp_path / "own.csv").write_text(csv_text(pictures(), labels()))
    data, run, steps = window.runs.data, window.runs.run, window.shared.deeds.stack.count()
    dialog = look_at(qtbot, window, tmp_path / "own.csv")
    dialog.reject()
    assert (window.runs.data, window.runs.run) == (data, run)
    assert window.shared.deeds.stack.count() == steps
    assert window.shared.preferences.data_folders == ()


def test_that_a_refusal_stands_in_the_dialog(qtbot, window, tmp_path):
    (tmp_path / "own.csv").write_text("a,1,2,3\n")
    dialog = look_at(qtbot, window, tmp_path / "own.csv")
    assert "has 3 pixels a line, which is no square" in dialog.words.text()
    assert not dialog.use_button.isEnabled()
    dialog.reject()
    assert window.runs.data is load_mnist()


def test_that_the_last_file_chosen_is_the_one_read(qtbot, window, tmp_path, monkeypatch):
    for name in ("one", "two"):
        fill_folders(tmp_path / name, pictures(), labels(12, (name, "dog")))
    dialogs = window.shared.dialogs
    window.actions_.open_data.trigger()
    dialog = window.shared.data.dialog
    for name in ("one", "two"):
        monkeypatch.setattr(dialogs, "data_folder_to_open", lambda n=name: str(tmp_path / n))
        dialog.folder_requested.emit()
    qtbot.waitUntil(lambda: not window.shared.data.is_reading)
    assert dialog.table.item(1, 0).text() == "two"
    monkeypatch.setattr(dialogs, "data_file_to_open", lambda: "")
    dialog.file_requested.emit()
    assert dialog.use_button.isEnabled()
    dialog.progress.cancel_requested.emit()
    assert not dialog.use_button.isEnabled()
    dialog.reject()


def test_that_one_of_several_sets_is_chosen_in_the_dialog(qtbot, window, tmp_path):
    for split in ("letters", "digits"):
        for part in ("train", "test"):
            name = str(tmp_path / f"emnist-{split}-{part}-")
            header = struct.pack(">4I", 0x803, 3, 28, 28)
            Path(f"{name}images-idx3-ubyte").write_bytes(header + bytes(3 * 784))
            header = struct.pack(">2I", 0x801, 3)
            Path(f"{name}labels-idx1-ubyte").write_bytes(header + bytes([1, 2, 3]))
    dialog = look_at(qtbot, window, tmp_path)
    assert dialog.choice.isVisible()
    dialog.set_chosen.emit(str(tmp_path / "emnist-letters"))
    qtbot.waitUntil(lambda: not window.shared.data.is_reading)
    dialog.use_button.click()
    assert window.runs.data.name == str(tmp_path / "emnist-letters")
