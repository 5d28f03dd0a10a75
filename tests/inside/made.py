"""Networks and examples that the tests of the room open."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from gdstudio.arrays import Array
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import PictureShape
from tests.networks import make_network

PAIRS = [
    ("squared-error", activation)
    for activation in ("sigmoid", "tanh", "relu", "leaky-relu", "identity", "softmax")
] + [("cross-entropy", "sigmoid"), ("cross-entropy", "softmax")]
HIDDEN = ("sigmoid", "tanh", "relu", "leaky-relu", "identity")
SHAPE = PictureShape(1, 7, 6)
ARCHITECTURES = (
    "conv 3@3x2 stride 2x1 pad 1, max pool 2, dense 5",
    "conv 2@3, average pool 2, dropout 0.5, dense 4",
    "conv 2@3, conv 3@2x2",
    "rnn 5",
    "rnn 4 pixels",
    "lstm 4",
)


def drawn(network: Network, seed: int = 1, scale: float = 0.5) -> Network:
    """Return a network with parameters drawn from a normal distribution, in its dtype."""
    rng = np.random.default_rng(seed)
    network.parameters[...] = scale * rng.standard_normal(len(network.parameters))
    return network


def dense(
    activation: str = "sigmoid",
    output_activation: str = "sigmoid",
    dtype: DTypeLike = np.float64,
    sizes: tuple[int, ...] = (12, 5, 4, 3),
) -> Network:
    """Return a small dense network with drawn parameters."""
    return drawn(Network.dense(sizes, activation, output_activation, dtype))


def layered(architecture: str, output_activation: str = "softmax") -> Network:
    """Return a network of other layers with drawn parameters, in float64."""
    return drawn(
        make_network(architecture, SHAPE, 3, "tanh", output_activation, np.float64), scale=0.4
    )


def example(network: Network, seed: int = 2) -> Array:
    """Return one example (n_in,) in [0, 1], in the network's dtype."""
    return np.random.default_rng(seed).random(network.n_in).astype(network.dtype)
