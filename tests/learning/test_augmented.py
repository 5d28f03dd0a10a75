"""Augmented pictures depend on seed, epoch and place alone."""

from dataclasses import replace

import numpy as np
import pytest

from gdstudio.data.augmentation import AUGMENTATIONS
from gdstudio.data.digits import DataSet
from gdstudio.learning.augmented import BLOCK
from gdstudio.learning.batches import Batches
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shifts import shifted
from gdstudio.learning.training import Training

CHANGING = [name for name in AUGMENTATIONS if name != "none"]
N = 2 * BLOCK + 60


@pytest.fixture(scope="module")
def digits(small_data):
    return small_data.train.take(np.arange(N) % 103)


def whole_epoch(digits, name, sizes, epoch=0, position=0):
    batches = Batches(digits, 4, augmentation=name, epoch=epoch, position=position)
    X = [batches.next(next(sizes))[0].copy()]
    while not batches.finish():
        X.append(batches.next(next(sizes))[0].copy())
    return np.concatenate(X)


def always(size):
    while True:
        yield size


@pytest.mark.parametrize("name", CHANGING)
def test_that_sizes_of_batches_and_the_place_of_a_start_do_not_change_a_picture(name, digits):
    once = whole_epoch(digits, name, always(10))
    assert once.shape == (N, 12)
    for size in (1, 100, BLOCK, 512, 10_000):
        np.testing.assert_array_equal(whole_epoch(digits, name, always(size)), once)
    rng = np.random.default_rng(1)
    sizes = (int(size) for size in rng.integers(1, 400, N))
    np.testing.assert_array_equal(whole_epoch(digits, name, sizes), once)
    for position in (1, BLOCK - 1, BLOCK, BLOCK + 1, N - 1):
        rest = whole_epoch(digits, name, always(32), position=position)
        np.testing.assert_array_equal(rest, once[position:])


@pytest.mark.parametrize("name", CHANGING)
def test_that_each_epoch_and_each_seed_changes_pictures_anew(name, digits):
    def pictures_of_first_digit(seed, epoch):
        batches = Batches(digits, seed, augmentation=name, epoch=epoch)
        X = batches.next(N)[0]
        order = random_stream(seed, Purpose.SHUFFLING, epoch).permutation(N)
        return X[np.isin(order % 103, np.arange(5))].tobytes()

    seen = {pictures_of_first_digit(seed, epoch) for seed in (1, 2) for epoch in (0, 1)}
    assert len(seen) == 4


@pytest.mark.parametrize("name", CHANGING)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_inputs_stay_between_background_and_ink(name, dtype, digits):
    X, T = Batches(digits, 1, dtype, augmentation=name).next(N)
    assert X.dtype == T.dtype == dtype
    assert X.min() == 0
    assert 0.3 < X.max() <= 1


def test_that_levels_are_scaled_after_they_are_changed(digits):
    scaled = replace(digits, scale=2 / 255, offset=-1.0)
    plain, wide = (Batches(d, 1, np.float64, augmentation="affine") for d in (digits, scaled))
    np.testing.assert_allclose(wide.next(N)[0], 2 * plain.next(N)[0] - 1, atol=1e-12)


def test_that_labels_stay_with_their_pictures(digits):
    batches = Batches(digits, 4, augmentation="shift-1")
    order = random_stream(4, Purpose.SHUFFLING, 0).permutation(N)
    X, T = batches.next(N)
    np.testing.assert_array_equal(T, digits.targets(order))
    moves = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    for x, picture in zip(X, digits.pictures(order), strict=True):
        levels = np.rint(x * 255).reshape(3, 4)
        assert any((shifted(picture[np.newaxis], *move)[0] == levels).all() for move in moves)


@pytest.mark.parametrize("name", CHANGING)
@pytest.mark.parametrize("stop_at", [1, 3, 17, 18, 25])
def test_that_a_run_with_augmentation_goes_on_bit_by_bit(name, stop_at, digits, small_data):
    """572 examples in mini-batches of 32 are 18 updates an epoch."""
    data = DataSet("made up", digits, small_data.test)
    recipe = Recipe(hidden=(5,), batch_size=32, epochs=2, learning_rate=0.05, augmentation=name)
    whole, stopped = Training(recipe, data), Training(recipe, data)
    costs = [t.last_cost for t in whole.updates()]
    for _ in range(stop_at):
        stopped.update()
    resumed = Training(recipe, data, stopped.state())
    assert [t.last_cost for t in resumed.updates()] == costs[stop_at:]
    assert resumed.network.parameters.tobytes() == whole.network.parameters.tobytes()


def test_that_shuffling_and_start_are_those_of_the_run_without(digits, small_data):
    data = DataSet("made up", digits, small_data.test)
    plain, changed = (
        Training(Recipe(hidden=(5,), augmentation=name), data) for name in ("none", "shift-1")
    )
    np.testing.assert_array_equal(plain.network.parameters, changed.network.parameters)
    (X, T), (X_changed, T_changed) = (
        Batches(digits, 4, augmentation=name).next(40) for name in ("none", "shift-1")
    )
    np.testing.assert_array_equal(T, T_changed)
    assert not np.array_equal(X, X_changed)
