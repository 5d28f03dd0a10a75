"""A data set that was read from somewhere, and what was odd about it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

from gdstudio.data.digits import DataSet

_T = TypeVar("_T")
# Work that says how much of it is done, from 0 to 1, and returns something; whoever drives it can
# leave between two steps.
Steps = Generator[float, None, _T]


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What was read.

    Attributes:
        data: The data set.
        notes: What was odd and what was done about it, each a short sentence without a full stop.
    """

    data: DataSet
    notes: tuple[str, ...] = ()


def driven(steps: Steps[_T]) -> _T:
    """Return what work returns, once it is done."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: _T = end.value
            return result
