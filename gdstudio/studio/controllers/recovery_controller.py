"""Offers what a window that was killed has left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Slot

from gdstudio.files.autosave import collect_left
from gdstudio.files.kept_sitting import SittingNote, forget_old_sittings
from gdstudio.files.run_file import load_run
from gdstudio.files.sitting_folder import read_drawing, runs_of
from gdstudio.studio.controllers.sitting_controller import (
    SittingController,
    sitting_title,
    sittings_folder,
)
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.user_folder import user_folder
from gdstudio.studio.views.common.recovery_bar import RecoveryBar
from gdstudio.studio.workers.background_job import BackgroundJob, once

_SIDE: Final = 28  # pixels of the drawing in the bar


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What a killed window has left.

    Attributes:
        note: The sitting, which is a kept one by now.
        costs: Smoothed costs of its last run, shape (k,); empty if there are none.
        pixels: The drawing, some 28 a side; None if there is none.
    """

    note: SittingNote
    costs: NDArray[Any]
    pixels: NDArray[np.uint8] | None


class RecoveryController(QObject):
    """Looks once, in the background; the bar shows what was found until it is answered.

    What was found stays among the earlier sittings, whatever the answer. Lives in the GUI thread.
    """

    def __init__(
        self,
        sittings: SittingController,
        bar: RecoveryBar,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sittings, self._bar, self._messages = sittings, bar, messages
        self._folder: Path | None = None
        self._looking = BackgroundJob(self)
        self._looking.made.connect(self._on_looking_made)
        self._looking.failed.connect(messages.report)
        bar.restore_requested.connect(self._on_bar_restore_requested)
        bar.dismiss_requested.connect(self._on_bar_dismiss_requested)

    def look(self) -> None:
        """See whether a window that was killed has left anything."""
        self._looking.start(once(_look, user_folder() / "autosave", sittings_folder()))

    @Slot(object)
    def _on_looking_made(self, left: Left | str) -> None:
        if isinstance(left, Left):
            self._folder = left.note.folder
            self._bar.offer(sitting_title(self, left.note), left.costs, left.pixels)

    @Slot()
    def _on_bar_restore_requested(self) -> None:
        self._bar.hide()
        if self._folder is not None:
            self._sittings.open(self._folder)

    @Slot()
    def _on_bar_dismiss_requested(self) -> None:
        self._bar.hide()
        self._messages.say(self.tr("It stays under File > Earlier sittings."))


def _look(root: Path, sittings: Path) -> Left | str:
    note = collect_left(root, sittings)
    if note is None:
        return ""
    forget_old_sittings(sittings)
    costs, runs = np.zeros(0), runs_of(note.folder)
    history = load_run(runs[-1][0]).history if runs else None
    if history is not None:
        costs = history.curve().smoothed
    drawing = read_drawing(note.folder)
    if drawing is None:
        return Left(note, costs, None)
    step = max(len(drawing.pixels) // _SIDE, 1)
    return Left(note, costs, np.ascontiguousarray(drawing.pixels[::step, ::step]))
