"""A soft frame around a part of the window, over everything; the mouse goes through it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gdstudio.studio.views.common.painted_widget import PaintedWidget

_LINES: Final = ((1.5, 45), (3.5, 110), (6.0, 255))  # pixels from outside, how opaque (0 to 255)
_WIDTH_PX: Final = 8  # of the frame
_BESIDE_PX: Final = 5  # of it outside the part
_LINE_PX: Final = 2.5
_ROUND_PX: Final = 9.0

_MOVES: Final = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.WindowBlocked,
    QEvent.Type.WindowUnblocked,
)


class PointingFrame(PaintedWidget):
    """Frames a widget of its window as far as it is in sight, and follows it wherever it goes.

    Hidden until it points at something, and while a dialog has the window.

    Signals:
        moved: It may stand elsewhere, or nowhere.
    """

    moved = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = window
        self._pointed: QWidget | None = None
        self._watched: list[QWidget] = []
        self._is_blocked = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.follow)
        self.hide()

    def point_at(self, widget: QWidget | None) -> None:
        """Frame a widget while it is in sight, or nothing."""
        self._pointed = widget
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Stand where the widget stands now."""
        self._watch()
        widget = self._pointed
        room = QRect() if widget is None else place_in(widget, self._window)
        if self._is_blocked or room.isEmpty():
            self.hide()
            self.moved.emit()
            return
        beside = _BESIDE_PX
        self.setGeometry(room.adjusted(-beside, -beside, beside, beside) & self._window.rect())
        inner = self.rect().adjusted(_WIDTH_PX, _WIDTH_PX, -_WIDTH_PX, -_WIDTH_PX)
        self.setMask(QRegion(self.rect()) - QRegion(inner))  # what moves there costs nothing more
        self.show()
        self.raise_()
        self.moved.emit()

    def _watch(self) -> None:
        """Listen to the widget and to all it stands in, which may be others than before."""
        watched: list[QWidget] = []
        above = self._pointed
        while above is not None:
            watched.append(above)
            above = None if above is self._window else above.parentWidget()
        if watched != self._watched:
            for one in filter(isValid, self._watched):  # what held enlarged cards has gone
                one.removeEventFilter(self)
            for one in watched:
                one.installEventFilter(self)
            self._watched = watched

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOVES:
            if kind == QEvent.Type.WindowBlocked:
                self._is_blocked = True
            elif kind == QEvent.Type.WindowUnblocked:
                self._is_blocked = False
            self._soon.start()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for inset, opacity in _LINES:
            colour = QColor(self.theme.accent)
            colour.setAlpha(opacity)
            painter.setPen(QPen(colour, _LINE_PX))
            room = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            radius = max(_ROUND_PX - inset, 2.0)
            painter.drawRoundedRect(room, radius, radius)
        painter.end()


def place_in(widget: QWidget, window: QWidget) -> QRect:
    """Return where a widget is seen in its window, in the window's pixels; empty if it is not."""
    if not widget.isVisible() or not window.isAncestorOf(widget):
        return QRect()
    room = QRect(widget.mapTo(window, QPoint()), widget.size())
    above = widget.parentWidget()
    while above is not None and above is not window and not room.isEmpty():
        room &= QRect(above.mapTo(window, QPoint()), above.size())
        above = above.parentWidget()
    return room
