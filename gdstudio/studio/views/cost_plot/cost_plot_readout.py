"""What the curves of a run say at one place: the figures of the cost plot's readout."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.learning.history import History
from gdstudio.studio.views.cost_plot.cost_plot_curves import Curve


@dataclass(frozen=True, slots=True)
class Readout:
    """The values at one step.

    Attributes:
        step: The step, the last of its bucket.
        values: The value of every curve, NaN where there is none.
    """

    step: int
    values: dict[Curve, float]


def read_out(history: History, step: float) -> Readout:
    """Return what is nearest to `step`; infinity asks for the newest values."""
    curve, table = history.curve(), history.evaluations()
    values = dict.fromkeys(Curve, math.nan)
    nearest = history.last_step
    if len(curve):
        i = _nearest(curve.steps, step)
        nearest = int(curve.steps[i])
        values[Curve.BATCH] = float(curve.mean[i])
        values[Curve.SMOOTHED] = float(curve.smoothed[i])
    if len(table):
        i = _nearest(table.steps, step)
        for kind in Curve:
            if kind.is_evaluated:
                values[kind] = float(getattr(table, kind.value)[i])
    return Readout(nearest if math.isfinite(step) else history.last_step, values)


def _nearest(steps: NDArray[np.int64], step: float) -> int:
    after = min(int(np.searchsorted(steps, step)), len(steps) - 1)
    before = max(after - 1, 0)
    return before if abs(steps[before] - step) < abs(steps[after] - step) else after
