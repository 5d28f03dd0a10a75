"""What views set up their widgets with: rows and columns, names, explanations."""

from __future__ import annotations

from typing import Any, Final, TypeAlias, TypeVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gdstudio.studio.text_size import sized

STRETCH: Final = "stretch"
"""Room that is left over stands here."""
TERM: Final = "term"
"""Property of a widget: the term of the glossary that says what it is, or what it is called."""

_ICON_PX: Final = 16

# A widget or layout, also with its stretch and alignment; `STRETCH`; pixels, at 100 %, left free.
Part: TypeAlias = QWidget | QLayout | tuple[Any, ...] | str | int
_Box = TypeVar("_Box", bound=QBoxLayout)
_Widget = TypeVar("_Widget", bound=QWidget)
_Button = TypeVar("_Button", bound=QAbstractButton)


def in_row(*parts: Part, of: QWidget | None = None, **look: Any) -> QHBoxLayout:
    """Return a layout, that of a widget if one is given, filled from left to right; see `fill`."""
    return fill(QHBoxLayout() if of is None else QHBoxLayout(of), *parts, **look)


def in_column(*parts: Part, of: QWidget | None = None, **look: Any) -> QVBoxLayout:
    """Return a layout, that of a widget if one is given, filled from top to bottom; see `fill`."""
    return fill(QVBoxLayout() if of is None else QVBoxLayout(of), *parts, **look)


def fill(
    box: _Box,
    *parts: Part,
    spacing: int = -1,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> _Box:
    """Put parts into a layout, one after another; return it.

    Args:
        box: The layout.
        parts: What it holds, see `Part`.
        spacing: Pixels at 100 % between two of them; -1 for what the style proposes.
        margins: Pixels at 100 % left, above, right and below.
    """
    sized(box, spacing=spacing, margins=margins)
    gaps = [0] * box.count()
    for part in parts:
        item, *how = part if isinstance(part, tuple) else (part,)
        if isinstance(item, QWidget):
            box.addWidget(item, *how)
        elif isinstance(item, QLayout):
            box.addLayout(item, *how)
        elif item == STRETCH:
            box.addStretch(1)
        else:
            box.addSpacing(item)
        gaps.append(item if isinstance(item, int) else 0)
    return sized(box, gaps=tuple(gaps)) if any(gaps) else box


def label(name: str, text: str = "") -> QLabel:
    """Return a label that follows a rule of the style sheet."""
    made = QLabel(text)
    made.setObjectName(name)
    return made


def called(widget: _Widget, name: str, tip: str | None = None, term: str = "") -> _Widget:
    """Give a widget its name for readers of the screen, a tool tip and a `TERM`; return it."""
    widget.setAccessibleName(name)
    if tip is not None:
        widget.setToolTip(tip)
    if term:
        widget.setProperty(TERM, term)
    return widget


def action_button(action: QAction, button: QToolButton | None = None) -> QToolButton:
    """Return a button, a new one if none is given, that shows and does an action."""
    made = QToolButton() if button is None else button
    made.setDefaultAction(action)
    sized(made, iconSize=(_ICON_PX, _ICON_PX))
    return called(made, action.text().replace("&", ""))


def explained(button: _Button, text: str, explanation: str) -> _Button:
    """Say what a button or a check box is, to eyes and to readers of the screen; return it."""
    button.setText(text)
    button.setAccessibleDescription(explanation)
    return called(button, text, explanation)
