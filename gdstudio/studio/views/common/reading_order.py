"""The order in which Tab goes through a window: that in which one reads it."""

from __future__ import annotations

from functools import cmp_to_key

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget


def move_focus(window: QWidget, *, forward: bool) -> bool:
    """Give the focus to what is read next, after the last to the first; False if there is none.

    Whatever was made when, folded or lent: what counts is what is seen, and where.
    """
    widgets = reading_order(window)
    if not widgets:
        return False
    now = QApplication.focusWidget()
    if now is not None and window.isAncestorOf(now) and now not in widgets:
        widgets = _sorted(window, [*widgets, now])
    step = 1 if forward else -1
    at = widgets.index(now) if now in widgets else -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    widgets[(at + step) % len(widgets)].setFocus(reason)
    return True


def reading_order(window: QWidget) -> list[QWidget]:
    """Return what Tab reaches: row after row, from left to right, one part of the window whole."""
    found = [one for one in window.findChildren(QWidget) if _takes_tab(one, window)]
    return _sorted(window, found)


def _takes_tab(widget: QWidget, window: QWidget) -> bool:
    if not widget.isVisible():  # most are not: the others are asked more
        return False
    wants = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    is_there = widget.isEnabled() and widget.window() is window
    return bool(wants) and is_there and widget.focusProxy() is None


def _sorted(window: QWidget, widgets: list[QWidget]) -> list[QWidget]:
    paths = {widget: _path(widget, window) for widget in widgets}
    key = cmp_to_key(_compare)
    return sorted(widgets, key=lambda widget: key(paths[widget]))


def _path(widget: QWidget, window: QWidget) -> list[QRect]:
    """Return where a widget and all it stands in are, each in its parent, the outermost first."""
    path = []
    above: QWidget | None = widget
    while above is not None and above is not window:
        path.append(above.geometry())
        above = above.parentWidget()
    return path[::-1]


def _compare(one: list[QRect], other: list[QRect]) -> int:
    """Compare where the parts stand in which two widgets differ."""
    for a, b in zip(one, other, strict=False):
        if a != b:
            return _compare_places(a, b)
    return len(one) - len(other)


def _compare_places(a: QRect, b: QRect) -> int:
    shared = min(a.bottom(), b.bottom()) - max(a.top(), b.top())
    is_row = 2 * shared > min(a.height(), b.height())
    return a.left() - b.left() if is_row else a.top() - b.top()
