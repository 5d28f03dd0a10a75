"""Base of the views of charts: painted once, read with the pointer or with arrow keys."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.pictures.readings import Place, Readings
from gdstudio.studio.style import numeral_font
from gdstudio.studio.theme import LIGHT, Theme
from gdstudio.studio.views.plane.plane_painting import draw_ball, draw_label, faded

ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
# Text grows with the chart, so that an enlarged one is read from the last row: least width and
# height, and how many times as large it is then.
_TEXT: Final = ((1000, 560, 1.5), (760, 440, 1.3), (520, 320, 1.1), (0, 0, 0.92))
_TITLE: Final = 1.25
_PICTURE_MARGIN: Final = 12


class ChartView(QWidget):
    """Shows one chart of a kind; a subclass paints it in `_draw`.

    What is painted is kept as a picture: moving the pointer paints only the reading anew.

    Signals:
        enlarge_requested(): Enter, or a double click.
        reading_changed(str): What is read off the chart now; empty for nothing.
    """

    enlarge_requested = Signal()
    reading_changed = Signal(str)

    def __init__(self, chart: Any) -> None:
        super().__init__()
        self._chart = chart
        self._theme = LIGHT
        self._is_live = False
        self._ground: QPixmap | None = None
        self._readings = Readings((), lambda group, index: "")
        self._at: Place | None = None
        self._pointer: QPointF | None = None  # None too while the arrow keys read
        self._told = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(chart.title)

    @property
    def chart(self) -> Any:
        """What is shown."""
        return self._chart

    @property
    def readings(self) -> Readings:
        """What can be read off, and where."""
        self._make_ground()
        return self._readings

    @property
    def reading(self) -> str:
        """What is read off now; empty for nothing."""
        at = self._at
        return "" if at is None or self.readings.point(at) is None else self.readings.text(*at)

    def set_chart(self, chart: Any, *, is_live: bool = False) -> None:
        """Show another chart of the same kind; one that is live is going to grow."""
        self._chart, self._is_live = chart, is_live
        self.setAccessibleName(chart.title)
        self._repaint()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self._repaint()

    def picture(self, scale: float = 2.0) -> QImage:
        """Return the chart under its title, `scale` pixels a unit."""
        font = self.text_font(_TITLE, bold=True)
        title = QRectF(_PICTURE_MARGIN, _PICTURE_MARGIN, self.width(), 4000)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        with QPainter(image := QImage(1, 1, QImage.Format.Format_RGB32)) as painter:
            painter.setFont(font)
            title.setHeight(painter.boundingRect(title, flags, self._chart.title).height())
        top = round(title.bottom()) + _PICTURE_MARGIN
        size = QSize(self.width() + 2 * _PICTURE_MARGIN, top + self.height() + _PICTURE_MARGIN)
        image = QImage(size * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(QColor(self._theme.base))
        with QPainter(image) as painter:
            painter.setFont(font)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(title, flags, self._chart.title)
            painter.translate(_PICTURE_MARGIN, top)
            self._begin(painter)
            self._draw(painter)
        self._repaint()  # what a subclass notes while it draws is for the screen again
        return image

    def text_font(self, factor: float = 1.0, *, bold: bool = False) -> QFont:
        """Return the font of the chart's text: larger on a larger chart."""
        size = next(f for w, h, f in _TEXT if self.width() >= w and self.height() >= h)
        return numeral_font(self.font(), factor * size, bold=bold)

    def _draw(self, painter: QPainter) -> Readings:
        """Paint the chart and return what can be read off it; font and antialiasing are set."""
        raise NotImplementedError

    def _draw_over(self, painter: QPainter) -> None:
        """Paint what lies over the chart and under the reading."""

    def _draw_mark(self, painter: QPainter, place: Place, point: QPointF) -> None:
        """Paint what shows where the reading is taken."""
        draw_ball(painter, point, 4.5, self._theme.base, self._theme.text)

    def _begin(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.text_font())

    def _make_ground(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.devicePixelRatio() != ratio:
            ground = QPixmap(self.size() * ratio)
            ground.setDevicePixelRatio(ratio)
            ground.fill(QColor(self._theme.base))
            with QPainter(ground) as painter:
                self._begin(painter)
                self._readings = self._draw(painter)
            self._ground = ground
        return self._ground

    def _repaint(self) -> None:
        self._ground = None
        self.update()
        if self._pointer is not None:
            self._read_pointer()
        elif self._at is not None:
            self._set_at(self._at)

    def _read_pointer(self) -> None:
        """Read what is nearest to the pointer in the chart as it is now."""
        at = self._pointer
        self._set_at(None if at is None else self.readings.nearest(at.x(), at.y()))

    def _set_at(self, place: Place | None) -> None:
        before, self._at = self._at, place
        text = self.reading
        if place != before or text != self._told:
            self._told = text
            self.setAccessibleDescription(text)
            self.reading_changed.emit(text)
            self.update()

    def _paint_reading(self, painter: QPainter, at: Place) -> None:
        point = self.readings.point(at)
        if point is None:
            return
        place = QPointF(*point)
        self._draw_mark(painter, at, place)
        line = painter.fontMetrics().height()
        above = place.y() > 2.6 * line
        middle = QPointF(place.x(), place.y() + (-1.3 if above else 1.3) * line)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        plate = faded(self._theme.raised, 0.96)
        draw_label(painter, self.reading, middle, self._theme.text, plate, room)

    def sizeHint(self) -> QSize:
        """Return the size it has on a projector."""
        return QSize(320, 220)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that can be read."""
        return QSize(180, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chart, and over it the reading and the focus."""
        ground = self._make_ground()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, ground)
        self._begin(painter)
        self._draw_over(painter)
        if self._at is not None:
            self._paint_reading(painter, self._at)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(self._theme.accent))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint anew in the new size."""
        super().resizeEvent(event)
        self._repaint()

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew in the new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._repaint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read what is under the pointer."""
        self._pointer = event.position()
        self._read_pointer()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask to be enlarged, or made small again."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.enlarge_requested.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Read nothing."""
        super().leaveEvent(event)
        self._pointer = None
        self._set_at(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Read nothing."""
        super().focusOutEvent(event)
        self._pointer = None
        self._set_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the reading with the arrows; Enter asks to be enlarged."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._pointer = None
            self._set_at(self.readings.moved(self._at, *_ARROWS[key]))
        elif key in ENTER_KEYS:
            self.enlarge_requested.emit()
        else:
            event.ignore()
