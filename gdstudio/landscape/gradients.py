"""The gradient over all examples, and how it changes along a direction."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import numpy as np

from gdstudio.arrays import Array, Floats
from gdstudio.data.digits import Digits
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network

CHUNK: Final = 500  # examples at once, at most: a few milliseconds
STEP: Final = 1e-4  # see `hessian_product`


def mean_gradient(
    network: Network, parameters: Array, digits: Digits, cost: Cost
) -> Generator[None, None, Floats]:
    """Compute the gradient of the mean cost, shape (n,), in float64; yield after every chunk.

    Args:
        network: Its layers are used, not its parameters; not changed.
        parameters: Shape (n,).
        digits: The examples, at least one.
        cost: The cost of one example.
    """
    at = network.at(np.array(parameters, np.float64))
    total = np.zeros(len(at.parameters))
    chunk = network.examples_soon_done(CHUNK)
    for start in range(0, len(digits), chunk):
        which = slice(start, start + chunk)
        X, T = digits.inputs(which, np.float64), digits.targets(which, np.float64)
        with np.errstate(over="ignore", invalid="ignore"):  # far away it may overflow
            at.cost_and_gradient(X, T, cost)
        total += at.gradient * (len(X) / len(digits))
        yield
    return total


def hessian_product(
    network: Network, parameters: Array, direction: Array, digits: Digits, cost: Cost
) -> Generator[None, None, Floats]:
    """Compute the Hessian of the mean cost times a direction, shape (n,); yield now and then.

    By the central difference of two gradients in float64, h to both sides along the unit direction,
    h = 1e-4: the error of cutting off is of order h^2 (some 1e-9 of the product), that of rounding
    about 1e-16 / h = 1e-12. Works for every layer and cost; beside a kink of a ReLU it sees the
    mean of both sides. As costly as the exact product (Pearlmutter 1994). Takes what
    `mean_gradient` takes, and the direction, shape (n,), not 0.
    """
    length = float(np.linalg.norm(direction))
    step = np.asarray(direction, np.float64) * (STEP / length)
    ahead = yield from mean_gradient(network, parameters + step, digits, cost)
    behind = yield from mean_gradient(network, parameters - step, digits, cost)
    with np.errstate(invalid="ignore"):  # the caller looks whether it is finite
        product: Floats = (ahead - behind) * (length / (2 * STEP))
    return product
