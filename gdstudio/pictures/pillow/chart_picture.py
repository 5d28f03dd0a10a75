"""Charts as PNG files, drawn without a window: the pictures that the window shows."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from gdstudio.pictures.charts import Chart, HeatChart, PictureWall
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.pillow.drawing import png_of
from gdstudio.pictures.pillow.lettering import measure

_SIZE: Final = (900, 560)  # pixels of most charts
_CELL: Final = (72, 32)  # least pixels of a cell of a table, if it has few
_FEW: Final = 24
_PICTURES: Final = (64, 180)  # least and most pixels from one picture on a wall to the next
_CAPTION: Final = 24  # pixels below each
_LONGEST: Final = 50  # letters of a name


def chart_png(chart: Chart) -> bytes:
    """Return a picture of a chart, light, as a PNG file."""
    return png_of(lay_out(chart, _size(chart), measure, titled=True).scene)


def chart_pngs(charts: Sequence[Chart]) -> dict[str, bytes]:
    """Return a picture of each chart by a name for its file: number and title."""
    return {f"{k:02}-{_slug(chart.title)}": chart_png(chart) for k, chart in enumerate(charts, 1)}


def _size(chart: Chart) -> tuple[int, int]:
    """Return the size of the picture of a chart: higher where it holds much."""
    width, height = _SIZE
    if isinstance(chart, HeatChart):
        rows, columns = chart.values.shape
        if max(rows, columns) <= _FEW:
            return max(width, columns * _CELL[0]), max(height, rows * _CELL[1])
    if isinstance(chart, PictureWall):
        n = len(chart.pictures)
        columns = min(chart.columns or math.ceil(math.sqrt(2 * n)), max(n, 1))
        rows = math.ceil(n / max(columns, 1))
        width = max(width, columns * _PICTURES[0])
        return width, rows * (min(width // max(columns, 1), _PICTURES[1]) + _CAPTION)
    return width, height


def _slug(title: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return words[:_LONGEST].rstrip("-") or "chart"
