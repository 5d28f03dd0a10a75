"""The run that goes on, those before it, and the digits they learn from."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.data.digits import DataSet
from gdstudio.files.manifest import MAX_NAME, MAX_NOTE, Caption
from gdstudio.files.run_file import RunFile
from gdstudio.jobs.run_log import RunLog
from gdstudio.jobs.subject import LossSubject, Subject, loss_subject
from gdstudio.learning.moment import BUDGET
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.plan import Plan
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.snapshot import TrainingState
from gdstudio.studio.state.class_names import use_class_names
from gdstudio.studio.state.progress import Progress
from gdstudio.studio.state.run import Run

MOST_REMOVED: Final = 8  # runs that can come back; each may hold all the moments of its past


class RunModel(QObject):
    """What the window knows of its runs; owned by the window, lives in the GUI thread.

    Only the `RunController` begins and ends runs and hands in what the worker says.

    Attributes:
        data: The digits in use; None before they are loaded.
        run: The present run; None before the digits are loaded.
        earlier: The runs before, oldest first.
        count: How many runs there have been.
        removed: Earlier runs that were taken out, each with its place, the last one last; at most
            `MOST_REMOVED`, or all that were taken out last.
        is_running: True while training goes on.
        moments_budget: Bytes that the moments of a run may take.
        surface_threads: How many compute a surface while none goes on; None: as the machine has.

    Signals:
        data_changed: Other digits are in use.
        run_changed: A new run has begun, of which there is no message yet.
        earlier_changed: There are other runs before the present one, or one has another name.
        progressed: A message about the present run was taken in.
        costs_changed: Its curves have grown enough to be shown anew.
        moments_changed: They have another budget, so other moments may be kept of the present run.
        moved: The network of the run has moved, and its new place is to be shown.
        running_changed: True when training goes on, False when it rests.
    """

    data_changed = Signal()
    run_changed = Signal()
    earlier_changed = Signal()
    progressed = Signal()
    costs_changed = Signal()
    moments_changed = Signal()
    moved = Signal()
    running_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.data: DataSet | None = None
        self.run: Run | None = None
        self.earlier: list[Run] = []
        self.removed: list[tuple[int, Run]] = []
        self.count = 0
        self.is_running = False
        self.surface_threads: int | None = None
        self.moments_budget = BUDGET
        self._shows_costs = False  # in turns with the network, while both change without a rest

    @property
    def resumable(self) -> Run | None:
        """The latest earlier run that can go on."""
        there = [run for run in self.earlier if self.is_resumable(run)]
        return there[-1] if there else None

    def is_resumable(self, run: Run) -> bool:
        """Whether a run can go on: it was left in order, and its digits are in use."""
        return run.state is not None and self.data is not None and run.recipe.data == self.data.name

    def can_take_up(self, run: Run, data: DataSet) -> bool:
        """Whether a run that is not the present one can go on, or be begun anew, with these digits.

        They need not be in use yet.
        """
        is_there = run in self.earlier or not run.has_learnt
        can_begin = run.state is not None or (run not in self.earlier and run.is_unbegun)
        return is_there and can_begin and run.recipe.data == data.name

    def has_number(self, number: int) -> bool:
        """Whether a run that has learnt anything has this number, or one that can come back."""
        held = (*self.all, *(run for _, run in self.removed))
        return any(run.number == number and run.step > 0 for run in held)

    def holds(self, run: Run) -> bool:
        """Whether a run is the present one, an earlier one, or was taken out and can come back."""
        return run in self.all or any(run is one for _, one in self.removed)

    def set_data(self, data: DataSet) -> None:
        """Use these digits; the present run must have been ended, or is about to be."""
        self.data = data
        use_class_names(data.train.names)
        self.data_changed.emit()

    def begin(self, run: Run) -> None:
        """Take up another run; the one before must have been ended."""
        assert self.run is None
        self.run = run
        self.call(run, run.caption)
        self.count = max(self.count, run.number)
        self.run_changed.emit()

    def end(self, state: TrainingState | None) -> None:
        """Note how the present run was left; keep it for comparison if it has learned anything."""
        run, self.run = self.run, None
        self.set_running(False)
        if run is not None:
            has_begun = state is not None or run.progress is not None
            run.state, run.begun = (state if has_begun else run.begun), None
            if run.step > 0:
                self.earlier.append(run)
                self.earlier_changed.emit()

    def take_in(self, progress: Progress, *, in_turns: bool) -> None:
        """Take in one message about the present run.

        Args:
            progress: The message.
            in_turns: Whether costs and network are shown in turns. Painting all views with every
                message of a run at full speed would take two fifths of the window's thread; fifteen
                pictures a second of each are as smooth to the eye.
        """
        assert self.run is not None
        self.run.add(progress)
        self.progressed.emit()
        self._shows_costs = not self._shows_costs
        if self._shows_costs or not in_turns:
            self.costs_changed.emit()
        if not (self._shows_costs and in_turns):
            self.moved.emit()

    def take_in_last(self, messages: Sequence[Progress]) -> None:
        """Take in what was said last of the present run, which is over: nothing is shown of it."""
        if self.run is not None:
            for progress in messages:
                self.run.add(progress)

    def set_moments_budget(self, budget: int) -> None:
        """Let the moments of every run take so many bytes, from 16 to 1,024 MB."""
        self.moments_budget = budget
        for run in self.all:
            if run.moments.budget != budget:
                run.log.moments = run.moments.copy(budget=budget)
        self.moments_changed.emit()

    def set_running(self, running: bool) -> None:
        """Note that training goes on or rests."""
        if running != self.is_running:
            self.is_running = running
            self.running_changed.emit(running)

    def mark_diverged(self, step: int) -> None:
        """Note at which step the present run has diverged."""
        if self.run is not None:
            self.run.history.mark_diverged(step)
            self.costs_changed.emit()

    def take_back(self, run: Run) -> None:
        """Take an earlier run out of the list, if it is there: it is to go on."""
        if run in self.earlier:
            self.earlier.remove(run)
            self.earlier_changed.emit()

    def take_out(self, runs: Sequence[Run]) -> None:
        """Take out earlier runs, in their order; the first of them is the last of `removed`.

        Of those that were taken out before, no more are kept than make `MOST_REMOVED` with these.
        """
        for run in reversed(list(runs)):
            self.removed.append((self.earlier.index(run), run))
            self.earlier.remove(run)
        del self.removed[: -max(MOST_REMOVED, len(runs))]
        self.earlier_changed.emit()

    def forget_all(self) -> None:
        """Let go of every run, those that were taken out too; the present one must have ended."""
        self.run, self.count = None, 0
        self.earlier.clear()
        self.removed.clear()
        self.earlier_changed.emit()

    def restore(self, runs: Sequence[Run]) -> None:
        """Let runs that were let go of be the earlier ones; there is no present one."""
        assert self.run is None
        self.earlier[:] = [run for run in runs if run.step > 0]
        self.count = max((run.number for run in runs), default=0)
        self.earlier_changed.emit()

    def put_back(self, run: Run) -> None:
        """Put a run that was taken out back in its place."""
        found = next(entry for entry in self.removed if entry[1] is run)
        self.removed.remove(found)
        self.earlier.insert(found[0], run)
        self.earlier_changed.emit()

    def put_in_order(self, numbers: Sequence[int]) -> None:
        """Let the earlier runs stand in the order of their numbers given; all others come last."""
        places = {number: place for place, number in enumerate(numbers)}
        self.earlier.sort(key=lambda run: places.get(run.number, len(places)))
        self.earlier_changed.emit()

    def find(self, run_id: int) -> Run | None:
        """Return the present or an earlier run of that number; None if it is gone."""
        return next((run for run in self.all if run.run_id == run_id), None)

    @property
    def all(self) -> list[Run]:
        """Every run, oldest first, the present one last."""
        return [*self.earlier, *([] if self.run is None else [self.run])]

    def rename(self, run_id: int, name: str) -> None:
        """Let a run be called so, or by its own name if that is empty; no two have one name."""
        run = self.find(run_id)
        if run is None:
            return
        self.call(run, Caption(" ".join(name.split())[:MAX_NAME], run.caption.note))
        self.earlier_changed.emit()

    def set_note(self, run_id: int, note: str) -> None:
        """Note something of a run."""
        run = self.find(run_id)
        if run is not None:
            run.caption = Caption(run.caption.name, note[:MAX_NOTE])

    @Slot(int, bool)
    def set_visible(self, run_id: int, visible: bool) -> None:
        """Note whether an earlier run is drawn for comparison."""
        for run in self.earlier:
            if run.run_id == run_id:
                run.is_visible = visible

    def take_up(self, runs: Sequence[tuple[RunFile, Path | None]]) -> None:
        """Put runs of a former sitting, each with its file, before those of this one."""
        for place, (kept, file) in enumerate(runs):
            state = kept.state
            plan = Plan(state.recipe.batch_size_of(max(state.examples, 1)), state.step)
            log = RunLog(len(state.parameters), plan, kept.history, kept.moments)
            self.count += 1  # threads of this sitting have positive numbers
            run = Run(-self.count, self.count, state.recipe, log, state.learning_rate)
            run.state, run.file, run.kept_step = state, file, state.step
            self.earlier.insert(place, run)
            self.call(run, kept.caption)
        self.earlier_changed.emit()

    def call(self, run: Run, caption: Caption) -> None:
        """Give a run its name, with a number behind it if another run has that, and its note."""
        run.caption = caption
        name = run.name
        taken = {one.name for one in self.all if one is not run}
        taken |= {one.name for _, one in self.removed}
        for k in itertools.count(2):
            if run.name not in taken:
                return
            run.caption = Caption(f"{name} ({k})", caption.note)

    def loss_subject(self, examples: int) -> LossSubject | None:
        """Return what a picture of the loss surface is made of; None before the first message."""
        here, run, data = self.subject(), self.run, self.data
        if here is None or run is None or data is None:
            return None
        others = tuple(one.parameters for one in self.earlier_subjects() if one.is_like(here))
        return loss_subject(here, data, run.path, examples, others=others)

    def subject(self) -> Subject | None:
        """Return the present run's network as it is now; None before the first message."""
        run = self.run
        if run is None or run.progress is None or self.data is None:
            return None
        train = self.data.train
        name = run.recipe.network_name(PictureShape.of(train), train.n_classes)
        return self._subject_of(run, f"{run.name}: {name}")

    def earlier_subjects(self) -> list[Subject]:
        """Return the networks of earlier runs that take the digits in use, latest first."""
        fitting = [run for run in reversed(self.earlier) if self._fits(run)]
        subjects = [self._subject_of(run, run.title) for run in fitting]
        return [subject for subject in subjects if subject is not None]

    def earlier_paths(self, n_parameters: int) -> list[tuple[str, ParameterPath]]:
        """Return title and path of earlier runs of networks of that size, oldest first."""
        runs = [run for run in self.earlier if run.path.n_parameters == n_parameters]
        return [(run.title, run.path) for run in runs if len(run.path)]

    @property
    def progress(self) -> Progress | None:
        """The last message of the present run; None before the first."""
        return None if self.run is None else self.run.progress

    @property
    def step(self) -> int:
        """Updates of the present run; 0 while there is none."""
        return 0 if self.run is None else self.run.step

    def earlier_titles(self) -> list[tuple[int, str]]:
        """Return number and title of the earlier runs, oldest first."""
        return [(run.run_id, run.title) for run in self.earlier]

    def earlier_like(self, run_id: int) -> Subject | None:
        """Return the network of an earlier run; None unless it is of the present architecture."""
        here = self.subject()
        for one in self.earlier_subjects():
            if here is not None and one.key == f"run {run_id}" and one.is_like(here):
                return one
        return None

    def _fits(self, run: Run) -> bool:
        """Tell whether the network of an earlier run takes the digits in use."""
        if self.data is None or run.state is None:  # it has diverged
            return self.data is not None and run.recipe.data == self.data.name
        return run.state.takes(self.data.train)

    def _subject_of(self, run: Run, title: str) -> Subject | None:
        if run.parameters is None or self.data is None:
            return None
        return Subject(
            key=f"run {run.run_id}",
            title=title,
            name=run.name,
            recipe=run.recipe,
            in_shape=PictureShape.of(self.data.train),
            n_classes=self.data.train.n_classes,
            parameters=run.parameters,
            step=run.step,
        )
