"""Which moment of its past a film shows when: steps evenly, moments as they were kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdstudio.errors import InvalidValue
from gdstudio.learning.moment import Moment
from gdstudio.learning.moments import Moments
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One picture of a film.

    Attributes:
        moment: What it shows.
        share: Where it stands in the film, from 0 for the first frame to 1 for the last.
        held: For how many frames it is seen.
    """

    moment: Moment
    share: float
    held: int


def check_steps(first: int, last: int | None, newest: int) -> None:
    """Raise InvalidValue unless a film can go from one step to the other.

    Args:
        first: The step wanted to begin with.
        last: The step wanted to end with; None for the newest.
        newest: The last step there is.
    """
    if first > newest:
        accepted = Text("a step up to {0:,}, where the run stands", newest)
        raise InvalidValue(Text("first step"), first, accepted)
    if last is not None and last > newest:
        accepted = Text("a step up to {0:,}, where the run stands", newest)
        raise InvalidValue(Text("last step"), last, accepted)
    if last is not None and first > last:
        raise InvalidValue(Text("first step"), first, Text("a step up to the last, {0:,}", last))


def shots_of(
    moments: Moments, first: int, last: int | None, frames: int, *, is_moving: bool
) -> tuple[Shot, ...]:
    """Return what is to be drawn for a film of so many frames.

    Steps are spread evenly over it. Each frame shows the last moment kept up to its step, the first
    kept before there is one: none is made up between two of them.

    Args:
        moments: Of the run, at least one.
        first: The step of the first frame.
        last: The step of the last frame; None for the last moment.
        frames: At least 1.
        is_moving: Whether each frame is another picture, even of the same moment.
    """
    check_steps(first, last, moments.last_step)
    steps = np.rint(np.linspace(first, moments.last_step if last is None else last, frames))
    shown = [moments.up_to(step) or moments.since(step) for step in steps.astype(int).tolist()]
    found: list[Shot] = []
    for k, moment in enumerate(shown):
        assert moment is not None
        if found and found[-1].moment is moment and not is_moving:
            found[-1] = Shot(moment, found[-1].share, found[-1].held + 1)
        else:
            found.append(Shot(moment, k / max(frames - 1, 1), 1))
    return tuple(found)
