from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from gdstudio.studio.views.surface import opengl_platform
from gdstudio.studio.views.surface.opengl_platform import crash_marker, opengl_available
from gdstudio.studio.views.surface.surface_view import SurfaceView


@pytest.fixture(autouse=True)
def _no_marker(qapp: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(opengl_platform, "crash_marker", lambda: tmp_path / "deep" / "marker")
    monkeypatch.delenv("GDSTUDIO_NO_GL", raising=False)


class Wayland:
    """Stands for QGuiApplication."""

    @staticmethod
    def platformName() -> str:
        return "wayland"


class Screen:
    """Stands for QGuiApplication."""

    @staticmethod
    def platformName() -> str:
        return "xcb"


def allow_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opengl_platform, "QGuiApplication", Screen)
    monkeypatch.setattr(opengl_platform, "_probe", lambda: "")
    monkeypatch.delenv("QT_XCB_GL_INTEGRATION", raising=False)


def test_that_opengl_is_used_where_nothing_speaks_against_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allow_everything_else(monkeypatch)

    assert opengl_available() == (True, "")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("GDSTUDIO_NO_GL", "1", "OpenGL is switched off"),
        ("QT_XCB_GL_INTEGRATION", "none", "Qt runs without OpenGL"),
    ],
)
def test_that_a_variable_switches_opengl_off(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    allow_everything_else(monkeypatch)
    monkeypatch.setenv(name, value)

    available, sentence = opengl_available()

    assert not available
    assert sentence.startswith(reason)
    assert "\n" not in sentence


def test_that_the_flag_switches_opengl_off(monkeypatch: pytest.MonkeyPatch) -> None:
    allow_everything_else(monkeypatch)

    assert opengl_available(no_gl=True)[0] is False


def test_that_a_start_that_died_in_opengl_switches_it_off_until_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allow_everything_else(monkeypatch)
    marker = opengl_platform.crash_marker()
    marker.parent.mkdir()
    marker.write_text("Fatal Python error: Segmentation fault\n\nCurrent thread ...")
    available, sentence = opengl_available()
    assert not available
    assert "last start" in sentence

    opengl_platform.opengl_works()  # as a window that drew in software is closed
    assert opengl_available() == (False, sentence)

    monkeypatch.setenv("GDSTUDIO_NO_GL", "0")
    assert opengl_available() == (True, "")
    opengl_platform.opengl_starts()
    opengl_platform.opengl_works()

    monkeypatch.delenv("GDSTUDIO_NO_GL")
    assert opengl_available() == (True, "")


def test_that_a_start_that_was_killed_or_goes_on_elsewhere_is_no_failure_of_opengl(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allow_everything_else(monkeypatch)
    marker = opengl_platform.crash_marker()
    marker.parent.mkdir()
    marker.write_text("")

    assert opengl_available() == (True, "")


def test_that_a_home_that_cannot_be_written_does_no_harm(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setattr(opengl_platform, "crash_marker", lambda: blocked / "marker")
    allow_everything_else(monkeypatch)

    opengl_platform.opengl_starts()
    opengl_platform.opengl_works()

    assert opengl_available() == (True, "")


def test_that_the_marker_lies_in_the_users_data_folder() -> None:
    assert crash_marker().is_absolute()


def test_that_pyopengl_speaks_to_the_library_that_qt_speaks_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def chosen(qt: type, environment: dict[str, str]) -> str:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "platform", "linux")
            patch.setattr(os, "environ", environment)
            patch.setattr(opengl_platform, "QGuiApplication", qt)
            opengl_platform.choose_pyopengl_platform()
        return environment["PYOPENGL_PLATFORM"]

    assert chosen(Screen, {"XDG_SESSION_TYPE": "wayland"}) == "glx"
    assert chosen(Screen, {"QT_XCB_GL_INTEGRATION": "xcb_egl"}) == "egl"
    assert chosen(Wayland, {}) == "egl"


def test_that_a_platform_already_chosen_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYOPENGL_PLATFORM", "osmesa")

    opengl_platform.choose_pyopengl_platform()

    assert opengl_platform.os.environ["PYOPENGL_PLATFORM"] == "osmesa"


def test_that_the_factory_falls_back_and_says_why(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GDSTUDIO_NO_GL", "1")

    view = SurfaceView()
    qtbot.addWidget(view)

    assert not view.findChildren(QOpenGLWidget)
    assert view.no_gl_reason == "OpenGL is switched off; the surface is drawn in software."


@pytest.mark.requires_gl
def test_that_opengl_is_used_only_if_pyopengl_sees_the_context_of_qt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert opengl_available() == (True, "")

    # As where the X server has no GLX, and Qt goes on with EGL in silence.
    monkeypatch.setattr("OpenGL.platform.GetCurrentContext", lambda: None)

    assert opengl_available() == (
        False,
        "OpenGL cannot be reached here; the surface is drawn in software.",
    )


@pytest.mark.requires_gl
def test_that_the_marker_is_there_until_a_picture_was_drawn(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    marker = tmp_path / "deep" / "marker"
    view = SurfaceView()
    qtbot.addWidget(view)
    assert view.no_gl_reason == ""
    assert not marker.exists()
    there: list[bool] = []
    canvas = view.findChildren(QOpenGLWidget)[0]
    draw = canvas.drawItemTree
    monkeypatch.setattr(
        canvas, "drawItemTree", lambda **kwargs: (there.append(marker.exists()), draw(**kwargs))
    )

    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: bool(there))

    assert there[0]
    assert not marker.exists()


@pytest.mark.requires_gl
def test_that_a_view_moved_to_another_window_leaves_no_marker(qtbot: QtBot, tmp_path: Path) -> None:
    view = SurfaceView()
    with qtbot.waitExposed(view):
        view.show()
    window = QMainWindow()
    qtbot.addWidget(window)
    canvas = view.findChildren(QOpenGLWidget)[0]

    window.setCentralWidget(view)
    with qtbot.waitSignal(canvas.frameSwapped), qtbot.waitExposed(window):
        window.show()

    assert not (tmp_path / "deep" / "marker").exists()
