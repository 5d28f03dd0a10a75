"""Networks of an architecture, without a recipe."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from gdstudio.learning.architecture import make_layers
from gdstudio.learning.architecture_parts import parse_architecture
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import PictureShape


def make_network(
    architecture: str,
    in_shape: PictureShape,
    n_out: int,
    activation: str = "relu",
    output_activation: str = "softmax",
    dtype: DTypeLike = np.float32,
) -> Network:
    """Return the network of an architecture, parameters still 0."""
    layers = make_layers(parse_architecture(architecture), in_shape, n_out, activation)
    return Network(layers, output_activation, dtype)
