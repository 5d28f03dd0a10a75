"""Keeps the virtual screen honest: without OpenGL there, the tests that need it mean nothing."""

from __future__ import annotations

import pytest
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QOffscreenSurface,
    QOpenGLContext,
    QOpenGLFunctions,
)
from PySide6.QtOpenGL import QOpenGLFramebufferObject
from pytestqt.qtbot import QtBot

_COLOUR_BUFFER_BIT = 0x4000

pytestmark = pytest.mark.requires_gl


@pytest.fixture
def screen_surface(qtbot: QtBot) -> QOffscreenSurface:
    assert QGuiApplication.platformName() == "xcb", "OpenGL tests need a screen: run `make test`"
    surface = QOffscreenSurface()
    surface.create()
    assert surface.isValid()
    return surface


def test_that_the_screen_has_desktop_opengl_of_version_2_1_or_later(
    screen_surface: QOffscreenSurface,
) -> None:
    context = QOpenGLContext()

    assert context.create()
    assert context.makeCurrent(screen_surface)
    form = context.format()
    context.doneCurrent()

    assert not context.isOpenGLES()
    assert (form.majorVersion(), form.minorVersion()) >= (2, 1)


def test_that_the_screen_draws_the_colour_it_is_asked_for(
    screen_surface: QOffscreenSurface,
) -> None:
    context = QOpenGLContext()
    assert context.create()
    assert context.makeCurrent(screen_surface)
    buffer = QOpenGLFramebufferObject(8, 4)
    assert buffer.bind()

    functions = QOpenGLFunctions(context)
    functions.initializeOpenGLFunctions()
    functions.glClearColor(1.0, 0.2, 0.0, 1.0)
    functions.glClear(_COLOUR_BUFFER_BIT)
    picture = buffer.toImage()
    buffer.release()
    del buffer
    context.doneCurrent()

    assert (picture.width(), picture.height()) == (8, 4)
    assert picture.pixelColor(7, 3) == QColor(255, 51, 0)
