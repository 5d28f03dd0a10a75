"""Edits of a network: each a pure function from parameters to parameters, with a line of text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np

from gdstudio.arrays import Array, locked_copy
from gdstudio.errors import InvalidValue
from gdstudio.inside.fan_out import Indices, fan_out, input_fan_out, unit_of
from gdstudio.inside.places import Place, WeightPlace, find_place, find_weight, input_name
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.numerals import numeral
from gdstudio.texts import Text

MAX_SIZE: Final = 1e6  # of a weight, a factor, a temperature: beyond, float32 soon overflows
MAX_SEED: Final = 2**31 - 1


class Edit(Protocol):
    """One edit; frozen, so that any thread may keep it."""

    @property
    def title(self) -> Text:
        """What it does, in a few words."""

    def change(self, network: Network, parameters: Array) -> None:
        """Change parameters (n,) in place; of the network only the layers are looked at.

        Raises:
            InvalidValue: The network has not what is edited.
        """


def apply(edits: Sequence[Edit], network: Network, parameters: Array) -> Array:
    """Return the parameters after some edits, one after the other.

    Args:
        edits: In the order in which they are made.
        network: Its layers are looked at, not its parameters.
        parameters: Shape (n,); not changed.

    Returns:
        Shape (n,), of the same dtype, read-only; a copy also if there are no edits.

    Raises:
        InvalidValue: The network has not what is edited.
    """
    edited = np.array(parameters)
    for edit in edits:
        edit.change(network, edited)
    return locked_copy(edited)


@dataclass(frozen=True, slots=True)
class SetParameter:
    """One weight or bias has another value."""

    place: WeightPlace
    value: float

    def __post_init__(self) -> None:
        _check(str(self.place), self.value, -MAX_SIZE, MAX_SIZE)

    @property
    def title(self) -> Text:
        """What it does, in a few words."""
        return Text("{0} = {1}", self.place, numeral(self.value))

    def change(self, network: Network, parameters: Array) -> None:
        """Set it; see `Edit.change`."""
        parameters[find_weight(str(self.place), network).index] = self.value


@dataclass(frozen=True, slots=True)
class ScaleNeuron:
    """All that comes into a neuron is multiplied: its weights and its bias, and so its z.

    In a feature map it is the whole filter, in a recurrent layer all gates of the unit.
    """

    place: Place
    factor: float

    def __post_init__(self) -> None:
        _check(Text("factor"), self.factor, -MAX_SIZE, MAX_SIZE)

    @property
    def title(self) -> Text:
        """What it does, in a few words."""
        return Text("{0}: weights times {1}", self.place, numeral(self.factor))

    def change(self, network: Network, parameters: Array) -> None:
        """Scale its rows; see `Edit.change`."""
        place = find_place(str(self.place), network)
        unit, units = unit_of(network, place), network.layers[place.layer - 1].out_shape[0]
        parts = [part for part in network.slices if part.layer == place.layer - 1]
        if not parts:
            raise InvalidValue(
                Text("neuron"), str(self.place), Text("a neuron of a layer that has weights")
            )
        for part in parts:
            network.part(part.name, parameters)[unit::units] *= self.factor


@dataclass(frozen=True, slots=True)
class SwitchOffNeuron:
    """No later layer sees a neuron any more: its outgoing weights are 0.

    In a feature map it is the whole map, see `fan_out`.
    """

    place: Place

    @property
    def title(self) -> Text:
        """What it does, in a few words."""
        return Text("{0} off: its outgoing weights are 0", self.place)

    @property
    def thing(self) -> str:
        """What is switched off."""
        return str(self.place)

    def weights(self, network: Network) -> Indices:
        """Return where the weights stand that become 0; raises InvalidValue if there are none."""
        return fan_out(network, find_place(str(self.place), network))

    def change(self, network: Network, parameters: Array) -> None:
        """Cut it off; see `Edit.change`."""
        parameters[self.weights(network)] = 0


@dataclass(frozen=True, slots=True)
class SwitchOffInput:
    """The network does not see an input any more: its weights are 0; the first layer is dense.

    Attributes:
        index: Which input.
        in_shape: Of the pictures that the network sees, for the name.
    """

    index: int
    in_shape: PictureShape = DIGIT

    @property
    def title(self) -> Text:
        """What it does, in a few words."""
        return Text("{0} off: its weights are 0", self.thing)

    @property
    def thing(self) -> str:
        """What is switched off."""
        return input_name(1, self.index, self.in_shape)

    def weights(self, network: Network) -> Indices:
        """Return where the weights stand that become 0; raises InvalidValue if there are none."""
        return input_fan_out(network, self.index)

    def change(self, network: Network, parameters: Array) -> None:
        """Cut it off; see `Edit.change`."""
        parameters[self.weights(network)] = 0


@dataclass(frozen=True, slots=True)
class Prune:
    """The smallest weights of all layers together are 0; biases stay (Han et al. 2015).

    Attributes:
        percent: How many of all weights, rounded down.
    """

    percent: float

    def __post_init__(self) -> None:
        _check(Text("share of weights"), self.percent, 0, 100)

    @property
    def title(self) -> Text:
        """What it does, in a few words."""
        return Text("the smallest {0} % of the weights are 0", numeral(self.percent))

    def change(self, network: Network, parameters: Array) -> None:
        """Set them to 0, of two as large the one that stands first; see `Edit.change`."""
        weights = _weights(network)
        count = int(len(weights) * self.percent / 100)
        order = np.argsort(np.abs(parameters[weights]), kind="stable")
        parameters[weights[order[:count]]] = 0


@dataclass(frozen=True, slots=True)
class Noise:
    """Each weight has a number drawn from N(0, sigma^2) added; biases stay.

    Attributes:
        sigma: The standard deviation.
        seed: The same seed draws the same numbers.
    """

    sigma: float
    seed: int

    def __post_init__(self) -> None:
        _check(Text("noise"), self.sigma, 0, MAX_SIZE)
        _check(Text("seed"), self.seed, 0, MAX_SEED)

    @property
    def title(self) -> Text:
        """What it does, in a few words."""
        return Text("noise of {0} on the weights, seed {1}", numeral(self.sigma), self.seed)

    def change(self, network: Network, parameters: Array) -> None:
        """Add the noise; see `Edit.change`."""
        weights = _weights(network)
        parameters[weights] += self.sigma * np.random.default_rng(self.seed).standard_normal(
            len(weights)
        )


@dataclass(frozen=True, slots=True)
class Temperature:
    """The last layer's pre-activations are divided by T (Hinton, Vinyals, Dean 2015).

    Weights and biases of that layer are divided, which is the same. The answer stays, and how sure
    the network is of it changes.
    """

    T: float

    def __post_init__(self) -> None:
        _check(Text("temperature"), self.T, 1 / MAX_SIZE, MAX_SIZE)

    @property
    def title(self) -> Text:
        """What it does, in a few words."""
        return Text("temperature {0}", numeral(self.T))

    def change(self, network: Network, parameters: Array) -> None:
        """Divide the last layer; see `Edit.change`."""
        for part in network.slices:
            if part.layer == len(network.layers) - 1:
                parameters[part.start : part.stop] /= self.T


def _weights(network: Network) -> Array:
    """Return where all weights stand in the vector, shape (k,), rising."""
    parts = [np.arange(part.start, part.stop) for part in network.slices if part.is_weight]
    return np.concatenate(parts)


def _check(name: str, value: Any, low: float, high: float) -> None:
    if not math.isfinite(value) or not low <= value <= high:
        accepted = Text("a number from {0} to {1}", numeral(low), numeral(high))
        raise InvalidValue(name, value, accepted)
