"""What a job hands over may be kept by any thread, for nobody can write to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.data.digits import DataSet, Digits
from gdstudio.descent.basins import basin_maps
from gdstudio.descent.ensemble import valleys
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.samples import evaluate_grid, sample_curve
from gdstudio.experiments.climb import climb
from gdstudio.landscape.curvature import curvature
from gdstudio.landscape.curve import train_curve
from gdstudio.landscape.descent_slice import descent_slice
from gdstudio.landscape.directions import random_direction
from gdstudio.landscape.honesty import PathJob
from gdstudio.landscape.matching import match_neurons
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.slices import SliceJob
from gdstudio.landscape.surface import square_axes, surface
from gdstudio.landscape.trajectory import principal_components
from gdstudio.learning.costs import COSTS
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.layer_activations import layer_activations
from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shifts import shift_accuracy
from gdstudio.learning.training import Training
from tests.descents import descend
from tests.generators import returned

COST = COSTS["squared-error"]


def made_up() -> Digits:
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 3, 60).astype(np.uint8)
    images = rng.integers(0, 256, (60, 12)).astype(np.uint8)
    return Digits(images, labels, n_classes=3, rows=3, columns=4)


DIGITS = made_up()
DATA = DataSet("made up", DIGITS, DIGITS)
NETWORK = Network.dense([12, 5, 3])
NETWORK.initialize("standard-normal", np.random.default_rng(2))
OTHER = Network.dense([12, 5, 3])
OTHER.initialize("standard-normal", np.random.default_rng(3))
HERE, THERE = NETWORK.parameters.copy(), OTHER.parameters.copy()


def arrays_in(value: Any) -> Iterator[NDArray[Any]]:
    """Yield all arrays in what a job handed over."""
    if isinstance(value, np.ndarray):
        yield value
    elif is_dataclass(value):
        for own in fields(value):
            yield from arrays_in(getattr(value, own.name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from arrays_in(one)
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from arrays_in(one)


def done(job: Any) -> Any:
    for _ in job.run():
        pass
    return job.result()


def plane() -> Plane:
    rng = np.random.default_rng(4)
    u, v = (random_direction(NETWORK, rng) for _ in range(2))
    return Plane(HERE, u, v)


def path() -> NDArray[np.float32]:
    return np.stack([HERE, THERE, HERE + THERE, HERE - THERE]).astype(np.float32)


def training() -> Training:
    run = Training(Recipe(hidden=(5,), batch_size=10, optimizer="adam"), DATA)
    run.update()
    return run


GRADIENT = np.random.default_rng(5).standard_normal(len(HERE))
JOBS: dict[str, Callable[[], Any]] = {
    "digits": made_up,
    "snapshot": lambda: training().snapshot(),
    "state": lambda: training().state(),
    "evaluation": lambda: evaluate(NETWORK, DIGITS, COST),
    "layer activations": lambda: layer_activations(NETWORK, DIGITS.inputs(slice(0, 1))),
    "shifts": lambda: list(shift_accuracy(NETWORK, DIGITS, 1)),
    "direction": lambda: random_direction(NETWORK, np.random.default_rng(1)),
    "plane": plane,
    "surface": lambda: list(surface(NETWORK, plane(), square_axes(1.0, 5), DIGITS, COST)),
    "straight line": lambda: done(SliceJob(NETWORK, HERE, THERE, DIGITS, COST, 5)),
    "step of a curve": lambda: list(
        train_curve(NETWORK, HERE, THERE, DIGITS, COST, np.random.default_rng(1), 3)
    ),
    "descent slice": lambda: returned(
        descent_slice(NETWORK, HERE, GRADIENT, 0.1, DIGITS, COST, 11)
    ),
    "curvature": lambda: list(curvature(NETWORK, HERE, DIGITS, COST, np.random.default_rng(1))),
    "components": lambda: principal_components(path()),
    "path in a plane": lambda: done(PathJob(NETWORK, plane(), path(), DIGITS, COST)),
    "matching": lambda: match_neurons(NETWORK, HERE, THERE).parameters,
    "path of a descent": lambda: list(descend(LIBRARY["beale"], (1.0, 1.0), "adam")),
    "grid": lambda: evaluate_grid(LIBRARY["beale"], rows=5, columns=5),
    "curve": lambda: sample_curve(LIBRARY["wavy"], -6.0, 6.0),
    "valleys": lambda: valleys(LIBRARY["wavy"], n_starts=11, steps=10),
    "basins": lambda: list(basin_maps(LIBRARY["bowl"], "gradient-descent", 0.1, 10, sizes=(4, 8))),
    "climb": lambda: list(climb(NETWORK, DIGITS.inputs(slice(0, 2)), np.array([0, 1]), steps=2)),
}


@pytest.mark.parametrize("name", JOBS)
def test_that_what_is_handed_over_cannot_be_written_to(name: str) -> None:
    found = list(arrays_in(JOBS[name]()))
    assert found
    for array in found:
        assert not array.flags.writeable
