"""The picture that `gdstudio surface --save FILE.png` writes: the map of the window."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from gdstudio.commands.surface.job import SurfaceOutcome
from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import percent
from gdstudio.pictures.grid import Grid, display_range
from gdstudio.pictures.pillow.drawing import png_of
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.plane.contours import ContourMap, PlanePath, contour_map
from gdstudio.pictures.plane.page import lay_out_page

_SIDE: Final = 640.0  # pixels of the map
_STRETCHED: Final = 50.0  # highest over lowest cost from which heights are logarithms


def picture(outcome: SurfaceOutcome) -> bytes:
    """Return a PNG file: costs as colours and lines, the run's path, and where it stands."""
    found = outcome.surface
    share = ""
    if outcome.path is not None:
        share = f" · {percent(outcome.path.share)} of the path's movement lies in this plane"
    name = found.subject.network_name
    here = cost_text(outcome.centre_cost)
    text = f"{name} · {found.grid.examples:,} examples · cost here {here}{share}"
    heading = "Loss surface of the network", text
    return png_of(lay_out_page(surface_map(outcome), (_SIDE, _SIDE), heading, measure))


def surface_map(outcome: SurfaceOutcome) -> ContourMap:
    """Return the contour map of the plane with the path on it."""
    found, plane = outcome.surface.grid, outcome.surface.plane
    cost = np.where(np.isfinite(found.cost), found.cost, np.nan)
    there = cost[np.isfinite(cost)]
    is_log = bool(there.size and there.min() > 0 and there.max() > _STRETCHED * there.min())
    grid = Grid(found.alpha, found.beta, cost, *display_range(cost), is_log)
    paths = [] if outcome.path is None else [PlanePath(outcome.path.coordinates, "", "path")]
    here = PlanePath(np.zeros((1, 2)), "", "here")
    names = plane.u.name, plane.v.name
    return replace(contour_map(grid, names), paths=(*paths, here))
