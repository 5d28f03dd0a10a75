"""Which moment of a saved run is meant: a step, the end of an epoch, or a mark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gdstudio.errors import FileError, InvalidValue
from gdstudio.settings.typed import read_whole

if TYPE_CHECKING:
    from gdstudio.files.run_file import RunFile
    from gdstudio.learning.moment import Moment
    from gdstudio.learning.moments import Moments

AT_HELP: Final = 'a step, "epoch 3" for the end of a pass, or the name of a mark'
_EPOCH: Final = re.compile(r"epoch[ :=-]?([0-9]{1,15})", re.IGNORECASE)


def past_of(path: Path, run_file: RunFile) -> Moments:
    """Return the moments of a run, the one it was left at included.

    Raises:
        FileError: The file holds none.
    """
    from gdstudio.learning.moment import Kind, Moment
    from gdstudio.learning.path import stored

    if run_file.moments is None or not len(run_file.moments):
        raise FileError(path, "holds no moments of its past; train --save keeps them")
    moments, state = run_file.moments, run_file.state
    last = moments.at(state.step)
    if last is None or last.state is None:
        moments.add(Moment(state.step, stored(state.parameters), state, kind=Kind.RESTED))
    return moments


def moment_at(path: Path, run_file: RunFile, text: str) -> Moment:
    """Return the moment that `text` names, which must have been kept: none is made up.

    Raises:
        FileError: The file holds no such moment; the nearest are named.
    """
    moments = past_of(path, run_file)
    epoch = _EPOCH.fullmatch(text.strip())
    if epoch is not None:
        return _at_epoch(path, moments, int(epoch[1]))
    try:
        return _at_step(path, moments, read_whole(text))
    except InvalidValue:
        return _named(path, moments, text)


def _at_step(path: Path, moments: Moments, step: int) -> Moment:
    found = moments.at(step)
    if found is None:
        near = [near for near in (moments.up_to(step), moments.since(step)) if near is not None]
        steps = " and ".join(f"{moment.step:,}" for moment in near)
        are = "are" if len(near) > 1 else "is"
        raise FileError(path, f"does not hold step {step:,}; the nearest it holds {are} {steps}")
    return found


def _at_epoch(path: Path, moments: Moments, epoch: int) -> Moment:
    """Return the moment at which so many passes were done and none begun."""
    ends = {
        moment.state.epoch: moment
        for moment in moments
        if moment.state is not None and moment.state.position == 0
    }
    if epoch not in ends:
        near = sorted(sorted(ends, key=lambda there: abs(there - epoch))[:2])
        those = f"the nearest it holds: {' and '.join(map(str, near))}" if near else "nor any other"
        raise FileError(path, f"does not hold the end of epoch {epoch}; {those}")
    return ends[epoch]


def _named(path: Path, moments: Moments, text: str) -> Moment:
    from gdstudio.learning.moment import Kind

    found = moments.named(" ".join(text.split()))
    if found is None:
        names = ", ".join(repr(moment.name) for moment in moments.marks(Kind.NAMED)[:8])
        there = f"its marks are {names}" if names else "it has no marks"
        raise FileError(path, f"does not hold a mark {text[:60]!r}; {there}")
    return found
