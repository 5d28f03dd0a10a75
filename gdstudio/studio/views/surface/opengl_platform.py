"""Whether OpenGL can be used here, and what must be settled before it is loaded."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from pathlib import Path
from typing import Final, TextIO

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

from gdstudio.studio.faults import watch_for_crashes
from gdstudio.studio.translation import tr
from gdstudio.studio.user_folder import is_ordinary, user_folder

_log = logging.getLogger(__name__)

_LEAST_VERSION: Final = (2, 1)  # what pyqtgraph's shaders need
_LEAST_DEPTH: Final = 24  # bits a pixel; fewer leave the shades of a surface in steps
_WITHOUT_SCREEN: Final = ("offscreen", "minimal", "vnc", "linuxfb")
_CRASHED: Final = b"Fatal Python error"
_READ: Final = 4096  # bytes; the handler's first line is what counts
_open_mark: TextIO | None = None


def share_opengl_contexts() -> None:
    """Let all windows share one set of OpenGL objects; call before the QApplication is made.

    pyqtgraph keeps its compiled shaders for the whole process. Without sharing they belong to the
    first window's context, and a view in another window stays blank.
    """
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


def choose_pyopengl_platform() -> None:
    """Make PyOpenGL speak to the library that Qt speaks to; call before the first import of it.

    PyOpenGL guesses from the session's type and Qt from its platform plugin. Where they differ,
    e.g. Qt on XWayland, PyOpenGL finds no context and the view stays blank.
    """
    if sys.platform == "linux":
        on_wayland = QGuiApplication.platformName().startswith("wayland")
        on_egl = on_wayland or os.environ.get("QT_XCB_GL_INTEGRATION") == "xcb_egl"
        os.environ.setdefault("PYOPENGL_PLATFORM", "egl" if on_egl else "glx")


def opengl_available(no_gl: bool = False) -> tuple[bool, str]:
    """Return whether to draw with OpenGL and, if not (`no_gl`: not wanted), why in a sentence."""
    reason = _forbidden(no_gl) or _left_from_crash() or _probe()
    return not reason, reason


def crash_marker() -> Path:
    """Return the file that is there only while OpenGL is being started, or after it crashed.

    Only a crash counts: a program that was killed, or whose session was closed, while OpenGL
    started says nothing about OpenGL. What tells them apart is Python's fault handler, which
    writes into the file when the program dies of its own fault; who is killed writes nothing.
    """
    return user_folder() / "opengl-is-starting"


def died_in_opengl() -> bool:
    """Return whether the program crashed, at an earlier start, while OpenGL was being started."""
    try:
        if not is_ordinary(crash_marker()):
            return False
        with crash_marker().open("rb") as file:
            return _CRASHED in file.read(_READ)
    except OSError:
        return False


def opengl_starts() -> None:
    """From now on let a crash leave its mark; without a writable home there is none."""
    global _open_mark
    if _open_mark is not None:
        return
    marker = crash_marker()
    try:
        marker.parent.mkdir(parents=True, exist_ok=True)
        if is_ordinary(marker):
            _open_mark = marker.open("w", encoding="ascii")
            faulthandler.enable(_open_mark)
    except OSError:
        return


def opengl_works() -> None:
    """Take away the mark of this start: OpenGL has drawn a picture, or will not be used."""
    global _open_mark
    if _open_mark is None:
        return
    watch_for_crashes()  # first: the handler writes to the bare descriptor of the file
    _open_mark.close()
    _open_mark = None
    try:
        crash_marker().unlink(missing_ok=True)
    except OSError:
        return


def _forbidden(no_gl: bool) -> str:
    if no_gl or os.environ.get("GDSTUDIO_NO_GL", "0") not in ("", "0"):
        return tr("OpenGL is switched off; the surface is drawn in software.")
    if os.environ.get("QT_XCB_GL_INTEGRATION") == "none":
        return tr("Qt runs without OpenGL; the surface is drawn in software.")
    if QGuiApplication.platformName().split(":")[0] in _WITHOUT_SCREEN:
        return tr("There is no screen for OpenGL; the surface is drawn in software.")
    return ""


def _left_from_crash() -> str:
    if os.environ.get("GDSTUDIO_NO_GL") == "0" or not died_in_opengl():
        return ""
    return tr(
        "OpenGL failed at the last start; the surface is drawn in software. "
        "Start with GDSTUDIO_NO_GL=0 to try OpenGL again."
    )


def _probe() -> str:
    """Return why OpenGL cannot draw here, found out by asking it as the view will.

    A context that Qt can make is not enough: PyOpenGL must see the same one. Where the X server has
    no GLX Qt goes on with EGL in silence, and whatever PyOpenGL then draws is lost.
    A driver that dies here leaves its mark.
    """
    depth = QGuiApplication.primaryScreen().depth()
    if depth < _LEAST_DEPTH:
        text = tr("This screen shows {0} bits a pixel; the surface is drawn in software.")
        return text.format(depth)
    choose_pyopengl_platform()
    opengl_starts()
    try:
        return _ask_context()
    finally:
        opengl_works()


def _ask_context() -> str:
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    if not context.create() or not context.makeCurrent(surface):
        return tr("OpenGL is not available here; the surface is drawn in software.")
    try:
        if tuple(context.format().version()) < _LEAST_VERSION:
            return tr("OpenGL is older than 2.1 here; the surface is drawn in software.")
        text = tr("OpenGL cannot be reached here; the surface is drawn in software.")
        return "" if _pyopengl_answers() else text
    finally:
        context.doneCurrent()


def _pyopengl_answers() -> bool:
    """Return whether PyOpenGL sees the context that Qt has made current."""
    try:
        from OpenGL import GL, platform

        return bool(platform.GetCurrentContext()) and bool(GL.glGetString(GL.GL_VERSION))
    except (ImportError, AttributeError, OSError, RuntimeError) as error:
        # What PyOpenGL raises where there is no library to load, or one that lacks a function.
        _log.info("PyOpenGL: %s", error)
        return False
