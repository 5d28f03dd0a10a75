"""The strip under a slice: the names of its marks, each led to its place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from gdstudio.pictures.frame import PlaneFrame
from gdstudio.pictures.label_row import spread
from gdstudio.studio.views.landscape.slice_canvas import LEADER_PX
from gdstudio.studio.views.landscape.slice_picture import Mark, role_colour
from gdstudio.studio.views.plane.plane_layer import PlaneLayer

_GAP: Final = 10.0


class SliceStrip(PlaneLayer):
    """Writes the names side by side, as near to their places as they fit."""

    def __init__(self) -> None:
        super().__init__(resting=True)
        self._marks: tuple[Mark, ...] = ()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Name these."""
        self._marks = tuple(sorted(marks, key=lambda mark: mark.t))
        self.update()

    def texts(self, metrics: QFontMetrics, width: float) -> list[str]:
        """Return what is written in a strip of some width: names and numbers, names, cut names."""
        room = width - _GAP * (len(self._marks) - 1)
        names = [mark.label for mark in self._marks]
        for texts in ([f"{mark.label} {mark.value}".strip() for mark in self._marks], names):
            if sum(map(metrics.horizontalAdvance, texts)) <= room:
                return texts
        each = max(int(room / max(len(names), 1)), 0)
        return [metrics.elidedText(name, Qt.TextElideMode.ElideRight, each) for name in names]

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint names and leaders."""
        metrics = painter.fontMetrics()
        texts = self.texts(metrics, frame.width)
        places = frame.to_pixels([(mark.t, 0.5) for mark in self._marks])[:, 0].tolist()
        widths = [float(metrics.horizontalAdvance(text)) for text in texts]
        lefts = spread(places, widths, frame.width, _GAP)
        for mark, x, left, width, text in zip(
            self._marks, places, lefts, widths, texts, strict=True
        ):
            painter.setPen(QPen(QColor(role_colour(mark.role, self.theme)), 1.0))
            painter.drawLine(QPointF(x, 0), QPointF(left + width / 2, LEADER_PX - 1))
            room = QRectF(left - 2, LEADER_PX - 1, width + 4, frame.height - LEADER_PX + 1)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
