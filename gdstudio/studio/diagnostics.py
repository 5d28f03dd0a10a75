"""What helps whoever looks into a fault: versions, screen, OpenGL, and the end of the log."""

from __future__ import annotations

import platform
import sys
from typing import Final

import numpy as np
import pyqtgraph
import PySide6
from PySide6.QtCore import QLibraryInfo, QLocale
from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

from gdstudio import __version__
from gdstudio.studio.faults import log_path

LOG_LINES: Final = 200
_GL_VENDOR, _GL_RENDERER, _GL_VERSION = 0x1F00, 0x1F01, 0x1F02
_LOG_LIMIT: Final = 200_000  # bytes read from its end


def versions() -> dict[str, str]:
    """Return the versions that matter when something goes wrong, by name."""
    return {
        "gdstudio": __version__,
        "Python": platform.python_version(),
        "Qt": QLibraryInfo.version().toString(),
        "PySide6": PySide6.__version__,
        "pyqtgraph": pyqtgraph.__version__,
        "NumPy": np.__version__,
        "System": f"{platform.system()} {platform.release()} {platform.machine()}",
        "Screen": QGuiApplication.platformName(),
    }


def diagnostics(no_gl_reason: str) -> str:
    """Return all there is to say, as lines; also why surfaces are drawn in software, if so."""
    lines = [f"{name} {version}" for name, version in versions().items()]
    lines.append("frozen" if getattr(sys, "frozen", False) else "run by Python")
    lines.append(f"Locale {QLocale().name()}")
    for screen in QGuiApplication.screens():
        size = screen.size()
        lines.append(
            f"Screen {size.width()} x {size.height()}, scale {screen.devicePixelRatio():g}, "
            f"{screen.refreshRate():.0f} Hz"
        )
    lines.append(no_gl_reason or f"OpenGL {_opengl()}")
    log = _end_of_log()
    return "\n".join([*lines, *(["", f"{log_path()}:", *log] if log else [])]) + "\n"


def _opengl() -> str:
    """Return version, maker and name of what draws."""
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    if not context.create() or not context.makeCurrent(surface):
        return "cannot be asked"
    say = context.functions().glGetString
    text = ", ".join(str(say(name)) for name in (_GL_VERSION, _GL_VENDOR, _GL_RENDERER))
    context.doneCurrent()
    return text


def _end_of_log() -> list[str]:
    try:
        if not log_path().is_file():
            return []  # anything else may keep a reader waiting
        with log_path().open("rb") as file:
            file.seek(max(0, log_path().stat().st_size - _LOG_LIMIT))
            return file.read().decode("utf-8", "replace").splitlines()[-LOG_LINES:]
    except OSError:
        return []  # a read-only home has none
