"""The digits of an experiment; as arrays that can be sent to other processes, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from numpy.typing import NDArray

from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.texts import Text


def first_digits(data: DataSet, examples: int) -> DataSet:
    """Return the data set with so many of its training digits, and all test digits.

    Raises:
        GdstudioError: There are not so many, or no test digits at all.
    """
    if examples > len(data.train):
        raise InvalidValue(
            Text("training digits"),
            examples,
            Text("at most the {0:,} of {1}", len(data.train), data.name),
        )
    if len(data.test) == 0:
        raise GdstudioError(Text("data {0}: has no test digits, and these are asked", data.name))
    return DataSet(data.name, data.train.take(slice(0, examples)), data.test)


@dataclass(frozen=True, slots=True)
class SentPictures:
    """What is to be known of a data set besides its arrays.

    Attributes:
        name: Of the data set.
        n_classes: Number of classes.
        rows: Height of a picture in pixels.
        columns: Width of a picture in pixels.
        scale: What one level of a pixel adds to a network's input.
        offset: The input that level 0 stands for.
        identity: Check sum of all arrays.
    """

    name: str
    n_classes: int
    rows: int
    columns: int
    scale: float
    offset: float
    identity: str

    @classmethod
    def of(cls, data: DataSet) -> Self:
        """Return what is to be known of a data set."""
        train, test = data.train, data.test
        assert (train.scale, train.offset) == (test.scale, test.offset)
        return cls(
            name=data.name,
            n_classes=train.n_classes,
            rows=train.rows,
            columns=train.columns,
            scale=train.scale,
            offset=train.offset,
            identity=f"{train.identity()}-{test.identity()}",
        )

    def data(self, *arrays: NDArray[Any]) -> DataSet:
        """Return the data set of `arrays_of`."""
        train_images, train_labels, test_images, test_labels = arrays
        shape = (self.n_classes, self.rows, self.columns, self.scale, self.offset)
        return DataSet(
            self.name,
            Digits(train_images, train_labels, *shape),
            Digits(test_images, test_labels, *shape),
        )


def arrays_of(data: DataSet) -> tuple[NDArray[Any], ...]:
    """Return the arrays of a data set, in the order that `SentPictures.data` takes them."""
    return data.train.images, data.train.labels, data.test.images, data.test.labels
