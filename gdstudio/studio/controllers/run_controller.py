"""Begins, steers and ends runs: what Run, Step, Reset and Back do, in whichever workspace."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.data.digits import DataSet
from gdstudio.errors import InvalidValue, TrainingDiverged
from gdstudio.files.run_file import RunFile
from gdstudio.jobs.run_log import RunLog
from gdstudio.learning.history import History
from gdstudio.learning.moment import Kind, Moment
from gdstudio.learning.moments import Moments
from gdstudio.learning.plan import planned
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.snapshot import TrainingState
from gdstudio.learning.training import Training
from gdstudio.numerals import numeral, whole
from gdstudio.studio.controllers.run_deeds import AskSettings, RunDeeds
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.progress import Progress, RunState, StepKind
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Edited, Past, Shown
from gdstudio.studio.translation import told

AskRecipe = Callable[[], Recipe]


class RunController(QObject):
    """The only one who starts and ends runs; owned by the window, lives in the GUI thread.

    Signals:
        run_taken_up: The Recipe of a run that is about to go on, with the rate it has now.
        settings_refused: The InvalidValue in the settings of the run that should begin.
    """

    run_taken_up = Signal(object)
    settings_refused = Signal(object)

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        training: TrainingController,
        messages: Messages,
        deeds: Deeds,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._messages = messages
        self._runs, self._shown, self._training = runs, shown, training
        self._ask_recipe: AskRecipe = Recipe
        self.deeds = RunDeeds(runs, deeds, self._take_up, self)
        self._goes_back = 0  # the command by which a step by hand is being taken back
        runs.progressed.connect(self._on_runs_progressed)
        training.run_failed.connect(self._on_training_run_failed)

    def take_settings_from(self, ask_recipe: AskRecipe, ask_settings: AskSettings) -> None:
        """Begin runs with the settings shown.

        Args:
            ask_recipe: Returns them, with what is being typed; raises InvalidValue if a setting is
                not one.
            ask_settings: Returns those in force; None if they do not go together.
        """
        self._ask_recipe = ask_recipe
        self.deeds.take_settings_from(ask_settings)

    def set_data(self, data: DataSet) -> None:
        """Learn from these digits from now on; begins a new run."""
        self._runs.set_data(data)
        self.begin_afresh()
        self.deeds.note_run(self.tr("change of data"))

    def open_run(self, run_file: RunFile, data: DataSet) -> None:
        """Go on with a saved run of these digits, in use from now on; begins paused."""
        state = run_file.state
        if data is not self._runs.data:
            self._runs.set_data(data)
        self._announce(state)
        self._begin(state.recipe, state, run_file.history, run_file.moments)
        if self._runs.run is not None:
            self._runs.call(self._runs.run, run_file.caption)
        self.deeds.note_run(self.tr("opening"))

    @Slot()
    def toggle_running(self) -> None:
        """Run or pause."""
        if self._runs.is_running:
            self._training.pause()
            self._runs.set_running(False)
            return
        if self._has_run():
            self._runs.set_running(True)
            self._training.start_running()

    @Slot()
    def step_example(self) -> None:
        """Learn from one example."""
        self._step(StepKind.EXAMPLE)

    @Slot()
    def step_batch(self) -> None:
        """Learn from one mini-batch."""
        self._step(StepKind.BATCH)

    @Slot()
    def step_epoch(self) -> None:
        """Learn until the epoch is over."""
        self._step(StepKind.EPOCH)

    @Slot()
    def step_back(self) -> None:
        """Take back the last step by hand: network, optimiser and order of examples, exactly."""
        if self._training.has_run and not self._runs.is_running:
            self._shown.leave()
            self._goes_back = self._training.step_back()

    @Slot()
    def reset(self) -> None:
        """Begin a new run with the settings shown; the present one joins the earlier ones."""
        left = self._runs.run
        if not self.begin_afresh():
            return
        fresh = self._runs.run
        assert fresh is not None
        if left is not None and left.is_unbegun and left.recipe == fresh.recipe:
            left.again = fresh
        self.deeds.note_run(self.tr("reset"))
        if left is not None and left.step > 0:
            text = self.tr("A fresh network. Shift+R goes back to {0}, step {1}.")
            self._messages.say(text.format(left.name, whole(left.step)))

    def begin_afresh(self) -> bool:
        """Begin a new run with the settings shown, as a part of something else; return whether."""
        data, recipe = self._runs.data, self._recipe()
        if data is None or recipe is None:
            return False
        self._begin(recipe.changed(data=data.name))
        return True

    @Slot()
    def back(self) -> None:
        """Go on with the run before the last reset."""
        self._resume(self._runs.resumable)

    @Slot(int)
    def resume(self, run_id: int) -> None:
        """Go on with an earlier run; the present one joins them."""
        run = self._runs.find(run_id)
        if run in self._runs.earlier:
            self._resume(run)

    def _resume(self, run: Run | None) -> None:
        if run is None or not self._runs.is_resumable(run):
            return
        self.run_taken_up.emit(run.recipe.changed(learning_rate=run.rate))
        self._take_up(run)
        self.deeds.note_run(self.tr("return to {0}").format(run.name))

    def _take_up(self, run: Run) -> None:
        """Go on with a run that was left, as it was left; begin it anew if it learnt nothing."""
        self._runs.take_back(run)
        # A copy: what is being written of the run that was left stays as it is.
        history, moments = (None, None) if run.state is None else run.copy_of_past()
        is_taken = run.is_unbegun and self._runs.has_number(run.number)
        number = None if is_taken else run.number
        self._begin(run.recipe, run.state, history, moments, number)
        again = self._runs.run
        assert again is not None
        run.go_on_as(again)
        if again.rate != run.rate:  # told since its last update
            again.rate = run.rate
            self._training.set_learning_rate(run.rate)
        if run.step > 0:
            text = self.tr("Back to {0} at step {1}.").format(run.name, whole(run.step))
            self._messages.say(text)

    @Slot()
    def branch(self) -> None:
        """Go on from the network shown: it becomes a new run, and the present one stays.

        From a moment of the past it goes on exactly, if the state of the optimiser was kept there.
        """
        source, data = self._shown.source, self._runs.data
        if source is None or data is None:
            return
        if isinstance(source, Past) and source.moment.state is not None:
            self._branch_at(source.moment, source.moment.state)
        else:
            recipe = source.subject.recipe
            fresh = Training(recipe, data).state()
            self._begin(recipe, dataclasses.replace(fresh, parameters=source.subject.parameters))
        self.deeds.note_run(self.tr("going on from here"))

    def _branch_at(self, moment: Moment, state: TrainingState) -> None:
        """Begin a run that has the past of the present one up to a moment."""
        run = self._runs.run
        assert run is not None
        run.moments.note(moment.step, Kind.BRANCHED)
        dtype = state.recipe.dtype
        state = dataclasses.replace(state, parameters=state.parameters.astype(dtype, copy=False))
        history, moments = run.history.until(moment.step), run.moments.copy(moment.step)
        name, is_exact = run.name, moment.is_exact
        self._announce(state)
        self._begin(state.recipe, state, history, moments)
        text = self.tr("A run of its own from step {0} of {1}. Shift+R goes back.")
        if not is_exact:
            text = self.tr("A run of its own from step {0} of {1}, with a fresh optimiser.")
        self._messages.say(text.format(whole(moment.step), name))

    def shutdown(self) -> None:
        """End the present run before the window closes, and note how it was left."""
        state = self._training.shutdown()
        if self._runs.run is not None and state is not None:
            self._runs.run.state = state

    def _begin(
        self,
        recipe: Recipe,
        state: TrainingState | None = None,
        history: History | None = None,
        moments: Moments | None = None,
        number: int | None = None,
    ) -> None:
        data, before = self._runs.data, self._runs.run
        assert data is not None
        network = recipe.make_network(PictureShape.of(data.train), data.train.n_classes)
        plan = planned(recipe, len(data.train), None if state is None else state.epochs)
        budget = self._runs.moments_budget
        if moments is None:
            moments = Moments(len(network.parameters), budget=budget)
        elif moments.budget != budget:
            moments = moments.copy(budget=budget)
        log = RunLog(len(network.parameters), plan, history, moments)
        rate = recipe.learning_rate if state is None else state.learning_rate
        self._runs.end(self._training.shutdown())
        if number is None and before is not None and before.step == 0:
            number = before.number  # nothing was learned: this run takes its place
        if number is None:
            number = self._runs.count + 1
        run_id = self._training.start(lambda: Training(recipe, data, state), data.test)
        begun_step, is_fresh = (0, True) if state is None else (state.step, False)
        self._runs.begin(Run(run_id, number, recipe, log, rate, state, begun_step, is_fresh))

    def _announce(self, state: TrainingState) -> None:
        """Tell what a run was begun with, and the rate it has now."""
        self.run_taken_up.emit(state.recipe.changed(learning_rate=state.learning_rate))

    def _has_run(self) -> bool:
        """Return whether a run can go on; one that has diverged is begun afresh."""
        if self._runs.data is None or self._recipe() is None:
            return False
        if not self._training.has_run:
            self.begin_afresh()
            self.deeds.follow()
        return self._training.has_run

    def _step(self, kind: StepKind) -> None:
        if self._has_run():
            if isinstance(self._shown.source, Past | Edited):
                self._shown.leave()  # a step is to be seen
            self._training.step(kind)
            self._runs.set_running(kind is StepKind.EPOCH)  # a long one can be ended like a run

    def _recipe(self) -> Recipe | None:
        """Take the settings shown, and what is being typed; None if they are not accepted."""
        try:
            return self._ask_recipe()
        except InvalidValue as error:
            self.settings_refused.emit(error)
            self._messages.say(self.tr("Not started: {0}").format(told(error)))
            return None

    @Slot()
    def _on_runs_progressed(self) -> None:
        run = self._runs.run
        progress = None if run is None else run.progress
        if run is None or progress is None:
            return
        if 0 < self._goes_back <= progress.command:
            self._goes_back = 0
            self._tell_step_back(run, progress)
        elif progress.state is RunState.COMPLETE and run.has_learnt:
            text = self.tr("Finished {0} epochs. Space trains as many more.")
            self._messages.say(text.format(round(progress.snapshot.epoch)))

    def _tell_step_back(self, run: Run, progress: Progress) -> None:
        if not progress.rewound:
            self._messages.say(self.tr("No step by hand to take back; Left shows earlier moments."))
            return
        moment = run.moments.at(progress.snapshot.step)
        if moment is not None and moment.state is not None:
            rate, recipe = moment.state.learning_rate, moment.state.recipe
            if (rate, recipe.frozen_layers) != (run.rate, run.recipe.frozen_layers):
                run.rate, run.recipe = rate, recipe  # changed since
                self._announce(moment.state)
                self.deeds.follow()
        self._messages.say(self.tr("Back at step {0}.").format(whole(progress.snapshot.step)))

    @Slot(object)
    def _on_training_run_failed(self, error: Exception) -> None:
        self._runs.set_running(False)
        if isinstance(error, TrainingDiverged):
            self._runs.mark_diverged(error.step)
            text = self.tr("Diverged at step {0:,}, learning rate {1}: the steps are too large.")
            self._messages.say(text.format(error.step, numeral(error.learning_rate)))
        elif not isinstance(error, InvalidValue):
            self._messages.report(error)
