"""The line that offers what a window that was killed has left."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import called, in_row
from gdstudio.studio.views.common.painted_widget import PaintedWidget, rgb_of

_CURVE_PX = 96
_HEIGHT_PX = 28
_MOST_POINTS = 200


class WorkPicture(PaintedWidget):
    """The course of a cost, and a drawing beside it, small."""

    def __init__(self) -> None:
        super().__init__()
        self._costs: NDArray[Any] = np.zeros(0)
        self._pixels: NDArray[np.uint8] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Cost of the run, and the drawing"))

    def set_work(self, costs: NDArray[Any], pixels: NDArray[np.uint8] | None) -> None:
        """Show costs, shape (k,), and a picture, shape (rows, columns), or None."""
        self._costs, self._pixels = costs[np.isfinite(costs)], pixels
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = px(_HEIGHT_PX)
        return QSize(px(_CURVE_PX) + (0 if self._pixels is None else side + px(6)), side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1, 1, px(_CURVE_PX) - 2, self.height() - 2)
        costs = self._costs[:: max(len(self._costs) // _MOST_POINTS, 1)]
        if len(costs) > 1:
            low, high = float(costs.min()), float(costs.max())
            shares = (costs - low) / (high - low if high > low else 1.0)
            painter.setPen(QPen(QColor(self.theme.accent), 1.6))
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(x, box.bottom() - share * box.height())
                        for x, share in zip(
                            np.linspace(box.left(), box.right(), len(costs)), shares, strict=True
                        )
                    ]
                )
            )
        if self._pixels is not None:
            ink = self._pixels[..., np.newaxis] / 255
            paper, text = rgb_of(self.theme.base), rgb_of(self.theme.text)
            colours = np.ascontiguousarray((paper + ink * (text - paper)).astype(np.uint8))
            rows, columns = self._pixels.shape
            kind = QImage.Format.Format_RGB888
            picture = QImage(colours.data, columns, rows, 3 * columns, kind)
            side = self.height()
            painter.drawImage(QRectF(self.width() - side, 0, side, side), picture)
        painter.end()


class RecoveryBar(QFrame):
    """One line with a picture, when it was, and two buttons; hidden until there is an offer.

    Signals:
        restore_requested(): What was left shall be opened.
        dismiss_requested(): It shall not.
    """

    restore_requested = Signal()
    dismiss_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("recovery")
        self.picture, self.text = WorkPicture(), FittingLabel()
        restore, dismiss = self.tr("Restore"), self.tr("Dismiss")
        tip = self.tr("Bring back its runs, results, drawing and views")
        self.restore = called(QPushButton(restore), restore, tip)
        later = self.tr("It stays under File > Earlier sittings")
        self.dismiss = called(QPushButton(dismiss), dismiss, later)
        for button in (self.restore, self.dismiss):
            button.setAutoDefault(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
        parts = self.picture, (self.text, 1), self.restore, self.dismiss
        in_row(*parts, of=self, spacing=10, margins=(12, 4, 12, 4))
        self.restore.clicked.connect(self.restore_requested)
        self.dismiss.clicked.connect(self.dismiss_requested)
        self.hide()

    def offer(self, what: str, costs: NDArray[Any], pixels: NDArray[np.uint8] | None) -> None:
        """Show that a window was not closed: when, and what it held; its costs and its drawing."""
        text = self.tr("A window was not closed: {0}").format(what)
        self.text.set_forms((text, what))
        self.setAccessibleName(text)
        self.picture.set_work(costs, pixels)
        self.show()
