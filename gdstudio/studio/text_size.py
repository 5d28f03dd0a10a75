"""The text size: one number that scales type and whatever has to grow with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QBoxLayout, QLayout, QSpacerItem, QWidget

TEXT_SIZES: Final = (100, 110, 125, 150, 175, 200, 225, 250)
"""Percent of the usual size of type."""

_PROPERTY: Final = "textSize"  # of the application: percent
_KEPT: Final = "pixelsAt100"  # of a widget or a layout: what was set, in pixels at 100 %
_Sized = TypeVar("_Sized", bound=QWidget | QLayout)


def _set_gaps(box: QBoxLayout, *gaps: int) -> None:
    is_row = box.direction() in (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft)
    for index, gap in enumerate(gaps):
        space = box.itemAt(index)
        if gap and isinstance(space, QSpacerItem):
            fixed, least = space.sizePolicy().Policy.Fixed, space.sizePolicy().Policy.Minimum
            if is_row:
                space.changeSize(gap, 0, fixed, least)
            else:
                space.changeSize(0, gap, least, fixed)
    box.invalidate()


_SETTERS: Final[dict[str, Callable[..., Any]]] = {
    "fixedWidth": QWidget.setFixedWidth,
    "fixedHeight": QWidget.setFixedHeight,
    "fixedSize": QWidget.setFixedSize,
    "minimumWidth": QWidget.setMinimumWidth,
    "minimumHeight": QWidget.setMinimumHeight,
    "minimumSize": QWidget.setMinimumSize,
    "maximumWidth": QWidget.setMaximumWidth,
    "maximumHeight": QWidget.setMaximumHeight,
    "iconSize": lambda button, width, height: button.setIconSize(QSize(width, height)),
    "handleWidth": lambda splitter, width: splitter.setHandleWidth(width),
    "margins": lambda layout, *sides: layout.setContentsMargins(*sides),
    "spacing": lambda layout, between: layout.setSpacing(between),
    "gaps": _set_gaps,
    "horizontalSpacing": lambda grid, between: grid.setHorizontalSpacing(between),
    "verticalSpacing": lambda grid, between: grid.setVerticalSpacing(between),
}


def text_scale() -> float:
    """Return the text size in force over the usual one; 1 before one was chosen."""
    app = QCoreApplication.instance()
    percent = None if app is None else app.property(_PROPERTY)
    return percent / 100 if isinstance(percent, int) and percent in TEXT_SIZES else 1.0


def next_text_size(percent: int, by: int) -> int:
    """Return the size so many steps larger, or smaller, as far as there are sizes."""
    index = TEXT_SIZES.index(percent) + by
    return TEXT_SIZES[min(max(index, 0), len(TEXT_SIZES) - 1)]


def px(pixels: float) -> int:
    """Return how many pixels stand, at the text size in force, for so many at 100 %."""
    return round(pixels * text_scale())


def sized(thing: _Sized, **sizes: int | tuple[int, ...]) -> _Sized:
    """Set sizes that grow with the text; return the widget or layout.

    Args:
        thing: A widget or a layout.
        sizes: Pixels at 100 %, by the name of what they set: fixedWidth, fixedHeight, fixedSize,
            minimumWidth, minimumHeight, minimumSize, maximumWidth, maximumHeight, iconSize,
            handleWidth; of layouts margins, spacing, horizontalSpacing, verticalSpacing, and gaps
            (for each item of a row or column its length if it is free room, else 0).
            Each takes the place of what was set under that name before.
    """
    kept = dict(_kept(thing))
    for name, size in sizes.items():
        kept[name] = size if isinstance(size, tuple) else (size,)
    lines = (f"{name} {' '.join(map(str, values))}" for name, values in kept.items())
    thing.setProperty(_KEPT, "\n".join(lines))
    for name in sizes:
        _set(thing, name, kept[name])
    return thing


def put_on_text_size(percent: int) -> None:
    """Give the whole program this text size: the font, and what `sized` has set.

    Widgets that paint themselves follow the change of the font. The style sheet is to be made anew,
    then fonts that widgets have of their own (`style.renew_fonts`).

    Args:
        percent: One of `TEXT_SIZES`.
    """
    assert percent in TEXT_SIZES
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    font = QFont(app.font())
    usual = font.pointSizeF() / text_scale()
    font.setPointSizeF(round(usual * percent / 100, 6))  # there and back is the same
    app.setProperty(_PROPERTY, percent)
    app.setFont(font)
    for top in app.topLevelWidgets():
        for thing in (top, *top.findChildren(QObject)):
            if isinstance(thing, QWidget):  # Qt tells them only once the program runs
                QCoreApplication.sendEvent(thing, QEvent(QEvent.Type.ApplicationFontChange))
            if isinstance(thing, QWidget | QLayout):
                for name, values in _kept(thing):
                    _set(thing, name, values)


def _kept(thing: QObject) -> list[tuple[str, tuple[int, ...]]]:
    text = thing.property(_KEPT)
    if not isinstance(text, str):
        return []
    parts = (line.split() for line in text.splitlines())
    return [(name, tuple(map(int, values))) for name, *values in parts]


def _set(thing: QWidget | QLayout, name: str, pixels: tuple[int, ...]) -> None:
    # Negative spacings and maxima of Qt's own ("whatever the style says", "any") are no sizes.
    _SETTERS[name](thing, *(value if value < 0 else px(value) for value in pixels))
