"""Directions in the space of all parameters: what the axes of a plane or a slice are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdstudio.arrays import Array, Floats, lock
from gdstudio.errors import GdstudioError
from gdstudio.landscape.ranges import Normalization
from gdstudio.learning.network import Network
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class Direction:
    """A direction and its length: one unit of a coordinate adds `vector` to the parameters.

    Attributes:
        name: What it is, a few words for the axis.
        vector: Shape (n,), float64, read-only, not 0.

    Raises:
        GdstudioError: The vector is 0 or not finite, so it leads nowhere.
    """

    name: str
    vector: Floats

    def __post_init__(self) -> None:
        vector = np.array(self.vector, np.float64)
        if not np.isfinite(vector).all():
            raise GdstudioError(
                Text("direction {0}: it holds numbers that are not finite", self.name)
            )
        if not vector.any():
            raise GdstudioError(
                Text("direction {0}: it is 0 everywhere and leads nowhere", self.name)
            )
        lock(vector)
        object.__setattr__(self, "vector", vector)


def random_direction(
    network: Network,
    rng: np.random.Generator,
    normalization: Normalization = Normalization.FILTER,
    name: str = Text("random direction"),
) -> Direction:
    """Return a direction drawn from N(0, 1), then normalised; exactly 0 for all biases.

    Biases stay in every normalisation: one number has no direction of its own (Li et al. 2018;
    "ignore=biasbn" in their program).

    Args:
        network: Tells the parts, and the norms to take on; not changed.
        rng: Draws the numbers, all weights in the order of the vector.
        normalization: How long each part becomes.
        name: For the axis.

    Raises:
        GdstudioError: All weights are 0, so there is no norm to take on.
    """
    vector = np.zeros(len(network.parameters))
    for part in network.slices:
        if part.is_weight:
            rows = part.shape[0] if normalization is Normalization.FILTER else 1
            drawn = rng.standard_normal((rows, (part.stop - part.start) // rows))
            if normalization is not Normalization.NONE:
                own = network.parameters[part.start : part.stop].reshape(drawn.shape)
                drawn *= _norms(own) / _norms(drawn)
            vector[part.start : part.stop] = drawn.ravel()
    return Direction(name, vector)


def downhill_direction(network: Network, gradient: Array) -> Direction:
    """Return the negative gradient, made as long as all weights together.

    That is also the norm of a filter- or layer-normalised random direction, so both axes of a plane
    are of one scale.

    Args:
        network: The network; not changed.
        gradient: Shape (n,), of the cost at the network's parameters.

    Raises:
        GdstudioError: The gradient or the weights are 0.
    """
    weights = [network.parameters[p.start : p.stop] for p in network.slices if p.is_weight]
    length = np.sqrt(sum(float(np.square(w, dtype=np.float64).sum()) for w in weights))
    norm = float(np.linalg.norm(np.asarray(gradient, np.float64)))
    if norm == 0:
        raise GdstudioError(Text("direction downhill: the gradient is 0, so no way leads down"))
    return Direction("downhill", np.asarray(gradient, np.float64) * (-length / norm))


def single_parameter(network: Network, index: int, name: str) -> Direction:
    """Return the direction in which only one parameter grows, by 1 for each unit."""
    vector = np.zeros(len(network.parameters))
    vector[index] = 1.0
    return Direction(name, vector)


def _norms(rows: Array) -> Floats:
    norms: Floats = np.linalg.norm(np.asarray(rows, np.float64), axis=1, keepdims=True)
    return norms
