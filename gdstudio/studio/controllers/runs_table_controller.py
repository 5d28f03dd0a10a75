"""Joins the runs of the sitting with the table in which they are compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gdstudio.learning.recipe import Recipe
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told, tr

if TYPE_CHECKING:  # at run time not to open the window, but when it is to be seen
    from gdstudio.studio.views.cost_plot.runs_table import RunRow, RunsTable

_INTERVAL_MS: Final = 500  # while a run goes on
_NOT_COMPARED: Final = ("name", "seed", "data")


class RunsTableController(QObject):
    """Makes the table when it is asked for, and keeps it true while it is seen.

    Attributes:
        table: The table; None before anybody has asked for it.
    """

    def __init__(
        self, runs: RunModel, runner: RunController, undo: Sequence[QAction], window: QWidget
    ) -> None:
        """Join them; the keys of `undo` act in the table's window, too."""
        super().__init__(window)
        self._runs, self._runner, self._undo, self._window = runs, runner, undo, window
        self.table: RunsTable | None = None
        self._timer = QTimer(self, singleShot=True, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self.refresh)
        runs.earlier_changed.connect(self.refresh)
        runs.run_changed.connect(self.refresh)
        runs.progressed.connect(self._on_runs_progressed)

    @Slot()
    def show_table(self) -> None:
        """Show the table, in front."""
        from gdstudio.studio.views.cost_plot.runs_table import RunsTable

        if self.table is None:
            self.table, deeds = RunsTable(self._window), self._runner.deeds
            table = self.table
            table.addActions(self._undo)
            # Later: the editor must be gone before the table shows what the run is called now.
            table.renamed.connect(deeds.rename, Qt.ConnectionType.QueuedConnection)
            table.noted.connect(deeds.set_note)
            table.run_toggled.connect(self._on_table_run_toggled)
            table.open_requested.connect(self._runner.resume)
            table.delete_requested.connect(deeds.remove)
            table.undo_requested.connect(deeds.put_back)
        self.table.show()
        self.table.raise_()
        self.table.activateWindow()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the runs as they are, if anybody sees it."""
        if self.table is not None and self.table.isVisible():
            self.table.set_rows(rows_of(self._runs), can_undo=bool(self._runs.removed))

    @Slot()
    def _on_runs_progressed(self) -> None:
        if self.table is not None and self.table.isVisible() and not self._timer.isActive():
            self._timer.start()

    @Slot(int, bool)
    def _on_table_run_toggled(self, run_id: int, visible: bool) -> None:
        self._runs.set_visible(run_id, visible)
        self._runs.earlier_changed.emit()


def rows_of(runs: RunModel) -> list[RunRow]:
    """Return what is told of each run, the present one first, then the latest."""
    present = runs.run
    rows = [] if present is None else [_row(present, runs, -1)]
    for position in range(len(runs.earlier) - 1, -1, -1):
        rows.append(_row(runs.earlier[position], runs, position))
    return rows


def differences(recipe: Recipe, present: Recipe) -> str:
    """Return in what settings a recipe differs from another, as "Epochs 10, L2 0.001"."""
    found = [
        f"{told(field.label)} {field.write(getattr(recipe, field.name)) or '–'}"
        for field in Recipe.fields()
        if field.name not in _NOT_COMPARED
        and getattr(recipe, field.name) != getattr(present, field.name)
    ]
    return ", ".join(found)


def _row(run: Run, runs: RunModel, position: int) -> RunRow:
    from gdstudio.studio.views.cost_plot.runs_table import RunRow

    table, present = run.history.evaluations(), runs.run
    differs = tr("the present run")
    if position >= 0:
        differs = "" if present is None else differences(run.recipe, present.recipe) or "–"
    return RunRow(
        run_id=run.run_id,
        name=run.name,
        differs=differs,
        seed=run.recipe.seed,
        steps=run.step,
        cost=float(table.train_cost[-1]) if len(table) else math.nan,
        accuracy=float(table.test_accuracy[-1]) if len(table) else math.nan,
        position=position,
        visible=run.is_visible,
        can_go_on=runs.is_resumable(run),
        note=run.caption.note,
    )
