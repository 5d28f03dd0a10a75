"""The next update of a run, for all parameters and for one, against a run that does it."""

from __future__ import annotations

import pytest

from gdstudio.data.digits import DataSet
from gdstudio.inside.next_update import next_update, next_update_of
from gdstudio.inside.places import weight_at
from gdstudio.learning.optimizer_state import next_rate
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from tests.learning.conftest import made_up_digits

SMALL = DataSet("made up", made_up_digits(103, 1), made_up_digits(50, 2))


def trained(optimizer, updates=7, **settings):
    rate = OPTIMIZERS[optimizer].default_learning_rate
    recipe = Recipe(
        hidden=(5,), optimizer=optimizer, learning_rate=rate, batch_size=20, epochs=9,
        dtype="float64", **settings,
    )  # fmt: skip
    training = Training(recipe, SMALL)
    for _ in range(updates):
        training.update()
    return training


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("schedule", ["constant", "cosine"])
def test_that_the_update_written_out_is_that_of_the_run(optimizer, schedule):
    training = trained(optimizer, schedule=schedule, l2=0.01)
    state, recipe = training.state(), training.recipe
    now = next_rate(state, len(training.digits)), state.optimizer_state, state.optimizer_steps
    before = training.network.at(state.parameters)
    training.update()
    bare = training.network.gradient.copy()
    for part in before.slices:
        if part.is_weight:
            bare[part.start : part.stop] -= 0.01 * before.parameters[part.start : part.stop]
    whole = next_update(recipe, before, bare, *now)
    assert before.parameters + whole == pytest.approx(training.network.parameters, rel=1e-9)
    for index in (0, 33, len(bare) - 1):
        place = weight_at(before, index)
        update = next_update_of(place, recipe, before, float(bare[index]), *now)
        assert update.number == 8
        assert update.before == before.parameters[index]
        assert update.after == pytest.approx(float(training.network.parameters[index]), rel=1e-9)


def test_that_the_rate_is_that_of_the_next_update():
    training = trained("sgd", 4, schedule="cosine")
    told = next_rate(training.state(), len(training.digits))
    training.update()
    assert told == training.last_rate
