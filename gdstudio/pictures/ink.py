"""Ink on a square raster: a soft round brush and smooth strokes, without Qt."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

RASTER_SIZE: Final = 560  # rows and columns: 20 for each of the 28 that the network sees
FEATHER: Final = 2.5  # raster pixels, of the soft edge; about a screen pixel on a 240 px canvas
FLATNESS: Final = 0.5  # raster pixels that the straight pieces of a curve may lie beside it
LONGEST_PIECE: Final = 64.0  # longer ones are cut: the square box round a diagonal one stays small
SHORTEST_PIECE: Final = 1e-3  # shorter pieces are dots: their direction means nothing


class Box(NamedTuple):
    """A half-open range of rows and columns; empty if it holds no pixel."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_empty(self) -> bool:
        """Whether the box holds no pixel."""
        return self.bottom <= self.top or self.right <= self.left

    @property
    def slices(self) -> tuple[slice, slice]:
        """The index of these pixels in an array of rows and columns."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def united(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        return Box(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


NOTHING: Final = Box(0, 0, 0, 0)
EVERYTHING: Final = Box(0, 0, RASTER_SIZE, RASTER_SIZE)


class PenPoint(NamedTuple):
    """Where the pen is and how thick it writes, in raster pixels; (0, 0) is the top left corner."""

    x: float
    y: float
    radius: float

    def towards(self, other: PenPoint, share: float) -> PenPoint:
        """Return the point `share` of the way to `other`."""
        return PenPoint(*(a + (b - a) * share for a, b in zip(self, other, strict=True)))


def stamp(ink: NDArray[np.uint8], start: PenPoint, end: PenPoint, *, erases: bool = False) -> Box:
    """Draw one straight piece with round ends; return the pixels that may have changed.

    `ink`, shape (rows, columns), 0 empty, 255 full, is changed in place. The thickness changes
    evenly from `start` to `end`, which are equal for a dot. `erases` takes ink away instead of
    adding it.
    """
    box = _box_around(start, end, ink.shape)
    if box.is_empty:
        return NOTHING
    y = np.arange(box.top, box.bottom, dtype=np.float32)[:, None] + np.float32(0.5 - start.y)
    x = np.arange(box.left, box.right, dtype=np.float32)[None, :] + np.float32(0.5 - start.x)
    dx, dy = end.x - start.x, end.y - start.y
    length2 = dx * dx + dy * dy
    if length2 > SHORTEST_PIECE**2:
        share = np.clip(x * (dx / length2) + y * (dy / length2), 0, 1)
        x, y = x - share * dx, y - share * dy
        radius = start.radius + share * (end.radius - start.radius)
    else:
        radius = np.asarray(max(start.radius, end.radius), np.float32)
    inside = radius - np.sqrt(x * x + y * y)
    added = np.clip(inside * (255 / FEATHER) + 128, 0, 255).astype(np.uint8)
    old = ink[box.slices]
    if erases:
        np.minimum(old, 255 - added, out=old)
    else:
        np.maximum(old, added, out=old)
    return box


def _box_around(start: PenPoint, end: PenPoint, shape: tuple[int, ...]) -> Box:
    reach = max(start.radius, end.radius) + FEATHER
    return Box(
        max(0, math.floor(min(start.y, end.y) - reach)),
        max(0, math.floor(min(start.x, end.x) - reach)),
        min(shape[0], math.ceil(max(start.y, end.y) + reach)),
        min(shape[1], math.ceil(max(start.x, end.x) + reach)),
    )


class Stroke:
    """One stroke in progress: rounds the corners between the pen's points and inks them.

    The line runs through the middles of the ways between points, each point pulling it as the
    control point of a quadratic Bezier curve, so that it has no corners however few points come.
    It lags half a way behind the pen; `tail` is the rest, inked by `finish`.

    Attributes:
        box: The pixels that may have changed so far.
        erases: Whether the stroke takes ink away.
    """

    def __init__(self, ink: NDArray[np.uint8], start: PenPoint, *, erases: bool = False) -> None:
        self._ink = ink
        self._inked_to = start
        self._last = start
        self.erases = erases
        self.box = stamp(ink, start, start, erases=erases)

    @property
    def tail(self) -> tuple[PenPoint, PenPoint]:
        """The straight piece from the end of the ink to the pen."""
        return self._inked_to, self._last

    def extend(self, point: PenPoint) -> Box:
        """Ink on towards `point`; return the pixels that may have changed."""
        middle = self._last.towards(point, 0.5)
        changed = self._curve(self._inked_to, self._last, middle)
        self._inked_to, self._last = middle, point
        return changed

    def finish(self) -> Box:
        """Ink the tail; return the pixels that may have changed."""
        changed = self._curve(self._inked_to, self._last, self._last)
        self._inked_to = self._last
        return changed

    def _curve(self, start: PenPoint, control: PenPoint, end: PenPoint) -> Box:
        n_pieces = _pieces_needed(start, control, end)
        changed, before = NOTHING, start
        for i in range(1, n_pieces + 1):
            share = i / n_pieces
            near, far = start.towards(control, share), control.towards(end, share)
            after = near.towards(far, share)
            changed = changed.united(stamp(self._ink, before, after, erases=self.erases))
            before = after
        self.box = self.box.united(changed)
        return changed


def _pieces_needed(start: PenPoint, control: PenPoint, end: PenPoint) -> int:
    """Return how many equal shares keep a quadratic Bezier curve flat and its pieces short."""
    bend = math.hypot(start.x - 2 * control.x + end.x, start.y - 2 * control.y + end.y)
    length = math.hypot(control.x - start.x, control.y - start.y)
    length += math.hypot(end.x - control.x, end.y - control.y)
    # A curve cut into n lies at most bend / (4 n^2) beside its pieces.
    return max(1, math.ceil(math.sqrt(bend / (4 * FLATNESS))), math.ceil(length / LONGEST_PIECE))
