"""Films of the cost: its curve grows on axes that stay."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Floats
from gdstudio.errors import GdstudioError
from gdstudio.jobs.cost_figure import CURVES, CostRun, cost_figure
from gdstudio.jobs.films.filmed_run import FilmedRun, Show
from gdstudio.jobs.films.shots import Shot
from gdstudio.learning.history import History
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.spans import cost_span
from gdstudio.texts import Text

_LEAST_EVALUATIONS: Final = 2  # fewer are no curve
COSTS: Final = tuple(curve for curve in CURVES if not curve.endswith("accuracy"))


def cost_show(run: FilmedRun, curves: tuple[str, ...] = CURVES) -> Show:
    """Return how the cost up to a shot is shown; see `cost_figure` for the names of the curves.

    Raises:
        GdstudioError: Nothing was noted on the way.
    """
    history = None if run.history is None else run.history.until(run.subject.step)
    if history is None or not len(history.curve()):
        raise GdstudioError(Text("{0} holds no costs of its past", run.subject.name))
    whole = CostRun.of("", history, _steps)
    if len(whole.table) < _LEAST_EVALUATIONS:
        curves = tuple(name for name in curves if name in COSTS)
    ends, costs = (0.0, float(max(run.subject.step, 1))), _costs(whole, curves)

    def show(shot: Shot) -> Figure:
        return cost_figure(
            [whole.until(shot.moment.step)],
            run.tell(Text("step")),
            curves,
            x_range=ends,
            cost_range=costs,
            tell=run.tell,
        )

    return show


def _costs(run: CostRun, curves: tuple[str, ...]) -> tuple[float, float]:
    """Return how far the axis of costs reaches: what is worth showing of the whole run."""
    shown = [run.curve.smoothed, run.curve.high]
    shown += [getattr(run.table, name) for name in ("train_cost", "test_cost") if name in curves]
    there = [one[np.isfinite(one)] for one in shown]
    span = cost_span([one for one in there if len(one)], log=False, before=None)
    return max(span.low, 0.0), span.high


def _steps(_history: History, steps: NDArray[np.int64]) -> Floats:
    return np.asarray(steps, np.float64)
