"""Charts laid out: each kind as a scene, and what can be read off it."""

from __future__ import annotations

from typing import Final

from gdstudio.pictures.charts import LineChart
from gdstudio.pictures.layouts.line_chart import lay_out_lines
from gdstudio.pictures.palette import LIGHT, Palette
from gdstudio.pictures.readings import ChartLayout
from gdstudio.pictures.scene import Measure, Rect
from gdstudio.pictures.sheet import TEXT_PX, Sheet
from gdstudio.pictures.spans import Spans

# Text grows with the chart, so that an enlarged one is read from the last row: least width and
# height, and how many times as large it is then.
_TEXT: Final = ((1000, 560, 1.5), (760, 440, 1.3), (520, 320, 1.1), (0, 0, 0.92))


def lay_out(
    chart: LineChart,
    size: tuple[float, float],
    measure: Measure,
    palette: Palette = LIGHT,
    *,
    text_size: float = TEXT_PX,
    ratio: float = 1.0,
    before: Spans | None = None,
) -> ChartLayout:
    """Return a chart in a picture of a size.

    Args:
        chart: What is shown.
        size: Width and height in pixels.
        measure: Of the hand that will draw.
        palette: The colours.
        text_size: Of normal text, in pixels; a large chart has larger.
        ratio: Pixels of the screen for one of the picture.
        before: The axes so far of a chart that grows, kept while they serve; None of one at rest.
    """
    room = Rect(0.0, 0.0, *size)
    factor = next(f for w, h, f in _TEXT if room.width >= w and room.height >= h)
    sheet = Sheet(size, measure, palette, factor * text_size, ratio)
    return lay_out_lines(sheet, chart, room, before)
