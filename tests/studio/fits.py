"""What does not fit in a window, told from the geometry of its widgets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLayout,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QStackedWidget,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)

from gdstudio.studio.views.cost_plot.legend import LegendEntry

_FRAME = 1  # pixels that a rounded width may be short


def faults(window: QWidget) -> list[str]:
    """Return what is cut, overlapped or out of reach in a window, a line each; best is none."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible() and not widget.size().isEmpty():
            found += [f"{_name(widget)}: {fault}" for fault in (*_cut(widget), *_placed(widget))]
    return found


def _name(widget: QWidget) -> str:
    """Return a widget with its text or name, and the card or page in which it is."""
    text = getattr(widget, "text", None)
    words = (text() if callable(text) else "") or widget.accessibleName() or widget.objectName()
    above = [type(one).__name__ for one in _ancestors(widget)]
    return f"{'/'.join(above[2::-1])}/{type(widget).__name__} {words[:40]!r}"


def _ancestors(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _cut(widget: QWidget) -> Iterator[str]:
    """Say where a text has less room than it takes."""
    if isinstance(widget, QLabel):
        yield from _label_cut(widget)
    elif isinstance(widget, QComboBox):
        if widget.sizeAdjustPolicy() != QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow:
            return  # of any length: the list shows them whole
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        complex_, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = widget.style().subControlRect(complex_, option, part, widget)
        yield from _short("width", _broad(widget, widget.currentText()), room.width())
        yield from _short("height", widget.fontMetrics().height(), room.height())
    elif isinstance(widget, QAbstractSpinBox):
        line = widget.lineEdit()
        yield from _short("width", _broad(line, line.text()) + 3, line.width())
        yield from _short("height", line.fontMetrics().height(), line.height())
    elif isinstance(widget, QTabBar):
        for k in range(widget.count()):
            needed = _broad(widget, widget.tabText(k))
            yield from _short("width of a tab", needed, widget.tabRect(k).width())
    elif isinstance(widget, QAbstractButton) and (widget.text() or not widget.icon().isNull()):
        needed = widget.minimumSizeHint() if isinstance(widget, LegendEntry) else widget.sizeHint()
        yield from _short("width", needed.width(), widget.width())
        yield from _short("height", needed.height() - 2, widget.height())


def _label_cut(label: QLabel) -> Iterator[str]:
    text, room = label.text(), label.contentsRect()
    if not text:
        return
    if label.textFormat() != Qt.TextFormat.PlainText and "<" in text:
        words = QTextDocument()
        words.setDefaultFont(label.font())
        words.setDocumentMargin(0)
        words.setHtml(text)
        if label.wordWrap():
            words.setTextWidth(room.width())
        yield from _short("width", words.idealWidth(), room.width())
        yield from _short("height", words.size().height() - 3, room.height())
        return
    metrics = label.fontMetrics()
    if label.wordWrap():
        flags = Qt.TextFlag.TextWordWrap | label.alignment()
        needed = metrics.boundingRect(QRect(0, 0, room.width(), 0), flags.value, text)
        yield from _short("height", needed.height(), room.height())
        yield from _short("width", max(_broad(label, word) for word in text.split()), room.width())
        return
    lines = text.split("\n")
    yield from _short("width", max(_broad(label, line) for line in lines), room.width())
    yield from _short("height", len(lines) * metrics.height(), room.height())


def _broad(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text)


def _short(what: str, needed: float, there: int) -> Iterator[str]:
    if needed > there + _FRAME:
        yield f"{what} {there} of {needed:.0f}"


def _placed(widget: QWidget) -> Iterator[str]:
    """Say where children lie over one another or outside of their parent."""
    if isinstance(widget, QScrollArea) and widget.widget() is not None:
        yield from _reach(widget)
    if isinstance(widget, QSplitter | QStackedWidget):
        placed = [widget.widget(k) for k in range(widget.count())]
    elif widget.layout() is not None:
        placed = list(_laid_out(widget, widget.layout()))
    else:
        return
    placed = [one for one in placed if one.isVisible() and not one.size().isEmpty()]
    room = widget.rect()
    for one in placed:
        if not room.contains(one.geometry()):
            yield f"{_name(one)} lies outside: {_told(one.geometry())} in {_told(room)}"
    for one, other in combinations(placed, 2):
        if one.geometry().intersects(other.geometry()):
            yield f"{_name(one)} lies on {_name(other)}"


def _laid_out(widget: QWidget, layout: QLayout) -> Iterator[QWidget]:
    """Yield what a layout and those within it place, but not one of several in turn.

    No item of a layout is asked for: Qt deletes some whose Python side lives on, and is then taken
    for whatever stands in their place.
    """
    layouts = [layout, *layout.findChildren(QLayout)]
    layouts = [one for one in layouts if not isinstance(one, QStackedLayout)]
    for child in widget.children():
        if isinstance(child, QWidget) and any(one.indexOf(child) >= 0 for one in layouts):
            yield child


def _reach(area: QScrollArea) -> Iterator[str]:
    """Say where there is more than is seen, and no way to scroll to it."""
    seen, all_ = area.viewport().size(), area.widget().size()
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if all_.width() > seen.width() and area.horizontalScrollBarPolicy() == never:
        yield f"{all_.width() - seen.width()} pixels at the right are out of reach"
    if all_.height() > seen.height() and area.verticalScrollBarPolicy() == never:
        yield f"{all_.height() - seen.height()} pixels below are out of reach"


def _told(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}x{rect.height()}"


def scrolled(window: QWidget, lists: tuple[type[QWidget], ...]) -> list[str]:
    """Return what is only seen by scrolling, a line each; best is none.

    Args:
        window: All of it is looked at.
        lists: Kinds that are longer than any window: of them the head is enough.
    """
    found = []
    for area in window.findChildren(QAbstractScrollArea):
        if not area.isVisible() or area.visibleRegion().isEmpty() or isinstance(area, lists):
            continue
        across, down = area.horizontalScrollBar().maximum(), area.verticalScrollBar().maximum()
        if across > 0 or down > 0:
            found.append(
                f"{_name(area)}: {across} pixels across and {down} down are to be scrolled"
            )
    return found
