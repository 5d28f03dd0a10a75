"""Data made worse on purpose, after Zhang et al. (ICLR 2017): labels and pixels without meaning."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import Digits
from gdstudio.errors import InvalidValue
from gdstudio.texts import Text

_CHUNK: Final = 4096  # pictures at once, so that no second copy of the whole set is in memory
_REACH: Final = 4.0  # standard deviations at which Gaussian pixels end; 1 in 16,000 lies beyond


def corrupt_labels(
    labels: NDArray[np.uint8], probability: float, n_classes: int, generator: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Replace each label, independently with some probability, by a class drawn uniformly.

    The right class may be drawn too, so that a share of (1 - 1 / n_classes) * probability changes
    (Zhang et al. 2017, section 2). From equal generators a larger probability corrupts the same
    labels in the same way, and more besides.

    Args:
        labels: Shape (n,), uint8, each below `n_classes`; not altered.
        probability: In [0, 1].
        n_classes: Number of classes.
        generator: Its draws decide; n uniform numbers, then n classes.

    Returns:
        The new labels, shape (n,), uint8; and where they differ from the old, shape (n,), bool.

    Raises:
        InvalidValue: The probability is not in [0, 1].
    """
    if not 0 <= probability <= 1:
        raise InvalidValue(Text("label noise"), probability, Text("a number from 0 to 1"))
    is_redrawn = generator.random(len(labels)) < probability
    drawn = generator.integers(n_classes, size=len(labels), dtype=np.uint8)
    corrupted = np.where(is_redrawn, drawn, labels)
    return corrupted, corrupted != labels


def shuffle_pixels(digits: Digits, permutation: NDArray[np.intp]) -> Digits:
    """Return the digits with the pixels of every picture in one and the same new order.

    Pixel i of the result is pixel `permutation[i]` of the picture. Training and test digits must
    share one permutation: `generator.permutation(digits.images.shape[1])`. Shuffling the
    result by `np.argsort(permutation)` brings the pictures back.
    """
    return replace(digits, images=digits.images[:, permutation])


def random_pixels(digits: Digits, generator: np.random.Generator) -> Digits:
    """Return the digits with the pixels of every picture in an order of its own."""
    images = digits.images.copy()
    for begin in range(0, len(digits), _CHUNK):
        chunk = images[begin : begin + _CHUNK]
        generator.permuted(chunk, axis=1, out=chunk)
    return replace(digits, images=images)


def gaussian_images(digits: Digits, generator: np.random.Generator) -> Digits:
    """Return pictures of Gaussian pixels with the mean and variance of all pixels of the digits.

    Inputs below 0 and above 1 are kept: the 256 levels are laid over four standard deviations to
    both sides of the mean by `Digits.scale` and `Digits.offset`. Labels stay.
    """
    mean, deviation = float(digits.images.mean()), float(digits.images.std())
    images = np.empty_like(digits.images)
    for begin in range(0, len(digits), _CHUNK):
        chunk = images[begin : begin + _CHUNK]
        levels = generator.standard_normal(chunk.shape, np.float32)
        levels *= 127.5 / _REACH
        levels += 127.5
        chunk[...] = np.rint(levels, out=levels).clip(0, 255, out=levels)
    scale = digits.scale * deviation * _REACH / 127.5
    offset = digits.offset + digits.scale * (mean - _REACH * deviation)
    return replace(digits, images=images, scale=scale, offset=offset)


def uniform_noise(
    n: int, shape: tuple[int, ...], generator: np.random.Generator
) -> NDArray[np.uint8]:
    """Return `n` pictures of a shape, uint8, every pixel drawn uniformly from 0 to 255."""
    return generator.integers(256, size=(n, *shape), dtype=np.uint8)
