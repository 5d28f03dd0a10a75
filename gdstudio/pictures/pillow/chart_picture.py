"""Charts as PNG files, drawn without a window: the pictures that the window shows."""

from __future__ import annotations

from collections.abc import Sequence

from gdstudio.pictures.charts import Chart
from gdstudio.pictures.figures.charts import chart_size, slug
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.pillow.drawing import png_of
from gdstudio.pictures.pillow.lettering import measure


def chart_png(chart: Chart) -> bytes:
    """Return a picture of a chart, light, as a PNG file."""
    return png_of(lay_out(chart, chart_size(chart), measure, titled=True).scene)


def chart_pngs(charts: Sequence[Chart]) -> dict[str, bytes]:
    """Return a picture of each chart by a name for its file: number and title."""
    return {f"{k:02}-{slug(chart.title)}": chart_png(chart) for k, chart in enumerate(charts, 1)}
