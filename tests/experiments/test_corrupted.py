"""Z-1 and Z-2: what the corruptions of Zhang et al. do to a data set, and what they leave alone."""

import numpy as np
import pytest

from gdstudio.data.digits import DataSet
from gdstudio.data.mnist import load_mnist
from gdstudio.experiments.corrupted import (
    CORRUPTIONS,
    GAUSSIAN,
    RANDOM_LABELS,
    RANDOM_PIXELS,
    SHUFFLED_PIXELS,
    TRUE,
    Corruption,
    corrupted,
)
from tests.experiments.small_digits import SMALL

MNIST = DataSet("few", load_mnist().train.take(slice(0, 5000)), load_mnist().test)


@pytest.mark.parametrize("p", [0.2, 0.5, 1.0])
def test_that_nine_tenths_of_p_of_the_training_labels_change_and_no_test_label(p):
    made = corrupted(MNIST, Corruption(RANDOM_LABELS, p), seed=1)
    share, n = 0.9 * p, 5000
    changed = (made.train.labels != MNIST.train.labels).mean()
    assert abs(changed - share) < 3 * np.sqrt(share * (1 - share) / n)
    assert made.test is MNIST.test
    assert made.train.images is MNIST.train.images


def test_that_the_same_seed_draws_the_same_labels_and_more_noise_includes_less():
    half, again, most = (
        corrupted(MNIST, Corruption(RANDOM_LABELS, p), seed=3).train.labels for p in (0.5, 0.5, 0.9)
    )
    assert np.array_equal(half, again)
    changed = half != MNIST.train.labels
    assert np.array_equal(most[changed], half[changed])


def test_that_one_order_of_pixels_serves_training_and_test_and_can_be_undone():
    made = corrupted(MNIST, Corruption(SHUFFLED_PIXELS), seed=1)
    counting = np.stack([np.arange(16, dtype=np.uint8)] * 2)
    order = corrupted(
        DataSet("", _with_images(counting), _with_images(counting)), Corruption(SHUFFLED_PIXELS), 1
    )
    assert np.array_equal(order.train.images, order.test.images)
    back = np.argsort(order.train.images[0])
    assert np.array_equal(order.test.images[:, back], counting)
    assert not np.array_equal(made.train.images, MNIST.train.images)
    # Whether a pixel is ever lit moves along with it.
    lit = [np.sort(digits.images.any(axis=0)) for digits in (made.train, MNIST.train)]
    assert np.array_equal(*lit)
    assert made.test.labels is MNIST.test.labels


def test_that_random_pixels_keep_each_histogram_in_an_order_of_its_own():
    made = corrupted(MNIST, Corruption(RANDOM_PIXELS), seed=1)
    for before, after in ((MNIST.train, made.train), (MNIST.test, made.test)):
        assert np.array_equal(np.sort(after.images), np.sort(before.images))
        assert np.array_equal(after.labels, before.labels)
    counting = _with_images(np.stack([np.arange(16, dtype=np.uint8)] * 50))
    orders = corrupted(DataSet("", counting, counting), Corruption(RANDOM_PIXELS), 1)
    both = np.concatenate([orders.train.images, orders.test.images])
    assert len(np.unique(both, axis=0)) == 100


def test_that_gaussian_pictures_have_mean_and_deviation_of_the_data():
    made = corrupted(MNIST, Corruption(GAUSSIAN), seed=1)
    for before, after in ((MNIST.train, made.train), (MNIST.test, made.test)):
        old, new = before.inputs(dtype=np.float64), after.inputs(dtype=np.float64)
        assert new.mean() == pytest.approx(old.mean(), rel=0.01)
        assert new.std() == pytest.approx(old.std(), rel=0.01)
        assert after.labels is before.labels


def test_that_true_labels_are_left_alone_and_kinds_are_told_apart():
    assert corrupted(SMALL, Corruption(TRUE), seed=1) is SMALL
    assert len({Corruption(kind).title for kind in CORRUPTIONS}) == 5
    assert Corruption(RANDOM_LABELS, 0.4).title == "40 % random labels"


def _with_images(images):
    digits = SMALL.train.take(slice(0, len(images)))
    return type(digits)(images, digits.labels, 3, 4, 4)
