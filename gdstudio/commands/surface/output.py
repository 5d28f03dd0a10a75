"""What `gdstudio surface` prints and keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Floats
from gdstudio.commands.landscape import save_as
from gdstudio.commands.output import print_json
from gdstudio.commands.surface.job import SurfaceOutcome
from gdstudio.landscape.curvature import Curvature
from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import numeral, percent


def show(outcome: SurfaceOutcome, curvature: Curvature | None, *, as_json: bool) -> None:
    """Print the result on standard output."""
    grid, plane = outcome.surface.grid, outcome.surface.plane
    finite = grid.cost[np.isfinite(grid.cost)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (np.nan, np.nan)
    if as_json:
        print_json(_json(outcome, curvature, low, high))
        return
    print(f"plane: {plane.u.name} (across) and {plane.v.name} (up)")
    print(
        f"{len(grid.alpha)} x {len(grid.beta)} points on {grid.examples:,} examples in "
        f"{outcome.seconds:.2f} s"
    )
    print(
        f"cost here {numeral(outcome.centre_cost)}, "
        f"in the plane from {numeral(low)} to {numeral(high)}"
    )
    own, chance = _shares(outcome)
    if own is not None and chance is not None:
        print(
            f"explained variance of the path {percent(own[0], 1)} + {percent(own[1], 1)}; "
            f"a random walk of the same steps has {percent(chance[0], 1)} + {percent(chance[1], 1)}"
        )
    if outcome.path is not None:
        print(
            f"{percent(outcome.path.share)} of the path's movement lies in the plane; "
            f"its true cost and the picture's differ by up to {cost_text(outcome.path.largest_gap)}"
        )
    if curvature is not None:
        print(
            f"largest Hessian eigenvalue {numeral(curvature.largest[0], 4)}, smallest "
            f"{numeral(curvature.smallest[0], 4)}; gradient descent bounces beyond a rate of "
            f"{numeral(curvature.stable_rate, 4)}"
        )


def save(path: Path, outcome: SurfaceOutcome) -> None:
    """Write the grid as arrays, table or picture; raises FileError."""
    from gdstudio.commands.surface.picture import picture

    grid = outcome.surface.grid
    alpha, beta = np.meshgrid(grid.alpha, grid.beta)
    columns = {"alpha": alpha, "beta": beta, "cost": grid.cost, "accuracy": grid.accuracy}
    save_as(
        path,
        _arrays(outcome),
        {name: column.ravel() for name, column in columns.items()},
        lambda: picture(outcome),
    )


def _json(
    outcome: SurfaceOutcome, curvature: Curvature | None, low: float, high: float
) -> dict[str, Any]:
    grid, plane = outcome.surface.grid, outcome.surface.plane
    result: dict[str, Any] = {
        "size": len(grid.alpha),
        "examples": grid.examples,
        "centre_cost": outcome.centre_cost,
        "cost_min": low,
        "cost_max": high,
        "seconds": round(outcome.seconds, 3),
        "directions": [plane.u.name, plane.v.name],
    }
    own, chance = _shares(outcome)
    if own is not None and chance is not None:
        result["explained_variance"] = list(own)
        result["random_walk_variance"] = chance.tolist()
    if outcome.path is not None:
        result["path_share"] = outcome.path.share
        result["path_gap"] = outcome.path.largest_gap
    if curvature is not None:
        result["largest_eigenvalues"] = curvature.largest.tolist()
        result["smallest_eigenvalues"] = curvature.smallest.tolist()
        result["stable_rate"] = curvature.stable_rate
    return result


def _shares(
    outcome: SurfaceOutcome,
) -> tuple[tuple[float, float] | None, Floats | None]:
    """Return what the plane of a path explains of it, and of a walk of chance, (2,)."""
    return outcome.surface.explained, None if outcome.honesty is None else outcome.honesty.chance


def _arrays(outcome: SurfaceOutcome) -> dict[str, NDArray[Any]]:
    found, path = outcome.surface, outcome.path
    grid, plane = found.grid, found.plane
    arrays: dict[str, NDArray[Any]] = {
        "alpha": grid.alpha,
        "beta": grid.beta,
        "cost": grid.cost,
        "accuracy": grid.accuracy,
        "directions": plane.directions.astype(np.float32),
        "origin": plane.origin.astype(np.float32),
    }
    if found.explained is not None:
        arrays["explained_variance"] = np.array(found.explained)
    if path is not None:
        arrays["path"] = path.coordinates
        arrays["path_true_cost"] = path.true_cost
        arrays["path_shadow_cost"] = path.shadow_cost
    return arrays
