"""The slider of time: which moment of the run the whole window shows, and playing through them."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdstudio.arrays import locked
from gdstudio.jobs.past_evaluation import PastEvaluation, evaluate_past
from gdstudio.jobs.subject import Subject
from gdstudio.learning.moment import Kind, Moment
from gdstudio.numerals import whole
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run import Run, RunFigures
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Edited, Past, Shown, Walk
from gdstudio.studio.state.time_marks import time_marks
from gdstudio.studio.views.time.time_strip import TimeStrip
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.evaluator import EVALUATION_SIZE
from gdstudio.studio.workers.pace import Policy, WhenBusy

WHOLE_S: Final = 20.0  # the whole line takes so long to be played at the usual speed
TICK_MS: Final = 33
STEPS_MS: Final = 250  # the line of a run that goes on grows so often
SETTLE_S: Final = 0.08  # a moment that is passed sooner is not evaluated
MOST_KNOWN: Final = 5000  # evaluations that are kept


class TimeController(QObject):
    """Shows moments of the present run in place of the run; lives in the GUI thread.

    Every moment is one that was kept. The run goes on unseen meanwhile.

    Signals:
        figures_changed: The figures of the network shown are other ones.
        playing_changed(int): The past is played forward (1), backward (-1) or not at all (0).
    """

    figures_changed = Signal()
    playing_changed = Signal(int)

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        strip: TimeStrip,
        training: TrainingController,
        messages: Messages,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._strip = runs, shown, strip
        self._training, self._messages, self._clock = training, messages, clock
        self._known: dict[int, PastEvaluation] = {}  # by step, of the present run
        self._direction = 0
        self._place = 0.0  # on the line, as the past is played: pixels
        self._ticked_s = 0.0
        policy = Policy(WhenBusy.REPLACE, settle_s=SETTLE_S)
        self._evaluations = BackgroundJob(self, self._make_evaluation, policy)
        self._playing = QTimer(self, interval=TICK_MS)
        self._growing = QTimer(self, interval=STEPS_MS, singleShot=True)
        self._connect()

    @property
    def moment(self) -> Moment | None:
        """The moment shown, or walked from; None is now."""
        source = self._shown.base
        return source.moment if isinstance(source, Past) else None

    @property
    def direction(self) -> int:
        """1 while the past is played forward, -1 backward, 0 while it rests."""
        return self._direction

    @property
    def figures(self) -> RunFigures | None:
        """The figures of the moment shown, or of the run as it goes; None before the first."""
        run, moment = self._runs.run, self.moment
        if run is None:
            return None
        if moment is None:
            return run.figures
        return self._figures_at(run, moment)

    @Slot(int)
    def show(self, step: int) -> None:
        """Show the network as it was after so many updates, at the nearest step that is kept."""
        run, here = self._runs.run, self._runs.subject()
        if run is None or here is None or not len(run.moments):
            return
        moments = run.moments
        moment = moments.at(step) or moments.up_to(step) or moments.since(step)
        assert moment is not None
        if moment.step >= run.step:
            self.show_now()
            return
        self._training.take_turn()
        self._shown.show(Past(_subject_at(here, run, moment), moment))
        self._evaluations.request()

    @Slot()
    def show_now(self) -> None:
        """Show the network as it is now."""
        self._training.take_turn()
        self._shown.leave()

    @Slot()
    def step_before(self) -> None:
        """Show the moment before the one shown."""
        self._stop()
        self._strip.line.go(-1)

    @Slot()
    def step_after(self) -> None:
        """Show the moment after the one shown; after the last one is now."""
        self._stop()
        self._strip.line.go(1)

    def keep_shown(self) -> int | None:
        """Keep the moment shown, be it now; return its step, None if there is none."""
        run, moment = self._runs.run, self.moment
        if moment is not None or run is None or run.progress is None:
            return None if moment is None else moment.step
        snapshot = run.progress.snapshot
        if run.moments.at(snapshot.step) is None:
            parameters = locked(snapshot.parameters.astype(np.float32))
            rate, cost = snapshot.learning_rate, snapshot.cost
            run.moments.add(Moment(snapshot.step, parameters, None, rate, cost, Kind.RESTED))
        return snapshot.step

    @Slot()
    def refresh(self) -> None:
        """Let the line have the steps and marks that there are now."""
        run = self._runs.run
        if run is None:
            return
        self._growing.stop()
        line = self._strip.line
        line.set_steps(run.moments.steps(), run.step, run.plan.steps_per_epoch)
        line.set_marks(time_marks(run))
        line.set_evaluations(run.history.evaluations())
        self._show_moment(run)

    def play(self, direction: int) -> None:
        """Play the past: forward (1), backward (-1), or let it rest (0).

        Forward from now begins at the first moment.
        """
        run = self._runs.run
        if direction == 0 or run is None or len(run.moments) < 2:
            self._stop()
            return
        if self.moment is None:
            first = run.moments.since(0) if direction > 0 else run.moments.up_to(run.step - 1)
            if first is not None:
                self.show(first.step)
        moment = self.moment
        if moment is None:
            return
        self.refresh()
        self._place = float(self._strip.line.axis().pixels(moment.step))
        self._ticked_s = self._clock()
        self._set_direction(direction)

    def _connect(self) -> None:
        runs, line = self._runs, self._strip.line
        runs.run_changed.connect(self._on_runs_run_changed)
        runs.progressed.connect(self._on_runs_progressed)
        runs.moments_changed.connect(self.refresh)
        self._shown.source_changed.connect(self._on_shown_source_changed)
        line.step_chosen.connect(self._on_line_step_chosen)
        line.now_requested.connect(self._on_line_now_requested)
        self._playing.timeout.connect(self.go_on_playing)
        self._growing.timeout.connect(self.refresh)
        self._evaluations.made.connect(self._on_evaluations_made)
        self._evaluations.failed.connect(self._messages.report)

    def _figures_at(self, run: Run, moment: Moment) -> RunFigures:
        epoch = moment.step / run.plan.steps_per_epoch
        if moment.state is not None:
            epoch = moment.state.epoch + moment.state.position / run.plan.examples
        known = self._known.get(moment.step)
        if known is not None:
            shares = known.train.accuracy, known.test.accuracy
            cost, test = known.train.cost, known.test.cost
            return RunFigures(moment.step, epoch, 0.0, cost, *shares, test)
        table = run.history.evaluations()
        at = int(table.steps.searchsorted(moment.step))
        if at < len(table) and table.steps[at] == moment.step:
            values = (table.train_cost, table.train_accuracy, table.test_accuracy, table.test_cost)
            return RunFigures(moment.step, epoch, 0.0, *(float(value[at]) for value in values))
        return RunFigures(moment.step, epoch)

    def _make_evaluation(self) -> MakeItems | None:
        source, data = self._shown.base, self._runs.data
        if not isinstance(source, Past) or data is None:
            return None
        figures = self.figures
        if figures is not None and figures.cost == figures.cost:  # it is known
            return None
        return partial(evaluate_past, source.subject, data, EVALUATION_SIZE)

    def _set_direction(self, direction: int) -> None:
        if direction != self._direction:
            self._direction = direction
            self.playing_changed.emit(direction)
        if direction:
            self._playing.start()
        else:
            self._playing.stop()

    def _stop(self) -> None:
        self._set_direction(0)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._stop()
        self._evaluations.forget()
        self._known.clear()
        self.refresh()

    @Slot()
    def _on_runs_progressed(self) -> None:
        if not self._runs.is_running:
            self.refresh()
        elif not self._growing.isActive():
            self._growing.start()

    @Slot()
    def _on_shown_source_changed(self) -> None:
        run, source = self._runs.run, self._shown.source
        if isinstance(source, Walk):
            self._stop()
            return
        moment = self.moment
        if moment is None:
            self._stop()
        if run is not None:
            self._show_moment(run)
            self._strip.set_branch_tip(self._branch_words(run, moment))
        self.figures_changed.emit()

    def _show_moment(self, run: Run) -> None:
        moment, is_edited = self.moment, isinstance(self._shown.source, Edited)
        step = None if moment is None else moment.step
        self._strip.set_moment(step, run.step, is_edited=is_edited)

    def _branch_words(self, run: Run, moment: Moment | None) -> str:
        words = self.tr("Begin a run of its own at this moment; the other one stays")
        if moment is None:
            return words
        exact = moment.is_exact
        how = (
            self.tr("with the state of its optimiser: unchanged, it ends in the same network")
            if exact
            else self.tr("with a fresh optimiser, whose state was not kept at step {0}").format(
                whole(moment.step)
            )
        )
        return f"{words}, {how}"

    @Slot(int)
    def _on_line_step_chosen(self, step: int) -> None:
        self._stop()
        self.show(step)

    @Slot()
    def _on_line_now_requested(self) -> None:
        self._stop()
        self.show_now()

    @Slot()
    def go_on_playing(self) -> None:
        """Show the moment that is due by the clock."""
        run, moment = self._runs.run, self.moment
        if run is None or moment is None:
            self._stop()
            return
        now_s = self._clock()
        axis = self._strip.line.axis()
        share = (now_s - self._ticked_s) * self._strip.speed / WHOLE_S
        self._ticked_s = now_s
        self._place += self._direction * share * axis.length
        if self._place >= axis.length:
            self.show_now()
            return
        step = axis.nearest(self._strip.line.steps, max(self._place, 0.0))
        if step != moment.step:
            self.show(step)
        if self._place <= 0:
            self._stop()

    @Slot(object)
    def _on_evaluations_made(self, found: PastEvaluation) -> None:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[found.subject.step] = found
        moment = self.moment
        if moment is not None and moment.step == found.subject.step:
            self.figures_changed.emit()


def _subject_at(here: Subject, run: Run, moment: Moment) -> Subject:
    """Return the network of a moment, as any thread may keep it."""
    return Subject(
        key=here.key,
        title=here.title,
        name=here.name,
        recipe=here.recipe,
        in_shape=here.in_shape,
        n_classes=here.n_classes,
        parameters=moment.parameters.astype(run.recipe.dtype, copy=False),
        step=moment.step,
    )
