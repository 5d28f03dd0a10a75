import numpy as np
import pytest

from gdstudio.errors import InvalidValue
from gdstudio.learning.initialization import INITIALIZATIONS
from gdstudio.learning.network import Network

N_IN, N_OUT = 400, 200


def drawn(scheme, seed=1, dtype=np.float64):
    network = Network.dense([N_IN, N_OUT], dtype=dtype)
    network.initialize(scheme, np.random.default_rng(seed))
    return network.part("W1"), network.part("b1")


@pytest.mark.parametrize(
    ("scheme", "weights", "biases"),
    [
        ("standard-normal", 1, 1),
        ("scaled-normal", 1 / N_IN**0.5, 1),
        ("xavier", (2 / (N_IN + N_OUT)) ** 0.5, 0),
        ("he", (2 / N_IN) ** 0.5, 0),
        # A uniform number in [-c, c] has deviation c / sqrt(3).
        ("uniform", 1 / (3 * N_IN) ** 0.5, 1 / (3 * N_IN) ** 0.5),
        ("zeros", 0, 0),
    ],
)
def test_that_means_and_deviations_are_those_of_the_scheme(scheme, weights, biases):
    W, b = drawn(scheme)
    # 80,000 weights: five standard errors of mean and deviation; 200 biases likewise.
    assert W.std() == pytest.approx(weights, rel=5 / (2 * W.size) ** 0.5)
    assert abs(W.mean()) <= 5 * weights / W.size**0.5
    assert b.std() == pytest.approx(biases, rel=5 / (2 * b.size) ** 0.5)
    assert abs(b.mean()) <= 5 * biases / b.size**0.5


def test_that_uniform_stays_within_its_bounds():
    W, b = drawn("uniform")
    assert 0.049 < np.abs(W).max() <= 0.05
    assert np.abs(b).max() <= 0.05


@pytest.mark.parametrize("scheme", sorted(INITIALIZATIONS))
def test_that_both_dtypes_start_from_the_same_numbers(scheme):
    for single, double in zip(drawn(scheme, dtype=np.float32), drawn(scheme), strict=True):
        np.testing.assert_array_equal(single, double.astype(np.float32))


def test_that_seeds_differ_and_repeat():
    assert np.array_equal(drawn("he", 1)[0], drawn("he", 1)[0])
    assert not np.array_equal(drawn("he", 1)[0], drawn("he", 2)[0])


def test_that_an_unknown_scheme_is_refused():
    with pytest.raises(InvalidValue, match="standard-normal"):
        drawn("random")
