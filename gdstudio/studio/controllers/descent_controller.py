"""Drives the descents of the workspace Descent: run, step, back, reset."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdstudio.descent.functions import CostFunction, Point
from gdstudio.descent.methods import Racer
from gdstudio.errors import InvalidValue
from gdstudio.studio.controllers.descent_deeds import Descending, DescentDeeds
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.descent_session import DescentSession
from gdstudio.studio.translation import told
from gdstudio.studio.views.descent.descent_panel import DescentPanel
from gdstudio.studio.views.descent.race_panel import RacePanel

FRAME_MS: Final = 33
FULL_SPEED: Final = 600.0  # steps a second, the fastest of the slider


class DescentController(QObject):
    """Owns the descents and their clock; lives in the GUI thread.

    One update of one descent takes a tenth of a millisecond, so no worker is needed.

    Signals:
        function_changed: Another cost, height scale or number of inputs is shown.
        session_changed: The descents began anew or took a step.
        method_changed: Another method or rate is in force.
        running_changed: True when the descents go on by themselves.
        racing_put: Whether several methods descend side by side, by undo or redo.
    """

    function_changed = Signal()
    session_changed = Signal()
    method_changed = Signal()
    running_changed = Signal(bool)
    racing_put = Signal(bool)

    def __init__(
        self, panel: DescentPanel, race: RacePanel, deeds: Deeds, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._panel, self._race = panel, race
        self._racing = False
        self._steps_per_second = 5.0
        self._owed = 0.0  # parts of a step that a tick could not do
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._session = self._new_session()
        self._deeds = DescentDeeds(deeds, self._descending, self._put, self)
        panel.dimension_chosen.connect(self._on_panel_function_chosen)
        panel.function_chosen.connect(self._on_panel_function_chosen)
        panel.method_chosen.connect(self._on_panel_method_chosen)
        panel.rate_field.edited.connect(self._on_rate_field_edited)
        for box in panel.start_fields.boxes:
            box.edited.connect(self._on_start_edited)
        race.racers_edited.connect(self._on_race_racers_edited)

    @property
    def function(self) -> CostFunction:
        """The cost in force."""
        return self._session.function

    @property
    def session(self) -> DescentSession:
        """The descents."""
        return self._session

    @property
    def is_running(self) -> bool:
        """True while the descents go on by themselves."""
        return self._timer.isActive()

    @property
    def is_racing(self) -> bool:
        """True while several methods descend side by side."""
        return bool(self._session.racers)

    def toggle_running(self) -> None:
        """Run or pause; from the end it begins anew."""
        if self.is_running:
            self._stop()
            return
        if self._session.is_over:
            self._restart()
            self._deeds.follow()
        self._owed = 1.0  # the first step at once
        self._set_interval()
        self._timer.start()
        self.running_changed.emit(True)
        self._on_timer_timeout()

    @Slot()
    def step(self) -> None:
        """Do one update."""
        self._stop()
        self._session.forward()
        self.session_changed.emit()

    @Slot()
    def back(self) -> None:
        """Take back one update."""
        self._stop()
        self._session.back()
        self.session_changed.emit()

    @Slot()
    def reset(self) -> None:
        """Go back to the start."""
        self._stop()
        n_steps = self._session.n_steps
        self._restart()
        if n_steps:
            self._deeds.note(self.tr("reset of the descent"))
        else:
            self._deeds.follow()

    @Slot(float)
    def set_speed(self, steps_per_second: float) -> None:
        """Choose how fast Run goes; 0 is full speed."""
        self._steps_per_second = steps_per_second or FULL_SPEED
        self._set_interval()

    @Slot(float)
    def choose_start_of_one(self, w: float) -> None:
        """Begin at this input."""
        self._choose_start((w,))

    @Slot(float, float)
    def choose_start_of_two(self, x: float, y: float) -> None:
        """Begin at these inputs."""
        self._choose_start((x, y))

    @Slot(bool)
    def set_racing(self, racing: bool) -> None:
        """Let several methods descend side by side, or one alone."""
        self._racing = racing
        self._begin_anew(self.tr("race"))

    def begin_again(self, *, racing: bool, steps: int) -> None:
        """Descend what the panel shows, as in another sitting: so many updates are done at once."""
        self._stop()
        self._racing = racing
        self._restart()
        for _ in range(steps):
            self._session.forward()
        self.function_changed.emit()
        self.method_changed.emit()
        self.session_changed.emit()
        self._deeds.follow()

    def _new_session(self) -> DescentSession:
        panel = self._panel
        function = panel.function()
        racers: tuple[Racer, ...] = ()
        if self._racing and function.dimension == 2:
            racers = tuple(self._race.racers())
        return DescentSession(
            function, panel.start(), panel.method(), panel.learning_rate(), racers
        )

    def _restart(self) -> None:
        try:
            self._session = self._new_session()
        except InvalidValue as error:
            self._panel.set_message(told(error))
            return
        self._panel.set_message("")
        self.session_changed.emit()

    def _choose_start(self, start: Point) -> None:
        if len(start) == self.function.dimension:
            self._panel.set_start(start)
            self._on_start_edited()

    def _begin_anew(self, deed: str, key: str | None = None) -> None:
        self._stop()
        self._restart()
        self._deeds.note(deed, key=key)

    def _descending(self) -> Descending:
        panel, racers = self._panel, tuple(self._race.racers())
        how = panel.method(), panel.learning_rate(), panel.start(), racers, self._racing
        return Descending(panel.function(), *how, self._session)

    def _put(self, wanted: Descending) -> None:
        """Descend again what was descended, as far as it had come; for undo and redo."""
        self._stop()
        panel, is_other = self._panel, wanted.function is not self.function
        panel.set_function(wanted.function)
        panel.set_method(wanted.method)
        panel.rate_field.show_value(wanted.learning_rate)
        panel.set_start(wanted.start)
        if wanted.function.dimension == 2:
            self._race.set_function(wanted.function)
        self._race.set_racers(wanted.racers)
        self._racing = wanted.racing
        self.racing_put.emit(wanted.racing)
        if wanted.session is None:
            self._restart()
        else:
            self._session = wanted.session
            if not self.is_racing:
                self._session.leader.set_learning_rate(wanted.learning_rate)
            panel.set_message("")
        if is_other:
            self.function_changed.emit()
        self.method_changed.emit()
        self.session_changed.emit()

    def _stop(self) -> None:
        if self.is_running:
            self._timer.stop()
            self.running_changed.emit(False)
            self.session_changed.emit()  # with the texts that running had no time for

    def _set_interval(self) -> None:
        self._timer.setInterval(max(FRAME_MS, round(1000 / self._steps_per_second)))

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._owed += self._steps_per_second * self._timer.interval() / 1000
        while self._owed >= 1 and not self._session.is_over:
            self._owed -= 1
            self._session.forward()
        self.session_changed.emit()
        if self._session.is_over:
            self._stop()

    @Slot()
    def _on_panel_function_chosen(self) -> None:
        self._stop()
        function = self._panel.function()
        if function.dimension == 2:
            self._race.set_function(function)
        self._restart()
        self.function_changed.emit()
        self._deeds.note(self.tr("function"))

    @Slot(str)
    def _on_panel_method_chosen(self, _method: str) -> None:
        self._begin_anew(self.tr("method of the descent"))
        self.method_changed.emit()

    @Slot()
    def _on_start_edited(self) -> None:
        self._begin_anew(self.tr("start of the descent"), "start")

    @Slot()
    def _on_rate_field_edited(self) -> None:
        if not self.is_racing:  # each racer has its own
            self._session.leader.set_learning_rate(self._panel.learning_rate())
            self.session_changed.emit()
            self.method_changed.emit()
        held = self._panel.rate_field.is_held
        self._deeds.note(self.tr("rate of the descent"), key="rate of the descent", held=held)

    @Slot(object)
    def _on_race_racers_edited(self, _racers: tuple[Racer, ...]) -> None:
        if self._racing:
            self._stop()
            self._restart()
        self._deeds.note(self.tr("racers"), key="racers")
