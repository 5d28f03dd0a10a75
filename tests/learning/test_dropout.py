import numpy as np
import pytest

from gdstudio.learning.costs import find_cost
from gdstudio.learning.dropout import Dropout
from gdstudio.learning.shapes import PictureShape
from tests.networks import make_network


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("rate", [0.2, 0.5, 0.9])
def test_that_the_rate_is_left_out_and_the_rest_made_larger(rate, turned):
    layer = Dropout((1000,), rate)
    X = np.random.default_rng(1).standard_normal((200, 1000)).astype(np.float32)
    X = np.asfortranarray(X) if turned else X
    kept = X.copy()
    A, backprop = layer.forward((), X, np.random.default_rng(2))
    out = A == 0
    # 200,000 draws: the share has a deviation of at most 0.0011.
    assert out.mean() == pytest.approx(rate, abs=0.005)
    assert out.mean(axis=0).std() == pytest.approx(np.sqrt(rate * (1 - rate) / 200), rel=0.15)
    np.testing.assert_allclose(A[~out], X[~out] / (1 - rate), rtol=1e-6)
    np.testing.assert_array_equal(X, kept)
    assert A.dtype == np.float32
    # The gradient passes where the number passed, as much enlarged.
    dX = backprop(np.ones_like(A), (), True)
    np.testing.assert_allclose(dX, np.where(out, 0, 1 / (1 - rate)), rtol=1e-6)


def test_that_nothing_is_left_out_when_the_network_is_asked():
    layer, X = Dropout((4,), 0.5), np.ones((3, 4))
    A, backprop = layer.forward((), X)
    assert A is X
    assert backprop(2 * X, (), True).tolist() == (2 * X).tolist()


def test_that_chance_comes_from_the_generator_alone():
    rng = np.random.default_rng(3)
    network = make_network("conv 2@3, dropout 0.5, dense 5, dropout 0.2", PictureShape(1, 6, 6), 3)
    network.initialize("he", rng)
    cost, X, T = (
        find_cost("cross-entropy", "softmax"),
        rng.random((9, 36)),
        np.eye(3)[[0, 1, 2] * 3],
    )
    X, T = X.astype(np.float32), T.astype(np.float32)

    def gradient(seed):
        chance = None if seed is None else np.random.default_rng(seed)
        network.cost_and_gradient(X, T, cost, chance)
        return network.gradient.copy()

    np.testing.assert_array_equal(gradient(1), gradient(1))
    np.testing.assert_array_equal(gradient(None), gradient(None))
    assert not np.array_equal(gradient(1), gradient(2))
    assert not np.array_equal(gradient(1), gradient(None))
    np.testing.assert_array_equal(network.forward(X), network.forward(X))


def test_that_numbers_and_mask_are_kept_until_the_backward_pass():
    assert Dropout((3, 4, 5), 0.5).numbers_kept == 2 * 60
