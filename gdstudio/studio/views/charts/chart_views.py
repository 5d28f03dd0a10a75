"""Which view shows which kind of chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from gdstudio.pictures.charts import (
    BarChart,
    Chart,
    HeatChart,
    HistogramChart,
    LineChart,
    PictureWall,
)
from gdstudio.studio.views.charts.bar_chart_view import BarChartView
from gdstudio.studio.views.charts.chart_view import ChartView
from gdstudio.studio.views.charts.heat_chart_view import HeatChartView
from gdstudio.studio.views.charts.histogram_view import HistogramView
from gdstudio.studio.views.charts.line_chart_view import LineChartView
from gdstudio.studio.views.charts.picture_wall_view import PictureWallView

_VIEWS: Final[dict[type, Callable[[Any], ChartView]]] = {
    LineChart: LineChartView,
    HistogramChart: HistogramView,
    BarChart: BarChartView,
    PictureWall: PictureWallView,
    HeatChart: HeatChartView,
}


def view_of(chart: Chart) -> ChartView:
    """Return a view that shows a chart, and can show others of its kind."""
    return _VIEWS[type(chart)](chart)
