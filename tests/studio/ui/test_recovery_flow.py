"""A window that was killed: what it learned is offered by the next one, and comes back."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gdstudio.files.kept_sitting import list_sittings
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.user_folder import keep_everything_in
from tests.studio.ui.test_sittings_flow import train


@pytest.fixture(autouse=True)
def user_folder(settings, tmp_path):
    """A place of its own for what is kept."""
    folder = tmp_path / "kept"
    folder.mkdir()
    keep_everything_in(folder)
    yield folder
    keep_everything_in(None)


@pytest.fixture
def start(qtbot, qapp, settings):
    """A function that opens a window that keeps its work at every pause."""
    windows = []

    def make():
        window = MainWindow(settings, Appearance("light", qapp), autosave_s=3600)
        windows.append(window)
        qtbot.addWidget(window)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(1280, 720)
        window.show()
        window.load()
        qtbot.waitUntil(lambda: window.runs.run is not None)
        qtbot.waitUntil(lambda: window.runs.run.progress is not None)
        return window

    yield make
    for window in windows:
        window.close_at_once()


@pytest.fixture
def killed(qtbot, start):
    """What a window had learned that was killed after a pause."""
    window = start()
    window.drawing.show_test_digit(5)
    window.runner.toggle_running()
    qtbot.waitUntil(lambda: window.runs.step > 0)
    with qtbot.waitSignal(window.keeping.autosave.saved):
        window.runner.toggle_running()
    parameters = window.runs.run.parameters
    window.keeping.autosave.end(is_kept=False)  # as if the process had gone
    return parameters


def test_that_a_normal_close_leaves_no_ring_and_offers_nothing(qtbot, start, user_folder):
    window = start()
    train(qtbot, window, 2)
    with qtbot.waitSignal(window.keeping.autosave.saved):
        window.keeping.autosave.look()
    window.close()
    assert list((user_folder / "autosave").iterdir()) == []
    assert [note.steps for note in list_sittings(user_folder / "sittings")] == [2]
    again = start()
    qtbot.wait(50)
    assert again.centralWidget().recovery.isHidden()


def test_that_what_a_killed_window_had_is_offered_and_comes_back(qtbot, start, killed):
    again = start()
    bar = again.centralWidget().recovery
    qtbot.waitUntil(bar.isVisible)
    assert "1 run" in bar.text.text()
    train(qtbot, again, 1)  # nothing is held up meanwhile
    with qtbot.waitSignal(again.shared.files.run_opened):
        qtbot.mouseClick(bar.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.runs.run.progress is not None)
    assert bar.isHidden()
    assert np.array_equal(again.runs.run.parameters, killed)
    assert again.drawing.label is not None


def test_that_what_is_dismissed_stays_among_the_earlier_sittings(qtbot, start, killed, user_folder):
    again = start()
    bar = again.centralWidget().recovery
    qtbot.waitUntil(bar.isVisible)
    qtbot.mouseClick(bar.dismiss, Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    assert again.statusBar().currentMessage() == "It stays under File > Earlier sittings."
    assert len(list_sittings(user_folder / "sittings")) == 1
