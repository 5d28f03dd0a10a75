"""The drawing area of the flat plots of a descent: a box, two axes, mouse and arrow keys."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsGridLayout, QToolTip, QWidget

from gdstudio.pictures.frame import PlaneFrame
from gdstudio.studio.theme import LIGHT, Theme
from gdstudio.studio.views.cost_plot.cost_plot_axes import PlotAxis
from gdstudio.studio.views.plane.plane_layer import PlaneLayer

_MARGIN_TOP: Final = 8
_MARGIN_RIGHT: Final = 12  # the last label under the axis stands half outside of the box
_NEAR_PX: Final = 12.0  # a hint shows this far around its place
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A text that shows where the pointer rests near a place in data coordinates."""

    x: float
    y: float
    text: str


class PlaneCanvas(pg.GraphicsView):
    """Shows a rectangle of data with layers over it; it does not zoom, the range is given.

    Args:
        left: The upright axis.
        bottom: The level axis.
        strip_px: Height of a strip between the box and the labels under it.

    Attributes:
        box: Where pyqtgraph's own items lie, in data coordinates.

    Signals:
        pressed(x, y): The left button is down here, at first or while the mouse moves; data
            coordinates, never outside of the range.
        hovered(object): The pointer is at this (x, y), or has gone (None); also when the
            plane moves under a pointer that rests.
        nudged(x, y): An arrow key: how many steps to the right and up.
        frame_changed(): The box has another size or range.
    """

    pressed = Signal(float, float)
    hovered = Signal(object)
    nudged = Signal(int, int)
    frame_changed = Signal()

    def __init__(self, left: PlotAxis, bottom: PlotAxis, *, strip_px: int = 0) -> None:
        super().__init__(background=None)
        self._left, self._bottom = left, bottom
        self._theme = LIGHT
        self._layers: list[PlaneLayer] = []
        self._strip_layers: list[PlaneLayer] = []
        self._hints: tuple[Hint, ...] = ()
        self._dragging = False
        self._equal_aspect = False
        self._pointer: QPoint | None = None
        self.box = pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self.box.disableAutoRange()
        self._strip = pg.GraphicsWidget()
        self._strip_px = strip_px
        self._content = self._laid_out()
        self.setCentralItem(self._content)
        self.box.sigResized.connect(self._on_box_changed)
        self.box.sigRangeChanged.connect(self._on_box_range_changed)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)

    @property
    def frame(self) -> PlaneFrame:
        """The map between data and pixels of the box."""
        (x_low, x_high), (y_low, y_high) = self.box.viewRange()
        size = self.box.size()
        return PlaneFrame((x_low, x_high), (y_low, y_high), size.width(), size.height())

    def add_layer(self, layer: PlaneLayer) -> None:
        """Lay a layer over the others."""
        layer.setParentItem(self.box)
        layer.setZValue(10 + len(self._layers))
        layer.set_frame(self.frame)
        self._layers.append(layer)

    def add_strip_layer(self, layer: PlaneLayer) -> None:
        """Lay a layer over the strip under the box."""
        layer.setParentItem(self._strip)
        self._strip_layers.append(layer)

    def set_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show this rectangle of data."""
        self.box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)
        self._fit_aspect()

    def set_equal_aspect(self, equal: bool) -> None:
        """Draw one unit of x as long as one of y, or use all the room."""
        self._equal_aspect = equal
        self._fit_aspect()

    def set_hints(self, hints: Sequence[Hint]) -> None:
        """Show these texts where the pointer rests near their places."""
        self._hints = tuple(hints)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.setBackground(theme.base)
        for axis in (self._left, self._bottom):
            axis.dress(theme)
            axis.setGrid(False)
        self._show_focus()
        for layer in (*self._layers, *self._strip_layers):
            layer.set_theme(theme)

    def set_font(self, font: QFont) -> None:
        """Write the axes in `font`."""
        for axis in (self._left, self._bottom):
            axis.set_font(font)
        self._fit_aspect()

    def widget_position(self, x: float, y: float) -> QPointF:
        """Return where data coordinates lie in this widget."""
        at = self.frame.to_pixels([(x, y)])[0]
        return self.box.mapToScene(QPointF(*at.tolist()))

    def hint_at(self, position: QPointF) -> str:
        """Return the text of the hint nearest to a place of this widget; empty if none is near."""
        texts = []
        for hint in self._hints:
            away = self.widget_position(hint.x, hint.y) - position
            distance = math.hypot(away.x(), away.y())
            if distance <= _NEAR_PX:
                texts.append((distance, hint.text))
        return min(texts, default=(0.0, ""))[1]

    def _laid_out(self) -> pg.GraphicsWidget:
        content = pg.GraphicsWidget()
        layout = QGraphicsGridLayout(content)
        layout.setContentsMargins(0, _MARGIN_TOP, _MARGIN_RIGHT, 0)
        layout.setSpacing(0)
        self._strip.setMinimumHeight(self._strip_px)
        self._strip.setMaximumHeight(self._strip_px)
        layout.addItem(self._left, 0, 0)
        layout.addItem(self.box, 0, 1)
        layout.addItem(self._strip, 1, 1)
        layout.addItem(self._bottom, 2, 1)
        for axis in (self._left, self._bottom):
            axis.setStyle(hideOverlappingLabels=False)
        layout.setColumnStretchFactor(1, 1)
        layout.setRowStretchFactor(0, 1)
        self._left.setZValue(-1)
        self._left.linkToView(self.box)
        self._bottom.linkToView(self.box)
        return content

    def _fit_aspect(self) -> None:
        """Leave room at the right or top if x and y are to have one scale."""
        layout = self._content.layout()
        right, top = float(_MARGIN_RIGHT), float(_MARGIN_TOP)
        if self._equal_aspect:
            layout.activate()
            frame = self.frame
            room_x = self.width() - self._left.width() - right
            room_y = self.height() - self._bottom.height() - self._strip_px - top
            ratio = (frame.x[1] - frame.x[0]) / (frame.y[1] - frame.y[0])
            right += max(0.0, room_x - room_y * ratio)
            top += max(0.0, room_y - room_x / ratio)
        layout.setContentsMargins(0, top, right, 0)
        layout.activate()

    def _show_focus(self) -> None:
        colour = self._theme.accent if self.hasFocus() else self._theme.border
        self.box.setBorder(QPen(QColor(colour), 1))

    def _box_position(self, place: QPoint) -> QPointF:
        return self.box.mapFromScene(self.mapToScene(place))

    def _tell_pointer(self) -> None:
        at = None if self._pointer is None else self._box_position(self._pointer)
        inside = at is not None and QRectF(self.box.rect()).contains(at)
        self.hovered.emit(self.frame.to_data(at.x(), at.y()) if inside and at is not None else None)

    def _press(self, event: QMouseEvent) -> None:
        at = self._box_position(event.position().toPoint())
        self.pressed.emit(*self.frame.to_data(at.x(), at.y()))

    def _set_frames(self) -> None:
        frame = self.frame
        for layer in self._layers:
            layer.set_frame(frame)
        under = PlaneFrame(frame.x, (0.0, 1.0), frame.width, self._strip_px)
        for layer in self._strip_layers:
            layer.set_frame(under)
        self.frame_changed.emit()
        if self._pointer is not None:
            self._tell_pointer()

    @Slot(object)
    def _on_box_changed(self, _box: object) -> None:
        self._set_frames()

    @Slot(object, object, object)
    def _on_box_range_changed(self, _box: object, _ranges: object, _changed: object) -> None:
        self._set_frames()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the window."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that arrow keys come here."""
        super().focusInEvent(event)
        self._show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that arrow keys go elsewhere."""
        super().focusOutEvent(event)
        self._show_focus()

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Turn arrow keys into nudges; leave other keys to the window."""
        plain = not ev.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and ev.key() in _ARROWS:
            ev.accept()
            self.nudged.emit(*_ARROWS[Qt.Key(ev.key())])
        else:
            ev.ignore()

    def leaveEvent(self, ev: QEvent) -> None:
        """Tell that the pointer has gone."""
        super().leaveEvent(ev)
        self._pointer = None
        self._tell_pointer()

    def mouseDoubleClickEvent(self, ev: QMouseEvent) -> None:
        """Take the second click as one more."""
        self.mousePressEvent(ev)

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        """Tell where the pointer is, and drag."""
        self._pointer = ev.position().toPoint()
        self._tell_pointer()
        if self._dragging:
            self._press(ev)

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        """Begin to drag if the left button goes down in the box."""
        inside = QRectF(self.box.rect()).contains(self._box_position(ev.position().toPoint()))
        if ev.button() != Qt.MouseButton.LeftButton or not inside:
            ev.ignore()
            return
        self._dragging = True
        self._press(ev)

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        """Let go."""
        if ev.button() == Qt.MouseButton.LeftButton:
            self._dragging = False

    def resizeEvent(self, ev: QEvent | None) -> None:
        """Lay out anew."""
        super().resizeEvent(ev)
        if hasattr(self, "_content"):
            self._fit_aspect()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the hint near the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            viewport: QWidget = self.viewport()
            QToolTip.showText(event.globalPos(), self.hint_at(QPointF(event.pos())), viewport)
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, ev: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls around."""
        ev.ignore()
