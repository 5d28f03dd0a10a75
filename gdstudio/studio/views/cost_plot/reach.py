"""How far the axes of the cost plot have to reach to show the runs that are seen."""

from __future__ import annotations

from collections.abc import Container, Sequence

import numpy as np
from numpy.typing import NDArray

from gdstudio.learning.history import History
from gdstudio.studio.views.cost_plot.curves import Curve, Unit
from gdstudio.studio.views.cost_plot.drawing import COURSE_POINTS, EarlierRun


def reach(
    history: History | None, earlier: Sequence[EarlierRun], shown: Container[Curve], unit: Unit
) -> tuple[list[float], list[NDArray[np.float64]]]:
    """Return the last positions that the axis should reach, and the costs of the runs seen.

    The present run, if it has begun, decides how far: behind a long earlier one it would be a line
    at the edge.
    """
    lasts, costs = [], []
    if history is not None and not history.is_empty:
        lasts.append(unit.position(history, max(history.last_step, history.diverged_at or 0)))
        curve, table = history.curve().thinned(0, np.inf, COURSE_POINTS), history.evaluations()
        costs.append(curve.smoothed)
        if Curve.BATCH in shown:
            costs += [curve.high, curve.low]
        evaluated = (one for one in (Curve.TRAIN_COST, Curve.TEST_COST) if one in shown)
        costs += [getattr(table, one.value) for one in evaluated]
    costs += [run.course for run in earlier]
    if not lasts:
        lasts = [unit.position(run.history, run.history.last_step) for run in earlier]
    return lasts, [values for values in costs if len(values)]
