"""What the launcher's entries begin with, in the real window."""

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from gdstudio.files.run_file import load_run
from gdstudio.resources import resource
from gdstudio.studio.app import SKILLED_RUN, Opening, StartMode


def test_that_a_new_run_begins_at_once(qtbot, window):
    Opening(window, None, StartMode.NEW_RUN)
    qtbot.waitUntil(lambda: window.runs.run.step > 10)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: not window.runs.is_running)


def test_that_drawing_begins_with_a_network_that_can_read(qtbot, window):
    Opening(window, None, StartMode.DRAW)
    runs, expected = window.runs, load_run(resource(SKILLED_RUN)).state
    qtbot.waitUntil(lambda: runs.run is not None and runs.run.step == expected.step)
    assert np.array_equal(runs.run.progress.snapshot.parameters, expected.parameters)
    assert not runs.is_running


def test_that_a_run_named_on_the_command_line_is_opened(qtbot, window):
    path = resource("runs/small-best.gdrun")
    Opening(window, path, StartMode.LOOK)
    runs, expected = window.runs, load_run(path).state
    qtbot.waitUntil(lambda: runs.run is not None and runs.run.step == expected.step)
    assert np.array_equal(runs.run.progress.snapshot.parameters, expected.parameters)


def test_that_a_run_file_dropped_on_the_window_is_opened(qtbot, window):
    path = resource("runs/small-best.gdrun")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.centralWidget().dropEvent(event)
    runs, expected = window.runs, load_run(path).state
    qtbot.waitUntil(lambda: runs.run is not None and runs.run.step == expected.step)
    assert np.array_equal(runs.run.progress.snapshot.parameters, expected.parameters)


@pytest.mark.parametrize("arguments", [("--new-run", "--draw"), ("x.gdrun", "--draw")])
def test_that_wishes_that_exclude_each_other_get_one_line(arguments):
    command = [sys.executable, "-m", "gdstudio", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "--draw" in done.stderr
