import itertools

import numpy as np
import pytest

from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.landscape.curve import CurveJob, bezier, rate_factor, train_curve
from gdstudio.landscape.descent_slice import descent_slice
from gdstudio.landscape.gradients import mean_gradient
from gdstudio.landscape.matching import reorder
from gdstudio.landscape.slices import Slice, SliceJob, places
from gdstudio.learning.costs import COSTS
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.network import Network
from tests.generators import driven_to_end

SQUARED = COSTS["squared-error"]


def finished(job):
    shares = list(job.run())
    assert shares == sorted(shares)
    assert shares[-1] == 1
    return job.result()


def drawn(network, seed):
    other = Network.dense([12, 5, 4, 3])
    other.initialize("standard-normal", np.random.default_rng(seed))
    return other.parameters


def test_that_a_slice_is_the_cost_on_the_straight_line(network, digits):
    a, b = network.parameters, drawn(network, 9)
    found = finished(SliceJob(network, a, b, digits, SQUARED, points=5, margin=0.5))
    assert found.t.tolist() == [-0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5]
    for t, cost in zip(found.t, found.cost, strict=True):
        vector = ((1 - t) * a.astype(float) + t * b).astype(np.float32)
        assert cost == pytest.approx(evaluate(network.at(vector), digits, SQUARED).cost, abs=1e-5)


def test_that_the_barrier_is_above_the_higher_end():
    t = np.array([-0.5, 0, 0.25, 0.5, 0.75, 1, 1.5])
    cost = np.array([9.0, 1, 4, 3, 5, 2, 9])
    found = Slice(t, cost, cost * 0)
    assert found.end_costs == (1, 2)
    assert found.barrier == 5 - 2
    assert found.highest_rise == 5 - 1  # from the least so far, at t = 0, to t = 0.75
    falling = Slice(t, np.array([9.0, 8, 7, 6, 5, 4, 9]), cost * 0)
    assert falling.barrier == 0
    assert falling.highest_rise == 0


@pytest.mark.parametrize("points", [-1, 0, 2, 10_002])
def test_that_a_number_of_points_that_is_not_accepted_is_told(points):
    with pytest.raises(InvalidValue, match="from 3 to"):
        places(points)


def test_that_what_is_no_line_is_told(network, digits):
    a = network.parameters
    with pytest.raises(GdstudioError, match="the same point"):
        SliceJob(network, a, a.copy(), digits, SQUARED)
    with pytest.raises(GdstudioError, match="not of one architecture"):
        SliceJob(network, a, a[:-1], digits, SQUARED)
    with pytest.raises(GdstudioError, match="at least one"):
        SliceJob(network, a, a + 1, digits.take(slice(0, 0)), SQUARED)


def test_that_the_gradient_in_pieces_is_that_of_all_examples(network, digits, monkeypatch):
    exact = Network.dense([12, 5, 4, 3], dtype=np.float64).at(network.parameters.astype(float))
    X, T = digits.inputs(dtype=np.float64), digits.targets(dtype=np.float64)
    exact.cost_and_gradient(X, T, SQUARED)
    monkeypatch.setattr("gdstudio.landscape.gradients.CHUNK", 10)
    before = network.parameters.copy(), network.gradient.copy()
    yielded, found = driven_to_end(mean_gradient(network, network.parameters, digits, SQUARED))
    assert len(yielded) == 11
    assert found == pytest.approx(exact.gradient, rel=1e-10, abs=1e-15)
    assert np.array_equal(network.parameters, before[0])
    assert np.array_equal(network.gradient, before[1])


def test_that_the_descent_slice_marks_what_each_rate_does(network, digits):
    _, gradient = driven_to_end(mean_gradient(network, network.parameters, digits, SQUARED))

    def cost_after(rate):
        vector = (network.parameters - rate * gradient).astype(np.float32)
        return evaluate(network.at(vector), digits, SQUARED).cost

    shares, found = driven_to_end(
        descent_slice(network, network.parameters, gradient, 0.3, digits, SQUARED)
    )
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert found.start_cost == pytest.approx(cost_after(0), abs=1e-6)
    assert found.current_cost == pytest.approx(cost_after(0.3), abs=1e-6)
    assert found.best_cost == pytest.approx(cost_after(found.best), abs=1e-6)
    for factor in (0.8, 0.95, 1.05, 1.2):
        assert cost_after(found.best * factor) >= found.best_cost - 1e-6
    assert found.overshoot > found.best
    assert cost_after(found.overshoot) == pytest.approx(found.start_cost, abs=2e-3)
    assert cost_after(found.overshoot * 0.9) < found.start_cost
    assert 0 in found.rates
    assert found.rates[0] < 0
    assert found.rates[-1] >= max(found.overshoot, 0.3)


def test_that_the_marks_of_a_parabola_are_exact(digits):
    # A linear network with the squared error: along a line the cost is a parabola, so it is back
    # at its start at twice the best rate, and the best rate is |g|^2 / (g' H g).
    network = Network.dense([12, 3], "identity", "identity", np.float64)
    X, T = digits.inputs(dtype=np.float64), digits.targets(dtype=np.float64)
    network.cost_and_gradient(X, T, SQUARED)
    g = network.gradient.copy()
    bend = X @ network.part("W1", g).T + network.part("b1", g)
    best = float(g @ g) / (2 * float((bend**2).sum()) / len(X))
    _, found = driven_to_end(descent_slice(network, network.parameters, g, 1e-4, digits, SQUARED))
    assert found.best == pytest.approx(best, rel=5e-3)
    assert found.overshoot == pytest.approx(2 * best, rel=5e-3)


def test_that_a_gradient_of_zero_leads_nowhere(network, digits):
    zero = np.zeros_like(network.parameters)
    with pytest.raises(GdstudioError, match="gradient is 0"):
        next(descent_slice(network, network.parameters, zero, 0.1, digits, SQUARED))


def test_that_a_curve_is_the_cost_on_the_bezier_curve(network, digits):
    a, bend, b = network.parameters, drawn(network, 8), drawn(network, 9)
    found = finished(CurveJob(network, a, bend, b, digits, SQUARED, points=7))
    for t, cost in zip(found.t, found.cost, strict=True):
        vector = bezier(t, a, bend, b).astype(np.float32)
        assert cost == pytest.approx(evaluate(network.at(vector), digits, SQUARED).cost, abs=1e-5)
    assert bezier(0, a, bend, b) == pytest.approx(a)
    assert bezier(1, a, bend, b) == pytest.approx(b)


def test_that_the_curve_is_trained_below_the_straight_line(digits):
    # The same network twice, its neurons in two orders: halfway all of them are much alike.
    network, cost = Network.dense([12, 8, 3], "tanh", "softmax"), COSTS["cross-entropy"]
    network.initialize("xavier", np.random.default_rng(1))
    for _ in range(600):
        network.cost_and_gradient(digits.inputs(), digits.targets(), cost)
        network.parameters -= np.float32(0.5) * network.gradient
    ends = [network.parameters, reorder(network, network.parameters, [np.roll(np.arange(8), 3)])]
    straight = finished(SliceJob(network, *ends, digits, cost))
    rng = np.random.default_rng(3)
    steps = list(train_curve(network, *ends, digits, cost, rng, updates=600))
    assert [steps[0].done, steps[-1].done] == [0, 1]
    assert steps[0].bend == pytest.approx((ends[0] + ends[1]) / 2)
    curve = finished(CurveJob(network, ends[0], steps[-1].bend, ends[1], digits, cost))
    assert curve.end_costs == pytest.approx(straight.end_costs)
    assert straight.barrier > 0.1
    assert curve.barrier < straight.barrier / 5


def test_that_the_same_seed_trains_the_same_curve(network, digits):
    a, b = network.parameters, drawn(network, 9)
    first, second = (
        list(train_curve(network, a, b, digits, SQUARED, np.random.default_rng(5), 40))[-1].bend
        for _ in range(2)
    )
    assert np.array_equal(first, second)
    with pytest.raises(InvalidValue, match="updates"):
        next(train_curve(network, a, b, digits, SQUARED, np.random.default_rng(5), 0))


def test_that_rates_end_at_a_hundredth():
    factors = [rate_factor(done) for done in (0, 0.5, 0.7, 0.9, 1)]
    assert factors == pytest.approx([1, 1, 0.505, 0.01, 0.01])
    assert all(a >= b for a, b in itertools.pairwise(factors))


def test_that_what_is_not_finite_is_told(network, digits):
    wild = np.full_like(network.parameters, 1e38)
    cost = COSTS["cross-entropy"]
    curve = train_curve(network, wild, -wild, digits, cost, np.random.default_rng(1), 50)
    with pytest.raises(GdstudioError, match="diverged at update"):
        list(curve)
    with pytest.raises(GdstudioError, match="gradient here is not finite"):
        next(descent_slice(network, wild, wild * np.inf, 0.1, digits, cost))
    linear = Network.dense([12, 3], "identity", "identity", np.float64)
    far = np.full_like(linear.parameters, 1e200)
    with pytest.raises(GdstudioError, match="cost here is not finite"):
        driven_to_end(descent_slice(linear, far, np.ones_like(far), 0.1, digits, SQUARED))


@pytest.mark.parametrize(("points", "below"), [(61, 6), (8, 1)])
def test_that_the_rates_shown_are_even_and_hold_zero(network, digits, points, below):
    _, gradient = driven_to_end(mean_gradient(network, network.parameters, digits, SQUARED))
    _, found = driven_to_end(
        descent_slice(network, network.parameters, gradient, 0.3, digits, SQUARED, points)
    )
    end = 1.25 * max(found.overshoot, 0.3)
    assert len(found.rates) == len(found.cost) == points
    assert found.rates[below] == 0
    assert found.rates[-1] == pytest.approx(end)
    np.testing.assert_allclose(np.diff(found.rates), end / (points - 1 - below), rtol=1e-9)
    _, far = driven_to_end(
        descent_slice(network, network.parameters, gradient, 1e3, digits, SQUARED, points)
    )
    assert far.rates[-1] == pytest.approx(1250)
