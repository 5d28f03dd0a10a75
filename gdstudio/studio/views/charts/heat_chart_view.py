"""A table of numbers as colours, each written into its cell where there is room."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from gdstudio.pictures.charts import HeatChart
from gdstudio.pictures.colour_maps import VIRIDIS
from gdstudio.pictures.readings import Place, Readings
from gdstudio.pictures.ticks import even_ticks
from gdstudio.studio.views.charts.chart_text import number
from gdstudio.studio.views.charts.chart_view import ChartView

_GAP_PX: Final = 6.0
_EDGE_PX: Final = 4.0
_STRIP_PX: Final = 12.0  # width of the colour bar
_BRIGHT: Final = 0.6  # share of the colours from which ink is dark
_DARK_INK, _LIGHT_INK = "#1b1f24", "#ffffff"
_MOST_LEFT: Final = 0.35  # of the width for the names of the rows
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_BELOW: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_MIDDLE: Final = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells lie, and how large one is."""

    box: QRectF
    rows: int
    columns: int

    @property
    def cell(self) -> tuple[float, float]:
        return self.box.width() / max(self.columns, 1), self.box.height() / max(self.rows, 1)

    def rectangle(self, row: int, column: int) -> QRectF:
        wide, high = self.cell
        return QRectF(self.box.left() + column * wide, self.box.top() + row * high, wide, high)


class HeatChartView(ChartView):
    """Shows a `HeatChart`, the first row at the top."""

    def _draw(self, painter: QPainter) -> Readings:
        chart: HeatChart = self._chart
        metrics = QFontMetricsF(painter.font())
        grid = self._laid_out(chart, metrics)
        shares = (chart.values - chart.low) / max(chart.high - chart.low, 1e-300)
        _paint_cells(painter, grid.box, shares, self._theme.border)
        self._write_numbers(painter, grid, shares)
        self._write_names(painter, grid, metrics)
        self._paint_bar(painter, grid)
        middles = [
            np.array(
                [grid.rectangle(row, k).center().toTuple() for k in range(grid.columns)]
            ).reshape(-1, 2)
            for row in range(grid.rows)
        ]
        self._grid = grid
        return Readings(tuple(middles), self._text, near=math.hypot(*grid.cell))

    def _laid_out(self, chart: HeatChart, metrics: QFontMetricsF) -> _Grid:
        line = metrics.height()
        widest = max((metrics.horizontalAdvance(name) for name in chart.y_names), default=0.0)
        left = _EDGE_PX + min(widest, _MOST_LEFT * self.width()) + _GAP_PX
        top = 4 + (line if chart.y_label else 0.0)
        bar = _STRIP_PX + 2 * _GAP_PX + self._bar_labels_width(metrics)
        rows, columns = chart.values.shape
        width = max(self.width() - left - bar, 8)
        lines = self._lines_below(metrics, width / max(columns, 1)) + bool(chart.x_label)
        bottom = self.height() - 2 - lines * line - _GAP_PX
        box = QRectF(left, top, width, max(bottom - top, 8))
        return _Grid(box, rows, columns)

    def _lines_below(self, metrics: QFontMetricsF, wide: float) -> int:
        """Return on how many lines the names of the columns stand: two if that lets all stand."""
        names: tuple[str, ...] = self._chart.x_names
        words = [word for name in names for word in name.split(" ")]
        is_cut = any(metrics.horizontalAdvance(name) > wide - 4 for name in names)
        fits = all(metrics.horizontalAdvance(word) <= wide - 4 for word in words)
        return 2 if is_cut and fits else 1

    def _bar_labels(self) -> list[tuple[float, str]]:
        chart: HeatChart = self._chart
        ticks = even_ticks(chart.low, chart.high, 4, is_share=chart.is_share)
        span = max(chart.high - chart.low, 1e-300)
        shares = ((ticks.places - chart.low) / span).tolist()
        return list(zip(shares, ticks.labels, strict=True))

    def _bar_labels_width(self, metrics: QFontMetricsF) -> float:
        return max((metrics.horizontalAdvance(text) for _, text in self._bar_labels()), default=0.0)

    def _write_numbers(self, painter: QPainter, grid: _Grid, shares: NDArray[np.float64]) -> None:
        chart: HeatChart = self._chart
        wide, high = grid.cell
        metrics = painter.fontMetrics()
        texts = [[number(v, is_share=chart.is_share) for v in row] for row in chart.values.tolist()]
        widest = max((metrics.horizontalAdvance(text) for row in texts for text in row), default=0)
        if widest > wide - 4 or metrics.height() > high - 2:
            return
        for row, column in np.argwhere(np.isfinite(shares)).tolist():
            is_bright = shares[row, column] > _BRIGHT
            painter.setPen(QColor(_DARK_INK if is_bright else _LIGHT_INK))
            painter.drawText(grid.rectangle(row, column), _MIDDLE, texts[row][column])

    def _write_names(self, painter: QPainter, grid: _Grid, metrics: QFontMetricsF) -> None:
        chart: HeatChart = self._chart
        line, (wide, high) = metrics.height(), grid.cell
        painter.setPen(QColor(self._theme.muted))
        for row in range(0, grid.rows, max(math.ceil(line / high), 1)):
            y = grid.rectangle(row, 0).center().y()
            room = QRectF(_EDGE_PX, y - line, grid.box.left() - _GAP_PX - _EDGE_PX, 2 * line)
            name = metrics.elidedText(
                chart.y_names[row], Qt.TextElideMode.ElideRight, room.width() + 1
            )
            painter.drawText(room, _RIGHT, name)
        widest = max((metrics.horizontalAdvance(name) for name in chart.x_names), default=0.0)
        below, lines = grid.box.bottom() + _GAP_PX / 2, self._lines_below(metrics, wide)
        every = 1 if lines > 1 else max(math.ceil((widest + 4) / wide), 1)
        for column in range(0, grid.columns, every):
            x = grid.rectangle(0, column).center().x()
            half = widest if lines == 1 else wide / 2
            painter.drawText(
                QRectF(x - half, below, 2 * half, lines * line), _BELOW, chart.x_names[column]
            )
        foot = QRectF(grid.box.left(), below + lines * line, grid.box.width(), line)
        painter.drawText(foot, _MIDDLE, chart.x_label)
        painter.drawText(QRectF(_EDGE_PX, 2, self.width(), line), _LEFT, chart.y_label)

    def _paint_bar(self, painter: QPainter, grid: _Grid) -> None:
        """Paint the key to the colours: low at the bottom, high at the top."""
        strip = QRectF(
            grid.box.right() + 1.5 * _GAP_PX, grid.box.top(), _STRIP_PX, grid.box.height()
        )
        _paint_cells(painter, strip, np.linspace(1, 0, 256)[:, None], self._theme.border)
        painter.setPen(QColor(self._theme.muted))
        line = painter.fontMetrics().height()
        for share, text in self._bar_labels():
            y = min(
                max(strip.bottom() - share * strip.height(), line / 2), self.height() - line / 2
            )
            room = QRectF(strip.right() + _GAP_PX / 2, y - line / 2, self.width(), line)
            painter.drawText(room, _LEFT, text)

    def _draw_mark(self, painter: QPainter, place: Place, point: QPointF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.text), 2))
        painter.drawRect(self._grid.rectangle(*place))

    def _text(self, group: int, index: int) -> str:
        chart: HeatChart = self._chart
        value = number(float(chart.values[group, index]), is_share=chart.is_share)
        return f"{chart.y_names[group]}, {chart.x_names[index]}: {value}"


def _paint_cells(painter: QPainter, box: QRectF, shares: NDArray[np.float64], empty: str) -> None:
    """Fill a box with the colours of shares in [0, 1], shape (rows, columns); NaN is `empty`."""
    there = np.isfinite(shares)
    steps = np.rint(255 * np.clip(np.where(there, shares, 0.0), 0, 1)).astype(np.intp)
    colours = VIRIDIS[steps]
    colours[~there] = QColor(empty).getRgb()[:3]
    rows, columns = shares.shape
    if not shares.size:
        return
    colours = np.ascontiguousarray(colours)
    image = QImage(colours.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(box, image.copy())
