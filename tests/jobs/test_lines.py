"""Lines between networks: what is tried, how far it is, and the cases at the edge."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from gdstudio.data.opening import load_data_set
from gdstudio.errors import GdstudioError
from gdstudio.jobs.lines import Lines, from_start, lines
from gdstudio.jobs.plane_request import LineRequest, PlaneRequest
from gdstudio.jobs.planes import LEAST_PATH, LossSurface, honesty, loss_surface
from gdstudio.jobs.subject import Subject, loss_subject
from gdstudio.landscape.matching import can_be_matched, reorder
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT

RECIPE = Recipe(hidden=(4, 3), train_size=200)


def drawn(seed, recipe=RECIPE):
    n = recipe.parameter_count()
    return np.random.default_rng(seed).normal(0, 0.3, n).astype(np.float32)


def a_subject(recipe=RECIPE, examples=40):
    own = Subject("run 1", "title", "run 1", recipe, DIGIT, 10, drawn(1, recipe), 3)
    return loss_subject(own, load_data_set("mnist"), None, examples)


def ran(job):
    """Return the shares a job tells and what it yields last."""
    *shares, last = job
    assert all(isinstance(share, float) for share in shares)
    assert all(a <= b + 1e-12 for a, b in itertools.pairwise(shares))
    assert shares[-1] == pytest.approx(1.0)
    return shares, last


@pytest.mark.parametrize("match", [False, True])
@pytest.mark.parametrize("bezier", [False, True])
def test_that_what_is_asked_for_is_looked_at_and_no_more(match, bezier):
    subject, end = a_subject(), drawn(2)
    request = LineRequest(points=7, match=match, bezier=bezier, updates=40)
    _, found = ran(lines(subject, subject.parameters, end, request))
    assert isinstance(found, Lines)
    assert len(found.straight.t) == 7
    assert (found.matched is not None, found.bezier is not None) == (match, bezier)
    assert (found.matched_distance is not None) == match
    assert found.distance == pytest.approx(np.linalg.norm(end - subject.parameters), rel=1e-5)
    for way in (found.matched, found.bezier):
        if way is not None:
            assert way.end_costs == pytest.approx(found.straight.end_costs, rel=1e-4)


def test_that_the_same_network_in_another_order_is_no_distance_away():
    subject = a_subject()
    orders = [np.array([2, 0, 3, 1]), np.array([1, 2, 0])]
    twin = reorder(subject.make_network(), subject.parameters, orders)
    request = LineRequest(points=5, match=True)
    *_, found = lines(subject, subject.parameters, twin, request)
    assert found.matched_distance == 0
    assert found.distance > 0
    assert found.matched.cost.tolist() == [found.straight.cost[0]] * 5
    assert found.matched.accuracy.tolist() == [found.straight.accuracy[0]] * 5
    assert found.matched.barrier == pytest.approx(0)


def test_that_layers_whose_neurons_cannot_be_swapped_are_told_beforehand():
    recipe = RECIPE.changed(architecture="conv 2@5x5, dense 4")
    subject = a_subject(recipe)
    assert not can_be_matched(subject.make_network())
    assert can_be_matched(a_subject().make_network())
    with pytest.raises(GdstudioError, match="fully connected"):
        list(lines(subject, subject.parameters, drawn(2, recipe), LineRequest(match=True)))


def test_that_the_curve_is_trained_on_all_digits_and_its_seed_counts():
    subject, end = a_subject(), drawn(2)
    fewer = replace(subject, train=subject.digits)
    other = LineRequest(points=5, bezier=True, updates=40, seed=2)
    request = replace(other, seed=1)
    asked = ((subject, request), (subject, request), (subject, other), (fewer, request))
    costs = [list(lines(s, s.parameters, end, r))[-1].bezier.cost for s, r in asked]
    assert np.array_equal(costs[0], costs[1])
    assert not np.array_equal(costs[0], costs[2])
    assert not np.array_equal(costs[0], costs[3])


def test_that_the_line_from_the_start_goes_on_beyond_both_ends():
    _, found = ran(from_start(a_subject()))
    assert (found.straight.t[0], found.straight.t[-1]) == (-0.5, 1.5)


def walked(*points):
    """Return a subject with a path, and a plane through it."""
    subject = a_subject()
    path = np.array([*points, subject.parameters], np.float32)
    subject = replace(subject, path=path, steps=np.arange(len(path)))
    *_, found = loss_surface(subject, PlaneRequest(kind="random", size=3))
    assert isinstance(found, LossSurface)
    assert found.share == 1.0
    return found


def test_that_chance_is_told_of_a_path_long_enough_that_moves():
    _, true = ran(honesty(walked(drawn(2), drawn(3), drawn(4))))
    assert len(true.walk) == LEAST_PATH
    assert true.walk_share == pytest.approx(float(true.chance.sum()))
    _, short = ran(honesty(walked(drawn(2), drawn(3))))
    _, still = ran(honesty(walked(*[drawn(1)] * 4)))
    for nothing in (short, still):
        assert nothing.chance is None
        assert np.isnan(nothing.walk_share)
        assert len(nothing.walk) == 0


def test_that_the_gradient_is_that_of_the_examples_asked():
    subject = a_subject()
    few = replace(subject, digits=subject.digits.take(slice(0, 20)))
    found = [
        list(loss_surface(s, PlaneRequest(kind="gradient", size=3)))[-1] for s in (subject, few)
    ]
    assert found[0].plane.v.vector.tolist() == found[1].plane.v.vector.tolist()
    assert not np.allclose(found[0].plane.u.vector, found[1].plane.u.vector)
    across = found[0].grid.cost[1]
    assert across[2] < across[1] or across[1] < across[0]  # downhill is to the right


def test_that_a_path_too_short_for_a_plane_is_told():
    subject = walked(drawn(2), drawn(3)).subject
    with pytest.raises(GdstudioError, match="3 points are not enough"):
        list(loss_surface(subject, PlaneRequest(kind="trajectory", size=3)))


@pytest.mark.parametrize(
    ("match", "bezier", "borders"),
    [
        (False, False, [1.0]),
        (True, False, [1 / 2, 1.0]),
        (False, True, [1 / 7, 1 / 7 + 0.9 * 6 / 7, 1.0]),  # a curve counts six times
        (True, True, [1 / 8, 2 / 8, 2 / 8 + 0.9 * 6 / 8, 1.0]),
    ],
)
def test_that_each_way_has_its_share_of_the_work(match, bezier, borders):
    request = LineRequest(points=7, match=match, bezier=bezier, updates=40)
    subject = a_subject()
    shares, _ = ran(lines(subject, subject.parameters, drawn(2), request))
    for border in borders:
        assert min(abs(share - border) for share in shares) < 1e-9
