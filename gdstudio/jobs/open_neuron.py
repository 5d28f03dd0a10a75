"""One neuron of a network, opened for one picture."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.inside.cut_off import is_cut_off, switched_off_by
from gdstudio.inside.edits import Edit, SwitchOffNeuron
from gdstudio.inside.neuron import OpenNeuron, open_neuron
from gdstudio.inside.passes import open_pass
from gdstudio.inside.places import Place
from gdstudio.inside.target import Target
from gdstudio.jobs.subject import Subject
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.layers import Dense
from gdstudio.learning.network import Network
from gdstudio.learning.recurrent import Recurrent
from gdstudio.learning.shapes import PictureShape


@dataclass(frozen=True, slots=True, eq=False)
class NeuronLook:
    """What one neuron makes of one picture.

    Attributes:
        subject: The network.
        pixels: The picture, (rows, columns), uint8, read-only.
        layer_name: The neuron's layer, as it would be written in an architecture.
        layers: How many layers there are.
        neuron: The neuron, opened.
        target: The class taken for the right one; None if there is none.
        by_pixel: Whether the layer is a recurrent one that reads pixel by pixel.
        is_cut_off: Whether it counts for nothing: all its outgoing weights are 0.
        switched_off_by: The edit that made them 0, whatever later ones have done; None for none.
        window: Rows and columns of the picture that its inputs are; None if they are none.
    """

    subject: Subject
    pixels: NDArray[np.uint8]
    layer_name: str
    layers: int
    neuron: OpenNeuron
    target: Target | None
    window: tuple[int, int] | None
    by_pixel: bool = False
    is_cut_off: bool = False
    switched_off_by: SwitchOffNeuron | None = None

    @property
    def is_output(self) -> bool:
        """Whether the neuron is an answer."""
        return self.neuron.place.layer == self.layers


def look_at_neuron(
    subject: Subject,
    pixels: NDArray[np.uint8],
    place: Place,
    target: Target | None,
    row: int | None = None,
    edits: Sequence[Edit] = (),
) -> Iterator[NeuronLook]:
    """Yield one neuron of a network for a picture, shape (rows, columns), uint8.

    Args:
        subject: The network.
        pixels: As many as the network has inputs.
        place: A neuron that it has.
        target: The class taken for the right one; without it no output tells what it adds to the
            cost.
        row: Of a recurrent unit, the row after which it is opened, from 0; None for the last.
        edits: Those that the network has already.
    """
    network = subject.make_network()
    label, cost = (None, None) if target is None else (target.label, subject.cost)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be opened too
        opened = open_pass(network, pixels.ravel() / 255.0, label, cost)
        neuron = open_neuron(opened, network, place, in_shape=subject.in_shape, row=row)
    name = opened.layer(place.layer).name
    window = _window(network, place, len(neuron.inputs), subject.in_shape)
    layer = network.layers[place.layer - 1]
    by_pixel = isinstance(layer, Recurrent) and layer.by_pixel
    n = len(opened.layers)
    cut, by = is_cut_off(network, place), switched_off_by(edits, network, place)
    yield NeuronLook(subject, pixels, name, n, neuron, target, window, by_pixel, cut, by)


def _window(
    network: Network, place: Place, n_inputs: int, in_shape: PictureShape
) -> tuple[int, int] | None:
    """Return the shape of what a first neuron sees: the picture, or the whole of its filter."""
    layer = network.layers[place.layer - 1]
    if place.layer > 1 or in_shape.channels > 1:
        return None
    if isinstance(layer, Conv2D) and n_inputs == math.prod(layer.kernel):
        return layer.kernel
    is_whole = isinstance(layer, Dense) and n_inputs == in_shape.size
    return (in_shape.rows, in_shape.columns) if is_whole else None
