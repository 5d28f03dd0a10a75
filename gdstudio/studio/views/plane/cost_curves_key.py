"""The key to several curves: swatches and names in as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.studio.style import numeral_font
from gdstudio.studio.theme import LIGHT, Theme

_SWATCH: Final = 8
_GAP: Final = 4
_SPACING: Final = 8
_SMALLER: Final = 0.92


class CurveKey(QWidget):
    """Shows which colour is which curve, and the value of each if there is one to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._colours: tuple[str, ...] = ()
        self._values: tuple[str, ...] = ()
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Key to the curves"))
        self._fit_height()

    def set_curves(self, names: Sequence[str], colours: Sequence[str]) -> None:
        """Show these curves."""
        if (tuple(names), tuple(colours)) != (self._names, self._colours):
            self._names, self._colours, self._values = tuple(names), tuple(colours), ()
            self.setAccessibleDescription(", ".join(names))
            self._fit_height()
            self.update()

    def set_values(self, values: Sequence[str]) -> None:
        """Write these beside the names; empty for none."""
        if tuple(values) != self._values:
            self._values = tuple(values)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.update()

    def texts(self) -> list[str]:
        """Return what is written."""
        values = self._values or ("",) * len(self._names)
        return [f"{name} {value}".strip() for name, value in zip(self._names, values, strict=True)]

    def _small(self) -> QFont:
        return numeral_font(self.font(), _SMALLER)

    def _places(self) -> list[QRect]:
        """Return the place of each entry, from left to right and line by line."""
        metrics = QFontMetrics(self._small())
        line = metrics.height() + 2
        places, x, y = [], 0, 0
        for name in self._names:
            width = min(_SWATCH + _GAP + metrics.horizontalAdvance(name) + 1, max(self.width(), 1))
            if x > 0 and x + width > self.width():
                x, y = 0, y + line
            places.append(QRect(x, y, width, line))
            x += width + _SPACING
        return places

    def _fit_height(self) -> None:
        bottom = max((place.bottom() + 1 for place in self._places()), default=0)
        self.setFixedHeight(max(bottom, QFontMetrics(self._small()).height() + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint swatches and names; a value where it has the line to itself."""
        painter = QPainter(self)
        painter.setFont(self._small())
        metrics = painter.fontMetrics()
        for i, (place, text) in enumerate(zip(self._places(), self.texts(), strict=True)):
            middle = place.center().y() + 0.5
            swatch = QRectF(place.left(), middle - _SWATCH / 2, _SWATCH, _SWATCH)
            painter.fillRect(swatch, QColor(self._colours[i]))
            painter.setPen(QColor(self._theme.text))
            room = place.adjusted(_SWATCH + _GAP, 0, 0, 0)
            if len(self._names) == 1:
                room.setRight(self.width())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit_height()

    def sizeHint(self) -> QSize:
        """Return room for one line."""
        return QSize(200, self.height())
