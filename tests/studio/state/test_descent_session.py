"""One descent, or several side by side."""

import numpy as np
import pytest

from gdstudio.descent.diagnosis import diagnose, rate_limit
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.methods import Racer
from gdstudio.descent.race import race_results, target_cost
from gdstudio.studio.state import descent_session
from gdstudio.studio.state.descent_session import DescentSession, method_title

BOWL = LIBRARY["himmelblau"]


def alone(method="gradient-descent", rate=0.01):
    return DescentSession(BOWL, (0.0, 0.0), method, rate)


def racing():
    racers = (Racer("sgd", 0.01), Racer("momentum", 0.005))
    return DescentSession(BOWL, (0.0, 0.0), "adam", 9.0, racers)


def test_that_all_racers_go_forward_and_back_together():
    session = racing()
    assert [one.method for one in session.descents] == ["sgd", "momentum"]
    for _ in range(3):
        session.forward()
    assert [one.current.step for one in session.descents] == [3, 3]
    assert session.n_steps == 3
    session.back()
    assert [one.current.step for one in session.descents] == [2, 2]
    assert session.points(session.leader).shape == (3, 2)
    assert session.costs(session.leader)[-1] == session.current.cost
    assert [result.racer for result in session.results()] == list(session.racers)


def test_that_back_takes_back_only_those_that_have_gone_furthest():
    session = racing()
    session.forward()
    session.descents[1].forward()
    session.back()
    assert [one.current.step for one in session.descents] == [1, 1]


def test_that_looking_ahead_leaves_the_descent_where_it_is():
    session = alone()
    here = session.current
    ahead = session.next_step()
    assert session.current is here
    assert ahead.step == 1
    session.forward()
    assert np.array_equal(session.current.position, ahead.position)
    lines, number = session.narration()
    assert lines
    assert number == 2


def test_that_a_descent_is_over_when_it_has_ended_and_says_no_more():
    session = alone("newton", 1.0)
    for _ in range(60):
        session.forward()
    assert session.is_over
    assert session.n_steps < 60
    assert session.narration() == ([], session.n_steps)


def test_that_a_descent_ends_at_the_longest(monkeypatch):
    monkeypatch.setattr(descent_session, "LONGEST", 5)
    session = alone(rate=1e-6)
    for k in range(8):
        assert session.is_over == (k >= 5)
        session.forward()
    assert session.n_steps == 5


@pytest.mark.parametrize(
    ("method", "has_limit"),
    [("gradient-descent", True), ("sgd", True), ("momentum", False), ("newton", False)],
)
def test_that_only_plain_descent_has_a_limit_of_its_rate(method, has_limit):
    assert (alone(method).limit is not None) is has_limit
    assert racing().limit is None


def test_that_the_rate_is_that_of_the_descent_that_is_narrated():
    session = racing()
    session.leader.set_learning_rate(0.002)
    assert [one.learning_rate for one in session.descents] == [0.002, 0.005]


def test_that_the_deepest_minimum_known_is_told():
    assert alone().lowest_known == pytest.approx(0.0)
    assert DescentSession(LIBRARY["saddle"], (0.5, 0.5), "sgd", 0.1).lowest_known is None


def test_that_methods_have_their_titles():
    assert (method_title("adam"), method_title("newton")) == ("Adam", "Newton")


def test_that_the_limit_is_that_of_the_place_where_a_descent_starts():
    assert alone().limit == rate_limit(BOWL, (0.0, 0.0))[0]


def test_that_in_the_table_of_a_race_each_stands_where_it_is():
    session = racing()
    session.forward()
    session.descents[1].forward()
    table = session.results()
    assert [row.n_steps for row in table] == [1, 2]
    assert [row.final_cost for row in table] == [one.current.cost for one in session.descents]


def test_that_a_session_stands_at_its_start():
    session = alone(rate=0.02)
    assert (session.function, session.start, session.racers) == (BOWL, (0.0, 0.0), ())
    assert session.leader.method == "gradient-descent"
    assert session.leader.learning_rate == 0.02
    assert session.n_steps == 0
    assert not session.is_over
    assert session.points(session.leader).tolist() == [[0.0, 0.0]]
    assert session.costs(session.leader).tolist() == [session.current.cost]


def test_that_racers_have_their_own_settings():
    racer = Racer("momentum", 0.005, (("momentum", 0.5),))
    session = DescentSession(BOWL, (0.0, 0.0), "sgd", 1.0, [racer])
    assert session.leader.settings["momentum"] == 0.5
    assert session.racers == (racer,)


def test_that_looking_ahead_from_the_end_takes_nothing_back():
    session = alone("newton", 1.0)
    while not session.is_over:
        session.forward()
    n_steps = session.n_steps
    assert session.next_step() is session.current
    assert session.n_steps == n_steps
    assert session.current.ended is not None


def test_that_a_race_is_over_when_its_last_racer_has_ended():
    session = DescentSession(
        BOWL, (0.0, 0.0), "sgd", 1.0, [Racer("newton", 1.0), Racer("sgd", 0.01)]
    )
    for _ in range(40):
        session.forward()
    assert session.leader.current.ended is not None
    assert session.descents[1].current.ended is None
    assert not session.is_over
    assert session.n_steps == 40


def test_that_the_diagnosis_is_that_of_the_path_and_its_limit():
    session = alone(rate=10 * rate_limit(BOWL, (0.0, 0.0))[0])
    for _ in range(3):
        session.forward()
    found = diagnose(BOWL, session.steps(session.leader), "gradient-descent", session.limit)
    assert session.diagnosis() == found
    assert session.diagnosis() != diagnose(BOWL, session.steps(session.leader)[:1], "sgd", None)


def test_that_the_race_is_measured_against_the_lowest_cost_known():
    session = racing()
    rows = [list(session.steps(one)) for one in session.descents]
    expected = race_results(
        session.racers, list(zip(*rows, strict=True)), target_cost(BOWL, (0.0, 0.0))
    )
    assert session.results() == expected
