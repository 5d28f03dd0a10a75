import numpy as np
import pytest

from gdstudio.data.corruption import (
    corrupt_labels,
    gaussian_images,
    random_pixels,
    shuffle_pixels,
    uniform_noise,
)
from gdstudio.data.digits import Digits
from gdstudio.data.mnist import load_mnist
from gdstudio.errors import InvalidValue


def some_digits(n: int = 5000) -> Digits:
    return load_mnist().train.take(slice(0, n))


@pytest.mark.parametrize("probability", [0.1, 0.5, 1.0])
def test_that_nine_tenths_of_the_corrupted_labels_change(probability: float) -> None:
    labels = load_mnist().train.labels
    corrupted, is_changed = corrupt_labels(labels, probability, 10, np.random.default_rng(1))
    share = 0.9 * probability
    tolerance = 3 * np.sqrt(share * (1 - share) / len(labels))
    assert abs(is_changed.mean() - share) < tolerance
    assert np.array_equal(is_changed, corrupted != labels)
    assert corrupted.dtype == np.uint8


def test_that_wholly_random_labels_are_uniform_and_forget_the_old() -> None:
    labels = load_mnist().train.labels
    corrupted, _ = corrupt_labels(labels, 1.0, 10, np.random.default_rng(2))
    table = np.zeros((10, 10))
    np.add.at(table, (labels, corrupted), 1)
    expected = table.sum(axis=1, keepdims=True) / 10
    chi_squared = ((table - expected) ** 2 / expected).sum()
    assert chi_squared < 90 + 4 * np.sqrt(2 * 90)  # 10 x 9 degrees of freedom


def test_that_no_noise_changes_nothing_and_the_old_labels_stay() -> None:
    labels = np.arange(10, dtype=np.uint8)
    corrupted, is_changed = corrupt_labels(labels, 0.0, 10, np.random.default_rng(3))
    assert corrupted.tolist() == list(range(10))
    assert not is_changed.any()
    corrupt_labels(labels, 1.0, 10, np.random.default_rng(3))
    assert labels.tolist() == list(range(10))


def test_that_equal_seeds_corrupt_equally_and_more_noise_includes_less() -> None:
    labels = load_mnist().train.labels
    half, half_again, most = (
        corrupt_labels(labels, p, 10, np.random.default_rng(4)) for p in (0.5, 0.5, 0.8)
    )
    assert np.array_equal(half[0], half_again[0])
    assert np.array_equal(most[0][half[1]], half[0][half[1]])
    assert most[1].sum() > half[1].sum()


@pytest.mark.parametrize("n_classes", [2, 26, 62])
def test_that_every_class_can_be_drawn_and_no_other(n_classes: int) -> None:
    labels = np.zeros(5000, np.uint8)
    corrupted, _ = corrupt_labels(labels, 1.0, n_classes, np.random.default_rng(5))
    assert np.unique(corrupted).tolist() == list(range(n_classes))


@pytest.mark.parametrize("probability", [-0.01, 1.01, np.nan, np.inf])
def test_that_noise_beyond_0_and_1_is_refused(probability: float) -> None:
    with pytest.raises(InvalidValue, match=r"label noise: .* give a number from 0 to 1"):
        corrupt_labels(np.zeros(3, np.uint8), probability, 10, np.random.default_rng(0))


def test_that_one_shuffle_of_pixels_is_shared_and_can_be_undone() -> None:
    train, test = some_digits(300), load_mnist().test.take(slice(0, 200))
    permutation = np.random.default_rng(6).permutation(784)
    shuffled = [shuffle_pixels(digits, permutation) for digits in (train, test)]
    for before, after in zip((train, test), shuffled, strict=True):
        assert np.array_equal(after.images[:, 5], before.images[:, permutation[5]])
        assert not np.array_equal(after.images, before.images)
        undone = shuffle_pixels(after, np.argsort(permutation))
        assert np.array_equal(undone.images, before.images)
        assert after.labels is before.labels


def test_that_random_pixels_keep_each_histogram_but_share_no_order() -> None:
    digits = some_digits()
    mixed = random_pixels(digits, np.random.default_rng(7))
    assert np.array_equal(np.sort(mixed.images), np.sort(digits.images))
    assert np.array_equal(mixed.labels, digits.labels)
    counting = np.tile(np.arange(200, dtype=np.uint8), (5000, 1))
    orders = random_pixels(
        Digits(counting, np.zeros(5000, np.uint8), 10, 10, 20), np.random.default_rng(8)
    )
    assert len(np.unique(orders.images, axis=0)) == 5000


def test_that_gaussian_pictures_have_the_mean_and_deviation_of_the_data() -> None:
    digits = some_digits()
    noise = gaussian_images(digits, np.random.default_rng(9))
    before, after = digits.inputs(dtype=np.float64), noise.inputs(dtype=np.float64)
    assert after.mean() == pytest.approx(before.mean(), rel=0.01)
    assert after.std() == pytest.approx(before.std(), rel=0.01)
    assert noise.labels is digits.labels
    # Gaussian: 68.3 % within one deviation, 95.4 % within two, and as many below as above.
    distance = np.abs(after - before.mean()) / before.std()
    assert (distance < 1).mean() == pytest.approx(0.6827, abs=0.01)
    assert (distance < 2).mean() == pytest.approx(0.9545, abs=0.005)
    assert (after < before.mean()).mean() == pytest.approx(0.5, abs=0.005)


def test_that_gaussian_pictures_of_gaussian_pictures_keep_mean_and_deviation() -> None:
    once = gaussian_images(some_digits(), np.random.default_rng(10))
    twice = gaussian_images(once, np.random.default_rng(11))
    inputs = [digits.inputs(dtype=np.float64) for digits in (once, twice)]
    assert inputs[1].mean() == pytest.approx(inputs[0].mean(), rel=0.01)
    assert inputs[1].std() == pytest.approx(inputs[0].std(), rel=0.01)


def test_that_gaussian_pictures_of_even_grey_are_even_grey() -> None:
    grey = Digits(np.full((4, 784), 51, np.uint8), np.zeros(4, np.uint8))
    inputs = gaussian_images(grey, np.random.default_rng(12)).inputs()
    np.testing.assert_allclose(inputs, 0.2, rtol=1e-6)


def test_that_equal_generators_make_equal_pictures() -> None:
    digits = some_digits(50)
    for corrupt in (random_pixels, gaussian_images):
        first, again, other = (corrupt(digits, np.random.default_rng(s)) for s in (1, 1, 2))
        assert first.identity() == again.identity() != other.identity()


def test_that_uniform_noise_has_every_level_equally_often() -> None:
    noise = uniform_noise(100, (28, 28), np.random.default_rng(13))
    assert noise.shape == (100, 28, 28)
    assert noise.dtype == np.uint8
    counts = np.bincount(noise.ravel(), minlength=256)
    expected = 78_400 / 256
    assert ((counts - expected) ** 2 / expected).sum() < 255 + 4 * np.sqrt(2 * 255)
    assert uniform_noise(0, (5,), np.random.default_rng(0)).shape == (0, 5)
