from __future__ import annotations

import numpy as np
import pytest

from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.methods import Racer
from gdstudio.descent.race import race, race_results, target_cost
from gdstudio.errors import InvalidValue
from tests.descents import descend

RACERS = [
    Racer("gradient-descent", 0.15),
    Racer("gradient-descent", 0.25),
    Racer("newton"),
    Racer("momentum", 0.05, (("momentum", 0.5),)),
    Racer("lion", 0.01),
]


def test_that_racers_run_in_step_and_wait_where_they_end() -> None:
    f = LIBRARY["long-valley"]
    rounds = list(race(f, (1.0, 1.0), RACERS, 60))
    assert len(rounds) == 61
    for i, racer in enumerate(RACERS):
        alone = list(
            descend(
                f, (1.0, 1.0), racer.method, racer.learning_rate, 60, settings=dict(racer.settings)
            )
        )
        for k, items in enumerate(rounds):
            expected = alone[min(k, len(alone) - 1)]
            assert items[i].step == expected.step
            assert items[i].ended == expected.ended
            np.testing.assert_array_equal(items[i].position, expected.position)


def test_that_the_table_says_how_each_did() -> None:
    f = LIBRARY["long-valley"]  # cost 5.5 at the start
    rounds = list(race(f, (1.0, 1.0), RACERS, 60))
    gd, fast, newton, *_ = race_results(RACERS, rounds, 0.055)
    # 0.5 * 0.85^(2k) + 5 * 0.25^k <= 0.055 for the first time at k = 7
    assert (gd.steps_to_target, gd.ended, gd.n_steps) == (7, "steps", 60)
    assert gd.final_cost == pytest.approx(0.5 * 0.85**120)
    assert gd.start_cost == 5.5
    assert (fast.steps_to_target, fast.ended) == (None, "diverged")
    assert (newton.steps_to_target, newton.ended, newton.n_steps) == (1, "converged", 1)
    assert newton.learning_rate == 1.0


def test_that_a_race_ends_when_all_have_ended() -> None:
    f = LIBRARY["bowl"]
    rounds = list(race(f, (1.0, 1.0), [Racer("newton"), Racer("gradient-descent", 0.5)], 500))
    assert len(rounds) < 40
    assert [item.ended for item in rounds[-1]] == ["converged", "converged"]


def test_that_the_target_lies_a_hundredth_above_the_lowest_minimum() -> None:
    f = LIBRARY["styblinski-tang"]
    assert target_cost(f, (0.0, 0.0)) == pytest.approx(-78.332331 * 0.99)
    assert target_cost(typed_function("x^2 + y^2 + 1", 2), (1.0, 0.0)) == pytest.approx(1.01)
    assert target_cost(f, (-2.903534, -2.903534)) == pytest.approx(-78.332331)


@pytest.mark.parametrize("n", [0, 7])
def test_that_one_to_six_may_race(n: int) -> None:
    with pytest.raises(InvalidValue, match="1 to 6"):
        race(LIBRARY["bowl"], (1.0, 1.0), [Racer("adam")] * n)


def test_that_a_race_of_no_steps_shows_the_start_and_fewer_are_refused() -> None:
    f = LIBRARY["bowl"]
    (only,) = race(f, (1.0, 2.0), [Racer("adam"), Racer("sgd")], steps=0)
    assert [step.position.tolist() for step in only] == [[1.0, 2.0]] * 2
    with pytest.raises(InvalidValue, match="steps: -1 is not accepted"):
        next(race(f, (1.0, 2.0), [Racer("adam")], steps=-1))
