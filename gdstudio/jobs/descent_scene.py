"""What stands still in the workspace Descent: curve or surface, prepared in a worker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from gdstudio.descent.basins import BasinMap, basin_maps
from gdstudio.descent.ensemble import Valleys, valleys
from gdstudio.descent.functions import CostFunction, StationaryPoint
from gdstudio.descent.samples import (
    SampledCurve,
    evaluate_grid,
    is_grid_too_coarse,
    picture_note,
    sample_curve,
)
from gdstudio.descent.stationary import stationary_points
from gdstudio.pictures.box import HeightScale
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.mesh import SurfaceMesh, surface_mesh

GRID_POINTS: Final = 101


@dataclass(frozen=True, slots=True, eq=False)
class DescentScene:
    """One cost, ready to draw.

    Attributes:
        function: The cost.
        curve: The curve; None for two inputs.
        grid: Values over two inputs; None for one.
        mesh: The surface of `grid`.
        stationary: Where the gradient is zero; None while that is being looked for.
        note: What the picture cannot show, as a sentence; or nothing.
    """

    function: CostFunction
    curve: SampledCurve | None = None
    grid: Grid | None = None
    mesh: SurfaceMesh | None = None
    stationary: tuple[StationaryPoint, ...] | None = None
    note: str = ""


def make_scene(function: CostFunction, *, log_height: bool) -> Iterator[DescentScene]:
    """Yield the scene at once, and again with its stationary points."""
    scene = _curve(function) if function.dimension == 1 else _surface(function, log_height)
    yield scene
    yield replace(scene, stationary=stationary_points(function))


def make_basins(
    function: CostFunction, method: str, learning_rate: float
) -> Iterator[BasinMap | Valleys]:
    """Yield which minimum each start reaches: bands for one input, finer and finer maps for two."""
    if function.dimension == 1:
        yield valleys(function, method, learning_rate)
    else:
        yield from basin_maps(function, method, learning_rate)


def _curve(function: CostFunction) -> DescentScene:
    curve = sample_curve(function, *function.domain[0])
    return DescentScene(
        function, curve, note=picture_note(curve.cost, too_coarse=curve.is_too_coarse)
    )


def _surface(function: CostFunction, log_height: bool) -> DescentScene:
    grid = evaluate_grid(function, columns=GRID_POINTS, log_height=log_height)
    scale = HeightScale.LOG if log_height else HeightScale.LINEAR
    mesh = surface_mesh(grid.x, grid.y, grid.z, scale=scale, z_range=(grid.low, grid.high))
    note = picture_note(grid.z, too_coarse=is_grid_too_coarse(function, grid))
    return DescentScene(function, None, grid, mesh, note=note)
