"""From one network to another in a straight line: the cost on the way, and what it answers."""

from __future__ import annotations

import numpy as np

from gdstudio.arrays import Array, lock
from gdstudio.data.digits import Digits
from gdstudio.data.resize import area_means
from gdstudio.experiments.minima.block import SIDE
from gdstudio.experiments.stacked import Shape, StackedNetworks, with_ones
from gdstudio.landscape.ranges import POINTS
from gdstudio.landscape.slices import Slice, places
from gdstudio.learning.network import Network


def small_inputs(digits: Digits) -> Array:
    """Return digits as the networks see them: areas' means, shape (n, 100), float32."""
    inputs = area_means(digits, SIDE)
    inputs *= np.float32(digits.scale)
    inputs += np.float32(digits.offset)
    return inputs


def straight_path(
    network_a: Network, network_b: Network, inputs: Array, labels: Array, points: int = POINTS
) -> Slice:
    """Return cost (nats) and accuracy at (1 - t) a + t b, t from 0 to 1.

    Args:
        network_a: Of `block.empty_network`'s kind.
        network_b: Another of its width.
        inputs: Shape (k, 100), float32.
        labels: Shape (k,).
        points: Places, both ends among them.

    Raises:
        InvalidValue: The number of points is not accepted.
    """
    t = places(points)
    cost, accuracy = _between(network_a, network_b, t).evaluate(with_ones(inputs), labels)
    lock(t, cost, accuracy)
    return Slice(t, cost, accuracy)


def answers_along(
    network_a: Network, network_b: Network, picture: Array, points: int = POINTS
) -> Array:
    """Return what the networks of a `straight_path` answer to a picture, shape (points, n_out).

    The picture is of shape (rows, columns), uint8, 0 is background; of any size.
    """
    rows, columns = picture.shape
    digit = Digits(picture.reshape(1, -1).copy(), np.zeros(1, np.uint8), 10, rows, columns)
    networks = _between(network_a, network_b, places(points))
    return networks.answers(with_ones(small_inputs(digit)))[:, :, 0]


def _between(network_a: Network, network_b: Network, t: Array) -> StackedNetworks:
    a, b = (network.parameters.astype(np.float64) for network in (network_a, network_b))
    assert a.shape == b.shape
    parameters = (1 - t[:, None]) * a + t[:, None] * b
    shape = Shape(network_a.n_in, network_a.layers[0].n_out, network_a.n_out)
    return StackedNetworks(shape, parameters.astype(network_a.dtype))
