"""What moves over a slice: the ball where the network is, and a hairline under the pointer."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.pictures.frame import PlaneFrame
from gdstudio.studio.views.landscape.slice_picture import Line, SlicePicture, heights, role_colour
from gdstudio.studio.views.plane.plane_layer import PlaneLayer
from gdstudio.studio.views.plane.plane_painting import draw_ball, faded

_BALL_PX: Final = 6.5
_DOT_PX: Final = 4.0


class SliceCursor(PlaneLayer):
    """Paints the ball on the line that is walked, and where the pointer meets each line."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: SlicePicture | None = None
        self._log = False
        self._t: float | None = None
        self._pointer: float | None = None

    def set_picture(self, picture: SlicePicture | None, *, log: bool) -> None:
        """Move over this."""
        self._picture, self._log = picture, log
        self.update()

    def set_places(self, t: float | None, pointer: float | None) -> None:
        """Show the ball at `t` and the hairline at `pointer`; None shows none."""
        if (t, pointer) != (self._t, self._pointer):
            self._t, self._pointer = t, pointer
            self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint both."""
        picture = self._picture
        if picture is None:
            return
        if self._pointer is not None and self._pointer != self._t:
            self._draw_hairline(painter, frame, self._pointer, faded(self.theme.muted, 0.6))
            for line in picture.lines:
                colour = role_colour(line.role, self.theme)
                self._draw_ball(painter, frame, line, self._pointer, _DOT_PX, colour)
        if self._t is not None:
            self._draw_hairline(painter, frame, self._t, QColor(self.theme.accent))
            self._draw_ball(painter, frame, picture.walked, self._t, _BALL_PX, self.theme.accent)

    def _draw_hairline(
        self, painter: QPainter, frame: PlaneFrame, t: float, colour: QColor
    ) -> None:
        x = float(frame.to_pixels([(t, frame.y[0])])[0, 0])
        painter.setPen(QPen(colour, 1.0))
        painter.drawLine(QPointF(x, 0), QPointF(x, frame.height))

    def _draw_ball(
        self, painter: QPainter, frame: PlaneFrame, line: Line, t: float, radius: float, colour: str
    ) -> None:
        height = float(heights(np.array([line.cost_at(t)]), log=self._log)[0])
        if math.isfinite(height) and frame.y[0] <= height <= frame.y[1]:
            draw_ball(
                painter,
                QPointF(*frame.to_pixels([(t, height)])[0]),
                radius,
                colour,
                self.theme.base,
            )
