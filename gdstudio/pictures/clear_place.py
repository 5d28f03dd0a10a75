"""Where a label hides none of the lines of a picture, as near as can be to what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.scene import Floats, Rect, finite_runs

_APART_PX: Final = 4.0  # of the places at which a line is looked at
_FREE_PX: Final = 3.0  # around a label
_AT_ONCE: Final = 32  # places, nearest first
_ACROSS: Final = np.arange(-8, 9) / 6.0  # ways to go, in widths of the label
_DOWN: Final = np.arange(-12, 13) / 2.0  # in heights of it


def clear_place(place: Rect, room: Rect, taken: Sequence[Rect], lines: Sequence[Floats]) -> Rect:
    """Return the nearest place in `room` that meets no line and no place that is taken.

    Args:
        place: Where it would stand best, in `room`.
        room: Where it may stand.
        taken: Places of other labels.
        lines: Each of shape (k, 2), in pixels; NaN is a gap.

    Returns:
        A place of the same size; where none is clear the one on which least lies.
    """
    ways = np.array(np.meshgrid(_ACROSS * place.width, _DOWN * place.height)).reshape(2, -1).T
    corner = np.array([place.left, place.top])
    least = np.array([room.left, room.top])
    most = np.maximum(least, [room.right - place.width, room.bottom - place.height])
    corners = np.rint(np.clip(corner + ways, least, most))
    corners = corners[np.argsort(np.hypot(*(corners - corner).T), kind="stable")]
    points = np.concatenate([np.empty((0, 2)), *map(_looked_at, lines)])
    hidden = np.empty(0, np.intp)
    for begin in range(0, len(corners), _AT_ONCE):  # a near one is mostly clear
        some = _hidden(corners[begin : begin + _AT_ONCE], place, taken, points)
        hidden = np.concatenate([hidden, some])
        if not some.all():
            break
    left, top = corners[np.argmin(hidden)].tolist()
    return Rect(left, top, *place.size)


def _hidden(
    corners: Floats, place: Rect, taken: Sequence[Rect], points: Floats
) -> NDArray[np.intp]:
    """Return how many points a label hides at each corner; a place that is taken counts as more."""
    x, y = points[:, :1], points[:, 1:]
    left, top = corners.T
    right, bottom = left + place.width, top + place.height
    inside = (x > left - _FREE_PX) & (x < right + _FREE_PX)
    inside &= (y > top - _FREE_PX) & (y < bottom + _FREE_PX)
    hidden: NDArray[np.intp] = inside.sum(axis=0)
    for other in taken:
        across = (right > other.left) & (left < other.right)
        hidden[across & (bottom > other.top) & (top < other.bottom)] += len(points) + 1
    return hidden


def _looked_at(line: Floats) -> Floats:
    """Return points along a line, never further apart than `_APART_PX`."""
    found = [np.empty((0, 2))]
    for run in finite_runs(line):
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(run, axis=0).T))])
        at = np.linspace(0.0, along[-1], int(along[-1] / _APART_PX) + 2)
        found.append(np.column_stack([np.interp(at, along, part) for part in run.T]))
    return np.concatenate(found)
