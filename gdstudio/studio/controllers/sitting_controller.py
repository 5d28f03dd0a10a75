"""Keeps what a window leaves when it is closed, and brings it back."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDate, QLocale, QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gdstudio.errors import FileError, GdstudioError
from gdstudio.experiments.catalogue import find_experiment
from gdstudio.experiments.experiment import Experiment
from gdstudio.experiments.workshop import Piece
from gdstudio.files.kept_sitting import (
    KeptResult,
    KeptRun,
    KeptSitting,
    SittingNote,
    forget_old_sittings,
    list_sittings,
    load_earlier,
    load_results,
    runs_of,
    save_sitting,
    unfinished_in,
)
from gdstudio.files.run_file import RunFile
from gdstudio.settings.settings import SeededSettings
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

log = logging.getLogger(__name__)

_MOST_RUNS: Final = 20  # earlier runs that are kept, the latest of them


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What was read of a kept sitting; the last run is opened like any other."""

    folder: Path
    last: tuple[Path, Path | None] | None
    earlier: list[tuple[RunFile, Path | None]]
    results: list[KeptResult]
    pieces: dict[str, Piece]
    unfinished: tuple[Experiment, SeededSettings] | None


class SittingController(QObject):
    """Keeps and opens sittings, also from the menu of its own that it gives an action.

    Lives in the GUI thread; the window owns it.
    """

    def __init__(
        self,
        runs: RunModel,
        files: FileController,
        experiments: ExperimentsController,
        dialogs: FileDialogs,
        messages: Messages,
        menu_action: QAction,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._dialogs, self._messages = dialogs, messages
        self._runs, self._files, self._experiments = runs, files, experiments
        self._opening = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._opening.made.connect(self._on_opening_made)
        self._opening.failed.connect(messages.report)
        self._opened: set[Path] = set()
        self._restored: set[str] = set()  # names of pieces
        self._words = ""
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

    def sitting(self) -> KeptSitting:
        """Return what there is to keep; after the threads have ended, all of it."""
        experiments, earlier, present = self._experiments, self._runs.earlier, self._runs.run
        kept_runs = [kept for run in earlier[-_MOST_RUNS:] if (kept := _kept(run)) is not None]
        last = None if present is None or _steps(present) == 0 else _kept(present)
        outcomes = self._unsaved()
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
        )

    def keep(self, sitting: KeptSitting) -> None:
        """Write what there is, unless it all lies in a kept sitting already; never raises."""
        if not sitting.is_empty and self._has_news(sitting):
            try:
                save_sitting(_root(), sitting)
                forget_old_sittings(_root())
            except (OSError, FileError) as error:  # a read-only home must not keep the window open
                log.warning("the sitting is not kept: %s", error)

    @Slot()
    def open_last(self) -> None:
        """Bring back the sitting whose window was closed last."""
        notes = list_sittings(_root())
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

    def _unsaved(self) -> list[Outcome]:
        return [
            outcome
            for outcome in self._experiments.outcomes()
            if outcome.folder is None and not outcome.comes_along
        ]

    def _has_news(self, sitting: KeptSitting) -> bool:
        runs = [*self._runs.earlier, *([] if self._runs.run is None else [self._runs.run])]
        return (
            any(_steps(run) not in (0, run.kept_step) for run in runs)
            or any(not outcome.is_kept for outcome in self._unsaved())
            or not sitting.pieces.keys() <= self._restored
        )

    @Slot(object)
    def _on_opening_made(self, found: _Found) -> None:
        if found.folder not in self._opened:
            self._opened.add(found.folder)
            self._runs.take_up(found.earlier)
            outcomes = [Outcome(r.saved, r.pieces, is_kept=True) for r in found.results]
            self._experiments.restore(outcomes, found.pieces, found.unfinished)
            self._restored |= found.pieces.keys()
        counts = _counts(self, len(found.earlier) + (found.last is not None), len(found.results))
        text = self.tr("Brought back: {0}.").format(", ".join(counts))
        if found.unfinished is not None:
            more = self.tr("“{0}” goes on from what is finished when it is run again.")
            text = f"{text} {more.format(told(found.unfinished[0].title))}"
        if found.last is None:
            self._messages.say(text)
        else:
            self._words = text
            self._files.open_kept_run(*found.last)

    @Slot()
    def _on_files_run_opened(self) -> None:
        """Tell what else has come back, in place of what is told of every run."""
        if self._words:
            self._messages.say(self._words)
        self._words = ""

    @Slot()
    def _on_messages_fault_met(self) -> None:
        self._words = ""

    @Slot()
    def _on_menu_about_to_show(self) -> None:
        self._menu.clear()
        for note in list_sittings(_root()):
            self._menu.addAction(_title(self, note)).setData(str(note.folder))
        if last_run_path().is_file():
            action = self._menu.addAction(self.tr("The last run of an earlier version"))
            action.setData(str(last_run_path()))
        if self._menu.isEmpty():
            self._menu.addAction(self.tr("None is kept")).setEnabled(False)

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.open(Path(action.data()))


def _root() -> Path:
    return user_folder() / "sittings"


def _steps(run: Run) -> int:
    """Return the updates of a run, those included that no message has told of before it ended."""
    return run.step if run.state is None else run.state.step


def _kept(run: Run) -> KeptRun | None:
    """Return a run as it is kept; None if it has diverged."""
    if run.state is None:
        return None
    return KeptRun(run.state, run.history, run.moments, run.file, run.caption)


def _read(folder: Path) -> _Found:
    runs = runs_of(folder)
    last = runs.pop() if runs else None
    results, pieces = load_results(folder)
    return _Found(folder, last, load_earlier(runs), results, pieces, _unfinished(folder))


def _unfinished(folder: Path) -> tuple[Experiment, SeededSettings] | None:
    found = unfinished_in(folder)
    if found is None:
        return None
    try:
        experiment = find_experiment(found[0])
        return experiment, type(experiment.default).from_dict(dict(found[1]))
    except GdstudioError as error:
        log.warning("%s: %s", folder, error)
        return None


def _title(teller: QObject, note: SittingNote) -> str:
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
