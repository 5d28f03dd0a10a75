"""Keeps what a window leaves when it is closed, and brings it back."""

from __future__ import annotations

import contextlib
import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from PySide6.QtCore import QDate, QLocale, QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gdstudio.errors import FileError, GdstudioError, reason_of
from gdstudio.experiments.catalogue import find_experiment
from gdstudio.experiments.experiment import Experiment
from gdstudio.files.kept_sitting import (
    SittingNote,
    forget_old_sittings,
    list_sittings,
    save_sitting,
)
from gdstudio.files.session_file import SUFFIX, open_session
from gdstudio.files.sitting_folder import (
    FoundSitting,
    KeptResult,
    KeptRun,
    KeptSitting,
    read_sitting,
)
from gdstudio.files.temporary import remove, temporary_folder
from gdstudio.learning.snapshot import TrainingState
from gdstudio.settings.settings import SeededSettings
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.controllers.experiments_controller import ExperimentsController
from gdstudio.studio.controllers.file_controller import FileController, last_run_path
from gdstudio.studio.state.experiment_sitting import Outcome
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told
from gdstudio.studio.user_folder import can_be_kept, user_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workers.pace import Policy, WhenBusy
from gdstudio.texts import Text

log = logging.getLogger(__name__)

_MOST_RUNS: Final = 20  # earlier runs that are kept, the latest of them


# Number, updates and caption of each run, and what came out; equal while nothing was learned.
Learned = frozenset[Any]


class Views(Protocol):
    """Whoever knows the views of the window."""

    def view(self) -> Mapping[str, Any]:
        """Return what stands in them, as plain values."""

    def take_up_view(self, view: Mapping[str, Any]) -> None:
        """Show what stood in them; nothing in it is trusted."""


class SittingController(QObject):
    """Keeps and opens sittings, also from the menu of its own that it gives an action.

    Lives in the GUI thread; the window owns it.

    Signals:
        session_opened: The Path of a session file, all of which is there.
    """

    session_opened = Signal(object)

    def __init__(
        self,
        runs: RunModel,
        files: FileController,
        experiments: ExperimentsController,
        drawing: DrawingController,
        views: Views,
        dialogs: FileDialogs,
        messages: Messages,
        menu_action: QAction,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._dialogs, self._messages = dialogs, messages
        self._runs, self._files, self._experiments = runs, files, experiments
        self._drawing, self._views = drawing, views
        self._opening = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._opening.made.connect(self._on_opening_made)
        self._opening.failed.connect(messages.report)
        self._opened: set[Path] = set()
        self._restored: set[str] = set()  # names of pieces
        self._words = ""
        self._found: tuple[Path, FoundSitting] | None = None  # whose last run is being opened
        self._unpacked = contextlib.ExitStack()  # sessions, as long as their runs may be opened
        files.run_opened.connect(self._on_files_run_opened)
        messages.fault_met.connect(self._on_messages_fault_met)
        self._menu = QMenu(window)
        self._menu.aboutToShow.connect(self._on_menu_about_to_show)
        self._menu.triggered.connect(self._on_menu_triggered)
        menu_action.setMenu(self._menu)

    def may_close(self) -> bool:
        """Tell whether nothing is lost by closing now; else the user is asked, and decides."""
        losses = self.losses()
        if losses:
            self._dialogs.ask_before_closing(losses)
        return not losses

    def losses(self) -> str:
        """Return what a user would miss after closing now, as one sentence; "" if nothing."""
        running = self._experiments.running
        if running is not None:
            text = self.tr(
                "“{0}” is running. Its finished pieces are kept, and “Open last sitting” goes on "
                "from them; the piece under way is lost."
            )
            return text.format(told(running[0].title))
        unsaved = [told(one.saved.experiment.title) for one in self._unsaved()]
        if unsaved and not can_be_kept():
            text = self.tr(
                "Nothing can be kept here, so what came out of these would be lost: {0}."
            )
            return text.format(", ".join(dict.fromkeys(unsaved)))
        return ""

    def learned(self, state: TrainingState | None = None) -> Learned:
        """Return what was learned, to be compared with what it was; `state` is the present run's.

        A run that has learned nothing is nothing.
        """
        runs, present = self._runs.all, self._runs.run
        steps = {run: run.step for run in runs}
        if present is not None and state is not None:
            steps[present] = state.step
        learned = {(run.number, steps[run], run.caption) for run in runs if steps[run]}
        return frozenset(learned | {outcome.saved for outcome in self._experiments.outcomes()})

    def sitting(
        self, state: TrainingState | None = None, *, everything: bool = False
    ) -> KeptSitting:
        """Return what there is to keep, as it is now.

        Args:
            state: How the present run stands while it goes on; None once it has ended.
            everything: Also results that lie in folders of their own, and every earlier run.
        """
        experiments, earlier, present = self._experiments, self._runs.earlier, self._runs.run
        before = earlier if everything else earlier[-_MOST_RUNS:]
        kept_runs = [kept for run in before if (kept := _kept(run)) is not None]
        last = None if present is None else _kept(present, state)
        if last is not None and last.state.step == 0:
            last = None
        outcomes = experiments.outcomes() if everything else self._unsaved()
        in_results = {name for one in experiments.outcomes() for name in one.pieces}
        pieces = experiments.pieces.in_memory()
        running = experiments.running
        run_seconds = [run.seconds for run in (*earlier, present) if run is not None]
        return KeptSitting(
            earlier=kept_runs,
            last=last,
            results=[KeptResult(one.saved, one.pieces) for one in outcomes],
            pieces={name: piece for name, piece in pieces.items() if name not in in_results},
            unfinished=None if running is None else (running[0].name, running[1].to_dict()),
            seconds=sum(run_seconds) + sum(one.saved.seconds for one in outcomes),
            drawing=self._drawing.kept(),
            view=self._views.view(),
        )

    def keep(self, sitting: KeptSitting) -> bool:
        """Write what there is, unless it all lies in a kept sitting already; never raises.

        Returns:
            Whether nothing is lost.
        """
        self._unpacked.close()
        if not sitting.is_empty and self._has_news(sitting):
            try:
                save_sitting(sittings_folder(), sitting)
                forget_old_sittings(sittings_folder())
            except (OSError, FileError) as error:  # a read-only home must not keep the window open
                log.warning("the sitting is not kept: %s", error)
                return False
        return True

    @Slot()
    def open_last(self) -> None:
        """Bring back the sitting whose window was closed last."""
        notes = list_sittings(sittings_folder())
        if notes:
            self.open(notes[0].folder)
        elif last_run_path().is_file():
            self.open(last_run_path())
        else:
            self._messages.say(self.tr("No sitting is kept yet."))

    def open(self, folder: Path) -> None:
        """Bring back a sitting, or the one run that earlier versions kept."""
        if folder == last_run_path():
            self._files.open_kept_run(folder, None)
            return
        self._opening.start(once(_read, folder))

    def open_session(self, path: Path) -> None:
        """Bring back what a session file holds; `session_opened` tells when it is there."""
        place = user_folder() if can_be_kept() else Path(tempfile.gettempdir())
        try:
            folder = self._unpacked.enter_context(temporary_folder(place))
        except OSError as error:
            reason = Text("cannot be unpacked: {0}", reason_of(error))
            self._messages.report(FileError(path, reason))
            return
        self._unpacked.callback(remove, folder)
        self._opening.start(once(_read_session, path, folder))

    def _unsaved(self) -> list[Outcome]:
        return [
            outcome
            for outcome in self._experiments.outcomes()
            if outcome.folder is None and not outcome.comes_along
        ]

    def _has_news(self, sitting: KeptSitting) -> bool:
        runs = [*self._runs.earlier, *([] if self._runs.run is None else [self._runs.run])]
        return (
            any(run.step not in (0, run.kept_step) for run in runs)
            or any(not outcome.is_kept for outcome in self._unsaved())
            or not sitting.pieces.keys() <= self._restored
        )

    @Slot(object)
    def _on_opening_made(self, opened: tuple[Path, FoundSitting]) -> None:
        folder, found = opened
        unfinished = _checked(found.unfinished)
        if folder not in self._opened:
            self._opened.add(folder)
            self._runs.take_up(found.earlier)
            outcomes = [Outcome(r.saved, r.pieces, is_kept=True) for r in found.results]
            self._experiments.restore(outcomes, found.pieces, unfinished)
            self._restored |= found.pieces.keys()
        counts = _counts(self, len(found.earlier) + (found.last is not None), len(found.results))
        text = self.tr("Brought back: {0}.").format(", ".join(counts))
        if unfinished is not None:
            more = self.tr("“{0}” goes on from what is finished when it is run again.")
            text = f"{text} {more.format(told(unfinished[0].title))}"
        self._words, self._found = text, opened
        if found.last is None:
            if self._runs.data is None:
                self._files.use_mnist()
            self._on_files_run_opened()
        else:
            self._files.open_kept_run(*found.last)

    @Slot()
    def _on_files_run_opened(self) -> None:
        """Bring back drawing and views, and tell what is there, as of every run."""
        opened, self._found = self._found, None
        if opened is None:
            return
        place, found = opened
        if found.drawing is not None:
            self._drawing.take_up(found.drawing)
        self._views.take_up_view(found.view)
        self._messages.say(self._words)
        if place.suffix == SUFFIX:
            self.session_opened.emit(place)

    @Slot()
    def _on_messages_fault_met(self) -> None:
        self._found = None

    @Slot()
    def _on_menu_about_to_show(self) -> None:
        self._menu.clear()
        for note in list_sittings(sittings_folder()):
            self._menu.addAction(sitting_title(self, note)).setData(str(note.folder))
        if last_run_path().is_file():
            action = self._menu.addAction(self.tr("The last run of an earlier version"))
            action.setData(str(last_run_path()))
        if self._menu.isEmpty():
            self._menu.addAction(self.tr("None is kept")).setEnabled(False)

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.open(Path(action.data()))


def sittings_folder() -> Path:
    """Return where sittings are kept."""
    return user_folder() / "sittings"


def _kept(run: Run, state: TrainingState | None = None) -> KeptRun | None:
    """Return a run as it is kept: as it stands while it goes on; None if it has diverged."""
    if state is not None:
        return KeptRun(state, *run.copy_of_past(), run.file, run.caption)
    if run.state is None:
        return None
    return KeptRun(run.state, run.history, run.moments, run.file, run.caption)


def _read(folder: Path) -> tuple[Path, FoundSitting]:
    return folder, read_sitting(folder, whole=False)


def _read_session(path: Path, folder: Path) -> tuple[Path, FoundSitting]:
    return path, open_session(path, folder)


def _checked(
    unfinished: tuple[str, Mapping[str, Any]] | None,
) -> tuple[Experiment, SeededSettings] | None:
    """Return the experiment that a sitting says has not come to its end; None if there is none."""
    if unfinished is None:
        return None
    try:
        experiment = find_experiment(unfinished[0])
        return experiment, type(experiment.default).from_dict(dict(unfinished[1]))
    except GdstudioError as error:
        log.warning("a sitting names no experiment to go on with: %s", error)
        return None


def sitting_title(teller: QObject, note: SittingNote) -> str:
    """Return when a sitting ended and what it holds, in one line."""
    at = note.ended_at.astimezone()
    day = QLocale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.ShortFormat)
    parts = [f"{day} {at:%H:%M}", *_counts(teller, note.runs, note.results)]
    if note.steps:
        parts.append(teller.tr("{0:,} steps").format(note.steps))
    return " · ".join(parts)


def _counts(teller: QObject, runs: int, results: int) -> list[str]:
    found = []
    if runs:
        found.append(teller.tr("1 run") if runs == 1 else teller.tr("{0} runs").format(runs))
    if results:
        one, more = teller.tr("1 result"), teller.tr("{0} results")
        found.append(one if results == 1 else more.format(results))
    return found or [teller.tr("finished pieces of an experiment")]
