"""Looks inside the present network: at every stroke, and a few times a second while it learns."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction

from gdstudio.arrays import locked_copy
from gdstudio.jobs.look import Look, look_inside
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inspect.activations_page import ActivationsPage
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy, WhenBusy

REST_S: Final = 0.25  # between two looks while the network learns and nobody draws
ROW_MS: Final = 130  # a row: a digit is read in under four seconds


class LookController(QObject):
    """Owns the look and how far the digit is uncovered; lives in the GUI thread."""

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        page: ActivationsPage,
        play: QAction,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._drawing = runs, shown, drawing
        self._page, self._play = page, play
        self._look: Look | None = None
        self._reason = ""  # why there is nothing to look at; "" while there is
        self._moment: int | None = None
        policy = Policy(WhenBusy.FOLLOW, rest_s=REST_S)
        self._looks = BackgroundJob(self, self._make_look, policy, in_sight=False)
        self._reading = QTimer(self)
        self._reading.setInterval(ROW_MS)
        self._looks.failed.connect(messages.report)
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

    def set_in_sight(self, in_sight: bool) -> None:
        """A look that nobody sees costs nothing."""
        self._looks.set_in_sight(in_sight)
        self._allow_reading()
        if in_sight:
            self._has_reason()
        else:
            self._stop_reading()

    def _connect(self) -> None:
        self._looks.made.connect(self._on_looks_made)
        self._reading.timeout.connect(self._on_reading_timeout)
        self._page.uncover.moment_chosen.connect(self._on_page_moment_chosen)
        self._play.triggered.connect(self._on_play_triggered)
        self._drawing.digit_changed.connect(self._ask)
        self._runs.run_changed.connect(self._on_runs_run_changed)
        self._shown.changed.connect(self._on_shown_changed)

    @Slot()
    def _ask(self) -> None:
        """Look now, or as soon as the present look is there."""
        if not self._has_reason():
            self._looks.make_again()

    def _make_look(self) -> MakeItems | None:
        subject = self._shown.subject
        pixels = locked_copy(self._drawing.pixels)
        is_seen = subject is not None and pixels.size == subject.in_shape.size
        if subject is None or not is_seen or self._drawing.reason:
            return None
        return partial(look_inside, subject, pixels, self._look)

    def _has_reason(self) -> bool:
        """Tell whether there is nothing to look at, and show so if somebody looks."""
        if not self._looks.is_in_sight:
            return False
        self._reason = self._drawing.reason
        if self._reason:
            self._show_nothing()
        return bool(self._reason)

    def _show_nothing(self) -> None:
        """Say why there is nothing to look at; what was seen before is of another picture."""
        self._looks.forget()
        self._stop_reading()
        self._page.set_reason(self._reason)
        self._allow_reading()

    def _allow_reading(self) -> None:
        is_reader = self.look is not None and self.look.moments > 1
        self._play.setEnabled(self._looks.is_in_sight and is_reader)

    def _stop_reading(self) -> None:
        self._reading.stop()
        self._play.setChecked(False)

    def _show(self) -> None:
        self._allow_reading()
        self._page.set_look(self._look, self.moment)

    @Slot()
    def _on_shown_changed(self) -> None:
        if not self._has_reason():
            self._looks.request(at_once=not self._runs.is_running)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._looks.forget()
        self._stop_reading()
        self._moment = None

    @Slot(object)
    def _on_looks_made(self, look: Look) -> None:
        self._look = look
        self._show()

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
