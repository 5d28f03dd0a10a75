"""The canvas on which people draw digits: with mouse, pen, finger or keys."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QFocusEvent,
    QHideEvent,
    QInputDevice,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.ink import RASTER_SIZE, PenPoint
from gdstudio.studio.views.common.painted_widget import ENTER_KEYS, arrow_of, came_by_key
from gdstudio.studio.views.drawing.brush_cursor import brush_cursor
from gdstudio.studio.views.drawing.drop_surface import DropSurface

DEFAULT_BRUSH_SIZE: Final = 46.0
"""2.3 of the network's 28 rows: about as thick as the strokes of MNIST."""

KEY_STEP: Final = RASTER_SIZE / 28
FINE_KEY_STEP: Final = KEY_STEP / 4

_CLEAR_KEYS: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class _Source(Enum):
    """What draws the stroke in progress; the others are ignored meanwhile."""

    MOUSE = auto()
    PEN = auto()
    FINGER = auto()
    KEYS = auto()


class DrawingCanvas(DropSurface):
    """A sheet of paper that people draw on.

    The left mouse button, a pen (its pressure sets the thickness, its other end erases) or one
    finger draws. With keys: arrows move the pen, with Shift in finer steps, Enter puts it down and
    lifts it, Delete or Backspace clears. Space is left to the window.

    Signals: those of `InkSurface` and `DropSurface`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush_size = DEFAULT_BRUSH_SIZE
        self._erases = False
        self._source: _Source | None = None
        self._finger = -1
        self._key_pen = (RASTER_SIZE / 2, RASTER_SIZE / 2)
        self._shows_key_pen = False
        self._shows_ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAccessibleName(self.tr("Drawing canvas"))
        self.setAccessibleDescription(
            self.tr(
                "Draw a digit with mouse, pen or finger. Arrow keys move the pen, Enter puts it"
                " down or lifts it, Delete clears."
            )
        )
        self._update_pointer()

    @Slot(float)
    def set_brush_size(self, diameter: float) -> None:
        """Set the thickness of the next strokes, in raster pixels of 560 a side, above 0."""
        assert diameter > 0
        self._brush_size = float(diameter)
        self._update_pointer()
        self.update()

    @Slot(bool)
    def set_eraser(self, erases: bool) -> None:
        """Let the next strokes take ink away."""
        self._erases = erases
        self._update_pointer()

    def look_changed(self) -> None:
        """Colour ink and pointer anew."""
        super().look_changed()
        self._update_pointer()

    def _update_pointer(self) -> None:
        diameter = self._brush_size * self.paper().width() / RASTER_SIZE
        ratio = self.devicePixelRatioF()
        self.setCursor(brush_cursor(diameter, self.theme, ratio, erases=self._erases))

    def _begin(
        self, source: _Source, position: QPointF, *, share: float = 1.0, erases: bool = False
    ) -> None:
        if self._source not in (None, _Source.KEYS):
            return
        self._hide_key_pen()
        self.start_stroke(self._pen_point(position, share), erases=self._erases or erases)
        self._source = source

    def _move(self, source: _Source, position: QPointF, share: float = 1.0) -> None:
        if self._source is source:
            self.extend_stroke(self._pen_point(position, share))

    def _end(self, source: _Source) -> None:
        if self._source is source:
            self._source = None
            self.finish_stroke()

    def _pen_point(self, position: QPointF, share: float) -> PenPoint:
        return PenPoint(*self.to_raster(position), self._brush_size / 2 * share)

    def _move_key_pen(self, direction: tuple[int, int], *, fine: bool) -> None:
        step = FINE_KEY_STEP if fine else KEY_STEP
        x, y = (
            min(max(at + way * step, 0.0), float(RASTER_SIZE))
            for at, way in zip(self._key_pen, direction, strict=True)
        )
        self._key_pen = (x, y)
        self._shows_key_pen = self._shows_ring = True
        if self._source is _Source.KEYS:
            self.extend_stroke(PenPoint(x, y, self._brush_size / 2))
        self.update()

    def _toggle_key_pen(self) -> None:
        self._shows_key_pen = self._shows_ring = True
        if self._source is _Source.KEYS:
            self._end(_Source.KEYS)
        elif self._source is None:
            self.start_stroke(PenPoint(*self._key_pen, self._brush_size / 2), erases=self._erases)
            self._source = _Source.KEYS
        self.update()

    def _hide_key_pen(self) -> None:
        if self._shows_key_pen or self._shows_ring:
            self._shows_key_pen = self._shows_ring = False
            self.update()

    def _touch(self, event: QTouchEvent) -> None:
        """Draw with the finger that came first; others do nothing."""
        points = event.points()
        if event.type() == QEvent.Type.TouchBegin and self._source is None and points:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._finger = points[0].id()
            self._begin(_Source.FINGER, points[0].position())
            return
        if event.type() == QEvent.Type.TouchCancel:
            self._end(_Source.FINGER)
            return
        for point in points:
            if point.id() != self._finger:
                continue
            if point.state() != QEventPoint.State.Stationary:
                self._move(_Source.FINGER, point.position())
            if point.state() == QEventPoint.State.Released:
                self._end(_Source.FINGER)

    def _paint_key_pen(self, painter: QPainter) -> None:
        centre = self.to_widget(*self._key_pen)
        radius = max(3.0, self._brush_size / 2 * self.paper().width() / RASTER_SIZE)
        is_down = self._source is _Source.KEYS
        painter.setPen(QPen(QColor(self.theme.base), 4))
        painter.drawEllipse(centre, radius + 2, radius + 2)
        style = Qt.PenStyle.SolidLine if is_down else Qt.PenStyle.DotLine
        painter.setPen(QPen(QColor(self.theme.accent), 2, style))
        painter.drawEllipse(centre, radius + 2, radius + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the paper, then what belongs to the input in progress."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._shows_key_pen and self.hasFocus():
            self._paint_key_pen(painter)
        if self._shows_ring and self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 3))
            painter.drawRect(self.paper().adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Take touches, and the keys of the canvas before the window's shortcuts see them."""
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() & ~(
                Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
            )
            key = event.key()
            if not plain and (arrow_of(event) or key in (*ENTER_KEYS, *_CLEAR_KEYS)):
                event.accept()
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the pen down with the left button."""
        if event.button() == Qt.MouseButton.LeftButton and _is_real(event):
            self._begin(_Source.MOUSE, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw; a release that never came is made up for."""
        if not _is_real(event):
            return
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(_Source.MOUSE, event.position())
        else:
            self._end(_Source.MOUSE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the pen."""
        if event.button() == Qt.MouseButton.LeftButton and _is_real(event):
            self._move(_Source.MOUSE, event.position())
            self._end(_Source.MOUSE)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press of a fast pair as a press, e.g. for two dots."""
        self.mousePressEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with a pen; accepted, so that no mouse event follows."""
        event.accept()
        kind, position = event.type(), event.position()
        share = _pressure_share(event)
        if kind == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            rubs = event.pointerType() == QPointingDevice.PointerType.Eraser
            self._begin(_Source.PEN, position, share=share, erases=rubs)
        elif kind == QEvent.Type.TabletMove:
            self._move(_Source.PEN, position, share)
        elif kind == QEvent.Type.TabletRelease and event.button() == Qt.MouseButton.LeftButton:
            self._end(_Source.PEN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, put down or lift the pen, clear or paste; other keys go to the window."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif (step := arrow_of(event)) is not None:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move_key_pen(step, fine=fine)
        elif key in ENTER_KEYS:
            if not event.isAutoRepeat():
                self._toggle_key_pen()
        elif key in _CLEAR_KEYS:
            self._source = None
            self.clear()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring to those who came by key."""
        self._shows_ring = came_by_key(event.reason())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lift the pen that keys have put down."""
        self._end(_Source.KEYS)
        self._shows_key_pen = False
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Lift the pen: its release will not come."""
        self._source = None
        self.finish_stroke()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pointer its new size; the ink stays as it is."""
        self._update_pointer()
        super().resizeEvent(event)


def _is_real(event: QMouseEvent) -> bool:
    """Return whether the event comes from a mouse and not from a touch or a pen."""
    return event.source() == Qt.MouseEventSource.MouseEventNotSynthesized


def _pressure_share(event: QTabletEvent) -> float:
    """Return the thickness for a pen's pressure, as a share of the brush: 0.4 to 1.2."""
    pressure = QInputDevice.Capability.Pressure
    if not event.device().capabilities() & pressure:
        return 1.0
    return 0.4 + 0.8 * min(max(event.pressure(), 0.0), 1.0)
