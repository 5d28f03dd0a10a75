"""What lies over the curves of cost against step: cursor, balls and a note."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.pictures.frame import PlaneFrame
from gdstudio.studio.views.plane.plane_layer import PlaneLayer
from gdstudio.studio.views.plane.plane_painting import draw_ball, draw_label, faded

_BALL_PX: Final = 4.5


class CurveMarks(PlaneLayer):
    """The cursor, a ball on each curve where it stands, and the note on the logarithm.

    Attributes:
        note: The note; empty for none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.note = ""
        self._heights: tuple[NDArray[np.float64], ...] = ()
        self._colours: tuple[str, ...] = ()
        self._cursor: int | None = None

    def set_curves(self, heights: Sequence[NDArray[np.float64]], colours: Sequence[str]) -> None:
        """Take the curves in plot coordinates, each of shape (n,)."""
        self._heights, self._colours = tuple(heights), tuple(colours)
        self.update()

    def set_note(self, note: str) -> None:
        """Write this in the lower left corner."""
        self.note = note
        self.update()

    def set_cursor(self, step: int | None) -> None:
        """Mark this step; without one the balls are at the curves' ends."""
        self._cursor = step
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint cursor, balls and note."""
        if self._cursor is not None:
            x = float(frame.to_pixels([(self._cursor, frame.y[0])])[0, 0])
            painter.setPen(QPen(QColor(self.theme.muted), 1.0))
            if math.isfinite(x):
                painter.drawLine(QPointF(x, 0), QPointF(x, frame.height))
        for heights, colour in zip(self._heights, self._colours, strict=True):
            last = len(heights) - 1
            step = last if self._cursor is None else min(self._cursor, last)
            if step < 0:
                continue
            at = frame.to_pixels([(step, heights[step])])[0]
            if np.isfinite(at).all():
                draw_ball(painter, QPointF(*at), _BALL_PX, colour, self.theme.base)
        if self.note:
            room = QRectF(4, 2, frame.width - 8, frame.height - 4)
            corner = QPointF(0, frame.height)
            draw_label(
                painter, self.note, corner, self.theme.muted, faded(self.theme.base, 0.85), room
            )
