"""What a network answers to pictures that show nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, locked
from gdstudio.data.corruption import gaussian_images, random_pixels, uniform_noise
from gdstudio.data.digits import DataSet, Digits
from gdstudio.learning.network import Network
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.texts import Text

KINDS: Final[tuple[str, ...]] = (
    Text("uniform noise"),
    Text("Gaussian noise"),
    Text("shuffled digits"),
    Text("test digits"),
)
REAL: Final = KINDS[-1]
THRESHOLDS: Final = (0.5, 0.9, 0.99)
_AT_ONCE: Final = 1000  # pictures


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """A network's answers to some pictures.

    Attributes:
        outputs: Shape (k, n_out), read-only.
        digits: Shape (k,), the output that is highest.
        highest: Shape (k,), its activation.
    """

    outputs: Array
    digits: NDArray[np.intp]
    highest: Array

    @property
    def surest(self) -> int:
        """Index of the picture that is answered with the highest activation."""
        return int(self.highest.argmax())

    def surest_of(self, labels: NDArray[np.uint8]) -> NDArray[np.intp]:
        """Return for each class the picture of it that its own output is highest for.

        Args:
            labels: Shape (k,); of a class without pictures the highest output of all is taken.
        """
        own = np.where(labels[:, None] == np.arange(self.outputs.shape[1]), self.outputs, -1)
        surest: NDArray[np.intp] = own.argmax(axis=0)
        return surest

    def shares(self, n_classes: int) -> Array:
        """Return the share of the pictures that is answered with each class, float64."""
        return np.bincount(self.digits, minlength=n_classes) / max(len(self.digits), 1)

    def share_above(self, threshold: float) -> float:
        """Return the share of the pictures that is answered with more than a threshold."""
        return float((self.highest > threshold).mean())


def answers_to(network: Network, X: Array) -> Answers:
    """Return what the network says to inputs X (k, n_in)."""
    outputs = [network.forward(X[at : at + _AT_ONCE]) for at in range(0, len(X), _AT_ONCE)]
    A = locked(np.concatenate(outputs))
    return Answers(A, A.argmax(axis=1), A.max(axis=1))


def noise_pictures(kind: str, data: DataSet, n: int, seed: int) -> Digits:
    """Return pictures of one of `KINDS`, at most `n`; of the real ones the first.

    Gaussian noise has mean and variance of as many training digits, shuffled digits are test
    digits with the pixels of each in an order of its own (Zhang et al. 2017).
    """
    generator = random_stream(seed, Purpose.PIXELS, KINDS.index(kind))
    real = data.test.take(slice(0, n))
    if kind == Text("uniform noise"):
        images = uniform_noise(len(real), real.images.shape[1:], generator)
        return replace(real, images=images, scale=1 / 255, offset=0.0)
    if kind == Text("Gaussian noise"):
        return gaussian_images(data.train.take(slice(0, n)), generator)
    return random_pixels(real, generator) if kind == Text("shuffled digits") else real
