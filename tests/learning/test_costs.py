import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.errors import InvalidValue
from gdstudio.learning.activations import find_activation
from gdstudio.learning.costs import find_cost

LOGITS = st.lists(st.floats(-500, 500), min_size=2, max_size=5)


def test_that_the_squared_error_is_the_sum_of_squares_without_a_half():
    # Outputs (0.5, 0.5, 0.5) for targets (0, 1, 0): 3 * 0.25; the second example: 0.25 + 0 + 0.
    cost, identity = find_cost("squared-error", "identity"), find_activation("identity")
    Z = np.array([[0.5, 0.5, 0.5], [0.0, 1.0, 0.5]])
    T = np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
    assert cost.values(Z, T, identity).tolist() == [0.75, 0.25]
    assert cost.mean_and_delta(Z, T, identity)[0] == 0.5


def test_that_the_cross_entropy_is_in_nats():
    # Sigmoid of ln 3 is 3/4, of 0 is 1/2: -ln(3/4) - ln(1/2).
    Z, T = np.array([[math.log(3), 0.0]]), np.array([[1.0, 0.0]])
    sigmoid = find_cost("cross-entropy", "sigmoid").values(Z, T, find_activation("sigmoid"))
    assert sigmoid[0] == pytest.approx(-math.log(3 / 4) - math.log(1 / 2), rel=1e-14)
    # Softmax of (ln 3, 0) is (3/4, 1/4): -ln(3/4).
    softmax = find_cost("cross-entropy", "softmax").values(Z, T, find_activation("softmax"))
    assert softmax[0] == pytest.approx(-math.log(3 / 4), rel=1e-14)


@given(z=LOGITS, right=st.integers(0, 4), output=st.sampled_from(["sigmoid", "softmax"]))
def test_that_costs_are_finite_and_never_negative(z, right, output):
    Z, T = np.array([z]), np.eye(len(z))[[right % len(z)]]
    for name in ("squared-error", "cross-entropy"):
        cost = find_cost(name, output)
        values = cost.values(Z, T, find_activation(output))
        mean, delta = cost.mean_and_delta(Z, T, find_activation(output))
        assert values.shape == (1,)
        assert values[0] >= -1e-12
        assert mean == pytest.approx(values[0], rel=1e-12, abs=1e-12)
        assert np.isfinite(delta).all()


@given(z=LOGITS)
def test_that_softmax_rows_sum_to_one(z):
    outputs = find_activation("softmax").apply(np.array([z, z[::-1]]))
    np.testing.assert_allclose(outputs.sum(axis=1), 1, rtol=1e-13)


def test_that_a_certain_wrong_answer_costs_its_pre_activation():
    # At z = 800 a form with log(1 - sigmoid) would be infinite.
    Z, T = np.array([[800.0]]), np.array([[0.0]])
    assert find_cost("cross-entropy", "sigmoid").values(Z, T, find_activation("sigmoid"))[0] == 800


def test_that_unknown_or_unfit_costs_are_refused():
    with pytest.raises(InvalidValue, match="squared-error, cross-entropy"):
        find_cost("hinge", "sigmoid")
    with pytest.raises(InvalidValue, match="sigmoid or softmax"):
        find_cost("cross-entropy", "relu")
