import numpy as np
import pytest
from PIL import Image

from gdstudio.data.augmentation import (
    AUGMENTATIONS,
    Augmentation,
    _bending_modes,
    find_augmentation,
)
from gdstudio.data.opening import load_data_set
from gdstudio.errors import InvalidValue
from gdstudio.learning.shifts import shifted as moved_by


class Extreme:
    """Draws the largest of every amount."""

    def uniform(self, low, high, size):
        return np.full(size, float(high))


@pytest.fixture(scope="module")
def digits():
    return load_data_set("mnist").train.pictures(slice(0, 300))


def test_that_none_leaves_the_pictures_alone(digits):
    assert find_augmentation("none").apply(digits, np.random.default_rng(1)) is digits


def test_that_a_shift_is_one_of_the_nine_each_about_as_often(digits):
    shifted = find_augmentation("shift-1").apply(digits, np.random.default_rng(1))
    found = {}
    for index, picture in enumerate(shifted):
        moves = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        same = [m for m in moves if (moved_by(digits[index][None], *m)[0] == picture).all()]
        assert len(same) == 1
        found[same[0]] = found.get(same[0], 0) + 1
    assert len(found) == 9
    assert min(found.values()) > 300 / 9 / 3


def test_that_a_quarter_turn_is_numpys(digits):
    turned = Augmentation("turn", rotation=90).apply(digits, Extreme())
    np.testing.assert_array_equal(turned, np.rot90(digits, axes=(1, 2)))


def test_that_a_shift_beside_a_turn_by_nothing_moves_the_picture(digits):
    moved = Augmentation("move", shift=2, scaling=1e-12).apply(digits, Extreme())
    np.testing.assert_array_equal(moved, moved_by(digits, -2, -2))


def test_that_an_affine_change_is_the_one_pillow_draws(digits):
    """Slanted, turned by 20 degrees, enlarged by a tenth and shifted, all about the centre."""
    kind = Augmentation("a", shift=1.5, rotation=20, scaling=0.1, shearing=0.2)
    changed = kind.apply(digits[:40], Extreme())
    sine, cosine = np.sin(np.pi / 9), np.cos(np.pi / 9)
    matrix = np.diag([1 / 1.1, 1 / 1.1]) @ [[cosine, -sine], [sine, cosine]] @ [[1, 0.2], [0, 1]]
    offset = 14 + 1.5 - matrix @ [14, 14]
    corner = (*matrix[0], offset[0], *matrix[1], offset[1])
    for mine, digit in zip(changed, digits[:40], strict=True):
        theirs = Image.fromarray(digit).transform(
            (28, 28), Image.Transform.AFFINE, corner, Image.Resampling.BILINEAR
        )
        inner = np.s_[5:-5, 5:-5]
        assert np.abs(mine[inner].astype(int) - np.asarray(theirs)[inner]).max() <= 1


def test_that_bending_is_white_noise_smoothed_by_a_gaussian_of_four_pixels():
    modes = _bending_modes(28, 28).astype(np.float64)
    covariance = modes.T @ modes
    # The middle of row 14 against pixels 0 to 9 to its right; smoothing twice by s = 4 gives
    # exp(-d^2 / 4 s^2).
    middle = 14 * 28 + 14
    distance = np.arange(10)
    np.testing.assert_allclose(
        covariance[middle, middle + distance], np.exp(-(distance**2) / 64), atol=0.02
    )
    assert np.diag(covariance).mean() == pytest.approx(1, abs=1e-6)
    assert len(modes) < 60


def test_that_elastic_displacements_have_the_deviation_they_claim():
    kind = Augmentation("b", bending=1.5)
    across = np.tile(np.arange(28, dtype=np.uint8) * 9, (2000, 28, 1))
    bends = np.array(
        [  # how far each level has come along its slope, away from the rim
            (kind.apply(slope, np.random.default_rng(1)).astype(float) - slope)[:, 9:19, 9:19] / 9
            for slope in (across, across.transpose(0, 2, 1))
        ]
    )
    assert bends.std() == pytest.approx(1.5, rel=0.02)
    assert abs(bends.mean()) < 0.08  # levels are whole: up to 1/18 of a pixel
    assert abs((bends[0] * bends[1]).mean()) < 0.05


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_that_the_same_draws_make_the_same_pictures(name, digits):
    kind, before = find_augmentation(name), digits.copy()
    first, again, other = (kind.apply(digits, np.random.default_rng(s)) for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first.tobytes() == other.tobytes()) == (name == "none")
    assert first.shape == digits.shape
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(digits, before)


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_that_changed_digits_keep_their_ink_and_their_likeness(name, digits):
    """By nearest neighbour among all 300, most are still taken for what they are."""
    labels = load_data_set("mnist").train.labels[:300]
    changed = find_augmentation(name).apply(digits, np.random.default_rng(1))
    assert changed.sum(dtype=float) == pytest.approx(digits.sum(dtype=float), rel=0.05)
    a, b = (pictures.reshape(300, -1) / 255 for pictures in (changed, digits))
    nearest = ((a[:, None] - b) ** 2).sum(axis=2).argmin(axis=1)
    assert (labels[nearest] == labels).mean() > 0.75


@pytest.mark.parametrize("name", AUGMENTATIONS)
@pytest.mark.parametrize("shape", [(0, 28, 28), (1, 1, 1), (3, 2, 7), (33, 28, 28)])
def test_that_pictures_of_any_number_and_size_are_changed(name, shape):
    images = np.full(shape, 200, np.uint8)
    changed = find_augmentation(name).apply(images, np.random.default_rng(1))
    assert changed.shape == shape
    assert changed.max(initial=0) <= 200


def test_that_an_unknown_augmentation_is_refused_with_the_known_ones():
    with pytest.raises(InvalidValue, match=r"augmentation: 'flip' .* one of: none, shift-1"):
        find_augmentation("flip")
