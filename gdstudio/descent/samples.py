"""A cost as a curve or a grid to be drawn, fine enough to be true, or said to be too coarse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import lock
from gdstudio.descent.functions import Array, Bounds, CostFunction
from gdstudio.pictures.grid import LARGEST, Grid, display_range
from gdstudio.texts import Text

TOO_COARSE: Final = Text(
    "The picture is too coarse for this cost: it waves faster than can be drawn."
)
TOO_LARGE: Final = Text("Nothing to draw: no cost here is defined and below 10³⁰⁰.")
_POINTS: Final = 801
_FINE: Final = 6401
_IN_BAND: Final = 16  # costs for each upright stroke of the band
_OFF: Final = 0.05  # of the range shown: a cost between two points that is off by more is missed
_OFF_ON_MAP: Final = 0.1  # the same on a grid, which is far coarser
_SHARE: Final = 0.05  # of the places between the points: more that are missed are no mere pole


@dataclass(frozen=True, slots=True, eq=False)
class SampledCurve:
    """A cost along its input; all arrays read-only.

    Attributes:
        w: Inputs, shape (n,), rising.
        cost: C there; not finite where it is not defined.
        drawn_w: Inputs of what is to be drawn, shape (m,), never falling: `w`, or for a curve that
            is too coarse upright strokes, which fill the band that the waves fill.
        drawn_cost: Costs of what is to be drawn, shape (m,).
        is_too_coarse: Whether the cost waves between the points of `w`.
    """

    w: Array
    cost: Array
    drawn_w: Array
    drawn_cost: Array
    is_too_coarse: bool = False


def sample_curve(function: CostFunction, low: float, high: float) -> SampledCurve:
    """Return the curve between `low` and `high`: 801 points, 6401 if the cost asks for them.

    Whether it does is seen at one place between each two points, off the middle by chance, so that
    no wave can hide by its length.
    """
    w = np.linspace(low, high, _POINTS)
    cost = function.value(w[np.newaxis])
    if _is_missed(function, w, cost):
        w = np.linspace(low, high, _FINE)
        cost = function.value(w[np.newaxis])
    too_coarse = _is_missed(function, w, cost)
    drawn_w, drawn_cost = _band(function, low, high) if too_coarse else (w, cost)
    lock(w, cost, drawn_w, drawn_cost)
    return SampledCurve(w, cost, drawn_w, drawn_cost, too_coarse)


def is_grid_too_coarse(function: CostFunction, grid: Grid) -> bool:
    """Return whether a cost of two inputs waves between the points of a grid."""
    chance = np.random.default_rng(0)
    rows, columns = grid.z.shape
    across, up = chance.uniform(0.1, 0.9, (2, rows - 1, columns - 1))
    x = grid.x[:-1] + across * np.diff(grid.x)
    y = grid.y[:-1, np.newaxis] + up * np.diff(grid.y)[:, np.newaxis]
    z = np.clip(grid.z, grid.low, grid.high)
    lower = z[:-1, :-1] + across * (z[:-1, 1:] - z[:-1, :-1])
    upper = z[1:, :-1] + across * (z[1:, 1:] - z[1:, :-1])
    expected = lower + up * (upper - lower)
    found = np.clip(function.value(np.stack([x, y])), grid.low, grid.high)
    off = np.abs(found - expected) > _OFF_ON_MAP * (grid.high - grid.low)
    return bool(off.mean() > _SHARE)


def picture_note(costs: Array, *, too_coarse: bool) -> str:
    """Return one sentence on what a picture of these costs cannot show; empty if it shows all."""
    if not (np.abs(costs) < LARGEST).any():
        return TOO_LARGE
    return TOO_COARSE if too_coarse else ""


def _is_missed(function: CostFunction, w: Array, cost: Array) -> bool:
    low, high = display_range(np.where(np.isfinite(cost), cost, np.nan)[np.newaxis])
    share = np.random.default_rng(0).uniform(0.1, 0.9, len(w) - 1)
    between = w[:-1] + share * np.diff(w)
    shown = np.clip(cost, low, high)
    found = np.clip(function.value(between[np.newaxis]), low, high)
    with np.errstate(invalid="ignore"):
        off = np.abs(found - (shown[:-1] + share * np.diff(shown))) > _OFF * (high - low)
    return bool(off.mean() > _SHARE)


def _band(function: CostFunction, low: float, high: float) -> tuple[Array, Array]:
    """Return the lowest and the highest cost of each of 801 strips, one after the other."""
    edges = np.linspace(low, high, _POINTS + 1)
    inside = np.random.default_rng(0).uniform(0, 1, (_IN_BAND, _POINTS))
    places = edges[:-1] + inside * np.diff(edges)
    costs = function.value(places[np.newaxis])
    costs = np.where(np.isfinite(costs), costs, np.nan)
    gone = np.isnan(costs).all(axis=0)
    costs[:, gone] = 0.0
    ends = np.stack([np.nanmin(costs, axis=0), np.nanmax(costs, axis=0)])
    ends[:, gone] = np.nan
    middle = 0.5 * (edges[:-1] + edges[1:])
    return np.repeat(middle, 2), ends.T.ravel()


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
