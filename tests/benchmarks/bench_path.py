"""Prints what principal components make of the paths of runs, and of chance.

python tests/benchmarks/bench_path.py RUN.gdrun ...     runs that `gdstudio train --save` wrote
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from gdstudio.files.run_file import load_run
from gdstudio.landscape.trajectory import principal_components, random_walk


def _row(title: str, points: NDArray[np.float32]) -> str:
    own = principal_components(points).explained
    chance = principal_components(random_walk(points, np.random.default_rng(1))).explained
    return (
        f"  {title:<16} {len(points):>4} points   path {own[0]:.1%} + {own[1]:.1%} = "
        f"{own.sum():.1%}   walk {chance[0]:.1%} + {chance[1]:.1%} = {chance.sum():.1%}"
    )


def measure(file: str) -> str:
    """Return the shares for all points kept, and for the points nearest the ends of epochs."""
    run = load_run(file)
    assert run.trajectory is not None
    steps, points = run.trajectory.steps(), run.trajectory.points()
    ends = np.linspace(0, run.state.step, run.state.epoch + 1)
    nearest = np.unique([np.abs(steps - end).argmin() for end in ends])
    rows = [_row("all points kept", points), _row("one an epoch", points[nearest])]
    return "\n".join([f"{run.state.recipe.name}, seed {run.state.recipe.seed}", *rows])


if __name__ == "__main__":
    for _file in sys.argv[1:]:
        print(measure(_file))
