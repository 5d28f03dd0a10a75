"""Whether OpenGL can be used here, and what must be settled before it is loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QOpenGLContext

from gdstudio.studio.user_folder import is_ordinary, user_folder

_LEAST_VERSION: Final = (2, 1)  # what pyqtgraph's shaders need
_WITHOUT_SCREEN: Final = ("offscreen", "minimal", "vnc", "linuxfb")


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
        os.environ.setdefault("PYOPENGL_PLATFORM", _pyopengl_platform(os.environ))


def opengl_available(no_gl: bool = False) -> tuple[bool, str]:
    """Return whether to draw with OpenGL and, if not, one sentence that says why.

    Args:
        no_gl: The user asked for a start without OpenGL (`--no-gl`).
    """
    reason = _forbidden(no_gl, os.environ) or _left_from_crash(os.environ) or _probe()
    return not reason, reason


def crash_marker() -> Path:
    """Return the file that is there only while OpenGL is being started."""
    return user_folder() / "opengl-is-starting"


def opengl_starts() -> None:
    """Leave a marker that outlives a crash; without a writable home there is none."""
    marker = crash_marker()
    try:
        marker.parent.mkdir(parents=True, exist_ok=True)
        if is_ordinary(marker):
            marker.write_text("", encoding="ascii")
    except OSError:
        return


def opengl_works() -> None:
    """Take the marker away: OpenGL has drawn a picture."""
    try:
        crash_marker().unlink(missing_ok=True)
    except OSError:
        return


def _pyopengl_platform(environment: Mapping[str, str]) -> str:
    on_wayland = QGuiApplication.platformName().startswith("wayland")
    return "egl" if on_wayland or environment.get("QT_XCB_GL_INTEGRATION") == "xcb_egl" else "glx"


def _forbidden(no_gl: bool, environment: Mapping[str, str]) -> str:
    if no_gl or environment.get("GDSTUDIO_NO_GL", "0") not in ("", "0"):
        return _sentence("OpenGL is switched off; the surface is drawn in software.")
    if environment.get("QT_XCB_GL_INTEGRATION") == "none":
        return _sentence("Qt runs without OpenGL; the surface is drawn in software.")
    if QGuiApplication.platformName().split(":")[0] in _WITHOUT_SCREEN:
        return _sentence("There is no screen for OpenGL; the surface is drawn in software.")
    return ""


def _left_from_crash(environment: Mapping[str, str]) -> str:
    if environment.get("GDSTUDIO_NO_GL") == "0":
        return ""
    try:
        left = crash_marker().exists()
    except OSError:
        return ""
    if not left:
        return ""
    return _sentence(
        "OpenGL failed at the last start; the surface is drawn in software. "
        "Start with GDSTUDIO_NO_GL=0 to try OpenGL again."
    )


def _probe() -> str:
    """Return why no usable context can be made; a driver that dies here leaves the marker."""
    opengl_starts()
    context = QOpenGLContext()
    made = context.create()
    version = context.format().version() if made else (0, 0)
    opengl_works()
    if not made:
        return _sentence("OpenGL is not available here; the surface is drawn in software.")
    if tuple(version) < _LEAST_VERSION:
        return _sentence("OpenGL is older than 2.1 here; the surface is drawn in software.")
    return ""


def _sentence(text: str) -> str:
    return QCoreApplication.translate("SurfaceView", text)
