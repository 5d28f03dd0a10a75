"""A chart laid out, and what can be read off it: with the pointer or with arrow keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.pictures.scene import Floats, Scene, Shape
from gdstudio.pictures.spans import Spans

Place = tuple[int, int]  # group and index

NEAR_PX: Final = 36.0


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Places in pixels of the view, in groups: a group is a curve, or a row of a table.

    Attributes:
        places: Each of shape (k, 2); NaN where nothing is shown.
        text: (group, index) -> what is to be read there.
        weights: How much distances across and down count for what is nearest.
        near: How far away, weighted, the pointer may be.
        mark: (place, x, y) -> what shows where the reading is taken; drawn over the chart.
    """

    places: tuple[Floats, ...]
    text: Callable[[int, int], str]
    weights: tuple[float, float] = (1.0, 1.0)
    near: float = NEAR_PX
    mark: Callable[[Place, float, float], tuple[Shape, ...]] = lambda place, x, y: ()

    def point(self, place: Place) -> tuple[float, float] | None:
        """Return where a place is in pixels; None if there is no such place, or nothing there."""
        group, index = place
        if not (0 <= group < len(self.places) and 0 <= index < len(self.places[group])):
            return None
        x, y = self.places[group][index].tolist()
        return (x, y) if np.isfinite((x, y)).all() else None

    def number_of(self, place: Place) -> int:
        """Return how many places come before this one, group after group."""
        return sum(len(places) for places in self.places[: place[0]]) + place[1]

    def place_of(self, number: int) -> Place:
        """Return the place that so many come before."""
        ends = np.cumsum([len(places) for places in self.places])
        group = int(np.searchsorted(ends, number, side="right"))
        return group, number - (int(ends[group - 1]) if group else 0)

    def nearest(self, x: float, y: float) -> Place | None:
        """Return the place nearest to a pixel, None if none is near."""
        best: tuple[float, Place] | None = None
        for group, places in enumerate(self.places):
            away = np.hypot(*((places - (x, y)) * self.weights).T)
            if np.isfinite(away).any():
                index = int(np.nanargmin(away))
                if best is None or away[index] < best[0]:
                    best = float(away[index]), (group, index)
        return best[1] if best is not None and best[0] <= self.near else None

    def moved(self, place: Place | None, right: int, down: int) -> Place | None:
        """Return where an arrow key leads: along the group, or to the next group at the same x."""
        shown = [g for g, places in enumerate(self.places) if np.isfinite(places).any()]
        if not shown:
            return None
        if place is None or self.point(place) is None:
            return shown[0], int(np.flatnonzero(np.isfinite(self.places[shown[0]]).all(axis=1))[0])
        group, index = place
        if down:
            there = min(max(shown.index(group) + down, 0), len(shown) - 1)
            across = np.abs(self.places[shown[there]][:, 0] - self.places[group][index, 0])
            return shown[there], int(np.nanargmin(across))
        along = np.flatnonzero(np.isfinite(self.places[group]).all(axis=1))
        at = int(np.searchsorted(along, index)) + right
        return group, int(along[min(max(at, 0), len(along) - 1)])


NOTHING: Final = Readings((), lambda group, index: "")


@dataclass(frozen=True, slots=True, eq=False)
class ChartLayout:
    """A chart laid out.

    Attributes:
        scene: What is drawn.
        readings: What can be read off, in pixels of the scene.
        text_size: Of its normal text, in pixels.
        spans: Its axes, which a chart that grows keeps; None if it has none.
    """

    scene: Scene
    readings: Readings
    text_size: float
    spans: Spans | None = None
