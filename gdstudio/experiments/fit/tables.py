"""The numbers of many trainings as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from gdstudio.experiments.experiment import Table
from gdstudio.experiments.fit import COLUMNS, Fit, epochs_until
from gdstudio.experiments.fit.results import FitResults

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
