"""The window where nothing can be kept: it starts, works, and says so in one line."""

import os
import subprocess
import sys

import pytest

from tests.patience import PROGRAM_S

_PROGRAM = """
import os, pwd, sys
from pathlib import Path
from PySide6.QtCore import QTimer

def unknown(uid):
    raise KeyError(f"getpwuid(): uid not found: {uid}")

pwd.getpwuid = unknown  # as in a container
import gdstudio.studio.app as app
import gdstudio.studio.main_window as main_window
from gdstudio.studio.views.common.status_bar import NotKeptNote

class Window(main_window.MainWindow):
    def load(self, run_file=None):
        super().load(run_file)
        self.look()

    def look(self):
        run = self.runs.run
        if run is None or run.step == 0:
            if run is not None and run.progress is not None:
                self.runner.step_batch()
            QTimer.singleShot(20, self, self.look)
            return
        notes = self.statusBar().findChildren(NotKeptNote)
        print("learned", [note.text() for note in notes if note.isVisible()], flush=True)
        self.close()

app.MainWindow = Window
sys.exit(app.run_window())
"""
_NAMES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")


def start(**environment):
    kept = {name: value for name, value in os.environ.items() if name not in _NAMES}
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={**kept, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=PROGRAM_S,
        check=False,
    )


@pytest.mark.parametrize("place", ["file", "fifos"])
def test_that_a_window_that_can_keep_nothing_works_and_says_so(tmp_path, place):
    if place == "file":  # nothing can be made below it, by whatever user
        (tmp_path / "file").write_text("")
        done = start(HOME=str(tmp_path / "file"))
    else:
        data = tmp_path / "gdstudio"
        (data / "logs").mkdir(parents=True)
        for name in ("logs/gdstudio.log", "logs/crash.log", "opengl-is-starting", "sittings"):
            os.mkfifo(data / name)
        done = start(XDG_DATA_HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path / "c"))
    assert done.returncode == 0, done.stderr
    notes = "['Settings and the last run are not kept']" if place == "file" else "[]"
    assert done.stdout.strip() == f"learned {notes}"
    assert "Traceback" not in done.stderr
