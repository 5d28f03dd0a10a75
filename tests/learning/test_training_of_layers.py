"""Training of networks with other layers: chance, pieces, and going on bit for bit."""

from dataclasses import replace

import numpy as np
import pytest

from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training

EVERY_LAYER = (
    "dropout 0.1, conv 3@3x2 pad 1, max pool 2x1, conv 2@1x2 stride 1x2, average pool 1x2, "
    "dropout 0.3, dense 5"
)
RECURRENT = ("lstm 4", "lstm 3 pixels, dropout 0.2", "rnn 4 relu", "rnn 3 tanh pixels")


def recipe(architecture, **settings):
    return Recipe(
        architecture=architecture, activation="tanh", output_activation="softmax",
        cost="cross-entropy", initialization="xavier", optimizer="adam", learning_rate=0.01,
        batch_size=10, epochs=3,
    ).changed(**settings)  # fmt: skip


@pytest.mark.parametrize("architecture", [EVERY_LAYER, *RECURRENT])
@pytest.mark.parametrize("stop_at", [4, 11, 26])
def test_that_a_run_of_any_layers_taken_up_again_is_bit_identical(
    small_data, architecture, stop_at
):
    whole = Training(recipe(architecture), small_data)
    costs = [t.last_cost for t in whole.updates()]
    assert len(costs) == 33
    stopped = Training(recipe(architecture), small_data)
    for _ in range(stop_at):
        stopped.update()
    resumed = Training(recipe(architecture), small_data, stopped.state())
    assert [t.last_cost for t in resumed.updates()] == costs[stop_at:]
    assert resumed.network.parameters.tobytes() == whole.network.parameters.tobytes()


def test_that_dropout_thins_in_training_anew_at_each_update_and_never_when_asked(small_data):
    thinned, plain = (
        Training(recipe(f"{layers}dense 8", learning_rate=1e-30), small_data)
        for layers in ("dropout 0.5, ", "")
    )
    assert thinned.evaluate(small_data.test).cost == plain.evaluate(small_data.test).cost
    plain_costs, costs = [[t.update() for _ in range(22)] for t in (plain, thinned)]
    assert costs != plain_costs
    again = Training(recipe("dropout 0.5, dense 8", learning_rate=1e-30), small_data)
    assert [again.update() for _ in range(22)] == costs
    # The same examples at the same place of another epoch are thinned in another way.
    one = recipe("dropout 0.5, dense 8", train_size=1, learning_rate=1e-30, epochs=9)
    assert len({t.last_cost for t in Training(one, small_data).updates()}) > 3


def test_that_pieces_of_a_batch_add_up_to_the_batch(small_data, monkeypatch):
    settings = {"optimizer": "gradient-descent", "dtype": "float64", "learning_rate": 0.1}
    whole = Training(recipe("conv 3@2, dense 5", **settings), small_data)
    pieces = Training(recipe("conv 3@2, dense 5", **settings), small_data)
    kept = sum(layer.numbers_kept for layer in pieces.network.layers)
    monkeypatch.setattr("gdstudio.learning.network.NUMBERS_KEPT", 30 * kept)
    assert pieces.network.examples_at_once == 30
    pieces = Training(recipe("conv 3@2, dense 5", **settings), small_data)
    for _ in range(3):
        assert pieces.update() == pytest.approx(whole.update(), rel=1e-12)
        assert pieces.examples == whole.examples
    np.testing.assert_allclose(
        pieces.network.parameters, whole.network.parameters, rtol=1e-10, atol=1e-12
    )


def test_that_the_test_digits_are_asked_in_as_many_as_fit_into_memory(small_data, monkeypatch):
    training = Training(recipe("conv 3@2, dense 5"), small_data)
    whole = training.evaluate(small_data.test)
    kept = sum(layer.numbers_kept for layer in training.network.layers)
    monkeypatch.setattr("gdstudio.learning.network.NUMBERS_KEPT", 7 * kept)
    few = training.evaluate(small_data.test)
    assert few.cost == pytest.approx(whole.cost, rel=1e-5)
    np.testing.assert_array_equal(few.confusion, whole.confusion)


def test_that_layers_that_do_not_fit_the_pictures_are_refused(small_data):
    with pytest.raises(InvalidValue, match=r"part 1: 'conv 3@5' .* at most 3x4"):
        Training(recipe("conv 3@5"), small_data)
    state = Training(recipe("conv 3@2"), small_data).state()
    with pytest.raises(GdstudioError, match="the network conv 3@2 does not fit lstm 4"):
        Training(recipe("lstm 4"), small_data, state)


def test_that_a_run_without_the_state_of_its_optimizer_goes_on_from_its_parameters(small_data):
    training = Training(recipe("conv 3@2"), small_data)
    for _ in range(15):
        training.update()
    kept = replace(training.state(), optimizer_state={}, optimizer_steps=0)
    assert (kept.optimizer_state, kept.optimizer_steps) == ({}, 0)
    resumed = Training(recipe("conv 3@2"), small_data, kept)
    assert (resumed.step, resumed.epoch) == (training.step, training.epoch)
    assert resumed.network.parameters.tobytes() == training.network.parameters.tobytes()
    fresh = resumed.state()
    assert fresh.optimizer_steps == 0
    assert not any(array.any() for array in fresh.optimizer_state.values())
    resumed.update()
    assert resumed.state().optimizer_steps == 1
