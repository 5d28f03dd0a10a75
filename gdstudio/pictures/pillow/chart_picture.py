"""A chart as a PNG file, drawn without a window."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from gdstudio.pictures.charts import (
    BarChart,
    Chart,
    HeatChart,
    HistogramChart,
    LineChart,
    PictureWall,
)
from gdstudio.pictures.pillow.bar_charts import bar_chart_png, histogram_png
from gdstudio.pictures.pillow.line_chart import line_chart_png
from gdstudio.pictures.pillow.pictures import heat_png, wall_png

_DRAW: Final[dict[type, Callable[[Any], bytes]]] = {
    LineChart: line_chart_png,
    HistogramChart: histogram_png,
    BarChart: bar_chart_png,
    PictureWall: wall_png,
    HeatChart: heat_png,
}
_LONGEST: Final = 50


def chart_png(chart: Chart) -> bytes:
    """Return a picture of a chart, light, as a PNG file."""
    return _DRAW[type(chart)](chart)


def chart_pngs(charts: Sequence[Chart]) -> dict[str, bytes]:
    """Return a picture of each chart by a name for its file: number and title."""
    return {f"{k:02}-{_slug(chart.title)}": chart_png(chart) for k, chart in enumerate(charts, 1)}


def _slug(title: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return words[:_LONGEST].rstrip("-") or "chart"
