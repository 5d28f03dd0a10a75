"""Steps a second, measured in turns so that other work on the machine hits all; a loss surface."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import numpy as np

from gdstudio.data.digits import Digits
from gdstudio.data.mnist import load_mnist
from gdstudio.landscape.directions import random_direction
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.surface import square_axes, surface
from gdstudio.learning.costs import find_cost
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import train

# (training digits, batch size) -> what does some steps and returns how many
MakePeer: TypeAlias = Callable[[Digits, int], Callable[[], int]]

BATCH_SIZES: Final = (10, 32, 100, 1000)
ROUNDS: Final = 5
OWN: Final = "gdstudio"
FLOOR: Final = "matrix products"
_EXAMPLES_AT_ONCE: Final = 2000  # between two looks at the clock


def measure_training(
    round_s: float, train_size: int | None, peers: Mapping[str, MakePeer]
) -> list[dict[str, Any]]:
    """Return figures for every batch size, beside those of the peers.

    Rates are medians over rounds; so are the ratios, each taken within one round. `over_floor` is
    the time of a step over that of its matrix products alone; `times_as_fast` has this program's
    rate over each peer's.
    """
    digits = load_mnist().train.take(slice(0, train_size))
    found = []
    for batch_size in BATCH_SIZES:
        contenders = {
            OWN: _own_steps(batch_size, train_size),
            FLOOR: _matrix_products(batch_size),
            **{name: make(digits, batch_size) for name, make in peers.items()},
        }
        found.append(_compare(batch_size, contenders, round_s))
    return found


def _compare(
    batch_size: int, contenders: Mapping[str, Callable[[], int]], round_s: float
) -> dict[str, Any]:
    """Return the figures of who does some steps in each call, and returns how many."""
    for advance in contenders.values():
        advance()  # what is compiled or cached at first is not measured
    rates = np.array([[_rate(c, round_s) for c in contenders.values()] for _ in range(ROUNDS)])
    medians = dict(zip(contenders, np.median(rates, axis=0).tolist(), strict=True))
    ratios = np.median(rates[:, :1] / rates, axis=0).tolist()
    faster = dict(zip(contenders, ratios, strict=True))
    return {
        "batch_size": batch_size,
        "steps_per_second": medians.pop(OWN),
        "over_floor": 1 / faster.pop(FLOOR),
        "floor_steps_per_second": medians.pop(FLOOR),
        "peers_steps_per_second": medians,
        "times_as_fast": {name: faster[name] for name in medians},
    }


def _rate(advance: Callable[[], int], seconds: float) -> float:
    """Return the steps a second of an `advance` repeated for so long."""
    steps, begun = 0, time.perf_counter()
    while True:
        steps += advance()
        spent = time.perf_counter() - begun
        if spent >= seconds:
            return steps / spent


def _own_steps(batch_size: int, train_size: int | None) -> Callable[[], int]:
    """Return what draws on the very generator that `gdstudio train` and the window drive."""
    recipe = Recipe(
        initialization="scaled-normal",
        batch_size=batch_size,
        train_size=train_size,
        learning_rate=0.1,
        epochs=1_000_000,
    )
    return _repeated(train(recipe, load_mnist()), batch_size)


def _repeated(steps: Iterator[Any], batch_size: int) -> Callable[[], int]:
    count = max(1, _EXAMPLES_AT_ONCE // batch_size)

    def advance() -> int:
        for _ in range(count):
            next(steps)
        return count

    return advance


def _matrix_products(batch_size: int) -> Callable[[], int]:
    """Return the eight products of a step, into arrays made before, always of the same digits."""
    digits: Digits = load_mnist().train.take(slice(0, batch_size))
    sizes, rng = (784, 16, 16, 10), np.random.default_rng(1)
    A = [digits.inputs()] + [rng.random((batch_size, n), np.float32) for n in sizes[1:]]
    W = [rng.random((n, m), np.float32) for m, n in itertools.pairwise(sizes)]
    dZ = [np.empty_like(a) for a in A]
    dW = [np.empty_like(w) for w in W]

    def steps() -> Iterator[None]:
        while True:
            for k in range(3):
                np.matmul(A[k], W[k].T, out=dZ[k + 1])
            for k in (2, 1, 0):
                np.matmul(A[k + 1].T, A[k], out=dW[k])
                if k:
                    np.matmul(A[k + 1], W[k], out=dZ[k])
            yield

    return _repeated(steps(), batch_size)


SIZE: Final = 31
EXAMPLES: Final = 1000


def measure_surface() -> dict[str, Any]:
    """Return seconds to the first grid and to the finest, of the surface that Learn shows."""
    recipe, rng = Recipe(initialization="scaled-normal"), np.random.default_rng(1)
    network = recipe.make_network()
    network.initialize(recipe.initialization, rng)
    plane = Plane(network.parameters, *(random_direction(network, rng) for _ in range(2)))
    digits = load_mnist().train.take(slice(0, EXAMPLES))
    cost = find_cost(recipe.cost, recipe.output_activation)
    begun, first_s = time.perf_counter(), 0.0
    for step in surface(network, plane, square_axes(size=SIZE), digits, cost):
        if not first_s and step.grid is not None:
            first_s = time.perf_counter() - begun
    return {
        "size": SIZE,
        "examples": EXAMPLES,
        "first_seconds": first_s,
        "seconds": time.perf_counter() - begun,
    }
