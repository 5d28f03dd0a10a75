"""The box of the cost plot: axes, what the mouse does in it, and the two texts that lie on it."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen
from PySide6.QtWidgets import QWidget

from gdstudio.numerals import percent
from gdstudio.pictures.spans import Span, share_to_plot
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.common.layouts import label

_SUFFIXES: Final = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_GAP: Final = 6
_SHARE_STEPS: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
_SHARE_ROOM: Final = 25  # pixels between the ticks of an accuracy axis, at least
# In the order in which a logit axis has room for them.
_LOGIT_SHARES: Final = (0.5, 0.9, 0.99, 0.1, 0.01, 0.999, 0.001, 0.95, 0.8, 0.98, 0.05, 0.2)

_Ticks = list[tuple[float | None, list[float]]]


class PlotAxis(pg.AxisItem):
    """An axis of fixed thickness without automatic prefixes, so that nothing ever jumps.

    Args:
        orientation: "left", "right" or "bottom".
        widest: The widest text of a tick.
        caption: What is measured; empty for none.
    """

    def __init__(self, orientation: str, widest: str, caption: str = "") -> None:
        super().__init__(orientation)
        self._widest, self._caption = widest, caption
        self.enableAutoSIPrefix(False)
        self.setStyle(tickTextOffset=_GAP, autoExpandTextSpace=False, maxTickLevel=0)
        self.setStyle(hideOverlappingLabels=False)
        self.setStyle(tickLength=0 if orientation != "bottom" else 4, maxTextLevel=0)
        if caption:
            self.setLabel(caption)

    def set_font(self, font: QFont) -> None:
        """Write ticks and label in `font`; the thickness follows."""
        self.setStyle(tickFont=font)
        self.label.setFont(font)
        metrics = QFontMetricsF(font)
        caption = metrics.height() + 2 if self._caption else 0.0
        if self.orientation == "bottom":
            self.setHeight(math.ceil(metrics.height() + _GAP + 4 + caption))
        else:
            self.setWidth(math.ceil(metrics.horizontalAdvance(self._widest) + _GAP + 2 + caption))

    def dress(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        hairline = QPen(QColor(theme.outline), 1)
        self.setPen(hairline)
        self.setTickPen(hairline)
        self.setTextPen(QColor(theme.muted))


class CountAxis(PlotAxis):
    """Counts of updates or examples: 500, 12k, 1.5M; never between two whole numbers.

    Seconds may lie between them.
    """

    _least = 1.0

    def set_whole(self, whole: bool) -> None:
        """Keep to whole numbers, or not."""
        self._least = 1.0 if whole else 0.0
        self.picture = None  # the ticks are other ones now
        self.update()

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        spacings = super().tickSpacing(minVal, maxVal, size)
        return [(max(self._least, spacing), offset) for spacing, offset in spacings]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        largest = max((abs(value) for value in values), default=0.0)
        factor, suffix = next(
            (pair for pair in _SUFFIXES if spacing >= pair[0] or largest >= 10 * pair[0]), (1.0, "")
        )
        return [f"{value / factor:.9g}{suffix}" if value else "0" for value in values]


class CostAxis(PlotAxis):
    """Costs on a linear or logarithmic scale; on the latter the plot holds powers of ten."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> _Ticks:
        if not self.logMode:
            ticks: _Ticks = super().tickValues(minVal, maxVal, size)
            return ticks
        # Powers of ten, with 2 and 5 times them where there is room.
        first, last = math.floor(minVal), math.ceil(maxVal)
        if last - first <= 2:
            steps = np.log10([1.0, 2.0, 5.0])
            return [(None, [p + s for p in range(first, last + 1) for s in steps.tolist()])]
        stride = math.ceil((last - first) * 32 / max(size, 32))
        return [(None, [float(p) for p in range(first, last + 1) if p % stride == 0])]

    def tickStrings(self, values: list[float], scale: float, spacing: float | None) -> list[str]:
        if self.logMode:
            return [_short(10.0**value) for value in values]
        largest = max((abs(value) for value in values), default=0.0)
        if spacing is None or spacing < 1e-4 or largest >= 1e4:
            return [_short(value) for value in values]
        return [f"{value:.{max(0, math.ceil(-math.log10(spacing) - 1e-9))}f}" for value in values]


class AccuracyAxis(PlotAxis):
    """Shares of 1 as percentages, even or on a logit scale; never in less than tenths of 1 %."""

    _is_logit = False

    def set_logit(self, logit: bool) -> None:
        """Be linked to a plot of logits, log10(p / (1 - p)), or of shares."""
        self._is_logit = logit
        self.picture = None  # the ticks are other ones now
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> _Ticks:
        if not self._is_logit:
            ticks: _Ticks = super().tickValues(minVal, maxVal, size)
            return ticks
        low, high = _share(minVal), _share(maxVal)
        most = size / _SHARE_ROOM
        steps = [step for step in _SHARE_STEPS if high - low <= 1.5 * most * step]
        evenly = [k * step for step in reversed(steps) for k in range(1, round(1 / step))]
        places = share_to_plot(np.array([*_LOGIT_SHARES, *evenly]), logit=True)
        taken: list[float] = []
        for place in places[(minVal <= places) & (places <= maxVal)].tolist():
            if all(abs(place - other) * most >= maxVal - minVal for other in taken):
                taken.append(place)
        return [(None, sorted(taken))]

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        if maxVal - minVal >= 1:
            return [(0.2 if size > 130 else 0.25 if size > 90 else 0.5, 0.0)]
        least = _SHARE_ROOM * (maxVal - minVal) / max(size, 1.0)
        return [(next((step for step in _SHARE_STEPS if step >= least), 0.5), 0.0)]

    def tickStrings(self, values: list[float], scale: float, spacing: float | None) -> list[str]:
        shares = [_share(value) if self._is_logit else value for value in values]
        if spacing is None:
            return [percent(share, 0 if _is_whole(100 * share) else 1) for share in shares]
        return [percent(share, 0 if _is_whole(100 * spacing) else 1) for share in shares]


def _share(logit: float) -> float:
    return 1 / (1 + math.pow(10.0, -logit))


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6


def _short(cost: float) -> str:
    """Return 0.02, 0.0005, 2e-5, 0, 150, 2e5: at most six characters."""
    if cost == 0 or 1e-3 <= abs(cost) < 1e4:
        return f"{cost:.4g}"
    digits, exponent = f"{cost:.2e}".split("e")
    return f"{float(digits):g}e{int(exponent)}"


class CostBox(pg.ViewBox):
    """Knows what part of the plot is seen; holds no items.

    Wheel and drags zoom and move, the right button asks for the menu.

    Signals:
        menu_requested(QPoint): A right click at this place of the screen.
        view_all_requested(): A double click.
    """

    menu_requested = Signal(QPoint)
    view_all_requested = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.disableAutoRange()
        self._limits: tuple[Span, Span] | None = None

    def set_limits(self, x: Span, y: Span) -> None:
        """Let nobody zoom out or move farther than one width or height beyond these spans."""
        if (x, y) == self._limits:
            return
        self._limits = x, y
        width, height = x.high - x.low, y.high - y.low
        self.setLimits(
            xMin=x.low - width,
            xMax=x.high + width,
            yMin=y.low - height,
            yMax=y.high + height,
            minXRange=min(4.0, width),
            minYRange=1e-6 * height,
        )

    def mouseClickEvent(self, ev: Any) -> None:
        if ev.button() == Qt.MouseButton.RightButton:
            ev.accept()
            self.menu_requested.emit(ev.screenPos().toPoint())
        elif ev.double():
            ev.accept()
            self.view_all_requested.emit()


class PlotTexts:
    """Labels over the curves, in fixed places, through which the mouse passes.

    Attributes:
        hint: What is said while there is nothing to draw.
        note: What is said at the top.
        reading: What is read of other runs where the mouse is.

    Args:
        parent: The widget they lie on.
        hint: What is said while there is nothing to draw.
    """

    def __init__(self, parent: QWidget, hint: str) -> None:
        self._inside = QRect()
        self.hint, self.note, self.reading = label("muted", hint), label("diverged"), label("")
        self.hint.setWordWrap(True)
        self.reading.setTextFormat(Qt.TextFormat.RichText)
        for text in (self.hint, self.note, self.reading):
            text.setParent(parent)
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.hide()

    def set_note(self, text: str) -> None:
        """Show a note at the top; none if `text` is empty."""
        if text != self.note.text():
            self.note.setText(text)
            self.place()
        self.note.setVisible(bool(text))

    def set_reading(self, table: str, *, left: bool = False) -> None:
        """Show a table, in HTML, in the upper left or right corner; none if it is empty."""
        self.reading.setText(table)
        self.reading.setVisible(bool(table))
        if table:
            inside, size = self._inside, self.reading.sizeHint()
            x = inside.left() + _GAP if left else inside.right() - _GAP - size.width()
            self.reading.setGeometry(x, inside.top() + _GAP, size.width(), size.height())

    def place(self, rectangle: QRect | None = None) -> None:
        """Put the texts where they belong in the rectangle of the curves, the last if None."""
        inside = self._inside = self._inside if rectangle is None else rectangle
        self.hint.setGeometry(inside.adjusted(16, 0, -16, 0))
        size = self.note.sizeHint()
        left = inside.center().x() - size.width() // 2
        self.note.setGeometry(left, inside.top() + 8, size.width(), size.height())
