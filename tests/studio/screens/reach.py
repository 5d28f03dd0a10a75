"""What of a window can be reached: every control, whole, if by scrolling."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget

from gdstudio.studio.main_window import MainWindow

_TRIES = 5  # a picture or a text that comes from a thread may move what stands below it
_SLACK = 1  # pixels that rounding may cost at a fractional scale


def out_of_reach(window: MainWindow) -> list[str]:
    """Return a line for each control that cannot be brought into sight; focuses them all."""
    return [
        line
        for index, workspace in enumerate(window.workspaces)
        for line in _out_of_reach_in(window, index, [workspace.header, workspace.page])
    ]


def sticks_out(window: MainWindow) -> list[str]:
    """Return how the window is larger than its screen, if it is."""
    space, frame = window.screen().availableGeometry(), window.frameGeometry()
    if frame.width() <= space.width() and frame.height() <= space.height():
        return []
    return [f"window {frame.width()}x{frame.height()} on {space.width()}x{space.height()}"]


def _out_of_reach_in(window: MainWindow, index: int, parts: list[QWidget]) -> list[str]:
    window.tabs.setCurrentIndex(index)
    _settle()
    lines = []
    for part in parts:
        for widget in part.findChildren(QWidget):
            is_control = widget.isVisible() and _is_control(widget)
            if is_control and not _comes_into_sight(widget, window):
                name = widget.accessibleName() or widget.objectName()
                kind = type(widget).__name__
                lines.append(f"{window.tabs.tabText(index)}: {kind} {name!r} {widget.size()}")
    return lines


def _comes_into_sight(widget: QWidget, window: MainWindow) -> bool:
    for _ in range(_TRIES):
        widget.clearFocus()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        _settle()
        if _is_in_sight(widget, window):
            return True
    return False


def _is_control(widget: QWidget) -> bool:
    above = widget.parentWidget()
    is_viewport = isinstance(above, QAbstractScrollArea) and above.viewport() is widget
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    is_part = is_viewport or isinstance(widget, QScrollArea)
    return takes_tab and widget.isEnabled() and not is_part


def _is_in_sight(widget: QWidget, window: MainWindow) -> bool:
    """Return whether all of a control is seen, or as much of it as its scroll area can show."""
    seen, space = widget.rect(), widget.size()
    above = widget.parentWidget()
    while above is not window:
        seen &= QRect(widget.mapFrom(above, QPoint()), above.size())
        if isinstance(above, QScrollArea):
            space = space.boundedTo(above.viewport().size())
        above = above.parentWidget()
    return seen.width() >= space.width() - _SLACK and seen.height() >= space.height() - _SLACK


def _settle() -> None:
    for _ in range(2):
        QApplication.processEvents()
