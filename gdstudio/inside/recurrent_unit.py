"""One unit of a recurrent layer after one of the rows it reads: its sum, or its four and memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdstudio.arrays import Floats
from gdstudio.errors import InvalidValue
from gdstudio.inside.fan_in import FanIn, gate_fan_in, rows_read, states_of
from gdstudio.inside.passes import in_float64
from gdstudio.inside.places import Place
from gdstudio.inside.weighted_sum import WeightedSum, weighted_sum
from gdstudio.learning.activations import find_activation
from gdstudio.learning.lstm import GATES, LSTM
from gdstudio.learning.network import Network
from gdstudio.learning.recurrent import Recurrent, SimpleRecurrent
from gdstudio.learning.shapes import PictureShape
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class LstmCell:
    """An LSTM unit after a row: c = f c_before + i g and h = o tanh(c).

    Hochreiter, Schmidhuber 1997; forget gates by Gers et al. 2000.

    Attributes:
        input: The sum behind the input gate i = sigmoid(z).
        forget: That behind the forget gate f = sigmoid(z).
        candidate: That behind what may be written, g = tanh(z).
        output: That behind the output gate o = sigmoid(z).
        c_before: The memory one row before; 0 before the first.
        c: The memory.
        shown: tanh(c).
        h: What the unit gives out, o tanh(c).
    """

    input: WeightedSum
    forget: WeightedSum
    candidate: WeightedSum
    output: WeightedSum
    c_before: float
    c: float
    shown: float
    h: float

    def gate(self, name: str) -> WeightedSum:
        """Return one of the four sums by its name in `GATES`."""
        found: WeightedSum = getattr(self, name)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class RecurrentUnit:
    """A unit of a recurrent layer after one of its rows, or pixels.

    Attributes:
        row: Which it has read last, from 0.
        rows: How many the layer reads.
        sum: The sum behind the unit; of an LSTM no sum, only what it gives out.
        cell: Of an LSTM unit, its four sums and its memory; else None.
    """

    row: int
    rows: int
    sum: WeightedSum
    cell: LstmCell | None


def open_recurrent_unit(
    network: Network,
    place: Place,
    a_in: Floats,
    row: int | None,
    top: int,
    in_shape: PictureShape,
) -> RecurrentUnit:
    """Take a unit of a recurrent layer apart, in float64.

    Args:
        network: Any dtype; not changed.
        place: The unit.
        a_in: What the layer reads, shape (n_in,), float64.
        row: The row after which the unit is opened, from 0; None for the last.
        top: How many contributions to a sum are named, at most.
        in_shape: Of the pictures that the network sees.

    Raises:
        InvalidValue: The layer reads no rows, or no such row.
    """
    row, rows = _checked(network, place, row)
    exact, layer = in_float64(network), network.layers[place.layer - 1]
    assert isinstance(layer, Recurrent)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be opened too
        states = states_of(exact, place.layer, a_in)
        read = rows_read(layer, a_in)
        before = np.vstack([np.zeros_like(states[:1]), states[:-1]])
        came_in = np.hstack([read, before])  # shape (rows, features + units)
        h = float(states[row, place.index])

        def opened(seen: FanIn, activation: str, a: float | None = None) -> WeightedSum:
            weights = exact.parameters[seen.weights]
            z = float(weights @ came_in[row] + exact.parameters[seen.bias])
            function = find_activation(activation)
            value = float(function.apply(np.array([[z]]))[0, 0]) if a is None else a
            slope = float(function.backward(np.ones(1), np.array([value]))[0])
            outcome = activation, z, value, slope
            inputs = came_in[row].copy()
            return weighted_sum(network, place, seen, inputs, outcome, top, in_shape)

        if isinstance(layer, SimpleRecurrent):
            seen = gate_fan_in(network, place, 0, row)
            return RecurrentUnit(row, rows, opened(seen, layer.activation.name, h), None)
        assert isinstance(layer, LSTM)
        seen_by = [gate_fan_in(network, place, k, row) for k in range(len(GATES))]
        Z = np.column_stack(
            [came_in @ exact.parameters[s.weights] + exact.parameters[s.bias] for s in seen_by]
        )
        i, f = find_activation("sigmoid").apply(Z[:, :2].copy()).T
        g = find_activation("tanh").apply(Z[:, 3:].copy())[:, 0]
        c_before = c = 0.0
        for t in range(row + 1):
            c_before, c = c, float(f[t] * c + i[t] * g[t])
        gates = {
            name: opened(seen, "tanh" if name == "candidate" else "sigmoid")
            for name, seen in zip(GATES, seen_by, strict=True)
        }
        shown = float(np.tanh(c))
    cell = LstmCell(**gates, c_before=c_before, c=c, shown=shown, h=h)
    whole = weighted_sum(network, place, None, np.zeros(0), ("", None, h, None), top, in_shape)
    return RecurrentUnit(row, rows, whole, cell)


def _checked(network: Network, place: Place, row: int | None) -> tuple[int, int]:
    """Return the row, counted from 0, and how many the layer reads."""
    layer = network.layers[place.layer - 1]
    if not isinstance(layer, Recurrent):
        accepted = Text("no row: layer {0}, {1}, reads none", place.layer, str(layer))
        raise InvalidValue(Text("row"), row, accepted)
    last = layer.n_steps - 1
    if row is not None and not 0 <= row <= last:
        raise InvalidValue(Text("row"), row, Text("a row from 0 to {0}", last))
    return last if row is None else row, layer.n_steps
