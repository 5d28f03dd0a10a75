"""What the window does first, as the launcher's entries ask."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot

from gdstudio.resources import resource
from gdstudio.studio.main_window import MainWindow

SKILLED_RUN: Final = "runs/wide-best.gdrun"  # answers nearly every drawing well


class Wish(Enum):
    """What somebody wants when opening the window."""

    LOOK = "look"
    NEW_RUN = "new-run"
    DRAW = "draw"


class Opening(QObject):
    """Loads what is wanted and, once it is there, starts the run or hands over the pen."""

    def __init__(self, window: MainWindow, run_file: Path | None, wish: Wish) -> None:
        super().__init__(window)
        self._window, self._wish = window, wish
        if wish is not Wish.LOOK:
            window.runs.run_changed.connect(self._on_runs_run_changed)
        window.load(resource(SKILLED_RUN) if wish is Wish.DRAW else run_file)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        window = self._window
        window.runs.run_changed.disconnect(self._on_runs_run_changed)
        if self._wish is Wish.NEW_RUN:
            window.runner.toggle_running()
        else:
            window.shared.drawing_panel.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
