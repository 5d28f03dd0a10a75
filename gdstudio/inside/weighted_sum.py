"""z is the sum of w·a and a bias: the largest products by name, the rest in one number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Floats, lock
from gdstudio.inside.fan_in import FanIn
from gdstudio.inside.places import Place, input_name, weight_name
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import PictureShape
from gdstudio.texts import Text

TOP: Final = 10  # contributions that are named


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one input adds to z.

    Attributes:
        name: The input: a neuron such as "L1.3", or "pixel 12 14".
        weight_name: Its weight, e.g. "W2[5,3]".
        index: Which input of the layer it is; -1 - j for unit j of the hidden state before.
        weight: The weight w.
        input: The input a.
        product: w·a.
    """

    name: str
    weight_name: str
    index: int
    weight: float
    input: float
    product: float


@dataclass(frozen=True, slots=True, eq=False)
class WeightedSum:
    """A sum with everything it is made of, and what becomes of it.

    z = top products + rest + bias, to rounding.

    Attributes:
        place: Of which neuron.
        activation: The activation function; "" where there is none, or several.
        contributions: The largest by |w·a|, the largest first.
        rest: Sum of all other products.
        rest_count: How many those are.
        rest_weight: The weight of the largest of them, e.g. "W2[5,3]"; "" where there is none.
        bias_name: E.g. "b2[5]"; "" where there is none.
        bias: The bias.
        z: The pre-activation; None where the layer has no sum of its own.
        a: The activation.
        slope: da/dz at z; of a softmax by its own z; None where there is no z.
        inputs: All inputs, shape (k,), float64, read-only; (0,) where there is no sum.
        weights: Their weights, shape (k,), likewise.
        products: weights times inputs, shape (k,), likewise.
    """

    place: Place
    activation: str
    contributions: tuple[Contribution, ...]
    rest: float
    rest_count: int
    rest_weight: str
    bias_name: str
    bias: float
    z: float | None
    a: float
    slope: float | None
    inputs: Floats
    weights: Floats
    products: Floats


def weighted_sum(
    network: Network,
    place: Place,
    seen: FanIn | None,
    inputs: Floats,
    outcome: tuple[str, float | None, float, float | None],
    top: int,
    in_shape: PictureShape,
) -> WeightedSum:
    """Take a sum apart.

    Args:
        network: Any dtype; not changed.
        place: The neuron.
        seen: What it sees; None where it has no sum.
        inputs: The numbers that come in, shape (k,), float64; (0,) where there is no sum.
        outcome: Activation function, z, activation and slope.
        top: How many contributions are named, at most.
        in_shape: Of the pictures that the network sees.
    """
    activation, z, a, slope = outcome
    empty = np.zeros(0)
    weights = empty if seen is None else np.array(network.parameters[seen.weights], np.float64)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be opened too
        products = weights * inputs
        order = np.argsort(-np.abs(products), kind="stable")
        rest = float(products[order[top:]].sum())
    lock(inputs, weights, products)
    return WeightedSum(
        place,
        activation,
        tuple(
            _contribution(network, place, seen, k, inputs, weights, in_shape)
            for k in order[:top].tolist()
            if seen is not None
        ),
        rest,
        max(len(order) - top, 0),
        "" if seen is None or len(order) <= top else weight_name(network, seen.weights[order[top]]),
        "" if seen is None else weight_name(network, seen.bias),
        0.0 if seen is None else float(network.parameters[seen.bias]),
        z,
        a,
        slope,
        inputs,
        weights,
        products,
    )


def _contribution(
    network: Network,
    place: Place,
    seen: FanIn,
    k: int,
    inputs: Floats,
    weights: Floats,
    in_shape: PictureShape,
) -> Contribution:
    index = int(seen.inputs[k])
    name = (
        input_name(place.layer, index, in_shape)
        if index >= 0
        else Text("{0}, one step before", Place(place.layer, -1 - index))
    )
    weight, value = float(weights[k]), float(inputs[k])
    return Contribution(
        name, weight_name(network, int(seen.weights[k])), index, weight, value, weight * value
    )
