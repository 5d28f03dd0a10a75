"""Nudges over chosen digits, and along a run."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.inside.places import weight_name
from gdstudio.jobs.nudges_job import FOLLOWED, find_nudges, nudges_over_time
from gdstudio.jobs.subject import Subject
from gdstudio.learning.moment import Moment
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from tests.inside.made import drawn
from tests.learning.conftest import made_up_digits

DIGITS = made_up_digits(1203, 4)
RECIPE = Recipe(hidden=(6, 5), output_activation="softmax", cost="cross-entropy")
SHAPE = PictureShape(1, 3, 4)


def subject_of(parameters):
    return Subject("a", "a", "a", RECIPE, SHAPE, 3, parameters, 7)


def drawn_parameters(seed=1):
    return drawn(RECIPE.make_network(SHAPE, 3), seed).parameters


def whole_gradient(parameters, digits):
    """Return the mean of the gradients of all examples, in one go."""
    network = RECIPE.make_network(SHAPE, 3).at(parameters.astype(np.float64))
    X, T = digits.inputs(dtype=np.float64), digits.targets(dtype=np.float64)
    network.cost_and_gradient(X, T, subject_of(parameters).cost)
    return network.gradient


@pytest.mark.parametrize("n", [1, 10, 1203])
def test_that_nudges_over_digits_are_the_argsort_of_their_whole_gradient(n):
    parameters, digits = drawn_parameters(), DIGITS.take(slice(0, n))
    *shares, found = find_nudges(subject_of(parameters), digits)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    expected = whole_gradient(parameters, digits)
    assert found.gradient == pytest.approx(expected, rel=1e-10, abs=1e-16)
    assert (
        found.ranked.indices.tolist() == np.argsort(-np.abs(found.gradient), kind="stable").tolist()
    )
    assert found.digits is digits
    assert not found.gradient.flags.writeable


def test_that_one_layer_alone_is_listed():
    *_, found = find_nudges(subject_of(drawn_parameters()), DIGITS, layer=2)
    assert len(found.ranked) == 6 * 5 + 5


def test_that_the_largest_nudges_of_the_end_are_followed_back():
    moments = [Moment(step, drawn_parameters(step)) for step in (1, 4, 9)]
    *shares, found = nudges_over_time(subject_of(drawn_parameters()), moments, DIGITS)
    gradients = [whole_gradient(moment.parameters, DIGITS) for moment in moments]
    order = np.argsort(-np.abs(gradients[-1]), kind="stable")[:FOLLOWED]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    assert found.steps.tolist() == [1, 4, 9]
    assert found.indices.tolist() == order.tolist()
    expected = -np.array([gradient[order] for gradient in gradients])
    assert found.values == pytest.approx(expected, rel=1e-9, abs=1e-16)
    network = RECIPE.make_network(SHAPE, 3)
    assert found.names == tuple(weight_name(network, k) for k in order)
