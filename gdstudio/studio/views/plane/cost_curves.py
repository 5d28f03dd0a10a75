"""Cost against step, for one descent or a race of up to six."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gdstudio.numerals import cost as cost_text
from gdstudio.pictures.cost_scale import CostScale, cost_scale, height_span
from gdstudio.pictures.ranges import Span, x_span
from gdstudio.studio.style import numeral_font
from gdstudio.studio.theme import LIGHT, Theme
from gdstudio.studio.views.cost_plot.cost_plot_axes import CostAxis, CountAxis
from gdstudio.studio.views.plane.category_colours import curve_colours
from gdstudio.studio.views.plane.cost_curves_key import CurveKey
from gdstudio.studio.views.plane.cost_curves_marks import CurveMarks
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas
from gdstudio.studio.views.plane.plane_painting import round_pen

MOST_CURVES: Final = 6
_MARGIN: Final = 0.06  # of the height, so that labels at the ends are not cut
_LOWEST: Final = 0.05  # of the height, from the last tick down to costs without a logarithm
_NOTE: Final = 0.32  # of the height, free for the note under the lines


class CostCurves(QWidget):
    """Draws up to six curves of cost against step; the axes move in steps, and seldom.

    A logarithmic axis measures from zero; if costs are negative, from the lowest, and says so.

    Signals:
        log_toggled(bool): The user chose a logarithmic or a linear axis.
    """

    log_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._names: tuple[str, ...] = ()
        self._colours: tuple[str, ...] = ()
        self._costs: tuple[NDArray[np.float64], ...] = ()
        self._lowest: float | None = None
        self._cursor: int | None = None
        self._scale = CostScale()
        self._x, self._y = x_span(0.0, None), Span(0.0, 0.0)
        self._axis = CostAxis("left", "0.0005")
        self._canvas = PlaneCanvas(self._axis, CountAxis("bottom", "1000k"))
        self._lines = [self._line() for _ in range(MOST_CURVES)]
        self._marks = CurveMarks()
        self._key = CurveKey()
        self._log = QPushButton(self.tr("log"))
        self._arrange()
        self.set_theme(LIGHT)
        self._show()

    def is_log(self) -> bool:
        """Return whether the upright axis is logarithmic."""
        return self._scale.log

    def set_curves(self, curves: Sequence[tuple[str, str, ArrayLike]]) -> None:
        """Draw these curves.

        Args:
            curves: One to six: name, colour (empty for the theme's), costs of shape (n,), the start
                first; what is not finite is left out.
        """
        assert len(curves) <= MOST_CURVES
        self._names = tuple(name for name, _, _ in curves)
        self._colours = tuple(colour for _, colour, _ in curves)
        self._costs = tuple(np.array(costs, np.float64) for _, _, costs in curves)
        self._show()

    def set_lowest(self, cost: float | None) -> None:
        """Tell the lowest cost known, from which a logarithm of negative costs measures."""
        self._lowest = cost
        self._show()

    def set_log(self, log: bool) -> None:
        """Use a logarithmic or a linear axis."""
        self._log.blockSignals(True)
        self._log.setChecked(log)
        self._log.blockSignals(False)
        self._use_log(log)

    def set_cursor(self, step: int | None) -> None:
        """Mark this step; None marks none."""
        self._cursor = step
        self._show_marks()

    def clear(self) -> None:
        """Draw no curve and no cursor."""
        self._cursor = None
        self._x, self._y = x_span(0.0, None), Span(0.0, 0.0)
        self.set_curves([])

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self._canvas.set_theme(theme)
        self._axis.setGrid(110)
        self._key.set_theme(theme)
        self._log.setStyleSheet(_button_style(theme))
        self._show()

    def note(self) -> str:
        """Return what a logarithmic axis has to say about costs that have no logarithm."""
        return self._marks.note

    def _arrange(self) -> None:
        for line in self._lines:
            self._canvas.box.addItem(line, ignoreBounds=True)
        self._canvas.add_layer(self._marks)
        self._canvas.set_font(numeral_font(self.font()))
        self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas.viewport().unsetCursor()
        self._canvas.setAccessibleName(self.tr("Cost against step"))
        self.setAccessibleName(self.tr("Cost against step"))
        self._log.setCheckable(True)
        self._log.setToolTip(self.tr("Cost on a logarithmic axis"))
        self._log.setAccessibleName(self.tr("Logarithmic cost"))
        self._log.toggled.connect(self._on_log_toggled)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._key, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._log, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._canvas, 1)

    def _line(self) -> pg.PlotCurveItem:
        return pg.PlotCurveItem(antialias=True, connect="finite", skipFiniteCheck=False)

    def _drawn_colours(self) -> list[str]:
        defaults = curve_colours(self._theme)
        return [colour or default for colour, default in zip(self._colours, defaults, strict=False)]

    def _use_log(self, log: bool) -> None:
        if log != self._scale.log:
            self._scale = CostScale(log)
            self._y = Span(0.0, 0.0)
            self._axis.setLogMode(False, log)
            self._show()

    def _show(self) -> None:
        """Draw everything anew."""
        self._scale = cost_scale(self._costs, log=self._scale.log, lowest=self._lowest)
        heights = [self._scale.heights(costs) for costs in self._costs]
        self._y = height_span(heights, self._scale, self._y)
        self._x = x_span(max((len(c) - 1.0 for c in self._costs), default=0.0), self._x)
        note, height = self._note(heights), self._y.high - self._y.low
        below = (_NOTE if note else _MARGIN) * height
        self._canvas.set_range(
            (self._x.low, self._x.high), (self._y.low - below, self._y.high + _MARGIN * height)
        )
        colours = self._drawn_colours()
        drawn = [self._within(h) for h in heights]
        for line, colour, h in zip(self._lines, colours, drawn, strict=False):
            line.setPen(_cosmetic(colour))
            line.setData(np.arange(len(h), dtype=np.float64), h)
        for line in self._lines[len(drawn) :]:
            line.setData([], [])
        self._marks.set_curves(drawn, colours)
        self._marks.set_note(note)
        self._key.set_curves(self._names, colours)
        self._show_marks()

    def _within(self, heights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return heights that leave the plot but stay near; what has no logarithm lies lowest."""
        height = self._y.high - self._y.low
        reach = 4 * height
        bottom = np.where(np.isneginf(heights), self._y.low - _LOWEST * height, heights)
        return np.clip(bottom, self._y.low - reach, self._y.high + reach)

    def _note(self, heights: Sequence[NDArray[np.float64]]) -> str:
        if not self._scale.log:
            return ""
        touched = any(np.isneginf(h).any() for h in heights)
        if self._scale.origin == 0:
            return self.tr("lowest line: C = 0") if touched else ""
        lowest = cost_text(-self._scale.origin)
        if touched:
            return self.tr("log of C + {0}; lowest line: 0").format(lowest)
        return self.tr("log of C + {0}").format(lowest)

    def _show_marks(self) -> None:
        self._marks.set_cursor(self._cursor)
        if len(self._costs) != 1 or not len(self._costs[0]):
            self._key.set_values(())
            return
        costs = self._costs[0]
        step = len(costs) - 1 if self._cursor is None else min(max(self._cursor, 0), len(costs) - 1)
        self._key.set_values((cost_text(float(costs[step])),))

    @Slot(bool)
    def _on_log_toggled(self, checked: bool) -> None:
        self._use_log(checked)
        self.log_toggled.emit(checked)

    def changeEvent(self, event: QEvent) -> None:
        """Write the axes in the new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._canvas.set_font(numeral_font(self.font()))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that can be read."""
        return QSize(200, 140)

    def sizeHint(self) -> QSize:
        """Return the size it has on a projector."""
        return QSize(300, 200)


def _cosmetic(colour: str) -> QPen:
    pen = round_pen(colour, 2.0)
    pen.setCosmetic(True)
    return pen


def _button_style(theme: Theme) -> str:
    return f"""
        QPushButton {{
            background: {theme.raised}; color: {theme.text};
            border: 1px solid {theme.border}; border-radius: 6px; padding: 1px 9px;
        }}
        QPushButton:hover {{ background: {theme.border}; }}
        QPushButton:checked {{
            background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent};
        }}
        QPushButton:focus {{ border: 1px solid {theme.text}; }}
    """
