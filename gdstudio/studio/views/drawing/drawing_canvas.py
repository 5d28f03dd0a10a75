"""The canvas on which people draw digits: with mouse, pen, finger or keys."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QCursor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEventPoint,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QImage,
    QInputDevice,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
    QUndoStack,
)

from gdstudio.pictures.ink import RASTER_SIZE, PenPoint
from gdstudio.studio.views.common.painted_widget import ENTER_KEYS, arrow_of, came_by_key
from gdstudio.studio.views.drawing.ink_surface import InkSurface
from gdstudio.studio.views.drawing.picture_transfer import picture_file, picture_pixels

# 2.3 of the network's 28 rows: about as thick as the strokes of MNIST.
DEFAULT_BRUSH_SIZE: Final = 46.0
LARGEST_RING: Final = 60  # widget pixels; some screens cut pointers above 64
KEY_STEP: Final = RASTER_SIZE / 28
FINE_KEY_STEP: Final = KEY_STEP / 4

_CLEAR_KEYS: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class _Source(Enum):
    """What draws the stroke in progress; the others are ignored meanwhile."""

    MOUSE = auto()
    PEN = auto()
    FINGER = auto()
    KEYS = auto()


class DrawingCanvas(InkSurface):
    """A sheet of paper that people draw on; it hands on pictures that are dropped or pasted.

    The left mouse button, a pen (its pressure sets the thickness, its other end erases) or one
    finger draws. With keys: arrows move the pen, with Shift in finer steps, Enter puts it down and
    lifts it, Delete or Backspace clears. Space is left to the window.

    Signals, beside that of `InkSurface`:
        image_file_dropped: The path of a picture file that was dropped or pasted; not opened yet.
        image_pasted: The pixels of a pasted or dropped picture, shape (rows, columns, 4): red,
            green, blue and opacity, uint8, read-only.
    """

    image_file_dropped = Signal(str)
    image_pasted = Signal(object)

    def __init__(self, undo_stack: QUndoStack) -> None:
        self._brush_size, self._erases = DEFAULT_BRUSH_SIZE, False  # the base asks for the pointer
        super().__init__(undo_stack)
        self._source: _Source | None = None
        self._finger = -1
        self._key_pen = (RASTER_SIZE / 2, RASTER_SIZE / 2)
        self._shows_key_pen = self._shows_ring = self._shows_drop_frame = False
        self.setAcceptDrops(True)
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

    @Slot()
    def paste(self) -> bool:
        """Hand on the picture or picture file on the clipboard; return whether there is one."""
        data = QGuiApplication.clipboard().mimeData()
        return data is not None and self._hand_on(data)  # None: nothing was ever copied

    @Slot()
    def copy(self) -> None:
        """Put the ink on the clipboard as a grey picture: black ink on white paper."""
        grey = np.ascontiguousarray(255 - self.ink())
        kind = QImage.Format.Format_Grayscale8
        picture = QImage(grey.data, RASTER_SIZE, RASTER_SIZE, RASTER_SIZE, kind)
        QGuiApplication.clipboard().setImage(picture.copy())

    def look_changed(self) -> None:
        """Colour ink and pointer anew."""
        super().look_changed()
        self._update_pointer()

    def _hand_on(self, data: QMimeData) -> bool:
        path = picture_file(data)
        picture = picture_pixels(data) if path is None else None
        if path is not None:
            self.image_file_dropped.emit(path)
        elif picture is not None:
            self.image_pasted.emit(picture)
        return path is not None or picture is not None

    def _update_pointer(self) -> None:
        """Point with a ring that is seen on ink and on paper; filled as a piece of rubber."""
        diameter = min(max(self._widget_brush(), 5.0), LARGEST_RING)
        ratio = self.devicePixelRatioF()
        size = int(diameter) + 4 | 1
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(size / 2, size / 2)
        if self._erases:
            rubber = QColor(self.theme.base)
            rubber.setAlpha(200)
            painter.setBrush(rubber)
        for colour, width in ((self.theme.base, 3.0), (self.theme.text, 1.2)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(centre, diameter / 2, diameter / 2)
        painter.end()
        self.setCursor(QCursor(pixmap, size // 2, size // 2))

    def _widget_brush(self) -> float:
        return self._brush_size * self.paper().width() / RASTER_SIZE

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

    def _set_shows_drop_frame(self, shows: bool) -> None:
        self._shows_drop_frame = shows
        self.update()

    def _paint_drop_frame(self, painter: QPainter) -> None:
        frame = self.paper().adjusted(6, 6, -6, -6)
        veil = QColor(self.theme.base)
        veil.setAlpha(225)
        painter.fillRect(self.paper(), veil)
        painter.setPen(QPen(QColor(self.theme.accent), 3, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, 8, 8)
        self._paint_words(painter, frame, self.theme.text, self.tr("Drop the picture here"))

    def _paint_key_pen(self, painter: QPainter) -> None:
        centre = self.to_widget(*self._key_pen)
        radius = max(3.0, self._widget_brush() / 2) + 2
        is_down = self._source is _Source.KEYS
        style = Qt.PenStyle.SolidLine if is_down else Qt.PenStyle.DotLine
        for pen in (QPen(QColor(self.theme.base), 4), QPen(QColor(self.theme.accent), 2, style)):
            painter.setPen(pen)
            painter.drawEllipse(centre, radius, radius)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._shows_drop_frame:
            self._paint_drop_frame(painter)
        if self._shows_key_pen and self.hasFocus():
            self._paint_key_pen(painter)
        if self._shows_ring and self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 3))
            painter.drawRect(self.paper().adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if picture_file(event.mimeData()) is not None or event.mimeData().hasImage():
            event.acceptProposedAction()
            self._set_shows_drop_frame(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_shows_drop_frame(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_shows_drop_frame(False)
        if self._hand_on(event.mimeData()):
            event.acceptProposedAction()

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
        if event.button() == Qt.MouseButton.LeftButton and _is_real(event):
            self._begin(_Source.MOUSE, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not _is_real(event):
            return
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(_Source.MOUSE, event.position())
        else:  # a release that never came is made up for
            self._end(_Source.MOUSE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and _is_real(event):
            self._move(_Source.MOUSE, event.position())
            self._end(_Source.MOUSE)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two fast dots are two presses

    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()  # so that no mouse event follows
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
        self._shows_ring = came_by_key(event.reason())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end(_Source.KEYS)
        self._shows_key_pen = False
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._source = None  # its release will not come
        self.finish_stroke()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
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
