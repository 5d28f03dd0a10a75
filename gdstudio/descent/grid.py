"""The values of a cost on evenly spaced points."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.arrays import lock
from gdstudio.descent.functions import Bounds, CostFunction
from gdstudio.pictures.grid import LARGEST, Grid, display_range

MOST_POINTS: Final = 1001


def evaluate_grid(
    function: CostFunction,
    bounds: Bounds | None = None,
    columns: int = 101,
    rows: int | None = None,
    log_height: bool | None = None,
) -> Grid:
    """Evaluate a cost on evenly spaced points, the edges of `bounds` included.

    Args:
        function: A cost of two inputs; one of one input gives a single row with y = 0.
        bounds: (lowest, highest) of each input; None for the domain.
        columns: Points along the first input, 2 to 1001.
        rows: Points along the second; None for as many as columns.
        log_height: None for what suits the function.
    """
    bounds = function.domain if bounds is None else bounds
    rows = columns if rows is None else rows
    assert 2 <= columns <= MOST_POINTS
    assert 2 <= rows <= MOST_POINTS
    x = np.linspace(*bounds[0], columns)
    if function.dimension == 1:
        y = np.zeros(1)
        z = function.value(x[np.newaxis])[np.newaxis]
    else:
        y = np.linspace(*bounds[1], rows)
        z = function.value(np.stack(np.meshgrid(x, y)))
    z[~(np.abs(z) < LARGEST)] = np.nan
    low, high = display_range(z)
    lock(x, y, z)
    return Grid(x, y, z, low, high, function.log_height if log_height is None else log_height)
