"""Whether a data set is large enough for an experiment."""

from __future__ import annotations

from gdstudio.data.digits import DataSet
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.texts import Text


def check_enough(data: DataSet, examples: int) -> None:
    """Check that there are so many training digits, and test digits at all.

    Raises:
        GdstudioError: There are not.
    """
    if examples > len(data.train):
        raise InvalidValue(
            Text("training digits"),
            examples,
            Text("at most the {0:,} of {1}", len(data.train), data.name),
        )
    if len(data.test) == 0:
        raise GdstudioError(Text("data {0}: has no test digits, and these are asked", data.name))
