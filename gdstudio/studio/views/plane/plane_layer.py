"""A sheet over the box of a flat plot, on which something is painted in pixels."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdstudio.pictures.frame import PlaneFrame
from gdstudio.studio.theme import LIGHT, Theme


class PlaneLayer(QGraphicsItem):
    """Paints itself in the pixels of its frame; a resting one is kept as a picture by Qt.

    Args:
        resting: Changes seldom, so that painting what lies over it need not paint it again.
    """

    def __init__(self, *, resting: bool = False) -> None:
        super().__init__()
        self._frame: PlaneFrame | None = None
        self._theme = LIGHT
        if resting:
            self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    @property
    def frame(self) -> PlaneFrame | None:
        """The map between data and pixels; None before there is one."""
        return self._frame

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return self._theme

    def set_frame(self, frame: PlaneFrame) -> None:
        """Paint in this box from now on."""
        self.prepareGeometryChange()
        self._frame = frame
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint the layer; the painter antialiases, and its origin is the box's upper left."""
        raise NotImplementedError

    def boundingRect(self) -> QRectF:
        """Return the box."""
        return QRectF(0, 0, self._frame.width, self._frame.height) if self._frame else QRectF()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the layer if there is a box."""
        if self._frame is not None and self._frame.width > 1 and self._frame.height > 1:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw(painter, self._frame)
