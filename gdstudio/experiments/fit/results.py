"""What many trainings brought, finished ones and those under way, averaged over their repeats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.experiments.experiment import Table
from gdstudio.experiments.fit import COLUMNS, Fit, epochs_until
from gdstudio.experiments.workshop import Piece, Stage
from gdstudio.pictures.charts import Series

Repeats = Sequence[Fit]  # the same training from different seeds
Named = Sequence[tuple[str, Repeats, int]]  # with a name for the key, and a colour


class FitResults:
    """Pieces by what they are of. What is under way is shown only while nothing is finished."""

    def __init__(self) -> None:
        self._finished: dict[Fit, Piece] = {}
        self._under_way: dict[Fit, Piece] = {}

    @property
    def n_finished(self) -> int:
        """How many trainings are finished."""
        return len(self._finished)

    def take(self, stage: Stage[Fit]) -> None:
        """Take up what a stage brings, if anything."""
        if stage.item is None:
            return
        if stage.piece is not None:
            self._finished[stage.item] = stage.piece
        elif stage.so_far is not None:
            self._under_way[stage.item] = stage.so_far

    def finished(self, fits: Repeats) -> list[Piece]:
        """Return the finished pieces of some trainings."""
        return [self._finished[fit] for fit in fits if fit in self._finished]

    def curve(
        self,
        name: str,
        fits: Repeats,
        column: str,
        colour: int = 0,
        *,
        over: str = "epochs",
    ) -> Series | None:
        """Return a column over another, mean and range of the repeats; None without any."""
        pieces = self.finished(fits)
        pieces = pieces or [self._under_way[fit] for fit in fits if fit in self._under_way][:1]
        if not pieces:
            return None
        length = min(len(piece["epochs"]) for piece in pieces)
        values = np.stack([piece[column][:length] for piece in pieces])
        several = len(pieces) > 1
        return Series(
            name,
            pieces[0][over][:length].copy(),
            values.mean(axis=0),
            colour=colour,
            low=values.min(axis=0) if several else None,
            high=values.max(axis=0) if several else None,
        )

    def curves(self, named: Named, column: str, over: str = "epochs") -> tuple[Series, ...]:
        """Return a curve of each that has something to show."""
        found = (self.curve(name, fits, column, k, over=over) for name, fits, k in named)
        return tuple(series for series in found if series is not None)

    def at_end(self, fits: Repeats, column: str) -> Array:
        """Return the last value of a column in each finished repeat, shape (k,)."""
        return np.array([piece[column][-1] for piece in self.finished(fits)], np.float64)

    def epochs_until(self, fits: Repeats, accuracy: float) -> Array:
        """Return the epochs to a training accuracy in each finished repeat, shape (k,)."""
        found = [epochs_until(piece, accuracy) for piece in self.finished(fits)]
        return np.array(found, np.float64)


def level_colours(n: int) -> list[int]:
    """Return colours for levels of noise from none to all: the ends as true and random labels."""
    return [0, *range(2, n), 1]


def points(
    name: str, x: Sequence[float], values: Sequence[Array], colour: int = 0
) -> Series | None:
    """Return a point for each x that has values: their mean, with their range as error bars.

    Args:
        name: In the key.
        x: Where the points stand.
        values: The repeats at each x; those without any are left out.
        colour: Which of the theme's curve colours.
    """
    there = [k for k, found in enumerate(values) if len(found)]
    if not there:
        return None
    several = max(len(values[k]) for k in there) > 1
    return Series(
        name,
        np.array([x[k] for k in there], np.float64),
        np.array([values[k].mean() for k in there]),
        style="line and dots",
        colour=colour,
        low=np.array([values[k].min() for k in there]) if several else None,
        high=np.array([values[k].max() for k in there]) if several else None,
    )


_WHO: Final = ("data", "label_noise", "hidden", "training_digits", "seed")
_REACHED: Final = (0.95, 0.99, 1.0)


def fit_tables(fits: Sequence[Fit], results: FitResults, asked: str) -> tuple[Table, ...]:
    """Return how each finished training ended, and every curve.

    Args:
        fits: The trainings.
        results: What they brought.
        asked: What was asked besides the training digits, e.g. "test".
    """
    ends: list[tuple[Any, ...]] = []
    curves: list[tuple[Any, ...]] = []
    for job in fits:
        who = _who(job)
        for piece in results.finished([job]):
            times = (epochs_until(piece, accuracy) for accuracy in _REACHED)
            ends.append((*who, *times, *(float(piece[name][-1]) for name in COLUMNS)))
            rows = zip(*(piece[name].tolist() for name in COLUMNS), strict=True)
            curves += [(*who, *row) for row in rows]
    columns = tuple(name.replace("test", asked) for name in COLUMNS)
    reached = tuple(f"epochs_to_{100 * accuracy:.0f}_percent" for accuracy in _REACHED)
    return (
        Table("ends", (*_WHO, *reached, *columns), tuple(ends)),
        Table("curves", (*_WHO, *columns), tuple(curves)),
    )


def _who(job: Fit) -> tuple[Any, ...]:
    recipe, corruption = job.recipe, job.corruption
    hidden = "-".join(map(str, recipe.hidden))
    return corruption.kind, corruption.label_noise, hidden, recipe.train_size, recipe.seed
