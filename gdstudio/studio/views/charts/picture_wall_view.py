"""Pictures side by side, painted as one; one of them can be chosen."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)

from gdstudio.pictures.charts import PictureWall
from gdstudio.pictures.readings import Place, Readings
from gdstudio.pictures.wall_layout import Captions, WallLayout, wall_layout
from gdstudio.studio.style import numeral_font
from gdstudio.studio.views.charts.chart_view import ENTER_KEYS, ChartView
from gdstudio.studio.views.cost_plot.cost_plot_curves import blend

_FRAME_PX: Final = 2.0
_CAPTION_ROOM_PX: Final = 6.0
_MOST_LINES: Final = 3  # of a caption
_MANY: Final = 24  # from here on captions stay small, however large the wall
_SMALL_TEXT: Final = 0.88
_SHADES: Final = 256


class PictureWallView(ChartView):
    """Shows a `PictureWall`: ink on paper in the theme's colours.

    Signals:
        picture_chosen(int): Clicked, or entered by key.
    """

    picture_chosen = Signal(int)

    def __init__(self, chart: PictureWall) -> None:
        super().__init__(chart)
        self._chosen: int | None = None
        self._layout: WallLayout | None = None

    @property
    def chosen(self) -> int | None:
        """The picture chosen last, or None."""
        return self._chosen

    def set_chart(self, chart: PictureWall, *, is_live: bool = False) -> None:
        """Show another wall; the choice stays if there are as many pictures."""
        if len(chart.pictures) != len(self._chart.pictures):
            self._chosen = None
        super().set_chart(chart, is_live=is_live)

    def picture_rectangle(self, index: int) -> QRectF:
        """Return where a picture stands."""
        self._make_ground()
        assert self._layout is not None
        return QRectF(*self._layout.place(index), self._layout.width, self._layout.height)

    def _draw(self, painter: QPainter) -> Readings:
        chart: PictureWall = self._chart
        if not len(chart.pictures):
            return Readings((), self._text)
        ratio = painter.device().devicePixelRatioF()
        if len(chart.pictures) > _MANY:
            painter.setFont(numeral_font(self.font(), _SMALL_TEXT))
        self._layout = layout = wall_layout(
            len(chart.pictures),
            chart.pictures.shape[1:],
            (self.width(), self.height()),
            chart.columns,
            self._ways_to_caption(QFontMetricsF(painter.font())),
            ratio,
        )
        corner = QPointF(*layout.corner)
        painter.drawImage(corner, _wall_image(chart.pictures, layout, ratio, self._colours()))
        self._frame(painter, range(layout.n), self._theme.border, 1.0)
        self._frame(painter, chart.marked, self._theme.accent, _FRAME_PX)
        if layout.captions.lines:
            self._write_captions(painter, layout)
        near = math.hypot(layout.width, layout.height) / 2
        return Readings(layout.middles(), self._text, near=near)

    def _colours(self) -> list[int]:
        paper, ink = self._theme.base, self._theme.text
        return [blend(ink, paper, k / (_SHADES - 1)).rgb() for k in range(_SHADES)]

    def _ways_to_caption(self, metrics: QFontMetricsF) -> list[Captions]:
        captions: tuple[str, ...] = self._chart.captions
        if not captions:
            return []
        line, different = metrics.height(), set(captions)
        return [
            Captions(
                max(_wrapped_width(text, lines, metrics) for text in different) + _CAPTION_ROOM_PX,
                lines,
                line,
            )
            for lines in range(1, _MOST_LINES + 1)
        ]

    def _write_captions(self, painter: QPainter, layout: WallLayout) -> None:
        painter.setPen(QColor(self._theme.muted))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        for k, text in enumerate(self._chart.captions):
            left, top = layout.place(k)
            middle = left + layout.width / 2
            width = max(layout.captions.width, layout.width)
            room = QRectF(
                middle - width / 2, top + layout.height + 1, width, layout.captions.height
            )
            painter.drawText(room, flags, text)

    def _frame(self, painter: QPainter, which: object, colour: str, width: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), width))
        out = (width + 1) / 2
        layout = self._layout
        assert layout is not None
        painter.drawRects(
            [
                QRectF(*layout.place(k), layout.width, layout.height).adjusted(-out, -out, out, out)
                for k in which  # type: ignore[attr-defined]
                if 0 <= k < layout.n
            ]
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_over(self, painter: QPainter) -> None:
        if self._chosen is not None and self._layout is not None:
            self._frame(painter, (self._chosen,), self._theme.text, _FRAME_PX)

    def _draw_mark(self, painter: QPainter, place: Place, point: QPointF) -> None:
        self._frame(painter, (self._index(place),), self._theme.text, _FRAME_PX)

    def _index(self, place: Place) -> int:
        assert self._layout is not None
        return place[0] * self._layout.columns + place[1]

    def _text(self, group: int, index: int) -> str:
        k = self._index((group, index))
        captions: tuple[str, ...] = self._chart.captions
        return captions[k] if captions else self.tr("picture {0}").format(k + 1)

    def _choose(self, place: Place | None) -> None:
        if place is not None and self.readings.point(place) is not None:
            self._chosen = self._index(place)
            self.picture_chosen.emit(self._chosen)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the picture pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            self._choose(self.readings.nearest(at.x(), at.y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter; with Ctrl it enlarges, as it does alone on other charts."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTER_KEYS and plain:
            self._choose(self._at)
        else:
            super().keyPressEvent(event)


def _wrapped_width(text: str, lines: int, metrics: QFontMetricsF) -> float:
    """Return the least width at which a text has room on so many lines, words kept whole."""
    words = text.split(" ")
    if lines == 1 or len(words) == 1:
        return metrics.horizontalAdvance(text)
    return min(
        max(
            metrics.horizontalAdvance(" ".join(words[:k])),
            _wrapped_width(" ".join(words[k:]), lines - 1, metrics),
        )
        for k in range(1, len(words) + 1)
    )


def _wall_image(
    pictures: NDArray[np.uint8], layout: WallLayout, ratio: float, colours: list[int]
) -> QImage:
    """Return all pictures as one, in pixels of the screen."""
    cell_x, cell_y = (round(side * ratio) for side in layout.cell)
    wide, high = round(layout.width * ratio), round(layout.height * ratio)
    canvas = np.zeros((layout.rows * cell_y + high, layout.columns * cell_x + wide), np.uint8)
    rows = np.arange(high) * pictures.shape[1] // max(high, 1)
    columns = np.arange(wide) * pictures.shape[2] // max(wide, 1)
    for k, picture in enumerate(pictures):
        row, column = divmod(k, layout.columns)
        at = (
            slice(row * cell_y, row * cell_y + high),
            slice(column * cell_x, column * cell_x + wide),
        )
        canvas[at] = picture[np.ix_(rows, columns)]
    n_rows, n_columns = canvas.shape
    image = QImage(canvas.data, n_columns, n_rows, n_columns, QImage.Format.Format_Indexed8)
    image.setColorTable(colours)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    return image
