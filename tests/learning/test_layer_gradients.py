import numpy as np
import pytest

from gdstudio.learning.costs import find_cost
from gdstudio.learning.gradient_check import check_gradient
from gdstudio.learning.shapes import PictureShape
from tests.networks import make_network

COST = find_cost("cross-entropy", "softmax")

# Every layer as the first, as the last, and with a layer before it that wants its gradient.
ARCHITECTURES = [
    "conv 3@3x2",
    "conv 3@3x2 stride 2x1 pad 1",
    "conv 2@3, conv 3@2 stride 2x1 pad 1x0",
    "conv 2@2, conv 2@3 pad 2, conv 2@2",
    "conv 2@2, pool 2, dense 4",
    "conv 2@2, pool 3x2 stride 1, conv 2@2",
    "conv 2@2, pool 2 stride 3",
    "conv 2@2, average pool 2, dense 4",
    "conv 2@2, average pool 3x2 stride 1x2, conv 2@2",
    "conv 2@2, average pool 1x2 stride 2x3",
    "pool 2, conv 2@2",
    "average pool 2, dense 3",
    "lstm 4",
    "lstm 3 pixels",
    "conv 2@2, lstm 4",
    "conv 2@2 stride 2, lstm 3 pixels, dense 3",
    "rnn 4",
    "rnn 4 tanh pixels",
    "conv 2@2, rnn 4 tanh, dense 3",
    "rnn 4 relu",
    "conv 2@3 stride 2, rnn 3 relu pixels",
    "dropout 0.3, conv 2@3, dropout 0.4, pool 2, dense 5, dropout 0.5",
]  # fmt: skip


def made_problem(architecture, activation):
    rng = np.random.default_rng(11)
    shape = PictureShape(2, 7, 6)
    network = make_network(architecture, shape, 3, activation, dtype=np.float64)
    network.parameters[:] = rng.normal(0.1, 0.4, len(network.parameters))
    for part in network.slices:
        if not part.is_weight:
            network.part(part.name)[...] += 1  # so that no rectifier rests on all examples
    X, T = rng.standard_normal((5, shape.size)), np.eye(3)[rng.integers(0, 3, 5)]
    return network, X, T


def cost_at(network, X, T):
    """The mean cost with the same numbers dropped each time."""
    return lambda parameters: network.at(parameters).cost_and_gradient(
        X, T, COST, np.random.default_rng(2)
    )


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_that_gradients_of_all_layers_agree_with_differences_of_the_cost(architecture, activation):
    network, X, T = made_problem(architecture, activation)
    f = cost_at(network, X, T)
    network.cost_and_gradient(X, T, COST, np.random.default_rng(2))
    for part in network.slices:
        assert np.abs(network.part(part.name, network.gradient)).max() > 1e-6, part.name
    check = check_gradient(f, network.parameters, network.gradient, np.random.default_rng(1))
    assert check.relative_error < 1e-6, check
    for k, analytic in enumerate(network.gradient):
        numeric = slope(f, network.parameters, k)
        assert abs(analytic - numeric) <= 1e-5 * max(abs(analytic), abs(numeric), 1e-5), k


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_that_the_gradient_by_the_inputs_agrees_with_differences_of_the_cost(
    architecture, activation
):
    network, X, T = made_problem(architecture, activation)
    f = lambda x: network.cost_and_gradient(x.reshape(X.shape), T, COST)  # noqa: E731
    mean, dX = network.input_gradient(X, T, COST)
    assert mean == f(X.ravel())
    assert dX.shape == X.shape
    assert np.abs(dX).max() > 1e-6
    check = check_gradient(f, X.ravel(), dX.ravel(), np.random.default_rng(1))
    # Differences of a cost near 1 are good to some 1e-11: all there is where gradients are tiny.
    assert abs(check.analytic - check.numeric) < 1e-6 * abs(check.numeric) + 2e-11, check
    dX[np.unravel_index(np.abs(dX).argmax(), X.shape)] *= 1.001
    check = check_gradient(f, X.ravel(), dX.ravel(), np.random.default_rng(1))
    assert abs(check.analytic - check.numeric) > 1e-6 * abs(check.numeric) + 2e-11, check


@pytest.mark.parametrize("architecture", ["conv 3@3x2", "lstm 4", "rnn 4"])
def test_that_one_wrong_weight_fails_the_check_of_these_layers(architecture):
    network, X, T = made_problem(architecture, "tanh")
    network.cost_and_gradient(X, T, COST)
    network.gradient[np.abs(network.gradient).argmax()] *= 1.001
    f = lambda parameters: network.at(parameters).cost_and_gradient(X, T, COST)  # noqa: E731
    check = check_gradient(f, network.parameters, network.gradient, np.random.default_rng(1))
    assert check.relative_error > 1e-6


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_that_layers_leave_inputs_and_parameters_alone_and_keep_the_dtype(architecture):
    exact, X, T = made_problem(architecture, "relu")
    network = exact.at(exact.parameters.astype(np.float32))
    X, T = X.astype(np.float32), T.astype(np.float32)
    kept, parameters = X.copy(), network.parameters.copy()
    expected = exact.forward(X.astype(np.float64))
    for inputs in (X, np.asfortranarray(X)):
        inputs.setflags(write=False)
        outputs = network.forward(inputs)
        np.testing.assert_allclose(outputs, expected, atol=2e-6)
        network.cost_and_gradient(inputs, T, COST, np.random.default_rng(2))
        assert all(A.dtype == np.float32 for A in network.activations(inputs))
        assert network.gradient.dtype == np.float32
        np.testing.assert_array_equal(inputs, kept)
        np.testing.assert_array_equal(network.parameters, parameters)
        np.testing.assert_array_equal(network.forward(inputs), outputs)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_that_a_batch_is_answered_like_its_examples_one_by_one(architecture):
    network, X, _ = made_problem(architecture, "relu")
    one_by_one = np.concatenate([network.forward(x[None]) for x in X])
    np.testing.assert_allclose(network.forward(X), one_by_one, rtol=1e-12)
    assert network.forward(X[:0]).shape == (0, 3)


def slope(f, parameters, k, epsilon=1e-5):
    step = np.zeros_like(parameters)
    step[k] = epsilon
    return (f(parameters + step) - f(parameters - step)) / (2 * epsilon)
