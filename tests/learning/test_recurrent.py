import numpy as np
import pytest

from gdstudio.learning.activations import find_activation
from gdstudio.learning.initialization import INITIALIZATIONS
from gdstudio.learning.lstm import GATES, LSTM
from gdstudio.learning.recurrent import SimpleRecurrent
from gdstudio.learning.shapes import PictureShape
from tests.learning.uncovering import is_recurrent, outputs_by_step
from tests.networks import make_network


def steps_of(picture, by_pixel):
    """The numbers read in each step of one picture (channels, rows, columns)."""
    if by_pixel:
        return [picture[:, y, x] for y in range(picture.shape[1]) for x in range(picture.shape[2])]
    return [picture[:, y, :].ravel() for y in range(picture.shape[1])]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_step_by_step(picture, W, U, b, by_pixel):
    """The equations one after the other, each gate with its own rows; states after each step."""
    n = len(b) // 4
    rows = {gate: slice(k * n, (k + 1) * n) for k, gate in enumerate(GATES)}
    h, c, states = np.zeros(n), np.zeros(n), []
    for x in steps_of(picture, by_pixel):
        z = {gate: W[rows[gate]] @ x + U[rows[gate]] @ h + b[rows[gate]] for gate in GATES}
        c = sigmoid(z["forget"]) * c + sigmoid(z["input"]) * np.tanh(z["candidate"])
        h = sigmoid(z["output"]) * np.tanh(c)
        states.append(h)
    return states


def simple_step_by_step(picture, W, U, b, by_pixel, activate):
    h, states = np.zeros(len(b)), []
    for x in steps_of(picture, by_pixel):
        h = activate(W @ x + U @ h + b)
        states.append(h)
    return states


@pytest.mark.parametrize("by_pixel", [False, True])
@pytest.mark.parametrize("shape", [(1, 7, 6), (2, 3, 4), (1, 1, 1)])
@pytest.mark.parametrize("kind", ["lstm", "tanh", "relu"])
def test_that_all_states_agree_with_the_equations_step_by_step(kind, shape, by_pixel):
    rng = np.random.default_rng(1)
    in_shape = PictureShape(*shape)
    if kind == "lstm":
        layer, oracle = LSTM(in_shape, 5, by_pixel), lstm_step_by_step
    else:
        layer = SimpleRecurrent(in_shape, 5, find_activation(kind), by_pixel)
        activate = np.tanh if kind == "tanh" else lambda z: np.where(z > 0, z, 0)
        oracle = lambda *given: simple_step_by_step(*given, activate)  # noqa: E731
    W, U, b = (0.5 * rng.standard_normal(s) for s in layer.parameter_shapes.values())
    pictures = rng.standard_normal((4, *shape))
    expected = np.stack([oracle(picture, W, U, b, by_pixel) for picture in pictures], axis=1)
    X = pictures.reshape(4, -1)
    states = layer.states((W, U, b), X)
    assert states.shape == (layer.n_steps, 4, 5)
    np.testing.assert_allclose(states, expected, atol=1e-12)
    A, _ = layer.forward((W, U, b), X)
    np.testing.assert_allclose(A, expected[-1], atol=1e-12)


def test_that_the_way_back_can_be_gone_twice():
    rng = np.random.default_rng(2)
    layer = LSTM(PictureShape(1, 7, 6), 5, by_pixel=True)
    parameters = [rng.standard_normal(shape) for shape in layer.parameter_shapes.values()]
    _, backprop = layer.forward(parameters, rng.standard_normal((4, 42)))
    dA, found = rng.standard_normal((4, 5)), []
    for _ in range(2):
        gradients = [np.empty_like(parameter) for parameter in parameters]
        dX = backprop(dA.copy(), gradients, True)
        found.append(np.concatenate([dX.ravel(), *(g.ravel() for g in gradients)]))
    np.testing.assert_array_equal(found[0], found[1])


@pytest.mark.parametrize(
    ("architecture", "count"),
    [
        # 4 (28 * 128 + 128 * 128 + 128) + 128 * 10 + 10
        ("lstm 128", 81_674),
        # 4 (1 * 128 + 128 * 128 + 128) + 1290
        ("lstm 128 pixels", 67_850),
        # 28 * 100 + 100 * 100 + 100 + 1010, and 100 + 10,000 + 100 + 1010
        ("rnn 100 relu", 13_910),
        ("rnn 100 relu pixels", 11_210),
    ],
)
def test_that_recurrent_parameters_are_counted_with_one_bias_vector(architecture, count):
    network = make_network(architecture, PictureShape(1, 28, 28), 10)
    assert len(network.parameters) == count
    names = {part.name: part.is_weight for part in network.slices}
    assert names == {"W1": True, "U1": True, "b1": False, "W2": True, "b2": False}


def test_that_forget_gates_start_open_and_the_rest_by_the_scheme():
    layer = LSTM(PictureShape(1, 28, 28), 128)
    W, U, b = (np.empty(shape) for shape in layer.parameter_shapes.values())
    layer.initialize((W, U, b), INITIALIZATIONS["xavier"], np.random.default_rng(3))
    # A unit has 28 + 128 inputs and leads to 128 units.
    deviation = np.sqrt(2 / (28 + 128 + 128))
    assert W.std() == pytest.approx(deviation, rel=0.03)
    assert U.std() == pytest.approx(deviation, rel=0.03)
    assert b.reshape(4, 128).tolist() == [[0] * 128, [1] * 128, [0] * 128, [0] * 128]
    assert GATES.index("forget") == 1


def test_that_a_rectified_layer_starts_as_the_identity():
    layer = SimpleRecurrent(PictureShape(1, 28, 28), 100, find_activation("relu"), by_pixel=True)
    W, U, b = (np.empty(shape) for shape in layer.parameter_shapes.values())
    layer.initialize((W, U, b), INITIALIZATIONS["standard-normal"], np.random.default_rng(4))
    np.testing.assert_array_equal(U, np.eye(100))
    assert not b.any()
    assert W.std() == pytest.approx(0.001, rel=0.25)
    # So with weights 1 and one unit it adds up the pixels.
    one = SimpleRecurrent(PictureShape(1, 2, 2), 1, find_activation("relu"), by_pixel=True)
    parameters = np.ones((1, 1)), np.ones((1, 1)), np.zeros(1)
    assert one.states(parameters, np.float64([[1, 2, 3, 4]])).ravel().tolist() == [1, 3, 6, 10]


def test_that_a_tanh_layer_is_drawn_by_the_scheme():
    layer = SimpleRecurrent(PictureShape(1, 28, 28), 100, find_activation("tanh"))
    W, U, b = (np.empty(shape) for shape in layer.parameter_shapes.values())
    layer.initialize((W, U, b), INITIALIZATIONS["scaled-normal"], np.random.default_rng(5))
    assert W.std() == pytest.approx(1 / np.sqrt(128), rel=0.05)
    assert U.std() == pytest.approx(1 / np.sqrt(128), rel=0.05)
    assert b.any()


@pytest.mark.parametrize("architecture", ["lstm 6", "rnn 6 tanh, dropout 0.5, dense 5"])
def test_that_the_answer_after_a_row_is_that_of_a_network_that_reads_no_further(architecture):
    rng = np.random.default_rng(6)
    network = make_network(architecture, PictureShape(1, 8, 5), 3, dtype=np.float64)
    network.parameters[:] = rng.standard_normal(len(network.parameters))
    X = rng.standard_normal((4, 40))
    outputs = outputs_by_step(network, X)
    assert outputs.shape == (8, 4, 3)
    for rows in range(1, 9):
        shorter = make_network(architecture, PictureShape(1, rows, 5), 3, dtype=np.float64)
        shorter.parameters[:] = network.parameters
        np.testing.assert_allclose(outputs[rows - 1], shorter.forward(X[:, : rows * 5]), atol=1e-12)
    assert is_recurrent(network)
    assert not is_recurrent(make_network("dense 3", PictureShape(1, 8, 5), 3))
