import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.learning.activations import HIDDEN_ACTIVATIONS
from gdstudio.learning.costs import find_cost
from gdstudio.learning.network import Network
from gdstudio.learning.optimizers import SGD
from gdstudio.learning.recipe import Recipe

# Written anew, with other formulas than the program's.
ORACLES = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": lambda z: 1 - 2 / (np.exp(2 * z) + 1),
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "leaky-relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "identity": lambda z: z,
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=1)[:, None],
}


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        # 784*16 + 16 + 16*16 + 16 + 16*10 + 10
        ((784, 16, 16, 10), 13_002),
        ((784, 30, 10), 23_860),
        ((784, 100, 10), 79_510),
        ((784, 10), 7_850),
        ((784, 512, 512, 512, 10), 932_362),
    ],
)
def test_that_weights_and_biases_are_counted(sizes, expected):
    assert len(Network.dense(sizes).parameters) == expected
    assert Recipe(hidden=sizes[1:-1]).parameter_count() == expected


def test_that_the_table_of_slices_covers_the_vector_once_in_order():
    network = Network.dense([784, 16, 16, 10])
    names = [part.name for part in network.slices]
    assert names == ["W1", "b1", "W2", "b2", "W3", "b3"]
    bounds = [(part.start, part.stop) for part in network.slices]
    assert bounds == [
        (0, 12544), (12544, 12560), (12560, 12816), (12816, 12832), (12832, 12992), (12992, 13002),
    ]  # fmt: skip
    assert [part.is_weight for part in network.slices] == [True, False] * 3
    assert network.part("W3").shape == (10, 16)


def test_that_parts_are_views_of_the_vector():
    network = Network.dense([3, 2, 1])
    network.part("W1")[1, 2] = 7
    assert network.parameters[5] == 7
    network.parameters[6:8] = (3, 4)
    assert network.part("b1").tolist() == [3, 4]


@given(
    sizes=st.lists(st.integers(1, 6), min_size=2, max_size=5),
    batch=st.integers(1, 7),
    activation=st.sampled_from(HIDDEN_ACTIVATIONS),
    output=st.sampled_from(sorted(ORACLES)),
    seed=st.integers(0, 1000),
)
def test_that_forward_agrees_with_sums_written_out(sizes, batch, activation, output, seed):
    rng = np.random.default_rng(seed)
    network = Network.dense(sizes, activation, output, np.float64)
    network.initialize("standard-normal", rng)
    X = rng.standard_normal((batch, sizes[0]))
    A = X
    for k in range(1, len(sizes)):
        W, b = network.part(f"W{k}"), network.part(f"b{k}")
        Z = np.einsum("bi,oi->bo", A, W) + b[None, :]
        A = ORACLES[output if k == len(sizes) - 1 else activation](Z)
        np.testing.assert_allclose(network.activations(X)[k - 1], A, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(network.forward(X), A, rtol=1e-9, atol=1e-12)


def test_that_one_step_by_hand_comes_out():
    # Inputs (1, 2). W1 = [[2, -1], [-4, 2]], b1 = 0: z1 = (0, 0), a1 = (1/2, 1/2).
    # W2 = [2, -2], b2 = 0: z2 = 0, a2 = 1/2. Target 1: C = (1/2 - 1)^2 = 1/4.
    # dC/da2 = 2 (1/2 - 1) = -1;  dC/dz2 = -1 * 1/2 * 1/2 = -1/4
    # dW2 = -1/4 * (1/2, 1/2) = (-1/8, -1/8);  db2 = -1/4
    # dC/da1 = -1/4 * (2, -2) = (-1/2, 1/2);  dC/dz1 = (-1/8, 1/8)
    # dW1 = (-1/8, 1/8) x (1, 2) = [[-1/8, -1/4], [1/8, 1/4]];  db1 = (-1/8, 1/8)
    # With rate 4 every parameter changes by -4 times its slope.
    network = Network.dense([2, 2, 1])
    network.parameters[:] = [2, -1, -4, 2, 0, 0, 2, -2, 0]
    X, T = np.float32([[1, 2]]), np.float32([[1]])
    cost = network.cost_and_gradient(X, T, find_cost("squared-error", "sigmoid"))
    assert cost == 0.25
    slopes = [-1 / 8, -1 / 4, 1 / 8, 1 / 4, -1 / 8, 1 / 8, -1 / 8, -1 / 8, -1 / 4]
    assert network.gradient.tolist() == slopes
    SGD(9, np.float32).step(network.parameters, network.gradient, 4.0)
    assert network.parameters.tolist() == [2.5, 0, -4.5, 1, 0.5, -0.5, 2.5, -1.5, 1]


@pytest.mark.parametrize("cost_name", ["squared-error", "cross-entropy"])
def test_that_a_full_batch_is_the_mean_of_equal_mini_batches(cost_name):
    rng = np.random.default_rng(3)
    network = Network.dense([6, 5, 4], dtype=np.float64)
    network.initialize("standard-normal", rng)
    cost = find_cost(cost_name, "sigmoid")
    X, T = rng.random((30, 6)), np.eye(4)[rng.integers(0, 4, 30)]
    costs, gradients = [], []
    for rows in np.split(np.arange(30), 6):
        costs.append(network.cost_and_gradient(X[rows], T[rows], cost))
        gradients.append(network.gradient.copy())
    assert network.cost_and_gradient(X, T, cost) == pytest.approx(np.mean(costs), rel=1e-13)
    np.testing.assert_allclose(network.gradient, np.mean(gradients, axis=0), atol=1e-15)


def test_that_exchanging_hidden_neurons_leaves_the_outputs():
    rng = np.random.default_rng(4)
    network = Network.dense([6, 5, 4, 3], dtype=np.float64)
    network.initialize("standard-normal", rng)
    X = rng.random((9, 6))
    before = network.forward(X)
    order = np.array([3, 0, 4, 1, 2])
    network.part("W1")[...] = network.part("W1")[order]
    network.part("b1")[...] = network.part("b1")[order]
    assert not np.allclose(network.forward(X), before)
    network.part("W2")[...] = network.part("W2")[:, order]
    np.testing.assert_allclose(network.forward(X), before, atol=1e-15)


def test_that_asking_and_differentiating_leave_inputs_and_parameters_alone():
    rng = np.random.default_rng(5)
    for activation in HIDDEN_ACTIVATIONS:
        network = Network.dense([4, 3, 3, 2], activation, "softmax", np.float64)
        network.initialize("standard-normal", rng)
        X, T = rng.random((5, 4)), np.eye(2)[[0, 1, 1, 0, 1]]
        kept = X.copy(), T.copy(), network.parameters.copy()
        network.forward(X)
        network.cost_and_gradient(X, T, find_cost("cross-entropy", "softmax"))
        network.cost_and_gradient(X, T, find_cost("squared-error", "softmax"))
        for now, before in zip((X, T, network.parameters), kept, strict=True):
            np.testing.assert_array_equal(now, before)


def test_that_outputs_stay_in_range_at_huge_pre_activations():
    for output in ("sigmoid", "softmax"):
        network = Network.dense([1, 3], output_activation=output)
        network.parameters[:] = [1e30, -1e30, 0, 0, 0, 0]
        outputs = network.forward(np.float32([[1], [-1], [0]]))
        assert np.isfinite(outputs).all()
        assert outputs.min() >= 0
        assert outputs.max() <= 1
        T = np.eye(3, dtype=np.float32)
        cost = find_cost("cross-entropy", output)
        assert np.isfinite(network.cost_and_gradient(np.float32([[1], [-1], [0]]), T, cost))
        assert np.isfinite(network.gradient).all()
