"""What is copied for a report of a fault."""

from unittest.mock import MagicMock

import pytest
from PySide6.QtGui import QGuiApplication

from gdstudio import __version__
from gdstudio.studio import diagnostics as module
from gdstudio.studio.diagnostics import diagnostics, versions
from gdstudio.studio.user_folder import keep_everything_in


@pytest.fixture(autouse=True)
def log(tmp_path):
    keep_everything_in(tmp_path)
    (tmp_path / "logs").mkdir()
    yield tmp_path / "logs" / "gdstudio.log"
    keep_everything_in(None)


def test_that_versions_screen_and_opengl_come_first(qapp, log):
    lines = diagnostics("No OpenGL here.").splitlines()
    assert lines[0] == f"gdstudio {__version__}"
    assert [line.split()[0] for line in lines[:8]] == list(versions())
    assert lines[8] == "run by Python"
    assert lines[9].startswith("Locale ")
    size = QGuiApplication.primaryScreen().size()
    assert lines[10] == f"Screen {size.width()} x {size.height()}, scale 1, 60 Hz"
    assert lines[11:] == ["No OpenGL here."]  # there is no log yet


@pytest.mark.parametrize("fails", ["", "create", "makeCurrent"])
def test_that_opengl_is_asked_for_version_maker_and_name(qapp, monkeypatch, fails):
    surface, context = MagicMock(), MagicMock()
    monkeypatch.setattr(module, "QOffscreenSurface", lambda: surface)
    monkeypatch.setattr(module, "QOpenGLContext", lambda: context)
    names = {0x1F00: "maker", 0x1F01: "name", 0x1F02: "4.5"}
    context.functions().glGetString.side_effect = names.get
    if fails:
        getattr(context, fails).return_value = False
    said = diagnostics("").splitlines()[11]
    assert said == ("OpenGL cannot be asked" if fails else "OpenGL 4.5, maker, name")
    surface.create.assert_called_once_with()
    assert context.doneCurrent.called == (not fails)


def test_that_the_last_two_hundred_lines_of_the_log_follow(qapp, log):
    log.write_text("".join(f"line {k}\n" for k in range(500)))
    lines = diagnostics("none").splitlines()
    assert lines[12:14] == ["", f"{log}:"]
    assert lines[14:] == [f"line {k}" for k in range(300, 500)]
    log.write_text("x" * 150_000 + "\n" + "y" * 199_999)
    lines = diagnostics("none").splitlines()
    assert [len(line) for line in lines[14:]] == [0, 199_999]
