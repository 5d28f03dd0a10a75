"""When a job may begin, by a clock that a test turns: every state and every crossing."""

import pytest

from gdstudio.studio.workers.pace import Pace, Policy, Urgency


class Clock:
    """Seconds that go on only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def pace(clock: Clock, *, in_sight: bool = True, **policy: float) -> Pace:
    return Pace(Policy(**policy), in_sight=in_sight, clock=clock)  # type: ignore[arg-type]


def made(one: Pace, clock: Clock, seconds: float = 0.0) -> None:
    """Let a making begin, take so long, and end."""
    one.begin()
    clock.now += seconds
    one.end()


def test_that_at_first_something_is_to_be_made_at_once(clock: Clock) -> None:
    assert pace(clock, rest_s=5, rest_share=2).wait_s() == 0


def test_that_what_is_made_stays_until_it_is_out_of_date(clock: Clock) -> None:
    one = pace(clock)
    made(one, clock)
    assert one.wait_s() is None
    one.ask()
    assert one.wait_s() == 0


def test_that_nothing_begins_while_something_is_made(clock: Clock) -> None:
    one = pace(clock)
    one.begin()
    one.ask()
    one.ask(Urgency.AGAIN)
    assert one.wait_s() is None
    one.end()
    assert one.wait_s() == 0


def test_that_only_what_was_asked_since_it_began_overtakes_a_making(clock: Clock) -> None:
    one = pace(clock)
    one.ask()
    assert not one.is_overtaken
    one.begin()
    assert not one.is_overtaken
    one.ask()
    assert one.is_overtaken
    one.end()
    assert not one.is_overtaken


@pytest.mark.parametrize(("took_s", "rest_s"), [(0.5, 3.0), (1.0, 4.0), (10.0, 40.0)])
def test_that_it_rests_a_least_time_and_a_share_of_what_it_took(
    clock: Clock, took_s: float, rest_s: float
) -> None:
    one = pace(clock, rest_s=3, rest_share=4)
    made(one, clock, took_s)
    one.ask()
    assert one.wait_s() == pytest.approx(rest_s)
    clock.now += rest_s / 2
    one.ask()
    assert one.wait_s() == pytest.approx(rest_s / 2)
    clock.now += rest_s / 2
    assert one.wait_s() == pytest.approx(0)


@pytest.mark.parametrize("wish", [Urgency.NOW, Urgency.AGAIN])
def test_that_whoever_waits_is_served_without_a_rest_and_only_once(clock: Clock, wish) -> None:
    one = pace(clock, rest_s=3)
    made(one, clock)
    one.ask(wish)
    one.ask()  # does not weaken it
    assert one.wait_s() == 0
    made(one, clock)
    one.ask()
    assert one.wait_s() == 3


def test_that_an_urgent_request_during_a_making_is_served_right_after_it(clock: Clock) -> None:
    one = pace(clock, rest_s=3)
    one.begin()
    one.ask(Urgency.AGAIN)
    one.end()
    assert one.wait_s() == 0


def test_that_requests_settle_before_one_is_served(clock: Clock) -> None:
    one = pace(clock, settle_s=0.2)
    one.ask()
    clock.now += 0.15
    one.ask(Urgency.AGAIN)
    assert one.wait_s() == pytest.approx(0.2)
    clock.now += 0.25
    assert one.wait_s() == 0


def test_that_what_nobody_sees_is_not_made_but_made_up_for(clock: Clock) -> None:
    one = pace(clock, in_sight=False)
    one.ask(Urgency.AGAIN)
    assert one.wait_s() is None
    one.in_sight = True
    assert one.wait_s() == 0
    made(one, clock)
    one.in_sight = False
    one.in_sight = True
    assert one.wait_s() is None


def test_that_what_is_dropped_is_still_wanted(clock: Clock) -> None:
    one = pace(clock)
    one.begin()
    one.drop()
    assert one.wait_s() == 0
    made(one, clock)
    one.drop()  # nothing is under way
    assert one.wait_s() is None


def test_that_what_is_held_waits_until_it_is_wanted_again(clock: Clock) -> None:
    one = pace(clock, rest_s=3)
    one.begin()
    one.drop()
    one.hold()
    one.ask()
    one.ask(Urgency.NOW)
    assert one.wait_s() is None
    one.ask(Urgency.AGAIN)
    assert one.wait_s() == 0
    one.hold()
    assert one.wait_s() is None


def test_that_a_making_that_was_told_outright_lifts_the_hold(clock: Clock) -> None:
    one = pace(clock)
    one.hold()
    made(one, clock)
    one.ask()
    assert one.wait_s() == 0


def test_that_a_failure_holds_unless_somebody_waits_for_another_one(clock: Clock) -> None:
    one = pace(clock)
    one.begin()
    one.ask(Urgency.NOW)
    one.fail()
    one.end()
    assert one.wait_s() is None
    one.ask(Urgency.AGAIN)
    one.begin()
    one.ask(Urgency.AGAIN)
    one.fail()
    one.end()
    assert one.wait_s() == 0


def test_that_there_may_be_nothing_to_make(clock: Clock) -> None:
    one = pace(clock, rest_s=3)
    one.ask(Urgency.AGAIN)
    one.skip()
    assert one.wait_s() is None
    made(one, clock)
    one.ask()
    assert one.wait_s() == 3  # the urgency has gone with what it was for


def test_that_another_subject_begins_without_rest_and_grudge(clock: Clock) -> None:
    one = pace(clock, rest_s=3, settle_s=3, in_sight=False)
    made(one, clock, 10)
    one.ask()
    one.hold()
    one.forget()
    assert one.wait_s() is None
    one.in_sight = True
    assert one.wait_s() == 0
    one.begin()
    one.forget()
    assert one.wait_s() == 0
    assert one.runs_for_s is None


def test_that_it_knows_how_long_a_making_runs(clock: Clock) -> None:
    one = pace(clock)
    assert one.runs_for_s is None
    one.begin()
    clock.now += 7
    assert one.runs_for_s == 7
    one.end()
    assert one.runs_for_s is None


def test_that_without_a_policy_nothing_rests_settles_or_is_silent(clock: Clock) -> None:
    one = pace(clock)
    made(one, clock, 10.0)
    one.ask()
    assert one.wait_s() == 0
    assert Policy().quiet_s == 0
