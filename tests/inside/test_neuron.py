"""One neuron by hand: its sum, its activation, what it adds to the cost."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdstudio.inside.neuron import open_neuron
from gdstudio.inside.passes import open_pass
from gdstudio.inside.places import Place, find_weight
from gdstudio.inside.shown_sum import shown_sum
from gdstudio.inside.weight import open_weight
from gdstudio.learning.costs import find_cost
from gdstudio.learning.shapes import PictureShape
from tests.inside.made import ARCHITECTURES, PAIRS, SHAPE, dense, example, layered


def opened(network, cost_name="squared-error", target=1):
    cost = find_cost(cost_name, network.output_activation.name)
    return open_pass(network, example(network), target, cost)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_the_largest_products_are_named_and_the_rest_summed(dtype):
    network = dense("tanh", dtype=dtype)
    passed = opened(network)
    x, w = example(network).astype(np.float64), network.part("W1")[3].astype(np.float64)
    products = {f"pixel {k // 4} {k % 4}": w[k] * x[k] for k in range(12)}
    largest = sorted(products, key=lambda name: -abs(products[name]))
    found = open_neuron(passed, network, Place(1, 3), 5, PictureShape(1, 3, 4))
    assert [one.name for one in found.contributions] == largest[:5]
    for one in found.contributions:
        assert one.product == one.weight * one.input == products[one.name]
        assert one.weight_name == f"W1[3,{one.index}]"
        assert network.parameters[find_weight(one.weight_name, network).index] == one.weight
    assert found.rest_count == 7
    assert found.rest == pytest.approx(sum(products[name] for name in largest[5:]))
    total = sum(one.product for one in found.contributions) + found.rest + found.bias
    assert total == pytest.approx(found.z, rel=1e-13)
    assert found.bias == network.part("b1")[3]
    assert found.bias_name == "b1[3]"
    assert found.a == pytest.approx(math.tanh(total), rel=1e-13)
    assert found.slope == pytest.approx(1 - math.tanh(total) ** 2, rel=1e-12)
    assert (found.weights * found.inputs == found.products).all()
    assert found.output is found.softmax is None


def test_that_fewer_inputs_than_are_named_leave_no_rest():
    network = dense()
    found = open_neuron(opened(network), network, Place(2, 0))
    assert [one.name for one in found.contributions] != []
    assert {one.name for one in found.contributions} == {f"L1.{k}" for k in range(5)}
    assert (found.rest, found.rest_count) == (0, 0)


@pytest.mark.parametrize(("cost_name", "output"), PAIRS)
def test_that_what_outputs_add_is_the_cost(cost_name, output):
    network = dense("tanh", output)
    passed = opened(network, cost_name)
    found = [open_neuron(passed, network, Place(3, k)) for k in range(3)]
    assert sum(one.output.term for one in found) == pytest.approx(passed.cost, rel=1e-12)
    for k, one in enumerate(found):
        assert one.output.target == (k == 1)
        assert one.output.difference == one.a - (k == 1)
        assert one.output.square == one.output.difference**2


def test_that_a_softmax_is_told_in_steps():
    network = dense("tanh", "softmax")
    passed = opened(network, "cross-entropy")
    z = passed.layers[-1].z
    for k in range(3):
        found = open_neuron(passed, network, Place(3, k))
        assert found.softmax.highest == max(z)
        assert found.softmax.exponential == pytest.approx(math.exp(z[k] - max(z)))
        assert found.softmax.total == pytest.approx(sum(math.exp(one - max(z)) for one in z))
        assert found.softmax.exponential / found.softmax.total == pytest.approx(found.a)
        assert found.slope == pytest.approx(found.a * (1 - found.a))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_that_every_sum_of_other_layers_adds_up(architecture):
    network = layered(architecture)
    passed = opened(network, "cross-entropy")
    for layer in passed.layers:
        for index in range(0, len(layer.a), 3):
            found = open_neuron(passed, network, Place(layer.number, index), in_shape=SHAPE)
            assert found.a == pytest.approx(layer.a[index], rel=1e-12, abs=1e-15)
            if layer.z is None:
                assert found.contributions == ()
                assert found.z is found.slope is None
            else:
                total = sum(one.product for one in found.contributions) + found.rest + found.bias
                assert total == pytest.approx(found.z, rel=1e-12, abs=1e-14)
                assert found.bias_name != ""


def test_that_a_neuron_of_a_map_sees_the_pixels_of_its_window():
    network = layered("conv 2@3 stride 2 pad 1")
    found = open_neuron(opened(network, "cross-entropy"), network, Place(1, 0), in_shape=SHAPE)
    assert {one.name for one in found.contributions} == {
        "pixel 0 0", "pixel 0 1", "pixel 1 0", "pixel 1 1",
    }  # fmt: skip
    weights = {one.name: one.weight_name for one in found.contributions}
    assert weights["pixel 0 0"] == "W1[0,0,1,1]"
    assert weights["pixel 1 1"] == "W1[0,0,2,2]"


def test_that_a_recurrent_unit_sees_the_last_row_and_the_state_before():
    network = layered("rnn 5")
    found = open_neuron(opened(network, "cross-entropy"), network, Place(1, 2), 20, SHAPE)
    names = {one.name: one.weight_name for one in found.contributions}
    assert names == {f"pixel 6 {k}": f"W1[2,{k}]" for k in range(6)} | {
        f"L1.{k}, one step before": f"U1[2,{k}]" for k in range(5)
    }


@pytest.mark.parametrize("decimals", [0, 2, 6])
def test_that_a_sum_as_shown_is_the_sum_of_what_is_shown(decimals):
    rng = np.random.default_rng(decimals)
    for _ in range(200):
        terms = rng.standard_normal(rng.integers(1, 13))
        shown, total = shown_sum(terms.tolist(), decimals)
        unit = 10.0**-decimals
        assert total == pytest.approx(round(math.fsum(terms), decimals), abs=1e-9 * unit)
        assert sum(round(one / unit) for one in shown) == round(total / unit)
        assert np.abs(np.array(shown) - terms).max() < unit * (1 + 1e-9)
        assert all(one == round(one, decimals) for one in shown)


def test_that_what_stands_for_many_takes_what_rounding_leaves_over():
    terms = [0.4753451, 3.3055551, -0.24, 1.3333333, 0.0000004]
    shown, total = shown_sum(terms, 4, rest=2)
    assert [shown[k] for k in (0, 1, 3, 4)] == [0.4753, 3.3056, 1.3333, 0.0]
    assert total == 4.8742
    assert round(sum(shown), 9) == total


def test_that_what_is_not_finite_is_shown_as_it_is():
    assert shown_sum([1.26, math.inf], 1) == ((1.26, math.inf), math.inf)
    shown, total = shown_sum([math.nan, 1.0], 1)
    assert math.isnan(shown[0])
    assert math.isnan(total)


def test_that_the_gradient_by_a_weight_is_that_of_its_neuron_times_its_input():
    network = dense("tanh")
    passed = opened(network)
    weight = open_weight(passed, network, find_weight("W2[3,1]", network))
    assert weight.neuron == Place(2, 3)
    assert weight.value == network.part("W2")[3, 1]
    assert weight.input == passed.layer(1).a[1]
    assert weight.dC_dz * weight.input == pytest.approx(weight.gradient, rel=1e-12)
    assert weight.gradient == network.part("W2", passed.gradient)[3, 1]
    bias = open_weight(passed, network, find_weight("b2[3]", network))
    assert (bias.input, bias.input_index) == (1, None)
    assert bias.gradient == pytest.approx(passed.layer(2).dC_dz[3], rel=1e-12)


def test_that_a_weight_of_many_sums_has_no_single_factors():
    network = layered(ARCHITECTURES[0])
    passed = opened(network, "cross-entropy")
    weight = open_weight(passed, network, find_weight("W1[1,0,0,1]", network))
    assert weight.neuron is weight.dC_dz is weight.input is None
    assert weight.gradient == network.part("W1", passed.gradient)[1, 0, 0, 1]
