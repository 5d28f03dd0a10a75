import dataclasses
import itertools

import numpy as np
import pytest

from gdstudio.data.digits import DataSet
from gdstudio.errors import GdstudioError, InvalidValue, TrainingDiverged
from gdstudio.learning.optimizer_state import next_rate
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.plan import training_digits, validation_digits
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.schedules import SCHEDULES
from gdstudio.learning.training import PIECE, Training, train

SMALL = Recipe(hidden=(5,), batch_size=10, epochs=4, learning_rate=0.05)


def parameters_after(recipe, data, n_updates):
    training = Training(recipe, data)
    for _ in itertools.islice(training.updates(), n_updates):
        pass
    return training.network.parameters.tobytes()


def test_that_same_recipe_and_seed_give_the_same_bits(small_data):
    for optimizer in ("sgd", "adam"):
        recipe = SMALL.changed(optimizer=optimizer, label_noise=0.3)
        ends = {parameters_after(recipe, small_data, 30) for _ in range(3)}
        assert len(ends) == 1
        assert parameters_after(recipe.changed(seed=2), small_data, 30) not in ends


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
@pytest.mark.parametrize("stop_at", [0, 3, 7, 11, 26])
def test_that_a_run_taken_up_again_is_bit_identical(small_data, optimizer, stop_at):
    """103 examples in tens are 11 updates an epoch: before, amid and between epochs."""
    recipe = SMALL.changed(
        optimizer=optimizer, schedule="one-cycle", l2=0.01, label_noise=0.2, epochs=6
    )
    whole = Training(recipe, small_data)
    costs = [t.last_cost for t in whole.updates()]
    stop_at = min(stop_at, len(costs))  # gradient descent does one update an epoch
    stopped = Training(recipe, small_data)
    for _ in range(stop_at):
        stopped.update()
    resumed = Training(recipe, small_data, stopped.state())
    stopped.update()  # a state is a copy: going on leaves it alone
    resumed_costs = [t.last_cost for t in resumed.updates()]
    assert resumed_costs == costs[stop_at:]
    assert resumed.network.parameters.tobytes() == whole.network.parameters.tobytes()
    assert (resumed.step, resumed.examples) == (whole.step, whole.examples)
    for name, array in whole.state().optimizer_state.items():
        np.testing.assert_array_equal(array, resumed.state().optimizer_state[name])


def test_that_every_epoch_hands_out_every_example_once_in_a_new_order(small_data, handed_out):
    training = Training(SMALL, small_data)
    for _ in range(22):
        training.update()
    first, second = handed_out[:103], handed_out[103:]
    assert sorted(first) == sorted(second) == list(range(103))
    assert first != second
    assert training.epoch == 2
    assert training.examples == 206


def test_that_single_examples_between_mini_batches_keep_count_and_order(small_data, handed_out):
    plain = Training(SMALL, small_data)
    for _ in range(11):
        plain.update()
    order = list(handed_out)
    handed_out.clear()
    training, reference = Training(SMALL, small_data), Training(SMALL, small_data)
    for size in (None, 1, 1, None, 1, 25, None, None, None, None, None, 1, None):
        before = len(handed_out)
        cost = training.update(size)
        which = handed_out[before:]
        assert len(which) == min(size or 10, 103 - before)
        digits = small_data.train
        X, T = digits.inputs(which), digits.targets(which)
        expected = reference.network.cost_and_gradient(X, T, reference.cost)
        assert cost == expected
        reference.network.parameters -= np.float32(0.05) * reference.network.gradient
        np.testing.assert_allclose(
            training.network.parameters, reference.network.parameters, rtol=1e-6
        )
        reference.network.parameters[...] = training.network.parameters
    assert handed_out == order
    assert (training.examples, training.step, training.epoch) == (103, 13, 1)


def test_that_gradient_descent_on_all_is_the_mean_over_pieces(small_data):
    repeats = -(-(2 * PIECE + 500) // 103)
    digits = small_data.train.take(np.tile(np.arange(103), repeats))
    data = DataSet("large", digits, small_data.test)
    recipe = Recipe(hidden=(5,), optimizer="gradient-descent", epochs=2, dtype="float64")
    training = Training(recipe, data)
    assert training.batch_size == len(digits) > 2 * PIECE
    once = Training(recipe.changed(optimizer="sgd", batch_size=103), small_data)
    np.testing.assert_array_equal(training.network.parameters, once.network.parameters)
    for _ in range(2):  # the mean over the repeated examples is that over them once
        assert training.update() == pytest.approx(once.update(), rel=1e-12)
        np.testing.assert_allclose(training.network.gradient, once.network.gradient, atol=1e-14)
        np.testing.assert_allclose(training.network.parameters, once.network.parameters, rtol=1e-11)
    assert (training.step, training.examples) == (2, 2 * len(digits))
    assert training.is_complete


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_that_a_diverging_run_ends_by_name_and_stays_as_it_was(small_data, optimizer):
    recipe = Recipe(
        hidden=(5, 5),
        activation="identity",
        output_activation="identity",
        optimizer=optimizer,
        learning_rate=1e6,
        batch_size=50,
        epochs=10_000,
    )
    training = Training(recipe, small_data)
    error = None
    while error is None:  # warnings are errors here
        before = training.state()
        try:
            training.update()
        except TrainingDiverged as caught:
            error = caught
    assert (error.step, error.learning_rate) == (training.step + 1, 1e6)
    assert str(error) == f"diverged at step {training.step + 1}, learning rate 10⁶"
    after = training.state()
    assert np.isfinite(after.parameters).all()
    assert (after.step, after.examples) == (before.step, before.examples)
    assert (after.epoch, after.position) == (before.epoch, before.position)
    np.testing.assert_array_equal(after.parameters, before.parameters)
    for name, array in before.optimizer_state.items():
        np.testing.assert_array_equal(after.optimizer_state[name], array)
    Training(recipe, small_data, after)  # such a state can be taken up


def test_that_weight_decay_that_explodes_is_told_without_a_warning(small_data):
    recipe = Recipe(
        hidden=(5,),
        optimizer="adamw",
        optimizer_settings=(("weight_decay", 1000.0),),
        learning_rate=1e5,
        epochs=100,
    )
    training = Training(recipe, small_data)
    with pytest.raises(TrainingDiverged):
        list(training.updates())
    assert np.isfinite(training.network.parameters).all()


def test_that_a_run_can_be_made_longer_and_its_rate_changed(small_data):
    training = Training(SMALL, small_data)
    assert len(list(training.updates())) == 44
    training.epochs = 5
    training.learning_rate = 0.01
    assert len(list(training.updates())) == 11
    assert training.last_rate == 0.01
    state = training.state()
    assert (state.epochs, state.learning_rate, state.epoch) == (5, 0.01, 5)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_that_a_complete_run_goes_on_as_long_again_at_the_rate_that_was_told(schedule, small_data):
    recipe = dataclasses.replace(SMALL, schedule=schedule)
    whole, other = Training(recipe, small_data), Training(recipe, small_data)
    for training in (whole, other):
        list(training.updates())
        assert training.is_complete
    told = whole.optimizer_state().rate
    assert told == next_rate(whole.state(), len(whole.digits)) > 0
    whole.go_on()
    assert whole.epochs == 2 * recipe.epochs
    assert whole.optimizer_state().rate == told
    whole.go_on()  # there is something to do already
    assert whole.epochs == 2 * recipe.epochs
    whole.update()
    assert whole.last_rate == told
    other.update()
    assert np.array_equal(other.network.parameters, whole.network.parameters)


def test_that_train_yields_the_same_run_after_every_update(small_data):
    steps = [training.step for training in train(SMALL, small_data)]
    assert steps == list(range(1, 45))


def test_that_snapshots_are_copies_that_nobody_can_change(small_data):
    training = Training(SMALL, small_data)
    assert np.isnan(training.snapshot().cost)
    training.update()
    snapshot = training.snapshot()
    kept = snapshot.parameters.copy()
    training.update()
    np.testing.assert_array_equal(snapshot.parameters, kept)
    assert not np.array_equal(training.network.parameters, kept)
    with pytest.raises(ValueError, match="read-only"):
        snapshot.parameters[0] = 1
    assert snapshot.epoch == pytest.approx(10 / 103)
    assert not np.array_equal(training.initial_parameters, kept)


def test_that_label_noise_is_fixed_and_leaves_the_identity(small_data):
    clean, noisy = Training(SMALL, small_data), Training(SMALL.changed(label_noise=1), small_data)
    changed = clean.digits.labels != noisy.digits.labels
    # Two of three random classes are others: 103 * 2/3 = 69 +- 3 * 4.8.
    assert 54 < changed.sum() < 84
    again = Training(SMALL.changed(label_noise=1), small_data)
    np.testing.assert_array_equal(again.digits.labels, noisy.digits.labels)
    assert noisy.data_identity == clean.data_identity == small_data.train.identity()


def test_that_the_last_of_the_chosen_examples_are_held_out_with_true_labels(small_data):
    recipe = SMALL.changed(train_size=90, validation_size=20, label_noise=1)
    learned, held_out = training_digits(recipe, small_data), validation_digits(recipe, small_data)
    images, labels = small_data.train.images, small_data.train.labels
    np.testing.assert_array_equal(learned.images, images[:70])
    np.testing.assert_array_equal(held_out.images, images[70:90])
    np.testing.assert_array_equal(held_out.labels, labels[70:90])
    training = Training(recipe, small_data)
    assert training.digits.images.tobytes() == learned.images.tobytes()
    assert len(list(training.updates())) == 4 * 7
    assert training.examples == 4 * 70
    assert len(validation_digits(SMALL, small_data)) == 0
    with pytest.raises(InvalidValue, match=r"validation size: 103 .* at most 102"):
        Training(SMALL.changed(validation_size=103), small_data)


def test_that_other_digits_are_refused(small_data):
    state = Training(SMALL, small_data).state()
    other = DataSet("other", small_data.test, small_data.test)
    with pytest.raises(GdstudioError, match="not the training examples"):
        Training(SMALL, other, state)
    with pytest.raises(InvalidValue, match="from 1 to 103"):
        Training(SMALL.changed(train_size=104), small_data)
    with pytest.raises(GdstudioError, match="does not fit"):
        Training(SMALL.changed(hidden=(6,)), small_data, state)


def test_that_training_lowers_the_cost_and_learns(small_data):
    recipe = Recipe(hidden=(8,), learning_rate=1.5, epochs=30)
    training = Training(recipe, small_data)
    before = training.evaluate(small_data.test)
    for _ in training.updates():
        pass
    after = training.evaluate(small_data.test)
    assert after.cost < before.cost / 2
    assert after.accuracy > 0.9
    assert after.confusion.sum() == 50
    assert np.trace(after.confusion) == round(after.accuracy * 50)
    np.testing.assert_array_equal(
        after.confusion.sum(axis=1), np.bincount(small_data.test.labels, minlength=3)
    )


def test_that_a_run_takes_digits_of_its_size_and_number_of_classes(small_data):
    state = Training(SMALL, small_data).state()
    digits = small_data.train
    assert state.takes(digits)
    assert state.takes(dataclasses.replace(digits, rows=4, columns=3))  # as many pixels
    assert not state.takes(dataclasses.replace(digits, n_classes=4))
    assert not state.takes(
        dataclasses.replace(digits, images=digits.images[:, :9].copy(), columns=3, rows=3)
    )
    layered = Training(SMALL.changed(hidden=(), architecture="conv 2@2x2"), small_data).state()
    assert layered.takes(digits)
    assert not layered.takes(dataclasses.replace(digits, rows=4, columns=3))
