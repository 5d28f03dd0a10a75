"""A recurrent unit by hand, beside an LSTM and a simple recurrent layer written out here."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdstudio.errors import InvalidValue
from gdstudio.inside.neuron import open_neuron
from gdstudio.inside.passes import open_pass
from gdstudio.inside.places import Place, find_weight
from tests.inside.made import SHAPE, example, layered

ROWS, COLUMNS, UNITS = 7, 6, 4
STEPS = {"": (ROWS, COLUMNS), " pixels": (ROWS * COLUMNS, 1)}


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def lstm_by_hand(network, x, rows, columns):
    """Return z of each gate, c and h of each unit after each row, with loops over numbers.

    As in the paper's equations: z = W x + U h + b, c = f c + i g, h = o tanh(c).
    """
    W, U, b = (network.part(name).tolist() for name in ("W1", "U1", "b1"))
    x = x.reshape(rows, columns).tolist()
    h, c, trace = [0.0] * UNITS, [0.0] * UNITS, []
    for row in x:
        z = [
            b[k]
            + sum(W[k][j] * row[j] for j in range(columns))
            + sum(U[k][j] * h[j] for j in range(UNITS))
            for k in range(4 * UNITS)
        ]
        before = c
        i, f, o = ([sigmoid(z[gate * UNITS + k]) for k in range(UNITS)] for gate in range(3))
        g = [math.tanh(z[3 * UNITS + k]) for k in range(UNITS)]
        c = [f[k] * before[k] + i[k] * g[k] for k in range(UNITS)]
        h = [o[k] * math.tanh(c[k]) for k in range(UNITS)]
        trace.append((z, before, c, h))
    return trace


@pytest.mark.parametrize("reads", STEPS)
def test_that_an_lstm_unit_is_that_of_the_equations_after_every_row(reads):
    network = layered(f"lstm {UNITS}{reads}")
    x, (rows, columns) = example(network), STEPS[reads]
    passed, trace = open_pass(network, x), lstm_by_hand(network, x, rows, columns)
    for row in (0, 1, rows // 2, rows - 2, rows - 1):
        z, c_before, c, h = trace[row]
        for unit in range(UNITS):
            found = open_neuron(passed, network, Place(1, unit), in_shape=SHAPE, row=row)
            cell, near = found.cell, {"rel": 1e-9, "abs": 1e-12}
            for gate, one in enumerate((cell.input, cell.forget, cell.output, cell.candidate)):
                assert one.z == pytest.approx(z[gate * UNITS + unit], **near)
                a = math.tanh(one.z) if gate == 3 else sigmoid(one.z)
                assert one.a == pytest.approx(a, **near)
                slope = 1 - a * a if gate == 3 else a * (1 - a)
                assert one.slope == pytest.approx(slope, **near)
                total = sum(part.product for part in one.contributions) + one.rest + one.bias
                assert total == pytest.approx(one.z, **near)
                assert len(one.contributions) == min(10, columns + UNITS)
            assert cell.c_before == pytest.approx(c_before[unit], **near)
            assert cell.c == pytest.approx(c[unit], **near)
            assert cell.shown == pytest.approx(math.tanh(c[unit]), **near)
            assert cell.h == found.a == pytest.approx(h[unit], **near)
            assert cell.output.a * cell.shown == pytest.approx(cell.h, **near)
            assert (found.row, found.rows, found.z) == (row, rows, None)


def test_that_the_last_row_is_what_the_network_itself_gives_out():
    network = layered("conv 2@3, lstm 4")
    x = example(network)
    passed = open_pass(network, x)
    parts = [network.part(name) for name in ("W1", "b1")]
    maps, _ = network.layers[0].forward(parts, x[None])
    own, _ = network.layers[1].forward([network.part(n) for n in ("W2", "U2", "b2")], maps)
    for unit in range(4):
        found = open_neuron(passed, network, Place(2, unit), in_shape=SHAPE)
        assert (found.row, found.rows) == (4, 5)
        assert found.a == pytest.approx(own[0, unit], rel=1e-12)
        assert found.a == passed.layer(2).a[unit]


def test_that_the_weights_of_each_gate_are_named_as_the_network_keeps_them():
    network = layered("lstm 4")
    x = example(network).reshape(ROWS, COLUMNS)
    passed = open_pass(network, x.ravel())
    before = open_neuron(passed, network, Place(1, 3), in_shape=SHAPE, row=3)
    found = open_neuron(passed, network, Place(1, 2), in_shape=SHAPE, row=4)
    for gate, name in enumerate(("input", "forget", "output", "candidate")):
        one = found.cell.gate(name)
        line = gate * UNITS + 2
        names = {part.name: part.weight_name for part in one.contributions}
        assert names == {f"pixel 4 {k}": f"W1[{line},{k}]" for k in range(COLUMNS)} | {
            f"L1.{k}, one step before": f"U1[{line},{k}]" for k in range(UNITS)
        }
        assert one.bias_name == f"b1[{line}]"
        for part in one.contributions:
            place = find_weight(part.weight_name, network)
            assert network.parameters[place.index] == part.weight
            if part.index >= 0:
                assert part.input == x.ravel()[part.index]
        (state,) = (part.input for part in one.contributions if part.index == -1 - 3)
        assert state == pytest.approx(before.a, rel=1e-12)


@pytest.mark.parametrize("reads", STEPS)
def test_that_a_simple_unit_is_tanh_of_its_sum_after_every_row(reads):
    network = layered(f"rnn {UNITS} tanh{reads}")
    x, (rows, columns) = example(network), STEPS[reads]
    W, U, b = (network.part(name) for name in ("W1", "U1", "b1"))
    h, passed = np.zeros(UNITS), open_pass(network, x)
    for row, read in enumerate(x.reshape(rows, columns)):
        z = W @ read + U @ h + b
        h = np.tanh(z)
        for unit in range(UNITS):
            found = open_neuron(passed, network, Place(1, unit), in_shape=SHAPE, row=row)
            assert found.z == pytest.approx(z[unit], rel=1e-9, abs=1e-12)
            assert found.a == pytest.approx(h[unit], rel=1e-9, abs=1e-12)
            assert found.slope == pytest.approx(1 - h[unit] ** 2, rel=1e-9, abs=1e-12)
            assert (found.row, found.rows, found.cell) == (row, rows, None)
    last = open_neuron(passed, network, Place(1, 1), in_shape=SHAPE)
    assert (last.row, last.a) == (rows - 1, pytest.approx(passed.layer(1).a[1], rel=1e-12))


@pytest.mark.parametrize(("layers", "place", "row"), [
    ("lstm 4", Place(1, 0), 7), ("lstm 4", Place(1, 0), -1), ("lstm 4", Place(2, 0), 3),
    ("rnn 4", Place(1, 0), 7),
])  # fmt: skip
def test_that_a_row_that_is_not_read_is_refused(layers, place, row):
    network = layered(layers)
    passed = open_pass(network, example(network))
    with pytest.raises(InvalidValue, match="row"):
        open_neuron(passed, network, place, in_shape=SHAPE, row=row)


def test_that_a_diverged_unit_is_opened_all_the_same():
    network = layered("lstm 4")
    network.parameters[:] = np.inf
    found = open_neuron(open_pass(network, example(network)), network, Place(1, 0), in_shape=SHAPE)
    assert not math.isfinite(found.cell.forget.rest) or math.isnan(found.cell.c)
