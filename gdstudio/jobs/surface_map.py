"""A plane of the loss surface from above, as a chart."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from gdstudio.jobs.planes import LossSurface
from gdstudio.landscape.honesty import PathInPlane
from gdstudio.landscape.surface import LossGrid
from gdstudio.pictures.grid import Grid, display_range
from gdstudio.pictures.plane.contours import ContourMap, PlanePath, contour_map

_STRETCHED: Final = 50.0  # highest over lowest cost from which heights are logarithms


def is_stretched(grid: LossGrid) -> bool:
    """Return whether the costs of a grid span so much that heights are to be logarithms."""
    there = grid.cost[np.isfinite(grid.cost)]
    return bool(there.size and there.min() > 0 and there.max() > _STRETCHED * there.min())


def surface_map(found: LossSurface, path: PathInPlane | None) -> ContourMap:
    """Return the contour map of a plane, the run's path on it if there is one."""
    cost = np.where(np.isfinite(found.grid.cost), found.grid.cost, np.nan)
    axes = found.grid.alpha, found.grid.beta
    grid = Grid(*axes, cost, *display_range(cost), is_stretched(found.grid))
    paths = [] if path is None else [PlanePath(path.coordinates, "", "path")]
    here = PlanePath(np.zeros((1, 2)), "", "here")
    names = found.plane.u.name, found.plane.v.name
    return replace(contour_map(grid, names), paths=(*paths, here))
