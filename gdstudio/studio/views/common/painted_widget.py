"""What widgets have in common that paint themselves: theme, figures, focus ring and arrow keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gdstudio.studio.style import numeral_font
from gdstudio.studio.theme import Theme, current_theme

if TYPE_CHECKING:
    MixinBase = QWidget
else:
    MixinBase = object  # the widget class stands behind it

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DARK_BELOW: Final = 0.179  # relative luminance at which black and white contrast alike (WCAG)
_BY_KEYS: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class FollowsLook(MixinBase):
    """Mixin in front of a widget class: `look_changed` follows the theme and the font.

    A subclass calls `follow_look` at the end of its constructor: some constructors of Qt and
    pyqtgraph change palette or font before the attributes are there that `look_changed` needs.
    """

    _is_made = False

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return current_theme()

    def follow_look(self) -> None:
        """Take up theme and font, now and whenever one of them changes."""
        self._is_made = True
        self.look_changed()

    def look_changed(self) -> None:
        """Take up the theme and the font in force, at least by painting anew."""
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_look = event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if self._is_made and is_look:
            self.look_changed()


class PaintedWidget(FollowsLook, QWidget):
    """Base of widgets that paint themselves in the colours of the theme.

    A subclass sets its attributes before it changes its own font or palette.
    """

    _is_made = True

    def numeral_font(self, factor: float = 1.0, *, bold: bool = False) -> QFont:
        """Return the widget's font, larger by a factor, with figures of equal width."""
        return numeral_font(self.font(), factor, bold=bold)


def arrow_of(event: QKeyEvent) -> tuple[int, int] | None:
    """Return the step (right, down) of an arrow key, or None for any other key."""
    return _ARROWS.get(Qt.Key(event.key()))


def came_by_key(reason: Qt.FocusReason) -> bool:
    """Return whether the focus was moved by the keyboard."""
    return reason in _BY_KEYS


def takes_copy(event: QEvent) -> bool:
    """Return whether an event asks if a widget has a use for Ctrl+C, which is the window's else."""
    is_asked = event.type() == QEvent.Type.ShortcutOverride
    copy = QKeySequence.StandardKey.Copy
    return is_asked and isinstance(event, QKeyEvent) and event.matches(copy)


def rgb_of(colour: str) -> NDArray[np.float64]:
    """Return red, green and blue of a colour of the theme, shape (3,), 0 to 255."""
    mixed = QColor(colour)
    return np.array([mixed.red(), mixed.green(), mixed.blue()], np.float64)


def ink_over(colour: QColor) -> QColor:
    """Return black or white, whichever contrasts more with a colour (WCAG 2.1)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return QColor("#ffffff" if luminance < _DARK_BELOW else "#000000")


def paint_focus_ring(painter: QPainter, room: QRectF, radius: float = 0.0) -> None:
    """Draw the frame, in the accent colour, that shows where the keys go."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(current_theme().accent), 1))
    painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
