"""The program as a process: it starts, trains, is closed, and ends with exit code 0."""

import os
import subprocess
import sys

from tests.patience import PROGRAM_S

_RUN = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import gdstudio.studio.app as app
import gdstudio.studio.main_window as main_window

def act(window, tries=[0]):
    run = window.runs.run
    tries[0] += 1
    if run is None or run.progress is None:
        QTimer.singleShot(20, window, lambda: act(window))
    elif not window.runs.is_running and run.step == 0:
        window.actions_.run.trigger()
        QTimer.singleShot(20, window, lambda: act(window))
    elif run.step < 200:
        QTimer.singleShot(20, window, lambda: act(window))
    else:
        {deed}

class Window(main_window.MainWindow):
    def load(self, run_file=None):
        super().load(run_file)
        act(self)

app.MainWindow = Window
sys.exit(app.run_window())
"""


def run(deed, tmp_path):
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    return subprocess.run(
        [sys.executable, "-c", _RUN.format(deed=deed)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PROGRAM_S,
        check=False,
    )


def test_that_closing_while_training_ends_with_code_0(tmp_path):
    done = run("window.close()", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "ready" in done.stderr


def test_that_a_window_that_hung_while_training_still_ends_with_code_0(tmp_path):
    done = run("import time; time.sleep(1.2); window.close()", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_that_quitting_from_another_workspace_while_training_ends_with_code_0(tmp_path):
    done = run("window.show_workspace('landscape'); window.actions_.quit.trigger()", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_that_what_a_killed_window_left_goes_at_the_next_start(tmp_path):
    left = tmp_path / "gdstudio" / ".0123456789abcdef.gdstudio-tmp"
    left.parent.mkdir()
    left.write_bytes(b"half a run")
    done = run("window.close()", tmp_path)
    assert done.returncode == 0, done.stderr
    assert not left.exists()
