"""The window as a process that is ended from outside: its work is kept, and no fault told."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from gdstudio.files.kept_sitting import list_sittings
from gdstudio.files.run_file import load_run
from gdstudio.files.sitting_folder import load_results, runs_of, unfinished_in

LIMIT_S = 120

_PROGRAM = """
import signal, sys
from PySide6.QtCore import QTimer, Slot
import gdstudio.studio.app as app
import gdstudio.studio.main_window as main_window

def tell(text):
    print(text, flush=True)

class Window(main_window.MainWindow):
    '''Tells when it has trained for a while, and again and again.'''

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.told = 0
        self.runs.progressed.connect(self.look)
{extra}

    @Slot()
    def look(self):
        step = self.runs.run.step
        if step > self.told + 200:
            self.told = step
            if self.told < 1000:
                self.act()
            tell("training")

    def act(self):
        {act}

app.MainWindow = Window
sys.exit(app.run_window(start_mode="new-run"))
"""

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@contextmanager
def training_window(tmp_path, act="pass", extra="", **kwargs):
    """The window in a process of its own, which trains."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    program = _PROGRAM.format(act=act, extra=extra)
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **kwargs,
    )
    try:
        wait_for(process, "training")
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(process, word):
    for line in process.stdout:
        if line.strip() == word:
            return
    raise AssertionError(process.stderr.read())


def end(process):
    """Return exit code and standard error, apart from ordinary lines."""
    _, errors = process.communicate(timeout=LIMIT_S)
    # Of the offscreen platform; a real one never says so.
    ordinary = (" INFO ", "This plugin does not support")
    lines = [line for line in errors.splitlines() if not any(word in line for word in ordinary)]
    return process.returncode, lines


def kept(tmp_path):
    (note,) = list_sittings(tmp_path / "gdstudio" / "sittings")
    return note


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_that_a_signal_closes_a_window_that_trains_and_keeps_its_run(tmp_path, name):
    extra = "        assert self.keeping is None\n        self.runs.progressed.connect(self.save)\n"
    extra += (
        "\n    @Slot()\n    def save(self):\n"
        "        self.runs.progressed.disconnect(self.save)\n"
        "        assert self.workspaces\n"
        "        self.keeping.autosave.look()\n"
    )
    with training_window(tmp_path, extra=extra) as process:
        process.send_signal(getattr(signal, name))
        assert end(process) == (130, [])
    ((path, _),) = runs_of(kept(tmp_path).folder)
    found = load_run(path)
    assert found.state.step >= 200
    assert found.moments.last_step == found.state.step
    # As after a normal close: what was at hand for a crash has gone, and nothing else is left.
    assert list((tmp_path / "gdstudio" / "autosave").glob("*")) == []
    assert list(tmp_path.rglob("*.gdstudio-tmp")) == []


@posix
def test_that_no_dialog_and_no_experiment_holds_up_an_end(tmp_path):
    """Neither the question for a running experiment nor an open dialog, nor a second SIGTERM."""
    act = (
        "self.show_workspace('experiments'); there = self.workspace; "
        "there.panel.form.set_settings(there.experiments.selected.default); "  # takes long
        "there.toggle_running(); "
        "QTimer.singleShot(0, self, self.shared.files.save_run_as)"
    )
    with training_window(tmp_path, act) as process:
        wait_for(process, "training")  # the dialog's own loop goes on with it
        for _ in range(2):
            process.send_signal(signal.SIGTERM)
        assert end(process) == (130, [])
    folder = kept(tmp_path).folder
    assert len(runs_of(folder)) == 1
    assert unfinished_in(folder) is not None
    assert load_results(folder)[0] == []


@posix
def test_that_nohup_is_respected(tmp_path):
    with training_window(
        tmp_path, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
    ) as process:
        process.send_signal(signal.SIGHUP)
        for _ in range(3):
            wait_for(process, "training")
        process.send_signal(signal.SIGTERM)
        assert end(process) == (130, [])


@posix
def test_that_a_second_ctrl_c_ends_at_once_what_does_not_end(tmp_path):
    extra = (
        "        assert self.workspaces  # all is made by now\n"
        "        self.keeping.sittings.keep = self.hang\n\n"
        "    def hang(self, sitting):\n"
        "        tell('closing')\n"
        "        import time; time.sleep(1000)\n"
    )
    with training_window(tmp_path, extra=extra) as process:
        process.send_signal(signal.SIGINT)
        wait_for(process, "closing")
        process.send_signal(signal.SIGINT)
        assert end(process) == (-signal.SIGINT, [])
