"""Cost against step, for one descent or a race of up to six."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gdstudio.numerals import cost as cost_text
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.planes import costs_figure
from gdstudio.pictures.plane.contours import curve_colours
from gdstudio.pictures.plane.costs import CostChart, CostScale, cost_scale, height_span
from gdstudio.pictures.spans import Span, x_span
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import in_light
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.layouts import called, in_column, in_row
from gdstudio.studio.views.common.painted_widget import FollowsLook, PaintedWidget
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas

MOST_CURVES: Final = 6
_SWATCH: Final = 8
_GAP: Final = 4
_SPACING: Final = 8


def log_button() -> QPushButton:
    """Return a button that chooses a logarithmic axis for costs."""
    tip = tr("Cost on a logarithmic axis")
    button = called(QPushButton(tr("log")), tr("Logarithmic cost"), tip)
    button.setObjectName("plain")
    button.setCheckable(True)
    return button


class CurveKey(PaintedWidget):
    """Shows which colour is which curve, and the value of each if there is one to show."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._colours: tuple[str, ...] = ()
        self._values: tuple[str, ...] = ()
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

    def look_changed(self) -> None:
        """Break the lines anew."""
        self._fit_height()
        self.update()

    def texts(self) -> list[str]:
        """Return what is written."""
        values = self._values or ("",) * len(self._names)
        return [f"{name} {value}".strip() for name, value in zip(self._names, values, strict=True)]

    def _places(self) -> list[QRect]:
        """Return the place of each entry, from left to right and line by line."""
        metrics = QFontMetrics(self.numeral_font())
        line = metrics.height() + 2
        places, x, y = [], 0, 0
        for name in self._names:
            width = min(
                px(_SWATCH) + px(_GAP) + metrics.horizontalAdvance(name) + 1, max(self.width(), 1)
            )
            if x > 0 and x + width > self.width():
                x, y = 0, y + line
            places.append(QRect(x, y, width, line))
            x += width + px(_SPACING)
        return places

    def _fit_height(self) -> None:
        bottom = max((place.bottom() + 1 for place in self._places()), default=0)
        self.setFixedHeight(max(bottom, QFontMetrics(self.numeral_font()).height() + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint swatches and names; a value where it has the line to itself."""
        painter = QPainter(self)
        painter.setFont(self.numeral_font())
        metrics = painter.fontMetrics()
        for i, (place, text) in enumerate(zip(self._places(), self.texts(), strict=True)):
            middle = place.center().y() + 0.5
            swatch = QRectF(place.left(), middle - px(_SWATCH) / 2, px(_SWATCH), px(_SWATCH))
            painter.fillRect(swatch, QColor(self._colours[i]))
            painter.setPen(QColor(self.theme.text))
            room = place.adjusted(px(_SWATCH) + px(_GAP), 0, 0, 0)
            if len(self._names) == 1:
                room.setRight(self.width())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())


class CostCurves(FollowsLook, QWidget):
    """Draws up to six curves of cost against step; the axes move in steps, and seldom.

    A logarithmic axis measures from zero; if costs are negative, from the lowest, and says so.
    """

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._colours: tuple[str, ...] = ()
        self._costs: tuple[NDArray[np.float64], ...] = ()
        self._lowest: float | None = None
        self._cursor: int | None = None
        self._scale = CostScale()
        self._x, self._y = x_span(0.0, None), Span(0.0, 0.0)
        self._note = ""
        name = self.tr("Cost against step")
        self._canvas = called(PlaneCanvas(CostChart(), is_read_only=True), name)
        self._key = CurveKey()
        log, top = log_button(), Qt.AlignmentFlag.AlignTop
        head = in_row((self._key, 1, top), (log, 0, top), spacing=8)
        in_column(head, (self._canvas, 1), of=called(self, name), spacing=0)
        log.toggled.connect(self._on_log_toggled)
        self._show()
        self.follow_look()

    def set_curves(self, curves: Sequence[tuple[str, str, ArrayLike]]) -> None:
        """Draw one to six curves: name, colour (empty for the theme's), costs of shape (n,).

        The start comes first; what is not finite is left out.
        """
        assert len(curves) <= MOST_CURVES
        self._names = tuple(name for name, _, _ in curves)
        self._colours = tuple(colour for _, colour, _ in curves)
        self._costs = tuple(np.array(costs, np.float64) for _, _, costs in curves)
        self._show()

    def figure(self) -> Figure | None:
        """Return the curves; None for none."""
        chart = self._canvas.chart
        if not any(map(len, chart.costs)):
            return None
        title, shown = self.tr("Cost against step"), in_light(chart)
        return costs_figure("cost-against-step", title, shown, self._names)

    def set_lowest(self, cost: float | None) -> None:
        """Tell the lowest cost known, from which a logarithm of negative costs measures."""
        self._lowest = cost
        self._show()

    def set_cursor(self, step: int | None) -> None:
        """Mark this step; None marks none."""
        self._cursor = step
        self._show_chart()

    def clear(self) -> None:
        """Draw no curve and no cursor."""
        self._cursor = None
        self._x, self._y = x_span(0.0, None), Span(0.0, 0.0)
        self.set_curves([])

    def look_changed(self) -> None:
        """Colour the curves."""
        self._show_chart()

    def _show(self) -> None:
        """Draw everything anew."""
        self._scale = cost_scale(self._costs, log=self._scale.log, lowest=self._lowest)
        heights = [self._scale.heights(costs) for costs in self._costs]
        self._y = height_span(heights, self._scale, self._y)
        self._x = x_span(max((len(c) - 1.0 for c in self._costs), default=0.0), self._x)
        self._note = self._said(heights)
        self._show_chart()

    def _said(self, heights: Sequence[NDArray[np.float64]]) -> str:
        if not self._scale.log:
            return ""
        touched = any(np.isneginf(h).any() for h in heights)
        if self._scale.origin == 0:
            return self.tr("lowest line: C = 0") if touched else ""
        lowest = cost_text(-self._scale.origin)
        if touched:
            return self.tr("log of C + {0}; lowest line: 0").format(lowest)
        return self.tr("log of C + {0}").format(lowest)

    def _show_chart(self) -> None:
        defaults = curve_colours(self.theme)
        colours = tuple(c or d for c, d in zip(self._colours, defaults, strict=False))
        parts = self._x, self._y, self._scale, self._note, self._cursor
        self._canvas.set_chart(CostChart(self._costs, colours, *parts))
        self._key.set_curves(self._names, colours)
        if len(self._costs) != 1 or not len(self._costs[0]):
            self._key.set_values(())
            return
        costs = self._costs[0]
        step = len(costs) - 1 if self._cursor is None else min(max(self._cursor, 0), len(costs) - 1)
        self._key.set_values((cost_text(float(costs[step])),))

    @Slot(bool)
    def _on_log_toggled(self, checked: bool) -> None:
        self._scale, self._y = CostScale(checked), Span(0.0, 0.0)
        self._show()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(140))

    def sizeHint(self) -> QSize:
        return QSize(px(300), px(200))
