"""Starts the window, and does in it what the launcher's entries ask first."""

from __future__ import annotations

import logging
import sys
from enum import Enum
from pathlib import Path
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication
from threadpoolctl import threadpool_limits

from gdstudio import __version__
from gdstudio.ending import EXIT_CODE
from gdstudio.errors import GdstudioError
from gdstudio.files.temporary import remove_leftovers
from gdstudio.lesson.shipped import SUFFIX as LESSON_SUFFIX
from gdstudio.resources import resource
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.collector import GarbageCollector
from gdstudio.studio.end_signals import EndSignals
from gdstudio.studio.faults import install_hooks
from gdstudio.studio.icons import app_icon
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.style import choose_font
from gdstudio.studio.translation import load_catalogue
from gdstudio.studio.user_folder import user_folder
from gdstudio.studio.views.surface.opengl_platform import share_opengl_contexts

AUTOSAVE_S: Final = 120.0
SKILLED_RUN: Final = "runs/wide-best.gdrun"  # answers nearly every drawing well


class StartMode(Enum):
    """What somebody wants when opening the window."""

    LOOK = "look"
    NEW_RUN = "new-run"
    DRAW = "draw"


class Opening(QObject):
    """Loads what is wanted and, once it is there, starts the run or hands over the pen."""

    def __init__(
        self, window: MainWindow, file: Path | None, start_mode: StartMode, scene: int
    ) -> None:
        super().__init__(window)
        self._window, self._start_mode = window, start_mode
        self._lesson = file if file is not None and file.suffix == LESSON_SUFFIX else None
        self._scene = scene
        if start_mode is not StartMode.LOOK or self._lesson is not None:
            window.runs.run_changed.connect(self._on_runs_run_changed)
        run_file = None if self._lesson is not None else file
        window.load(resource(SKILLED_RUN) if start_mode is StartMode.DRAW else run_file)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        window = self._window
        window.runs.run_changed.disconnect(self._on_runs_run_changed)
        if self._lesson is not None and window.lessons is not None:
            window.lessons.give(self._lesson, self._scene)
        elif self._start_mode is StartMode.NEW_RUN:
            window.runner.toggle_running()
        else:
            window.shared.drawing_panel.canvas.setFocus(Qt.FocusReason.OtherFocusReason)


log = logging.getLogger(__name__)

# Short turns of the interpreter lock: the window gets its turn soon while the trainer computes.
SWITCH_INTERVAL_S = 0.0005
LEAST_DEPTH = 15  # bits a pixel; on screens with a palette Qt cannot paint at all


def make_application(arguments: list[str]) -> QApplication:
    """Return the one application object, named and styled; share the machine with its threads.

    Raises:
        GdstudioError: The screen has too few colours for any window.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    # One thread for matrix products: more of them starve the window, and the products are small.
    threadpool_limits(1, "blas")
    share_opengl_contexts()
    app = QApplication(arguments)
    depth = app.primaryScreen().depth()
    if depth < LEAST_DEPTH:
        raise GdstudioError(
            f"the screen shows {depth} bits a pixel; the window needs {LEAST_DEPTH} or more"
        )
    app.setApplicationName("gdstudio")
    app.setApplicationDisplayName("Gradient Descent Studio")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("org.gdstudio.GradientDescentStudio")
    load_catalogue(app, QLocale.system())
    app.setStyle("fusion")
    app.setFont(choose_font())
    app.setWindowIcon(app_icon())
    configure_pyqtgraph()
    return app


def run_window(
    run_file: Path | None = None,
    *,
    use_gl: bool | None = None,
    start_mode: str = StartMode.LOOK.value,
    autosave_s: float = AUTOSAVE_S,
    scene: int = 0,
) -> int:
    """Show the window until it is closed; return the exit code, 130 if a signal closed it.

    Args:
        run_file: A run, a session or a lesson to open.
        use_gl: False draws surfaces without OpenGL; None decides by what the machine can do.
        start_mode: What to begin with, the value of a `StartMode`.
        autosave_s: How often the work is kept while it goes on, in seconds; 0 never.
        scene: Of a lesson, the first one shown, counted from 0.
    """
    app = make_application(["gdstudio"])  # the name that window managers see
    signals = EndSignals(app)
    remove_leftovers(user_folder())
    settings = Preferences()
    appearance = Appearance(settings.appearance, app)
    window = MainWindow(settings, appearance, use_gl=use_gl, autosave_s=autosave_s)
    install_hooks(window)
    signals.end_requested.connect(window.end_program)
    app.commitDataRequest.connect(window.end_with_session)
    collector = GarbageCollector(app)
    window.completed.connect(collector.leave_out)
    window.show()
    QTimer.singleShot(0, window, lambda: _begin(window, run_file, StartMode(start_mode), scene))
    code = app.exec()
    collector.stop()
    was_ended = signals.were_heard
    signals.stop()
    return EXIT_CODE if was_ended else code


def _begin(window: MainWindow, file: Path | None, start_mode: StartMode, scene: int) -> None:
    Opening(window, file, start_mode, scene)
    log.info("ready")


def configure_pyqtgraph() -> None:
    """Set the options every view counts on; call before the first widget is made.

    Pictures are indexed (row, column). Antialiasing and OpenGL stay off for curves: both make
    them slower, and OpenGL adds the failures of graphics drivers.
    """
    pg.setConfigOptions(imageAxisOrder="row-major", antialias=False, useOpenGL=False)
