"""How long the loss surface takes."""

from __future__ import annotations

import time
from typing import Any, Final

import numpy as np

from gdstudio.data.mnist import load_mnist
from gdstudio.landscape.directions import random_direction
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.surface import square_axes, surface
from gdstudio.learning.costs import find_cost
from gdstudio.learning.recipe import Recipe

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
