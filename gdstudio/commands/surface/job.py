"""The work of `gdstudio surface`: a grid of costs, and the run's path beside its shadow."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.commands.interruption import Interruption
from gdstudio.commands.landscape.progress import Interrupted, follow, run_all
from gdstudio.commands.landscape.run import Ground
from gdstudio.commands.surface.planes import PlannedSurface, plan_surface
from gdstudio.landscape.honesty import PathInPlane, PathJob
from gdstudio.landscape.surface import LossGrid, surface

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceOutcome:
    """What came out.

    Attributes:
        planned: The plane and what is known of it.
        grid: The finest whole grid; None if not even the first became whole.
        path: The run's path in the plane; None if it has none, or there was no time.
        seconds: Time the grid took.
        is_whole: False after an interruption.
    """

    planned: PlannedSurface
    grid: LossGrid | None
    path: PathInPlane | None
    seconds: float
    is_whole: bool

    @property
    def centre_cost(self) -> float:
        """The cost at (0, 0); NaN where a coarse grid does not hold it."""
        grid = self.grid
        if grid is None:
            return float("nan")
        row, column = np.flatnonzero(grid.beta == 0), np.flatnonzero(grid.alpha == 0)
        return float(grid.cost[row[0], column[0]]) if len(row) and len(column) else float("nan")


def compute_surface(args: argparse.Namespace, ground: Ground, wish: Interruption) -> SurfaceOutcome:
    """Return the surface that the flags ask for; after an interruption, what there is of it.

    Raises:
        InvalidValue: A flag has a value that is not accepted.
        GdstudioError: There is no such plane.
        Interrupted: An end was requested before the plane was known.
    """
    planned = plan_surface(args, ground, wish)
    grid, path = None, None
    begun = seconds = time.perf_counter()
    try:
        steps = surface(ground.network, planned.plane, planned.axes, ground.digits, ground.cost)
        for step in follow(steps, lambda step: step.done, "surface", wish):
            grid = step.grid
        seconds = time.perf_counter()
        path = _path(ground, planned, wish)
    except Interrupted:
        return SurfaceOutcome(planned, grid, path, time.perf_counter() - begun, False)
    return SurfaceOutcome(planned, grid, path, seconds - begun, True)


def _path(ground: Ground, planned: PlannedSurface, wish: Interruption) -> PathInPlane | None:
    kept = ground.run.trajectory
    if kept is None or len(kept) < 2:
        return None
    job = PathJob(ground.network, planned.plane, kept.points(), ground.digits, ground.cost)
    run_all(job.run(), "path", wish)
    return job.result()
