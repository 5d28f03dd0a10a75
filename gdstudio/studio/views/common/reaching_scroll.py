"""A page in a window that may be smaller than it: what has no room is reached by scrolling."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

_LEAST = (240, 110)  # pixels; the rest can be scrolled to
_MARGIN = 6  # pixels round what is scrolled into sight


class ReachingScroll(QScrollArea):
    """Shows a page as large as there is room for, but never smaller than it can be.

    The page fills a large window without a scroll bar. Whatever takes the focus, by a key or by the
    program, is scrolled into sight.

    Signals:
        room_changed(int): The width that it has for the page, in pixels, less than which it will
            not have: as with the scroll bar at its side.
    """

    room_changed = Signal(int)

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what stands in it is scrolled to
        self.setWidgetResizable(True)
        self.setWidget(page)
        self._page = page
        self._rests = self._has_missed = False
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_application_focus_changed)

    def minimumSizeHint(self) -> QSize:
        return QSize(*_LEAST)

    def sizeHint(self) -> QSize:
        return self._page.sizeHint()

    def rest(self) -> None:
        """Leave the page as large as it is, whatever room there is: it is about to be hidden."""
        self._rests = True

    def wake(self) -> None:
        """Let the page fill the room again: it is about to be shown."""
        self._rests = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._has_missed:
            self.resizeEvent(QResizeEvent(self.viewport().size(), QSize()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._has_missed = self._rests
        if self._rests:
            return
        super().resizeEvent(event)
        self.room_changed.emit(self.width() - self.verticalScrollBar().sizeHint().width())

    @Slot("QWidget*", "QWidget*")
    def _on_application_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        # A press of the mouse is on what is in sight, and must not move under the pointer.
        pressed = QApplication.mouseButtons()
        if now is not None and not pressed and self._page.isAncestorOf(now):
            for area in _scroll_areas(now):
                _show_whole(now, area)


class PanelScroll(QScrollArea):
    """Scrolls a panel up and down; it is never narrower than the panel can be."""

    def __init__(self, body: QWidget | None = None) -> None:
        """Scroll this, or what is set later."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if body is not None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what stands in it is scrolled to
            body.setObjectName("panelBody")
            self.setWidget(body)

    def minimumSizeHint(self) -> QSize:
        least, body = super().minimumSizeHint(), self.widget()
        if body is None:
            return least
        width = body.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(max(least.width(), width), least.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def _show_whole(widget: QWidget, area: QScrollArea) -> None:
    """Scroll until all of a widget is seen, from its upper left; Qt is content with its cursor."""
    page = area.widget()
    assert page is not None  # it holds the widget
    spare = area.viewport().size() - widget.size()
    across, down = (max(min(_MARGIN, room // 2), 0) for room in (spare.width(), spare.height()))
    place = QRect(widget.mapTo(page, QPoint()), widget.size())
    for corner in (place.bottomRight(), place.topLeft()):
        area.ensureVisible(corner.x(), corner.y(), across, down)


def _scroll_areas(widget: QWidget) -> list[QScrollArea]:
    """Return the scroll areas that a widget stands in, the innermost first."""
    areas: list[QScrollArea] = []
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            page = above.widget()
            if page is not None and page.isAncestorOf(widget):
                areas.append(above)
        above = above.parentWidget()
    return areas
