"""The cost along one weight, and what a step in it gains."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.inside.nudges import rank_nudges
from gdstudio.jobs.nudges_job import NudgesFound, find_nudges, ranked_anew
from gdstudio.jobs.weight_slice import TRIED, slice_along_weight
from tests.jobs.test_backprop_look import DIGITS, gradient_of, subject_of
from tests.learning.conftest import made_up_digits


def sliced(subject, digits, index, rate=0.5):
    *shares, found = slice_along_weight(subject, digits, index, rate)
    assert all(isinstance(share, float) and 0 <= share <= 1 for share in shares)
    return found


@pytest.mark.parametrize("index", [0, 50, 100])
def test_that_the_cost_along_a_weight_is_that_of_networks_with_other_values_of_it(index):
    subject = subject_of()
    found = sliced(subject, DIGITS, index)
    assert found.value == pytest.approx(float(subject.parameters[index]))
    assert found.values[len(found.values) // 2] == pytest.approx(found.value)
    assert found.values[-1] - found.value >= 2
    for k in (0, 7, len(found.values) - 1):
        other = subject.make_network().at(subject.parameters.astype(np.float64))
        other.parameters[index] = found.values[k]
        X, T = DIGITS.inputs(dtype=np.float64), DIGITS.targets(dtype=np.float64)
        cost = other.cost_and_gradient(X, T, subject.cost)
        assert found.costs[k] == pytest.approx(cost, rel=1e-9)


def test_that_the_step_is_that_of_gradient_descent_and_its_gain_is_measured():
    subject = subject_of()
    before, gradient = gradient_of(subject, DIGITS)
    found = sliced(subject, DIGITS, 60)
    assert found.slope == pytest.approx(gradient[60])
    assert found.gain.step == pytest.approx(-0.5 * gradient[60])
    assert found.gain.expected == pytest.approx(0.5 * gradient[60] ** 2)
    assert found.gain.before == pytest.approx(before)
    after = np.interp(found.value + found.gain.step, found.values, found.costs)
    assert found.gain.after == pytest.approx(after, rel=1e-2)


def test_that_a_long_step_is_within_the_slice():
    subject = subject_of()
    found = sliced(subject, DIGITS, 60, rate=1e4)
    assert found.values[0] < found.value + found.gain.step < found.values[-1]


def test_that_of_many_digits_the_first_are_tried():
    subject, digits = subject_of(), made_up_digits(1203, 4)
    assert sliced(subject, digits, 3).asked == TRIED
    first = sliced(subject, digits.take(slice(0, TRIED)), 3)
    assert sliced(subject, digits, 3).slope == first.slope


def test_that_a_list_is_ranked_anew_for_another_layer_from_the_same_gradient():
    subject = subject_of()
    *_, found = find_nudges(subject, DIGITS)
    assert isinstance(found, NudgesFound)
    for layer in (None, 2):
        (again,) = ranked_anew(found, layer)
        expected = rank_nudges(subject.make_network(), found.gradient, layer)
        assert again.gradient is found.gradient
        assert np.array_equal(again.ranked.indices, expected.indices)
