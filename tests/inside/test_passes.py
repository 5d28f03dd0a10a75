"""One example forward and back, against sums written out and the network's own gradient."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdstudio.inside.neuron import open_neuron
from gdstudio.inside.passes import Pass, open_pass
from gdstudio.inside.places import Place
from gdstudio.learning.costs import find_cost
from tests.inside.made import ARCHITECTURES, HIDDEN, PAIRS, dense, example, layered

TARGET = 1


def opened(network, cost_name, seed=2) -> Pass:
    cost = find_cost(cost_name, network.output_activation.name)
    return open_pass(network, example(network, seed), TARGET, cost)


def whole_gradient(network, cost_name):
    """Return cost and gradient as training has them, in float64."""
    exact = network.at(network.parameters.astype(np.float64))
    T = np.eye(network.n_out)[[TARGET]]
    cost = find_cost(cost_name, network.output_activation.name)
    mean = exact.cost_and_gradient(example(network)[None].astype(np.float64), T, cost)
    return mean, exact.gradient


def scalar(name):
    """Return an activation of one number and its slope, written out."""
    return {
        "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda a: a * (1 - a)),
        "tanh": (math.tanh, lambda a: 1 - a * a),
        "relu": (lambda z: max(z, 0.0), lambda a: float(a > 0)),
        "leaky-relu": (lambda z: z if z > 0 else 0.01 * z, lambda a: 1.0 if a > 0 else 0.01),
        "identity": (lambda z: z, lambda a: 1.0),
    }[name]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", HIDDEN)
def test_that_each_neuron_is_its_sum_written_out(activation, dtype):
    network = dense(activation, "sigmoid", dtype)
    found = open_pass(network, example(network))
    a = [float(x) for x in example(network)]
    for k, layer in enumerate(found.layers, 1):
        W, b = (network.part(f"{name}{k}").astype(np.float64).tolist() for name in "Wb")
        function, slope = scalar(activation if k < 3 else "sigmoid")
        z = [
            sum(w * x for w, x in zip(row, a, strict=True)) + bias
            for row, bias in zip(W, b, strict=True)
        ]
        assert layer.a_in.tolist() == pytest.approx(a, rel=1e-13)
        a = [function(one) for one in z]
        assert layer.z.tolist() == pytest.approx(z, rel=1e-12)
        assert layer.a.tolist() == pytest.approx(a, rel=1e-12)
        assert layer.da_dz.tolist() == pytest.approx([slope(one) for one in a], rel=1e-12)
        assert layer.dC_da is layer.dC_dz is layer.dW is layer.db is None


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("cost_name", "output"), PAIRS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_the_chain_rule_gives_what_training_uses(cost_name, output, hidden, dtype):
    network = dense(hidden, output, dtype)
    found = opened(network, cost_name)
    mean, gradient = whole_gradient(network, cost_name)
    assert found.cost == pytest.approx(mean, rel=1e-12)
    assert found.gradient == pytest.approx(gradient, rel=1e-10, abs=1e-15)
    for k, layer in enumerate(found.layers, 1):
        slope = np.diag(layer.da_dz) if layer.da_dz.ndim == 1 else layer.da_dz
        by_rule = np.array([sum(layer.dC_da * slope[:, j]) for j in range(len(layer.z))])
        assert layer.dC_dz == pytest.approx(by_rule, rel=1e-9, abs=1e-12)
        assert layer.db == pytest.approx(layer.dC_dz, rel=1e-12)
        assert layer.dW == pytest.approx(np.einsum("j,k->jk", layer.dC_dz, layer.a_in), rel=1e-12)
        if k > 1:
            W = network.part(f"W{k}").astype(np.float64)
            before = [sum(layer.dC_dz * W[:, i]) for i in range(W.shape[1])]
            assert found.layer(k - 1).dC_da == pytest.approx(before, rel=1e-10, abs=1e-15)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_that_other_layers_answer_and_learn_as_the_network_does(architecture):
    network = layered(architecture)
    found = opened(network, "cross-entropy")
    _, gradient = whole_gradient(network, "cross-entropy")
    expected = network.activations(example(network)[None])
    for layer, outputs in zip(found.layers, expected, strict=True):
        assert layer.a == pytest.approx(outputs[0], rel=1e-12, abs=1e-15)
    assert found.gradient == pytest.approx(gradient, rel=1e-10, abs=1e-15)
    kinds = architecture.split(", ")
    for kind, layer in zip(kinds, found.layers, strict=False):
        has_sum = kind.startswith(("conv", "rnn", "dense"))
        assert (layer.z is not None) == has_sum
        assert (layer.dC_dz is not None) == has_sum


@pytest.mark.parametrize("architecture", ARCHITECTURES[:3])
def test_that_gradients_of_a_convolution_are_difference_quotients(architecture):
    network = layered(architecture, "sigmoid")
    found = opened(network, "squared-error")
    T, cost = np.eye(3)[[TARGET]], find_cost("squared-error", "sigmoid")
    rng = np.random.default_rng(0)
    for index in rng.choice(len(network.parameters), 30, replace=False):
        costs = []
        for step in (1e-6, -1e-6):
            moved = network.at(network.parameters.copy())
            moved.parameters[index] += step
            Z = moved.logits(example(network)[None])
            costs.append(cost.values(Z, T, network.output_activation)[0])
        quotient = (costs[0] - costs[1]) / 2e-6
        assert found.gradient[index] == pytest.approx(quotient, rel=1e-5, abs=1e-8)


def test_that_nothing_is_handed_over_that_could_be_written_to_and_the_network_stays():
    network = dense(dtype=np.float32)
    before = network.parameters.copy()
    found = opened(network, "squared-error")
    for layer in found.layers:
        arrays = (layer.a_in, layer.z, layer.a, layer.da_dz, layer.dC_da, layer.dC_dz)
        for array in (*arrays, layer.dW, layer.db, found.gradient):
            assert array.dtype == np.float64
            assert not array.flags.writeable
    assert (network.parameters == before).all()
    assert not network.gradient.any()
    assert found.outputs is found.layers[-1].a


def test_that_a_diverged_network_is_opened_without_a_warning():
    network = dense("relu", "softmax", np.float32)
    network.parameters[...] = np.inf
    found = opened(network, "cross-entropy")
    assert not np.isfinite(found.gradient).any()
    assert not np.isfinite(open_neuron(found, network, Place(1, 0)).rest)
