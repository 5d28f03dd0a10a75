"""Runs that name folders: nothing is looked for before the user says so."""

import struct
from pathlib import Path

import numpy as np
import pytest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.files.run_file import save_run
from gdstudio.jobs import run_opening
from gdstudio.jobs.run_opening import load_run_and_data
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs

FOLDERS = ["//server/share", r"\\server\share", "file://server/x", "smb://server/x", "/net/server"]


def some_digits(name):
    rng = np.random.default_rng(3)
    images = rng.integers(0, 256, (20, 784)).astype(np.uint8)
    digits = Digits(images, (np.arange(20) % 10).astype(np.uint8))
    return DataSet(name, digits, digits)


@pytest.fixture
def save(tmp_path):
    def save_one(name):
        path = tmp_path / "run.gdrun"
        recipe = Recipe(hidden=(4,), data=name)
        save_run(path, Training(recipe, some_digits(name)).state(), None, name)
        return path

    return save_one


@pytest.fixture
def asked(monkeypatch):
    """Return the names of data that were looked for."""
    found = []

    def look_for(name):
        found.append(name)
        return some_digits(name)

    monkeypatch.setattr(run_opening, "load_data_set", look_for)
    return found


@pytest.mark.parametrize("name", FOLDERS)
def test_that_a_folder_a_file_names_is_not_touched(save, asked, name):
    _, run_file, data = load_run_and_data(save(name), None, ())
    assert data is None
    assert run_file.state.recipe.data == name
    assert asked == []


def test_that_what_is_known_or_the_same_is_used_unasked(save, asked):
    path = save("/some/folder")
    assert load_run_and_data(path, None, ["/some/folder"])[2] is not None
    assert asked == ["/some/folder"]
    present = some_digits("/elsewhere/the/same")
    assert load_run_and_data(path, present, ())[2] is present
    assert asked == ["/some/folder"]


@pytest.fixture
def files(qtbot, make_window):
    window = make_window()
    files = window.shared.files
    files.runs, files.dialogs = window.runs, window.findChild(FileDialogs)
    files.preferences, files.messages = window.shared.preferences, window.shared.messages
    return files


@pytest.mark.parametrize("name", ["//server/share/<img src='//server/x'>\u202e", "/a" * 2000])
def test_that_the_window_asks_and_does_nothing_unless_it_is_told_to(
    qtbot, files, save, asked, name
):
    with qtbot.waitSignal(files.messages.fault_met, timeout=60_000) as failed:
        files.open_run_file(save(name))
        qtbot.waitUntil(lambda: files.dialogs.question is not None, timeout=60_000)
        question = files.dialogs.question
        assert question.text().isprintable() or "\u202e" not in question.text()
        assert len(question.text()) < 1000
        assert question.defaultButton() is question.escapeButton()
        question.reject()
    assert "the folder it names is not used" in str(failed.args[0])
    assert asked == []


def test_that_an_agreed_folder_is_read_and_remembered(qtbot, files, save, asked):
    with qtbot.waitSignal(files.run_opened, timeout=60_000):
        files.open_run_file(save("/some/folder"))
        qtbot.waitUntil(lambda: files.dialogs.question is not None, timeout=60_000)
        buttons = files.dialogs.question.buttons()
        next(button for button in buttons if button.text() == "Use the folder").click()
    assert asked == ["/some/folder"]
    assert files.preferences.data_folders == ("/some/folder",)


@pytest.fixture
def several_sets(tmp_path):
    """Return a folder with two of EMNIST's sets, as its archive has six."""
    for split in ("letters", "digits"):
        for part in ("train", "test"):
            name = str(tmp_path / f"emnist-{split}-{part}-")
            header = struct.pack(">4I", 0x803, 3, 28, 28)
            Path(f"{name}images-idx3-ubyte").write_bytes(header + bytes(3 * 784))
            header = struct.pack(">2I", 0x801, 3)
            Path(f"{name}labels-idx1-ubyte").write_bytes(header + bytes([1, 2, 3]))
    return tmp_path


def test_that_the_window_asks_which_of_several_sets_is_meant(qtbot, files, several_sets):
    with qtbot.waitSignal(files.runs.data_changed, timeout=60_000):
        files.load_data(str(several_sets))
        qtbot.waitUntil(lambda: files.dialogs.choice is not None, timeout=60_000)
        assert files.dialogs.choice.comboBoxItems() == ["EMNIST digits", "EMNIST letters"]
        files.dialogs.choice.setTextValue("EMNIST letters")
        files.dialogs.choice.accept()
    data = files.runs.data
    assert data.found() == "EMNIST letters: 3 training and 3 test pictures"
    assert data.name == str(several_sets / "emnist-letters")
    assert files.preferences.data_folders == (data.name,)


def test_that_a_choice_given_up_changes_nothing(qtbot, files, several_sets):
    before = files.runs.data
    files.load_data(str(several_sets))
    qtbot.waitUntil(lambda: files.dialogs.choice is not None, timeout=60_000)
    files.dialogs.choice.reject()
    assert files.dialogs.choice is None
    assert files.runs.data is before
