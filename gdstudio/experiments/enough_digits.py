"""Whether a data set is large enough for an experiment."""

from __future__ import annotations

from gdstudio.data.digits import DataSet
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
