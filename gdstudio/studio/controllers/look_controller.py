"""Looks inside the present network: at every stroke, and a few times a second while it learns."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction

from gdstudio.arrays import locked_copy
from gdstudio.jobs.look import Look, look_inside
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inspect.activations_page import ActivationsPage
from gdstudio.studio.workers.generator_worker import BackgroundGenerator

LEARNING_MS: Final = 250  # between two looks while the network learns and nobody draws
ROW_MS: Final = 130  # a row: a digit is read in under four seconds


class LookController(QObject):
    """Owns the look and how far the digit is uncovered; lives in the GUI thread.

    Signals:
        look_changed: Another look is shown.
        failed: The exception of a look that could not be had.
    """

    look_changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        page: ActivationsPage,
        play: QAction,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._drawing = runs, shown, drawing
        self._page, self._play = page, play
        self._look: Look | None = None
        self._reason = ""  # why there is nothing to look at; "" while there is
        self._moment: int | None = None
        self._in_sight = self._is_stale = False
        self._looked = QElapsedTimer()
        self._looks = BackgroundGenerator(self)
        self._reading = QTimer(self)
        self._reading.setInterval(ROW_MS)
        self._connect()

    @property
    def look(self) -> Look | None:
        """What is shown; None before the first, and while there is nothing to look at."""
        return None if self._reason else self._look

    @property
    def moment(self) -> int:
        """The row up to which the digit is uncovered, counted from 0; the last one at first."""
        last = self._look.moments - 1 if self._look is not None else 0
        return last if self._moment is None else min(self._moment, last)

    @property
    def is_reading(self) -> bool:
        """True while the digit is uncovered by itself."""
        return self._reading.isActive()

    def set_in_sight(self, in_sight: bool) -> None:
        """A look that nobody sees costs nothing."""
        self._in_sight = in_sight
        self._allow_reading()
        if in_sight:
            self._ask()
        else:
            self._looks.cancel()
            self._stop_reading()

    def shutdown(self) -> None:
        """End the thread."""
        self._looks.shutdown()

    def _connect(self) -> None:
        self._looks.item_made.connect(self._on_looks_item_made)
        self._looks.failed.connect(self._on_looks_failed)
        self._looks.ended.connect(self._on_looks_ended)
        self._reading.timeout.connect(self._on_reading_timeout)
        self._page.moment_chosen.connect(self._on_page_moment_chosen)
        self._play.triggered.connect(self._on_play_triggered)
        self._drawing.digit_changed.connect(self._ask)
        self._runs.run_changed.connect(self._on_runs_run_changed)
        self._shown.changed.connect(self._on_shown_changed)

    @Slot()
    def _ask(self) -> None:
        """Look now, or as soon as the present look is there."""
        if not self._in_sight:
            return
        self._reason = self._drawing.reason
        if self._reason:
            self._show_nothing()
            return
        if self._looks.is_running:
            self._is_stale = True
            return
        subject = self._shown.subject
        pixels = locked_copy(self._drawing.pixels)
        if subject is None or pixels.size != subject.in_shape.size:
            return
        self._is_stale = False
        self._looked.restart()
        self._looks.start(partial(look_inside, subject, pixels, self._look))

    def _show_nothing(self) -> None:
        """Say why there is nothing to look at; what was seen before is of another picture."""
        self._looks.cancel()
        self._is_stale = False
        self._stop_reading()
        self._page.set_reason(self._reason)
        self._allow_reading()
        self.look_changed.emit()

    def _allow_reading(self) -> None:
        is_reader = self.look is not None and self.look.moments > 1
        self._play.setEnabled(self._in_sight and is_reader)

    def _stop_reading(self) -> None:
        self._reading.stop()
        self._play.setChecked(False)

    def _show(self) -> None:
        self._allow_reading()
        self._page.set_look(self._look, self.moment)
        self.look_changed.emit()

    @Slot()
    def _on_shown_changed(self) -> None:
        is_due = not self._looked.isValid() or self._looked.hasExpired(LEARNING_MS)
        if is_due or not self._runs.is_running:
            self._ask()

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._looks.cancel()
        self._stop_reading()
        self._moment = None

    @Slot(object)
    def _on_looks_item_made(self, look: Look) -> None:
        self._look = look
        self._show()

    @Slot(object)
    def _on_looks_failed(self, error: Exception) -> None:
        self.failed.emit(error)

    @Slot()
    def _on_looks_ended(self) -> None:
        if self._is_stale:
            self._ask()

    @Slot(int)
    def _on_page_moment_chosen(self, moment: int) -> None:
        self._stop_reading()
        self._moment = moment
        if self._look is not None:
            self._show()

    @Slot(bool)
    def _on_play_triggered(self, play: bool) -> None:
        if not play or self._look is None:
            self._stop_reading()
            return
        if self.moment >= self._look.moments - 1:
            self._moment = 0
            self._show()
        self._reading.start()

    @Slot()
    def _on_reading_timeout(self) -> None:
        assert self._look is not None
        self._moment = self.moment + 1
        if self._moment >= self._look.moments - 1:
            self._moment = None  # all is read: it stays so for every later look
            self._stop_reading()
        self._show()
