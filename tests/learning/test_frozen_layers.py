"""Layers that keep their weights and biases while the others learn."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.errors import InvalidValue
from gdstudio.files.run_file import load_run, save_run
from gdstudio.learning.moment import Kind
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training

SMALL = Recipe(hidden=(6, 5), epochs=5, learning_rate=0.3)


def parts(training, *names):
    return [training.network.part(name).copy() for name in names]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("frozen", [(1,), (2, 3)])
def test_that_frozen_layers_stay_to_the_bit_and_the_others_learn(small_data, optimizer, frozen):
    recipe = SMALL.changed(optimizer=optimizer, learning_rate=0.01, l2=0.1, frozen_layers=frozen)
    training = Training(recipe, small_data)
    before = {
        part.name: training.network.part(part.name).copy() for part in training.network.slices
    }
    for _ in range(5):
        training.update()
    for part in training.network.slices:
        is_same = (training.network.part(part.name) == before[part.name]).all()
        assert is_same == (part.layer + 1 in frozen), part.name


def test_that_the_others_learn_as_they_do_with_the_frozen_layer_as_it_is(small_data):
    frozen = Training(SMALL.changed(frozen_layers=(1,)), small_data)
    free = Training(SMALL, small_data)
    frozen.update()
    free.update()
    for name in ("W2", "b2", "W3", "b3"):  # the first update sees the same first layer
        assert (frozen.network.part(name) == free.network.part(name)).all()
    assert (frozen.network.part("W1") != free.network.part("W1")).any()


@pytest.mark.parametrize("optimizer", ["momentum", "adam", "adamw", "lion"])
def test_that_what_an_optimiser_remembers_does_not_move_a_layer_that_is_frozen_later(
    small_data, optimizer
):
    recipe = SMALL.changed(optimizer=optimizer, learning_rate=0.01)
    training = Training(recipe, small_data)
    for _ in range(4):
        training.update()
    later = Training(recipe.changed(frozen_layers=(2,)), small_data, training.state())
    before = parts(later, "W2", "b2")
    for _ in range(4):
        later.update()
    assert all((a == b).all() for a, b in zip(parts(later, "W2", "b2"), before, strict=True))


def test_that_an_optimiser_remembers_nothing_of_a_frozen_layer(small_data):
    training = Training(
        SMALL.changed(optimizer="adam", learning_rate=0.01, l2=0.1, frozen_layers=(1,)), small_data
    )
    training.update()
    for values in (training.network.gradient, *training.state().optimizer_state.values()):
        assert not training.network.part("W1", values).any()
        assert training.network.part("W2", values).any()


def test_that_a_run_with_frozen_layers_goes_on_to_the_same_bits(small_data, tmp_path):
    recipe = SMALL.changed(optimizer="adam", learning_rate=0.01, frozen_layers=(2,), epochs=2)
    whole = Training(recipe, small_data)
    for _ in whole.updates():
        pass
    part = Training(recipe, small_data)
    for _ in range(7):
        part.update()
    save_run(tmp_path / "a.gdrun", part.state(), None, "mnist")
    state = load_run(tmp_path / "a.gdrun").state
    assert state.recipe.frozen_layers == (2,)
    again = Training(state.recipe, small_data, state)
    for _ in again.updates():
        pass
    assert again.step == whole.step
    assert (again.network.parameters == whole.network.parameters).all()


def test_that_settings_from_before_have_no_frozen_layers():
    settings = Recipe().to_dict()
    del settings["frozen_layers"]
    assert Recipe.from_dict(settings).frozen_layers == ()


def test_that_frozen_layers_are_put_in_order_and_must_be_there():
    assert Recipe(frozen_layers=(3, 1, 3)).frozen_layers == (1, 3)
    assert Recipe(architecture="conv 8@5x5, pool 2, dense 64", frozen_layers=(4,))
    with pytest.raises(InvalidValue, match=r"frozen layers: 4 .* layers from 1 to 3"):
        Recipe(frozen_layers=(1, 4))


def test_that_other_layers_come_with_none_frozen():
    recipe = Recipe(frozen_layers=(3,))
    assert recipe.changed(learning_rate=2.0).frozen_layers == (3,)
    assert recipe.changed(hidden=(16, 16)).frozen_layers == (3,)
    assert recipe.changed(hidden=(16,)).frozen_layers == ()
    assert recipe.changed(architecture="conv 8@5x5").frozen_layers == ()
    assert recipe.changed(hidden=(16,), frozen_layers=(2,)).frozen_layers == (2,)


def test_that_layers_are_frozen_as_they_are_typed():
    field = Recipe.field("frozen_layers")
    assert field.parse("1, 3") == (1, 3)
    assert field.parse("") == field.parse("None") == ()
    with pytest.raises(InvalidValue, match="whole numbers from 1"):
        field.parse("0")
    assert np.array_equal(field.to_plain((1, 3)), [1, 3])


def test_that_layers_are_frozen_and_set_free_while_a_run_goes_on(small_data):
    training = Training(SMALL.changed(optimizer="adam", learning_rate=0.01), small_data)
    training.update()
    training.freeze((2,))
    before = parts(training, "W1", "W2", "b2")
    training.update()
    W1, W2, b2 = parts(training, "W1", "W2", "b2")
    assert (before[0] != W1).any()
    assert (before[1] == W2).all()
    assert (b2 == before[2]).all()
    assert training.state().recipe == training.recipe == SMALL.changed(
        optimizer="adam", learning_rate=0.01, frozen_layers=(2,)
    )  # fmt: skip
    training.freeze(())
    training.update()
    assert (parts(training, "W2")[0] != W2).any()


def test_that_a_run_with_layers_frozen_on_the_way_goes_on_to_the_same_bits(small_data):
    recipe = SMALL.changed(optimizer="adam", learning_rate=0.01)
    whole = Training(recipe, small_data)
    whole.update()
    whole.freeze((1,))
    whole.update()
    again = Training(whole.recipe, small_data, whole.state())
    for training in (whole, again):
        training.update()
    assert (again.network.parameters == whole.network.parameters).all()


def test_that_a_run_taken_back_has_the_layers_frozen_that_were_frozen_then(small_data):
    training = Training(SMALL, small_data)
    training.freeze((3,))
    moment = training.moment(Kind.RESTED, exact=True)
    training.freeze((1, 2))
    training.update()
    training.go_to(moment)
    assert training.recipe.frozen_layers == (3,)
    before = parts(training, "W1", "W3")
    training.update()
    W1, W3 = parts(training, "W1", "W3")
    assert (before[0] != W1).any()
    assert (before[1] == W3).all()


def test_that_a_layer_that_is_not_there_cannot_be_frozen_on_the_way(small_data):
    training = Training(SMALL, small_data)
    with pytest.raises(InvalidValue, match="layers from 1 to 3"):
        training.freeze((4,))
    assert training.recipe == SMALL
