import numpy as np
import pytest

from gdstudio.learning.activations import HIDDEN_ACTIVATIONS, find_activation
from gdstudio.learning.costs import find_cost
from gdstudio.learning.gradient_check import check_gradient
from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training

TOLERANCE = 1e-6
OUTPUTS = [
    ("squared-error", "sigmoid"),
    ("squared-error", "tanh"),
    ("squared-error", "relu"),
    ("squared-error", "leaky-relu"),
    ("squared-error", "identity"),
    ("squared-error", "softmax"),
    ("cross-entropy", "sigmoid"),
    ("cross-entropy", "softmax"),
]


def made_problem(activation, output_activation):
    rng = np.random.default_rng(7)
    network = Network.dense([5, 6, 4, 3], activation, output_activation, np.float64)
    network.initialize("standard-normal", rng)
    if output_activation == "relu":
        network.part("b3")[...] = 4  # so that the outputs are not all at rest
    X, T = rng.random((8, 5)), np.eye(3)[rng.integers(0, 3, 8)]
    return network, X, T


def cost_at(network, X, T, cost):
    """The mean cost from `values`, not from what the gradient is made with."""

    def f(parameters):
        other = network.at(parameters)
        return float(cost.values(other.logits(X), T, other.output_activation).mean())

    return f


@pytest.mark.parametrize("activation", HIDDEN_ACTIVATIONS)
@pytest.mark.parametrize(("cost_name", "output_activation"), OUTPUTS)
def test_that_the_gradient_agrees_with_differences_of_the_cost(
    activation, cost_name, output_activation
):
    network, X, T = made_problem(activation, output_activation)
    cost = find_cost(cost_name, output_activation)
    mean = network.cost_and_gradient(X, T, cost)
    f = cost_at(network, X, T, cost)
    assert mean == pytest.approx(f(network.parameters), rel=1e-12)
    assert np.abs(network.gradient).max() > 1e-3
    check = check_gradient(f, network.parameters, network.gradient, np.random.default_rng(1))
    assert check.relative_error < TOLERANCE, check


@pytest.mark.parametrize(("cost_name", "output_activation"), OUTPUTS)
def test_that_the_gradient_by_the_inputs_agrees_with_differences(cost_name, output_activation):
    network, X, T = made_problem("sigmoid", output_activation)
    cost = find_cost(cost_name, output_activation)
    mean, dX = network.input_gradient(X, T, cost)
    assert mean == network.cost_and_gradient(X, T, cost)
    assert np.abs(dX).max() > 1e-4

    def f(x):
        Z = network.logits(x.reshape(X.shape))
        return float(cost.values(Z, T, network.output_activation).mean())

    check = check_gradient(f, X.ravel(), dX.ravel(), np.random.default_rng(1))
    assert check.relative_error < TOLERANCE, check


@pytest.mark.parametrize(("cost_name", "output_activation"), OUTPUTS)
def test_that_a_gradient_wrong_by_a_tenth_of_a_percent_fails(cost_name, output_activation):
    network, X, T = made_problem("tanh", output_activation)
    cost = find_cost(cost_name, output_activation)
    network.cost_and_gradient(X, T, cost)
    f = cost_at(network, X, T, cost)
    rng = np.random.default_rng(1)
    assert check_gradient(f, network.parameters, 1.001 * network.gradient, rng).relative_error > (
        100 * TOLERANCE
    )


def test_that_one_wrong_bias_fails_the_check():
    network, X, T = made_problem("sigmoid", "sigmoid")
    cost = find_cost("squared-error", "sigmoid")
    network.cost_and_gradient(X, T, cost)
    network.part("b2", network.gradient)[1] *= 1.01
    f = cost_at(network, X, T, cost)
    rng = np.random.default_rng(1)
    assert check_gradient(f, network.parameters, network.gradient, rng).relative_error > TOLERANCE


@pytest.mark.parametrize("activation", HIDDEN_ACTIVATIONS)
def test_that_the_update_follows_the_gradient_of_cost_and_l2_term(small_data, activation):
    """L2 adds l2/2 times the sum of squared weights, biases left out."""
    recipe = Recipe(
        hidden=(5, 4),
        activation=activation,
        cost="cross-entropy",
        l2=0.3,
        dtype="float64",
        batch_size=103,
        initialization="scaled-normal",
    )
    training = Training(recipe, small_data)
    network = training.network
    before = network.parameters.copy()
    X, T = training.digits.inputs(dtype=np.float64), training.digits.targets(dtype=np.float64)
    plain = cost_at(network, X, T, training.cost)

    def f(parameters):
        weights = [network.part(f"W{k}", parameters) for k in (1, 2, 3)]
        return plain(parameters) + 0.3 / 2 * sum(float((W * W).sum()) for W in weights)

    training.update()
    check = check_gradient(f, before, network.gradient, np.random.default_rng(1))
    assert check.relative_error < TOLERANCE, check
    np.testing.assert_allclose(network.parameters, before - 1.5 * network.gradient, atol=1e-15)


def test_that_the_output_delta_is_a_minus_y_with_cross_entropy():
    # Nielsen 2015, eq. 67: no factor sigma'(z); the mean over 2 examples divides by 2.
    Z, T = np.array([[0.3, -1.2], [2.0, 0.1]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    sigmoid = 1 / (1 + np.exp(-Z))
    _, delta = find_cost("cross-entropy", "sigmoid").mean_and_delta(
        Z, T, find_activation("sigmoid")
    )
    np.testing.assert_allclose(delta, (sigmoid - T) / 2, rtol=1e-14)
    softmax = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    _, delta = find_cost("cross-entropy", "softmax").mean_and_delta(
        Z, T, find_activation("softmax")
    )
    np.testing.assert_allclose(delta, (softmax - T) / 2, rtol=1e-14)


def test_that_the_output_delta_has_the_slope_of_the_sigmoid_with_squared_error():
    # Nielsen 2015, eq. 30 without his factor 1/2: 2 (a - y) sigma'(z).
    Z, T = np.array([[0.3, -1.2]]), np.array([[0.0, 1.0]])
    a = 1 / (1 + np.exp(-Z))
    _, delta = find_cost("squared-error", "sigmoid").mean_and_delta(
        Z, T, find_activation("sigmoid")
    )
    np.testing.assert_allclose(delta, 2 * (a - T) * a * (1 - a), rtol=1e-14)
