"""One neuron by hand: z is the sum of w·a and the bias, a the activation of z."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from gdstudio.arrays import Floats
from gdstudio.inside.example_cost import example_cost
from gdstudio.inside.fan_in import fan_in
from gdstudio.inside.passes import LayerPass, Pass
from gdstudio.inside.places import Place
from gdstudio.inside.recurrent_unit import LstmCell, RecurrentUnit, open_recurrent_unit
from gdstudio.inside.weighted_sum import TOP, WeightedSum, weighted_sum
from gdstudio.learning.network import Network
from gdstudio.learning.recurrent import Recurrent
from gdstudio.learning.shapes import DIGIT, PictureShape


@dataclass(frozen=True, slots=True)
class OutputTerm:
    """What an output neuron adds to the cost of the example.

    Attributes:
        target: 1 if its class is right, else 0.
        difference: a - y.
        square: (a - y)^2.
        term: What it adds to the cost: with squared error the square.
    """

    target: float
    difference: float
    square: float
    term: float


@dataclass(frozen=True, slots=True)
class SoftmaxSteps:
    """How a softmax makes an output: a = exp(z - highest) / total.

    Attributes:
        highest: The largest z of the layer, taken off each so that nothing overflows.
        exponential: exp(z - highest) of this neuron.
        total: The sum of all such exponentials of the layer.
    """

    highest: float
    exponential: float
    total: float


@dataclass(frozen=True, slots=True, eq=False)
class OpenNeuron(WeightedSum):
    """A neuron with everything it is made of; of a recurrent unit after one of the rows it reads.

    Attributes:
        output: What it adds to the cost; None unless it is an output and there is a target.
        softmax: How a softmax makes it; None if none does.
        row: Of a recurrent unit, the row (or pixel) it has read last, from 0; else None.
        rows: How many the layer reads; 0 where it reads none.
        cell: Of an LSTM unit, its four sums and its memory; else None.
    """

    output: OutputTerm | None = None
    softmax: SoftmaxSteps | None = None
    row: int | None = None
    rows: int = 0
    cell: LstmCell | None = None


def open_neuron(
    opened: Pass,
    network: Network,
    place: Place,
    top: int = TOP,
    in_shape: PictureShape = DIGIT,
    row: int | None = None,
) -> OpenNeuron:
    """Take one neuron of a pass apart.

    Args:
        opened: The pass; of this network.
        network: Any dtype; not changed.
        place: A neuron that there is.
        top: How many contributions are named, at most.
        in_shape: Of the pictures that the network sees.
        row: Of a recurrent unit, the row after which it is opened, from 0; None for the last.

    Raises:
        InvalidValue: The layer reads no such row.
    """
    layer = opened.layer(place.layer)
    if isinstance(network.layers[place.layer - 1], Recurrent) or row is not None:
        unit = open_recurrent_unit(network, place, layer.a_in, row, top, in_shape)
        return _of_recurrent(unit)
    seen = fan_in(network, place)
    inputs = np.zeros(0) if seen is None else layer.a_in[seen.inputs]
    slope = None if layer.da_dz is None else _own(layer.da_dz, place.index)
    z = None if layer.z is None else float(layer.z[place.index])
    outcome = layer.activation, z, float(layer.a[place.index]), slope
    found = weighted_sum(network, place, seen, inputs, outcome, top, in_shape)
    return OpenNeuron(
        **_parts(found),
        output=_output_term(opened, place),
        softmax=_softmax_steps(layer, place.index),
    )


def _of_recurrent(unit: RecurrentUnit) -> OpenNeuron:
    return OpenNeuron(**_parts(unit.sum), row=unit.row, rows=unit.rows, cell=unit.cell)


def _parts(found: WeightedSum) -> dict[str, Any]:
    return {field.name: getattr(found, field.name) for field in fields(WeightedSum)}


def _own(slope: Floats, index: int) -> float:
    return float(slope[index] if slope.ndim == 1 else slope[index, index])


def _output_term(opened: Pass, place: Place) -> OutputTerm | None:
    last = opened.layers[-1]
    if opened.target is None or place.layer != last.number:
        return None
    cost = example_cost(last.a, opened.target, opened.cost_name, last.activation, last.z)
    k = place.index
    return OutputTerm(
        float(cost.target[k]), float(cost.differences[k]), float(cost.squares[k]),
        float(cost.terms[k]),
    )  # fmt: skip


def _softmax_steps(layer: LayerPass, index: int) -> SoftmaxSteps | None:
    if layer.activation != "softmax" or layer.z is None:
        return None
    highest = float(layer.z.max())
    exponentials = np.exp(layer.z - highest)
    return SoftmaxSteps(highest, float(exponentials[index]), float(exponentials.sum()))
