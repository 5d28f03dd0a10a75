"""Charts laid out: each kind as a scene, and what can be read off it."""

from __future__ import annotations

from typing import Final

from gdstudio.pictures.charts import (
    BarChart,
    Chart,
    GroupedBarChart,
    HeatChart,
    HistogramChart,
    PictureWall,
)
from gdstudio.pictures.layouts.bar_chart import lay_out_bars
from gdstudio.pictures.layouts.grouped_bars import lay_out_grouped_bars
from gdstudio.pictures.layouts.heat_chart import lay_out_heat
from gdstudio.pictures.layouts.histogram import lay_out_histograms
from gdstudio.pictures.layouts.line_chart import lay_out_lines
from gdstudio.pictures.layouts.picture_wall import MANY, SMALL_TEXT, lay_out_wall
from gdstudio.pictures.palette import LIGHT, Palette
from gdstudio.pictures.readings import ChartLayout
from gdstudio.pictures.scene import Measure, Rect
from gdstudio.pictures.sheet import TEXT_PX, Sheet
from gdstudio.pictures.spans import Spans

# Text grows with the chart, so that an enlarged one is read from the last row: least width and
# height, and how many times as large it is then.
_TEXT: Final = ((1000, 560, 1.5), (760, 440, 1.3), (520, 320, 1.1), (0, 0, 0.92))
_LARGE_TYPE: Final = 1.25  # of the usual size of text: it is to be read from afar, in any chart
_LEAST_LARGE: Final = 0.95
_TITLE: Final = 1.25  # of the size of text
_MARGIN_PX: Final = 12.0  # around a chart under its title


def lay_out(
    chart: Chart,
    size: tuple[float, float],
    measure: Measure,
    palette: Palette = LIGHT,
    *,
    text_size: float = TEXT_PX,
    ratio: float = 1.0,
    before: Spans | None = None,
    titled: bool = False,
) -> ChartLayout:
    """Return a chart in a picture.

    Args:
        chart: What is shown.
        size: Width and height in pixels, without the title.
        measure: Of the hand that will draw.
        palette: The colours.
        text_size: Of normal text, in pixels; a large chart has larger.
        ratio: Pixels of the screen for one of the picture.
        before: The axes so far of a chart that grows, kept while they serve; None of one at rest.
        titled: Whether the title stands above; the picture is higher then, and has a margin.
    """
    factor = next(f for wide, high, f in _TEXT if size[0] >= wide and size[1] >= high)
    if text_size >= _LARGE_TYPE * TEXT_PX:
        factor = max(factor, _LEAST_LARGE)
    title = _TITLE * factor * text_size
    if isinstance(chart, PictureWall) and len(chart.pictures) > MANY:
        factor = SMALL_TEXT
    sheet = Sheet(size, measure, palette, factor * text_size, ratio)
    room = sheet.rect
    if titled:
        lines = sheet.wrapped(chart.title, size[0], title, "strong")
        line = sheet.height_of(title)
        room = Rect(_MARGIN_PX, round(_MARGIN_PX + len(lines) * line + _MARGIN_PX), *size)
        sheet.size = room.right + _MARGIN_PX, room.bottom + _MARGIN_PX
        for k, text in enumerate(lines):
            y = _MARGIN_PX + k * line
            sheet.write(text, _MARGIN_PX, y, palette.text, size=title, weight="strong")
    if isinstance(chart, BarChart):
        return lay_out_bars(sheet, chart, room)
    if isinstance(chart, GroupedBarChart):
        return lay_out_grouped_bars(sheet, chart, room)
    if isinstance(chart, HeatChart):
        return lay_out_heat(sheet, chart, room)
    if isinstance(chart, PictureWall):
        return lay_out_wall(sheet, chart, room)
    if isinstance(chart, HistogramChart):
        return lay_out_histograms(sheet, chart, room, before)
    return lay_out_lines(sheet, chart, room, before)
