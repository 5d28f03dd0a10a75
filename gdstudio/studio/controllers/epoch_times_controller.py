"""Measures how long an epoch of each named recipe takes here, when nothing else is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from gdstudio.data.digits import DataSet
from gdstudio.files.speeds import Speeds
from gdstudio.jobs.timing import Measured, time_of_example
from gdstudio.learning.recipe import Recipe
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.views.training.recipe_box import RecipeBox
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems

_AFTER_MS: Final = 10_000  # the window has come to rest
_EVERY_MS: Final = 2000  # one recipe, which takes a third of a second


class EpochTimesController(QObject):
    """Measures one recipe after another, each once; what is known is told at once.

    Nothing is measured while the network learns, anything else is computed, the mouse moves, or
    pages are turned.
    """

    def __init__(
        self,
        runs: RunModel,
        recipes: Sequence[Recipe],
        box: RecipeBox,
        speeds: Speeds,
        window: QObject,
    ) -> None:
        """Begin as soon as there are digits; `window` has all that is computed below it."""
        super().__init__(window)
        self._runs, self._recipes, self._box = runs, recipes, box
        self._speeds, self._window = speeds, window
        self._mouse = QCursor.pos()
        self._measures = BackgroundJob(self, self._make)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.measure_next)
        self._measures.made.connect(self._on_measures_made)
        self._measures.failed.connect(self._on_measures_failed)
        runs.data_changed.connect(self._on_runs_data_changed)

    @Slot()
    def measure_next(self) -> None:
        """Measure what is not known yet, if nothing is done just now."""
        moved, self._mouse = QCursor.pos() != self._mouse, QCursor.pos()
        self._timer.setInterval(_EVERY_MS)
        if not moved and not self._is_busy():
            self._measures.request()

    def put_off(self) -> None:
        """Measure no more until the window has come to rest: a page is turned."""
        if self._timer.isActive():
            self._measures.forget()
            self._timer.start(_AFTER_MS)

    def _make(self) -> MakeItems | None:
        data = self._runs.data
        assert data is not None
        for recipe in self._recipes:
            if self._time_of(recipe, data) is None:
                return partial(_measure, recipe, data, self._speeds)
        self._timer.stop()
        return None

    def _is_busy(self) -> bool:
        if self._runs.is_running or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return True
        return any(job.is_running for job in self._window.findChildren(BackgroundJob))

    def _time_of(self, recipe: Recipe, data: DataSet) -> float | None:
        """Return the seconds of an epoch, if they are known."""
        seconds = self._speeds.seconds(_name_of(recipe, data))
        n = len(data.train)
        return None if seconds is None else seconds * min(recipe.train_size or n, n)

    def _tell(self) -> None:
        data = self._runs.data
        assert data is not None
        times = {recipe.name: self._time_of(recipe, data) for recipe in self._recipes}
        known = {name: seconds for name, seconds in times.items() if seconds is not None}
        self._box.set_epoch_times(known)

    @Slot()
    def _on_runs_data_changed(self) -> None:
        self._tell()
        self._measures.forget()
        self._timer.start(_AFTER_MS)

    @Slot()
    def _on_measures_made(self) -> None:
        self._tell()

    @Slot()
    def _on_measures_failed(self) -> None:
        self._timer.stop()  # these pictures do not fit the recipe


def _measure(recipe: Recipe, data: DataSet, speeds: Speeds) -> Iterator[float | Measured]:
    for item in time_of_example(recipe, data):
        if isinstance(item, Measured):
            speeds.note(_name_of(recipe, data), item.seconds)
        yield item


def _name_of(recipe: Recipe, data: DataSet) -> str:
    train = data.train
    return f"example {recipe.name} {train.rows}x{train.columns} {train.n_classes}"
