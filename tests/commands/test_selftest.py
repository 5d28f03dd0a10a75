"""The self-test as people and packages run it, and what it says when something is wrong."""

import json
import os
import subprocess
import sys

import pytest
from PySide6.QtGui import QImage

from gdstudio import cli
from gdstudio.commands import selftest
from gdstudio.errors import GdstudioError
from gdstudio.studio.selftest.fault_watch import Step, StepFailed
from tests.patience import PROGRAM_S


def run_selftest(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "gdstudio", "selftest", *arguments],
        env={"PATH": os.defpath, "QT_QPA_PLATFORM": "offscreen"} | environment,
        capture_output=True,
        text=True,
        timeout=PROGRAM_S,
        check=False,
    )


def test_that_the_window_passes_keeps_pictures_and_touches_nothing_of_the_user(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    done = run_selftest("--json", "--save", str(tmp_path / "pictures"), HOME=str(home))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["passed"]
    names = [step["name"] for step in report["steps"]]
    first = ["window", "digits", "training", "run file", "report", "drawing", "surface"]
    assert names[: len(first)] == first
    assert names[-2:] == ["lessons", "end"]
    workspaces = [name for name in names if name.startswith("workspace ")]
    assert len(workspaces) >= 3
    assert all(step["passed"] and step["seconds"] >= 0 for step in report["steps"])
    assert report["surface"] == "software"
    assert report["platform"] == "offscreen"
    assert "NumPy" in report["versions"]
    pictures = sorted((tmp_path / "pictures").iterdir())
    assert len(pictures) == len(workspaces)
    assert all(QImage(str(path)).width() == 1280 for path in pictures)
    assert not [path for path in home.rglob("*") if "gdstudio" in path.name]


@pytest.mark.requires_gl
def test_that_where_pyopengl_sees_no_context_of_qt_surfaces_are_drawn_in_software_and_pass():
    # PyOpenGL is sent to another library than Qt draws with: what it painted would be lost.
    display = {"DISPLAY": os.environ["DISPLAY"], "QT_QPA_PLATFORM": "xcb"}
    done = run_selftest("--json", **display, PYOPENGL_PLATFORM="egl")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["passed"]
    assert report["surface"] == "software"


def report_of(*steps):
    return {
        "passed": all(step.passed for step in steps),
        "steps": [{"name": s.name, "passed": s.passed, "detail": s.detail} for s in steps],
    }


def test_that_a_failed_step_is_named_and_the_exit_code_is_1(capsys, monkeypatch):
    good, bad = Step("window", 0.1, True, "there"), Step("drawing", 0.2, False, "a 1 is read as 7")

    def use_window(folder, tell):
        for step in (good, bad):
            tell(step)
        return report_of(good, bad)

    monkeypatch.setattr(cli, "_use_window", use_window)
    assert cli.main(["selftest"]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines()[1].startswith("FAILED")
    assert printed.err == "gdstudio: error: selftest: drawing: a 1 is read as 7\n"


def test_that_a_folder_that_cannot_be_made_is_named(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert cli.main(["selftest", "--save", str(tmp_path / "file" / "pictures")]) == 1
    assert str(tmp_path / "file" / "pictures") in capsys.readouterr().err


def test_that_without_a_display_nothing_is_opened(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert cli.main(["selftest"]) == 1
    assert "there is no display" in capsys.readouterr().err


def test_that_a_report_without_failure_returns_0(capsys):
    args = type("Args", (), {"save": None, "json": True})
    assert selftest.run(args, lambda folder, tell: report_of(Step("window", 0, True, ""))) == 0
    assert json.loads(capsys.readouterr().out)["passed"]
    assert issubclass(StepFailed, GdstudioError)
