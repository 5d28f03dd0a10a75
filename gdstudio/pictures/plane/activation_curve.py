"""An activation function: its curve, the place of one neuron on it, and the tangent there."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gdstudio.pictures.plane.box import Axes, Axis, PlaneBox
from gdstudio.pictures.plane.strokes import DASHES, draw_ball
from gdstudio.pictures.scene import Floats, Line
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.ticks import nice_ticks, tick_labels

_ROOM: Final = 0.12  # of the height of the curve, free above and below it
_WIDEST: Final = "−0.5"
_CURVE_PX: Final = 2.5
_TANGENT_PX: Final = 2.5
_TANGENT: Final = 0.2  # of the width of the box, to either side
_BALL_PX: Final = 6.0
_GUIDE: Final = 0.7  # opacity


@dataclass(frozen=True, slots=True, eq=False)
class ActivationCurve:
    """A curve with a neuron on it.

    Attributes:
        points: Pre-activations and activations, shape (k, 2), the former rising; NaN is a gap.
        z: The neuron's pre-activation; NaN for none.
        a: Its activation.
        slope: da/dz there.
    """

    points: Floats = field(default_factory=lambda: np.array([[-1.0, 0.0], [1.0, 0.0]]))
    z: float = math.nan
    a: float = math.nan
    slope: float = math.nan

    @property
    def axes(self) -> Axes:
        """The pre-activation, and its activation upwards."""
        low, high = float(np.nanmin(self.points[:, 1])), float(np.nanmax(self.points[:, 1]))
        room = _ROOM * (high - low or 1.0)
        x = float(self.points[0, 0]), float(self.points[-1, 0])
        low, high = low - room, high + room
        widest = max(_WIDEST, *tick_labels(nice_ticks(low, high)), key=len)
        up = Axis(low, high, name="a", widest=widest)
        return Axes(up, Axis(*x, name="z"))

    @property
    def rest(self) -> tuple[object, ...]:
        """What the resting part is drawn from."""
        return (self.points,)

    def draw_resting(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw the lines through zero, and the curve."""
        (x_low, x_high), (y_low, y_high) = box.frame.x, box.frame.y
        for ends in ([(x_low, 0.0), (x_high, 0.0)], [(0.0, y_low), (0.0, y_high)]):
            sheet.add(Line(box.pixels(ends), sheet.palette.border, flat=True))
        sheet.add(Line(box.pixels(self.points), sheet.palette.text, _CURVE_PX))

    def draw_moving(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw the way from z to a, the tangent and the neuron."""
        if not (math.isfinite(self.z) and math.isfinite(self.a)):
            return
        palette = sheet.palette
        way = box.pixels([(self.z, 0.0), (self.z, self.a), (0.0, self.a)])
        sheet.add(Line(way, palette.muted, 1.0, DASHES, _GUIDE))
        half = _TANGENT * (box.frame.x[1] - box.frame.x[0])
        ends = [(self.z + d, self.a + d * self.slope) for d in (-half, half)]
        sheet.add(Line(box.pixels(ends), palette.curve(1), _TANGENT_PX))
        draw_ball(sheet, box.pixel(self.z, self.a), _BALL_PX, palette.accent, palette.base)
