"""Keeps the work of a window while it goes on, for the day it is killed."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdstudio.files.autosave import AutosaveRing
from gdstudio.learning.snapshot import TrainingState
from gdstudio.studio.controllers.sitting_controller import SittingController
from gdstudio.studio.controllers.state_taker import StateTaker
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told
from gdstudio.studio.user_folder import user_folder
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workers.pace import Policy, WhenBusy

log = logging.getLogger(__name__)

_REST_SHARE: Final = 99  # times as long as the last one took: at most 1 % of the time


class AutosaveController(QObject):
    """Writes into the ring in the background, now and then and whenever the run comes to rest.

    Nothing is written where nothing was learned, or drawn beside what was, since the last time.
    Lives in the GUI thread; the window owns it.

    Signals:
        saved: All that there was lies in the ring.
    """

    saved = Signal()

    def __init__(
        self,
        sittings: SittingController,
        states: StateTaker,
        runs: RunModel,
        drawing: DrawingModel,
        messages: Messages,
        interval_s: float,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin; `clock` returns seconds that never fall."""
        super().__init__(parent)
        self._clock = clock
        self._sittings, self._states, self._messages = sittings, states, messages
        self._drawing, self._interval_s = drawing, interval_s
        self._ring = AutosaveRing(user_folder() / "autosave")
        self._held: Any = None  # what was learned and drawn when it was last asked for
        self._is_wanted = self._has_failed = self._is_aside = self._looks_again = False
        self._began_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(math.ceil(1000 * interval_s))
        self._timer.timeout.connect(self.look)
        self._saving = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._saving.made.connect(self._on_saving_made)
        self._saving.failed.connect(self._on_saving_failed)
        self._saving.ended.connect(self._on_saving_ended)
        states.taken.connect(self._on_states_taken)
        runs.running_changed.connect(self._on_runs_running_changed)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Write what there is, if there is news; after what is being written."""
        if self._is_aside:
            return
        self._looks_again = self._saving.is_running
        if not self._looks_again and self._news() is not None:
            self._is_wanted = True
            self._states.ask()

    def set_aside(self) -> None:
        """Write what there is, its run ended, and nothing more until `resume`.

        Something that is not the user's own stands in the window meanwhile.
        """
        self._is_aside, self._is_wanted = True, False
        news = self._news()
        if news is not None:
            self._held, self._began_s = news, self._clock()
            self._saving.start(once(self._ring.save, self._sittings.sitting()))

    def resume(self) -> None:
        """Go on keeping what is in the window: it is the user's own again."""
        self._is_aside = False

    def end(self, *, is_kept: bool) -> None:
        """Take the ring away, after the threads have ended; leave it if nothing else `is_kept`."""
        self._timer.stop()
        if is_kept:
            self._ring.end()
        else:
            self._ring.leave()

    def _news(self, state: TrainingState | None = None) -> object:
        """Return what has been learned and drawn; None if that is nothing, or written already."""
        learned = self._sittings.learned(state)
        now = learned, self._drawing.digit
        return None if not learned or now == self._held else now

    @Slot(object)
    def _on_states_taken(self, state: TrainingState | None) -> None:
        is_wanted, self._is_wanted = self._is_wanted, False
        news = self._news(state)
        if not is_wanted or self._is_aside or news is None:
            return
        self._held, self._began_s = news, self._clock()
        self._saving.start(once(self._ring.save, self._sittings.sitting(state)))

    @Slot(object)
    def _on_saving_made(self, _folder: object) -> None:
        took_s = self._clock() - self._began_s
        self._timer.setInterval(math.ceil(1000 * max(self._interval_s, _REST_SHARE * took_s)))
        self._has_failed = False
        log.info("autosave: %.0f ms", 1000 * took_s)
        self.saved.emit()

    @Slot(object)
    def _on_saving_failed(self, error: Exception) -> None:
        log.warning("autosave: %s", error)
        self._held = None
        if not self._has_failed:  # once: it may be tried every few minutes
            self._has_failed = True
            text = self.tr("The work in this window is not kept meanwhile: {0}")
            self._messages.say(text.format(told(error)))

    @Slot()
    def _on_saving_ended(self) -> None:
        if self._looks_again:
            self.look()

    @Slot(bool)
    def _on_runs_running_changed(self, running: bool) -> None:
        if not running:
            self.look()
