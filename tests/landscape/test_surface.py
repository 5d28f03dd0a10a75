import itertools
import threading

import numpy as np
import pytest

from gdstudio.data.digits import Digits
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.landscape.directions import random_direction
from gdstudio.landscape.flat_costs import FlatCosts, plane_costs
from gdstudio.landscape.honesty import PathJob
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.point_costs import CostJob, PlainCosts
from gdstudio.landscape.ranges import Normalization
from gdstudio.landscape.surface import (
    axes_around,
    even_axis,
    square_axes,
    strides,
    surface,
)
from gdstudio.learning.activations import HIDDEN_ACTIVATIONS
from gdstudio.learning.costs import COSTS
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.network import Network
from tests.patience import PATIENCE_S


def costs_at(source, points):
    """Return the costs at points (m, k), all at one go."""
    job = CostJob([source], points)
    for _ in job.run():
        pass
    return job.result()


SQUARED = COSTS["squared-error"]


def random_plane(network, seed=0):
    rng = np.random.default_rng(seed)
    u, v = (random_direction(network, rng, Normalization.FILTER) for _ in range(2))
    return Plane(network.parameters, u, v)


def last_grid(*arguments):
    *_, step = surface(*arguments)
    assert step.done == 1
    return step.grid


def plain(network, plane, digits, cost):
    """The oracle: every point a network of its own, evaluated whole."""
    return PlainCosts(network, digits, cost, lambda point: plane.point(*point))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@pytest.mark.parametrize("cost", COSTS.values(), ids=lambda cost: cost.name)
@pytest.mark.parametrize("activation", HIDDEN_ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(12, 3), (12, 5, 3), (12, 5, 4, 6, 3)])
def test_that_fast_costs_are_those_of_whole_networks(
    digits, sizes, activation, cost, output, dtype
):
    network = Network.dense(sizes, activation, output, dtype)
    network.initialize("standard-normal", np.random.default_rng(2))
    plane, points = random_plane(network), np.random.default_rng(3).uniform(-1, 1, (5, 2))
    fast = costs_at(plane_costs(network, plane, digits, cost), points)
    slow = costs_at(plain(network, plane, digits, cost), points)
    assert fast.cost == pytest.approx(slow.cost, rel=1e-5, abs=1e-7)
    assert fast.accuracy == pytest.approx(slow.accuracy, abs=1.1 / len(digits))


def test_that_fast_costs_in_float64_are_exact(digits):
    network = Network.dense([12, 5, 4, 3], dtype=np.float64)
    network.initialize("standard-normal", np.random.default_rng(2))
    plane, points = random_plane(network), np.random.default_rng(3).uniform(-1, 1, (5, 2))
    fast = costs_at(plane_costs(network, plane, digits, SQUARED), points)
    slow = costs_at(plain(network, plane, digits, SQUARED), points)
    assert fast.cost == pytest.approx(slow.cost, rel=1e-13)


def test_that_the_grid_is_a_plain_evaluation_point_for_point(network, digits):
    plane = random_plane(network)
    grid = last_grid(network, plane, square_axes(1.5, 11), digits, SQUARED)
    for i, j in itertools.product(range(11), range(11)):
        vector = plane.origin + grid.alpha[j] * plane.u.vector + grid.beta[i] * plane.v.vector
        expected = evaluate(network.at(vector.astype(np.float32)), digits, SQUARED)
        assert grid.cost[i, j] == pytest.approx(expected.cost, abs=1e-5)
        assert grid.accuracy[i, j] == pytest.approx(expected.accuracy, abs=1.1 / len(digits))


def test_that_the_centre_is_the_networks_own_cost(network, digits):
    before = network.parameters.copy()
    grid = last_grid(network, random_plane(network), square_axes(1, 21), digits, SQUARED)
    assert (grid.alpha[10], grid.beta[10]) == (0, 0)
    own = evaluate(network, digits, SQUARED)
    assert grid.cost[10, 10] == pytest.approx(own.cost, abs=1e-6)
    assert grid.accuracy[10, 10] == own.accuracy
    assert grid.examples == len(digits)
    assert np.array_equal(network.parameters, before)


def test_that_two_seeds_show_two_planes_and_one_seed_one(network, digits):
    first, again, other = (
        last_grid(network, random_plane(network, s), square_axes(1, 7), digits, SQUARED).cost
        for s in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_that_coarse_pictures_come_first_and_their_points_are_kept(network, digits):
    axes = square_axes(1, 51)
    shares, grids = [], []
    for step in surface(network, random_plane(network), axes, digits, SQUARED):
        shares.append(step.done)
        if step.grid is not None and (not grids or step.grid is not grids[-1]):
            grids.append(step.grid)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert [grid.cost.shape for grid in grids] == [(6, 6), (11, 11), (26, 26), (51, 51)]
    for coarse, stride in zip(grids, (10, 5, 2, 1), strict=True):
        assert np.array_equal(coarse.cost, grids[-1].cost[::stride, ::stride])
        assert np.array_equal(coarse.alpha, axes[0][::stride])
    with pytest.raises(ValueError, match="read-only"):
        grids[-1].cost[0, 0] = 1


def test_that_chunks_and_kept_products_do_not_change_the_costs(network, digits, monkeypatch):
    plane = random_plane(network)
    whole = costs_at(plane_costs(network, plane, digits, SQUARED), np.eye(2)).cost
    monkeypatch.setattr("gdstudio.landscape.flat_costs.CHUNK", 10)
    for kept in (0, 1 << 20):
        monkeypatch.setattr("gdstudio.landscape.flat_costs.KEPT_BYTES", kept)
        source = plane_costs(network, plane, digits, SQUARED)
        assert isinstance(source, FlatCosts)
        for _ in range(2):  # the second time with what was kept
            assert costs_at(source, np.eye(2)).cost == pytest.approx(whole, rel=1e-6)


@pytest.mark.parametrize("threads", [2, 3])
def test_that_the_number_of_threads_changes_no_bit(network, digits, threads, monkeypatch):
    monkeypatch.setattr("gdstudio.landscape.flat_costs.CHUNK", 10)
    given = network, random_plane(network), square_axes(1, 19), digits, SQUARED
    alone, shared = last_grid(*given), last_grid(*given, threads)
    assert np.array_equal(alone.cost, shared.cost)
    assert np.array_equal(alone.accuracy, shared.accuracy)


def test_that_each_source_works_in_a_thread_of_its_own_and_none_is_left(network, digits):
    seen = {}

    class Watched(PlainCosts):
        def sums(self, start, points):
            seen.setdefault(id(self), set()).add(threading.get_ident())
            both.wait(PATIENCE_S)  # nobody goes on before both are at work
            return super().sums(start, points)

    both, plane = threading.Barrier(2), random_plane(network)
    sources = [Watched(network, digits, SQUARED, lambda at: plane.point(*at)) for _ in range(2)]
    before = threading.active_count()
    for _ in CostJob(sources, np.eye(2)).run():
        pass
    assert len(seen) == 2
    assert threading.active_count() == before


def test_that_other_layers_are_evaluated_plainly(network, digits):
    class Other:
        """A layer that is not Dense, though it computes the same."""

        def __init__(self, dense):
            self.__dict__.update(dense.__dict__)
            self.forward = dense.forward

    other = Network([Other(layer) for layer in network.layers])
    plane = random_plane(network)
    source = plane_costs(other, plane, digits, SQUARED)
    assert isinstance(source, PlainCosts)
    expected = costs_at(plane_costs(network, plane, digits, SQUARED), np.eye(2))
    assert costs_at(source, np.eye(2)).cost == pytest.approx(expected.cost, rel=1e-6)


def test_that_little_is_computed_between_two_chances_to_close():
    rng = np.random.default_rng(1)
    many = Digits(rng.integers(0, 256, (20_000, 784)).astype(np.uint8), np.zeros(20_000, np.uint8))
    network = Network.dense([784, 16, 16, 10])
    network.initialize("scaled-normal", rng)
    steps = surface(network, random_plane(network), square_axes(), many, SQUARED)
    shares = [next(steps).done for _ in range(60)]
    steps.close()
    later_layers = network.parameters.size - 784 * 16
    multiplications = np.diff(shares) * 51 * 51 * len(many) * later_layers
    assert multiplications.max() < 5e8  # some 10 ms


def test_that_points_where_everything_overflows_are_told_as_such(network, digits):
    grid = last_grid(network, random_plane(network), square_axes(1e6, 3), digits, SQUARED)
    assert grid.cost[1, 1] == pytest.approx(evaluate(network, digits, SQUARED).cost, abs=1e-6)
    wild = network.at(np.full_like(network.parameters, 1e38))
    vectors = Plane(wild.parameters, *(random_plane(network).u, random_plane(network).v))
    with np.errstate(all="raise"):
        last_grid(wild, vectors, square_axes(1, 3), digits, COSTS["cross-entropy"])


@pytest.mark.parametrize("size", [-3, 0, 1, 2, 50, 503, 100_000])
def test_that_a_size_that_is_not_accepted_is_told(size):
    with pytest.raises(InvalidValue, match="an odd number from 3 to 501"):
        square_axes(1, size)


@pytest.mark.parametrize("extent", [0, -1, float("nan"), float("inf"), 1e7])
def test_that_an_extent_that_is_not_accepted_is_told(extent):
    with pytest.raises(InvalidValue, match="above 0"):
        square_axes(extent, 51)


def test_that_no_examples_are_told(network, digits):
    nothing = digits.take(slice(0, 0))
    with pytest.raises(GdstudioError, match="at least one"):
        next(surface(network, random_plane(network), square_axes(), nothing, SQUARED))


@pytest.mark.parametrize("size", range(3, 130, 2))
def test_that_every_size_ends_with_all_its_points(size):
    found = strides(size)
    assert found[-1] == 1
    assert all((size - 1) % stride == 0 for stride in found)
    assert all(a >= 2 * b for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("low", "high"), [(-1, 1), (-3, 0.1), (0, 5), (-5, 0), (1, 2), (-1e-3, 7), (0, 0)]
)
@pytest.mark.parametrize("size", [3, 5, 51])
def test_that_an_even_axis_covers_its_ends_and_holds_zero(low, high, size):
    axis = even_axis(low, high, size)
    assert len(axis) == size
    assert np.count_nonzero(axis == 0) == 1
    assert axis[0] <= low + 1e-12
    assert axis[-1] >= high - 1e-12
    assert np.diff(axis) == pytest.approx(np.diff(axis)[0])


def test_that_axes_around_a_path_have_its_points_inside():
    places = np.array([[-8.0, 0.5], [-3, 1.0], [0, 0]])
    alpha, beta = axes_around(places, 21)
    assert alpha[0] < -8
    assert alpha[-1] > 0
    assert beta[0] < 0
    assert beta[-1] > 1
    assert np.ptp(beta) > np.ptp(alpha) / 5


def test_that_the_shadow_of_a_path_is_told_beside_its_truth(network, digits):
    plane = random_plane(network)
    rng = np.random.default_rng(4)
    path = np.stack([plane.point(*place) for place in rng.uniform(-1, 1, (4, 2))])
    path[2] += 0.5 * rng.standard_normal(path.shape[1])  # leaves the plane
    path = path.astype(np.float32)
    job = PathJob(network, plane, path, digits, SQUARED)
    shares = list(job.run())
    assert shares == sorted(shares)
    assert shares[-1] == 1
    result = job.result()
    for k in range(4):
        true = evaluate(network.at(path[k]), digits, SQUARED).cost
        shadow = plane.point(*result.coordinates[k]).astype(np.float32)
        assert result.true_cost[k] == pytest.approx(true, abs=1e-6)
        assert result.shadow_cost[k] == pytest.approx(
            evaluate(network.at(shadow), digits, SQUARED).cost, abs=1e-5
        )
    assert np.abs((result.shadow_cost - result.true_cost)[[0, 1, 3]]).max() < 1e-5
    assert abs((result.shadow_cost - result.true_cost)[2]) > 1e-3
    assert np.flatnonzero(result.distances > 1e-3).tolist() == [2]
    assert 0 < result.share < 1
