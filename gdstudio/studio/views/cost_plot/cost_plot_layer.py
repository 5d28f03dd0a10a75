"""The one graphics item that paints all curves of the cost plot, its grid and its crosshair."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdstudio.pictures.palette import blend
from gdstudio.studio.theme import Theme, current_theme
from gdstudio.studio.views.cost_plot.cost_plot_curves import Curve
from gdstudio.studio.views.cost_plot.cost_plot_run import RunDrawing


class CurveLayer(QGraphicsItem):
    """Paints what it is given in pixels; one item is several times faster than one a curve.

    Attributes:
        drawings: The runs, the one in front last, each with the curves that are shown of it.
        grid: Heights of the grid lines.
        crosshair: Where its lines are, x and y; each None for no line.
        diverged: Where the run diverged; None for nowhere.
    """

    def __init__(self) -> None:
        super().__init__()
        self.drawings: list[tuple[RunDrawing, set[Curve]]] = []
        self.grid: list[float] = []
        self.crosshair: tuple[float | None, float | None] = (None, None)
        self.diverged: float | None = None
        self._size = QRectF(0, 0, 1, 1)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.dress(current_theme())

    def set_geometry(self, rectangle: QRectF) -> None:
        """Cover a rectangle of the parent."""
        self.prepareGeometryChange()
        self.setPos(rectangle.topLeft())
        self._size = QRectF(0, 0, rectangle.width(), rectangle.height())

    def dress(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._grid_pen = QPen(QColor(blend(theme.border, theme.base, 0.6)), 1)
        self._crosshair_pen = QPen(QColor(theme.muted), 1)
        self._diverged_pen = QPen(QColor(theme.warning), 1)
        self._diverged_pen.setDashPattern([4.0, 4.0])
        self.update()

    def _line(self, painter: QPainter, pen: QPen, x: float | None, y: float | None) -> None:
        painter.setPen(pen)
        if x is not None:
            painter.drawLine(round(x), 0, round(x), round(self._size.height()))
        if y is not None:
            painter.drawLine(0, round(y), round(self._size.width()), round(y))

    def boundingRect(self) -> QRectF:
        """Return the rectangle that is covered."""
        return self._size

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint grid, curves and marks, in this order."""
        painter.setClipRect(self._size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for height in self.grid:
            self._line(painter, self._grid_pen, None, height)
        for drawing, shown in self.drawings:
            drawing.paint(painter, shown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._line(painter, self._diverged_pen, self.diverged, None)
        self._line(painter, self._crosshair_pen, *self.crosshair)
