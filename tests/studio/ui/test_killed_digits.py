"""My digits outlive a window that is killed at once, however slow the disk is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gdstudio.files.own_digits import load_own_digits

# 40 digits are added as fast as they can be.
_ADD = """
import os, sys, time
from PySide6.QtCore import QTimer
import gdstudio.studio.app as app
import gdstudio.studio.main_window as main_window
{disk}

def act(window):
    if window.shown.network is None:
        QTimer.singleShot(20, window, lambda: act(window))
        return
    for k in range(40):
        window.drawing.show_test_digit(k)
        window.shared.drawing_panel.own.add_button.click()
    print("added", flush=True)

class Window(main_window.MainWindow):
    def load(self, run_file=None):
        super().load(run_file)
        act(self)

app.MainWindow = Window
sys.exit(app.run_window())
"""
_STUCK = """  # a disk that never answers
os.fsync = lambda descriptor: time.sleep(600)
"""


@pytest.mark.parametrize("disk", ["", _STUCK], ids=["as it is", "stuck"])
def test_that_forty_digits_outlive_a_kill(tmp_path: Path, disk: str) -> None:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    child = subprocess.Popen(
        [sys.executable, "-c", _ADD.format(disk=disk)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "added\n"
        folder = tmp_path / "gdstudio" / "my-digits" / "28x28"
        until = time.monotonic() + 120
        while len(list(folder.glob("*.png"))) < 40 and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    *_, found = load_own_digits(folder)
    assert len(found) == 40
    assert all(digit.pixels.any() for digit in found)
