"""The data sets of Zhang et al. 2017: true, and with less and less of what could be learned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from gdstudio.data.corruption import (
    corrupt_labels,
    gaussian_images,
    random_pixels,
    shuffle_pixels,
)
from gdstudio.data.digits import DataSet
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.numerals import percent
from gdstudio.texts import Text

TRUE: Final[str] = Text("true labels")
RANDOM_LABELS: Final[str] = Text("random labels")
SHUFFLED_PIXELS: Final[str] = Text("shuffled pixels")
RANDOM_PIXELS: Final[str] = Text("random pixels")
GAUSSIAN: Final[str] = Text("Gaussian pictures")
CORRUPTIONS: Final = (TRUE, RANDOM_LABELS, SHUFFLED_PIXELS, RANDOM_PIXELS, GAUSSIAN)


@dataclass(frozen=True, slots=True)
class Corruption:
    """What is done to a data set.

    Attributes:
        kind: One of `CORRUPTIONS`.
        probability: Of random labels: with which each training label is drawn anew.
    """

    kind: str = TRUE
    probability: float = 1.0

    @property
    def label_noise(self) -> float:
        """Probability with which a training label is drawn anew."""
        return self.probability if self.kind == RANDOM_LABELS else 0.0

    @property
    def title(self) -> str:
        """What it is called, e.g. "25 % random labels"."""
        if self.kind == RANDOM_LABELS and self.probability < 1:
            return Text("{0} {1}", percent(self.probability, 0), RANDOM_LABELS)
        return self.kind


def corrupted(data: DataSet, corruption: Corruption, seed: int) -> DataSet:
    """Return a data set with one thing changed (Zhang et al. 2017, section 2).

    Random labels are drawn once, for the training digits only: test labels are always the true
    ones. Shuffled pixels have one order for all pictures, of training and test alike; random pixels
    an order for each picture. Gaussian pictures have mean and variance of the digits they replace.
    """
    train, test = data.train, data.test
    if corruption.kind == RANDOM_LABELS:
        stream = random_stream(seed, Purpose.LABEL_NOISE)
        p = corruption.probability
        labels, _ = corrupt_labels(train.labels, p, train.n_classes, stream)
        return replace(data, train=replace(train, labels=labels))
    stream = random_stream(seed, Purpose.PIXELS)
    if corruption.kind == SHUFFLED_PIXELS:
        order = stream.permutation(train.images.shape[1])
        return replace(data, train=shuffle_pixels(train, order), test=shuffle_pixels(test, order))
    if corruption.kind == RANDOM_PIXELS:
        return replace(data, train=random_pixels(train, stream), test=random_pixels(test, stream))
    if corruption.kind == GAUSSIAN:
        return replace(
            data, train=gaussian_images(train, stream), test=gaussian_images(test, stream)
        )
    assert corruption.kind == TRUE
    return data
