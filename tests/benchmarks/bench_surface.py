"""Measures the loss surface: the first picture, all of it, the plain way beside it, and memory.

python tests/benchmarks/bench_surface.py     one core, one BLAS thread; about ten seconds
"""

from __future__ import annotations

import resource
import time

import numpy as np
from threadpoolctl import threadpool_limits

from gdstudio.data.mnist import load_mnist
from gdstudio.landscape.directions import random_direction
from gdstudio.landscape.flat_costs import plane_costs
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.point_costs import CostJob, PlainCosts
from gdstudio.landscape.surface import square_axes, surface
from gdstudio.learning.costs import find_cost
from gdstudio.learning.recipe import Recipe

_POINTS = 200  # for the comparison with the plain way
_ROUNDS = 5


def _recipes() -> dict[str, Recipe]:
    modern = Recipe(
        activation="relu", output_activation="softmax", cost="cross-entropy", initialization="he"
    )
    return {
        "16-16 sigmoid, squared error": Recipe(initialization="scaled-normal"),
        "16-16 relu, softmax, cross-entropy": modern,
        "100 relu, softmax, cross-entropy": modern.changed(hidden=(100,)),
    }


def _memory_mb() -> float:
    """Return the most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _seconds_of(job: CostJob) -> float:
    begun = time.perf_counter()
    for _ in job.run():
        pass
    return time.perf_counter() - begun


def _compare(title: str, recipe: Recipe) -> None:
    digits = load_mnist().train.take(slice(0, 2000))
    network, rng = recipe.make_network(), np.random.default_rng(1)
    network.initialize(recipe.initialization, rng)
    cost = find_cost(recipe.cost, recipe.output_activation)
    plane = Plane(network.parameters, *(random_direction(network, rng) for _ in range(2)))
    first, whole = [], []
    for _ in range(_ROUNDS):
        begun, grid = time.perf_counter(), None
        for step in surface(network, plane, square_axes(), digits, cost):
            if grid is None and step.grid is not None:
                first.append(time.perf_counter() - begun)
            grid = step.grid
        whole.append(time.perf_counter() - begun)
    points = rng.uniform(-1, 1, (_POINTS, 2))
    fast = CostJob([plane_costs(network, plane, digits, cost)], points)
    one_by_one = PlainCosts(network, digits, cost, lambda p: plane.point(*p))
    plain = CostJob([one_by_one], points)
    pairs = [(_seconds_of(fast), _seconds_of(plain)) for _ in range(_ROUNDS)]
    ratio = np.median([slow / quick for quick, slow in pairs])
    quick, slow = np.median(pairs, axis=0) / _POINTS * 1e3
    print(f"784-{title}, 2,000 examples")
    print(f"  first picture, 6 x 6       {np.median(first) * 1e3:7.0f} ms   (aim: 150)")
    print(f"  51 x 51                    {np.median(whole):7.2f} s    (aim: 1.5)")
    print(f"  a point, fast and plain    {quick:7.3f} ms and {slow:.3f} ms")
    print(f"  times as fast as plain     {ratio:7.1f}      (aim: 3.5)")


def _all_examples() -> None:
    """Print time, memory and the longest wait between two yields, for all 60,000 examples."""
    recipe, before = Recipe(initialization="scaled-normal"), _memory_mb()
    digits = load_mnist().train
    with_digits = _memory_mb()
    network, rng = recipe.make_network(), np.random.default_rng(1)
    network.initialize(recipe.initialization, rng)
    plane = Plane(network.parameters, *(random_direction(network, rng) for _ in range(2)))
    cost = find_cost(recipe.cost, recipe.output_activation)
    begun = last = time.perf_counter()
    waits = []
    for _ in surface(network, plane, square_axes(), digits, cost):
        now = time.perf_counter()
        waits.append(now - last)
        last = now
    print("784-16-16 sigmoid, squared error, 60,000 examples")
    print(f"  51 x 51                    {last - begun:7.1f} s")
    print(f"  longest wait for Cancel    {max(waits) * 1e3:7.1f} ms   (aim: 100)")
    print(
        f"  memory                     {_memory_mb():7.0f} MB   (aim: 300; {before:.0f} before, "
        f"{with_digits:.0f} with the digits)"
    )


if __name__ == "__main__":
    with threadpool_limits(1, "blas"):
        _all_examples()
        for _title, _recipe in _recipes().items():
            _compare(_title, _recipe)
