"""What rests in the plot of a slice: lines, accuracy, the barrier, marks."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.pictures.frame import PlaneFrame
from gdstudio.studio.views.landscape.slice_canvas import ACCURACY_RANGE
from gdstudio.studio.views.landscape.slice_picture import (
    Bracket,
    Floats,
    Line,
    Mark,
    SlicePicture,
    heights,
    role_colour,
)
from gdstudio.studio.views.plane.plane_layer import PlaneLayer
from gdstudio.studio.views.plane.plane_painting import (
    draw_arrow,
    draw_ball,
    draw_label,
    faded,
    finite_runs,
    polygon,
    round_pen,
)

_GROUND: Final = 0.06
_WORSE: Final = 0.08
_LINE_PX: Final = 2.5
_MARK_PX: Final = 4.5
_ARROW_PX: Final = 2.0
_LEAST_BRACKET_PX: Final = 14.0  # a lower one has no room for two heads


class SliceGround(PlaneLayer):
    """Paints the picture in the box."""

    def __init__(self) -> None:
        super().__init__(resting=True)
        self._picture: SlicePicture | None = None
        self._log = False
        self._hint = ""

    def set_picture(self, picture: SlicePicture | None, *, log: bool) -> None:
        """Paint this; None for the hint."""
        self._picture, self._log = picture, log
        self.update()

    def set_hint(self, hint: str) -> None:
        """Write this in the middle while there is no picture."""
        self._hint = hint
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint from the back to the front."""
        picture = self._picture
        if picture is None:
            room = QRectF(12, 4, frame.width - 24, frame.height - 8)
            painter.setPen(QColor(self.theme.muted))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, wrapped, self._hint)
            return
        self._draw_ground(painter, frame, picture)
        for line in picture.lines:
            self._draw_line(painter, self._pixels(frame, line), line)
        if picture.bracket is not None:
            self._draw_bracket(painter, frame, picture.bracket)
        for mark in picture.marks:
            self._draw_mark(painter, frame, mark)

    def _pixels(self, frame: PlaneFrame, line: Line) -> Floats:
        """Return the line in pixels, shape (k, 2); on a log axis zero lies at the bottom."""
        height = heights(line.cost, log=self._log)
        if self._log:
            height = np.where(line.cost <= 0, frame.y[0], height)
        reach = frame.y[1] - frame.y[0]
        near = np.clip(height, frame.y[0] - reach, frame.y[1] + reach)
        return frame.to_pixels(np.column_stack([line.t, near]))

    def _draw_ground(self, painter: QPainter, frame: PlaneFrame, picture: SlicePicture) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if picture.worse_from is not None:
            x = float(frame.to_pixels([(picture.worse_from, frame.y[0])])[0, 0])
            painter.fillRect(
                QRectF(x, 0, frame.width - x, frame.height), faded(self.theme.warning, _WORSE)
            )
        painter.setBrush(faded(self.theme.text, _GROUND))
        for run in finite_runs(self._pixels(frame, picture.lines[0])):
            feet = np.array([[run[-1, 0], frame.height], [run[0, 0], frame.height]])
            painter.drawPolygon(polygon(np.vstack([run, feet])))
        if picture.level is not None:
            painter.setPen(_dashes(self.theme.muted))
            y = self._height(frame, picture.level)
            if np.isfinite(y):
                painter.drawLine(QPointF(0, y), QPointF(frame.width, y))
        self._draw_accuracy(painter, frame, picture.walked)

    def _draw_accuracy(self, painter: QPainter, frame: PlaneFrame, line: Line) -> None:
        if line.accuracy is None:
            return
        shares = PlaneFrame(frame.x, ACCURACY_RANGE, frame.width, frame.height)
        painter.setPen(QPen(faded(self.theme.muted, 0.8), 1.5, Qt.PenStyle.DotLine))
        for run in finite_runs(shares.to_pixels(np.column_stack([line.t, line.accuracy]))):
            painter.drawPolyline(polygon(run))

    def _draw_line(self, painter: QPainter, pixels: Floats, line: Line) -> None:
        painter.setPen(round_pen(role_colour(line.role, self.theme), _LINE_PX))
        for run in finite_runs(pixels):
            painter.drawPolyline(polygon(run))

    def _draw_bracket(self, painter: QPainter, frame: PlaneFrame, bracket: Bracket) -> None:
        x = float(frame.to_pixels([(bracket.t, frame.y[0])])[0, 0])
        low, high = (self._height(frame, cost) for cost in (bracket.low, bracket.high))
        if not low - high >= _LEAST_BRACKET_PX:
            return
        painter.setPen(_dashes(self.theme.muted))
        painter.drawLine(QPointF(0, low), QPointF(frame.width, low))
        middle, colour = np.array([x, (low + high) / 2]), self.theme.warning
        for y in (low, high):
            draw_arrow(painter, middle, np.array([x, y]), colour, None, _ARROW_PX)
        width = painter.fontMetrics().horizontalAdvance(bracket.label) + 8
        side = 1 if x + width + 10 < frame.width else -1
        room = QRectF(2, 2, frame.width - 4, frame.height - 4)
        place = QPointF(x + side * (width / 2 + 8), (low + high) / 2)
        draw_label(painter, bracket.label, place, colour, faded(self.theme.base, 0.85), room)

    def _draw_mark(self, painter: QPainter, frame: PlaneFrame, mark: Mark) -> None:
        at = QPointF(*frame.to_pixels([(mark.t, frame.y[0])])[0])
        at.setY(self._height(frame, mark.cost))
        colour = role_colour(mark.role, self.theme)
        painter.setPen(QPen(faded(colour, 0.6), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(at.x(), max(at.y(), 0.0)), QPointF(at.x(), frame.height))
        if np.isfinite(at.y()):
            draw_ball(painter, at, _MARK_PX, colour, self.theme.base)

    def _height(self, frame: PlaneFrame, cost: float) -> float:
        """Return the pixel of a cost; NaN if it has none."""
        height = heights(np.array([cost]), log=self._log)[0]
        return float(frame.to_pixels([(frame.x[0], height)])[0, 1])


def _dashes(colour: str) -> QPen:
    return QPen(faded(colour, 0.8), 1.0, Qt.PenStyle.DashLine)
