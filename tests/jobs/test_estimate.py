"""How far a job is and how long the rest takes, by a clock that a test turns."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.jobs.estimate import FOUND_S, SURE_AFTER, Estimate, Estimator, share_of


class Clock:
    """Seconds that go on only when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_that_the_rest_takes_as_long_as_what_was_done(clock: Clock) -> None:
    estimator = Estimator(clock)
    estimator.tell(0.0)
    clock.now += 10
    assert estimator.tell(0.25) == Estimate(0.25, pytest.approx(30))
    clock.now += 30
    assert estimator.tell(1.0) == Estimate(1.0, 0.0)


def test_that_too_little_tells_nothing_of_the_time_left(clock: Clock) -> None:
    estimator = Estimator(clock)
    estimator.tell(0.0)
    clock.now += 1
    assert estimator.tell(0.9 * SURE_AFTER).seconds_left is None
    assert estimator.tell(SURE_AFTER).seconds_left is not None


def test_that_what_was_there_before_takes_no_time(clock: Clock) -> None:
    estimator = Estimator(clock)
    estimator.tell(0.5)
    clock.now += FOUND_S / 2
    assert estimator.tell(0.8) == Estimate(0.8, None)
    clock.now += 5
    assert estimator.tell(0.9).seconds_left == pytest.approx(5)


def test_that_what_is_there_just_when_the_time_for_it_ends_was_worked_for(clock: Clock) -> None:
    clock.now = 0.0
    estimator = Estimator(clock)
    assert estimator.tell(0.0) == Estimate(0.0, None)
    clock.now = FOUND_S
    assert estimator.tell(0.5) == Estimate(0.5, pytest.approx(FOUND_S))


def test_that_a_share_is_a_bare_number_or_what_an_item_says() -> None:
    assert share_of(0.25) == 0.25
    assert share_of(Estimate(0.75)) == 0.75
    assert share_of("neither") is None


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf, -1.0, 0.0])
def test_that_an_odd_share_changes_nothing(clock: Clock, odd: float) -> None:
    estimator = Estimator(clock)
    estimator.tell(0.4)
    assert estimator.tell(odd).share == 0.4


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(allow_nan=True))))
def test_that_the_share_never_falls_and_all_numbers_are_sensible(steps) -> None:
    clock = Clock()
    estimator, before = Estimator(clock), 0.0
    for seconds, share in steps:
        clock.now += seconds
        estimate = estimator.tell(share)
        assert before <= estimate.share <= 1
        assert estimate.seconds_left is None or 0 <= estimate.seconds_left < math.inf
        before = estimate.share
