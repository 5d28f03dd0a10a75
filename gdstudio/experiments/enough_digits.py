"""Whether a data set is large enough for an experiment."""

from __future__ import annotations

from gdstudio.data.digits import DataSet
from gdstudio.errors import GdstudioError, InvalidValue


def check_enough(data: DataSet, examples: int) -> None:
    """Check that there are so many training digits, and test digits at all.

    Raises:
        GdstudioError: There are not.
    """
    if examples > len(data.train):
        raise InvalidValue(
            "training digits", examples, f"at most the {len(data.train):,} of {data.name}"
        )
    if len(data.test) == 0:
        raise GdstudioError(f"data {data.name}: has no test digits, and these are asked")
