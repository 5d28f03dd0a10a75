"""Charts drawn without a window: what is drawn stands where the numbers say."""

from __future__ import annotations

import io

import numpy as np
import PIL.Image
import pytest
from numpy.typing import NDArray

from gdstudio.pictures.charts import (
    BarChart,
    Chart,
    Distribution,
    HeatChart,
    HistogramChart,
    Level,
    LineChart,
    PictureWall,
    Series,
)
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.palette import LIGHT, VIRIDIS, blend, rgb
from gdstudio.pictures.pillow.chart_picture import chart_png, chart_pngs
from gdstudio.pictures.pillow.lettering import measure


def pixels(chart: Chart) -> NDArray[np.uint8]:
    return np.asarray(PIL.Image.open(io.BytesIO(chart_png(chart))).convert("RGB"))


def where(picture: NDArray[np.uint8], colour: str) -> NDArray[np.bool_]:
    return (picture == rgb(colour)).all(axis=2)


def box(picture: NDArray[np.uint8], colour: str) -> tuple[int, int, int, int]:
    """Return where a colour stands: left, right, top, bottom."""
    rows, columns = np.nonzero(where(picture, colour))
    return int(columns.min()), int(columns.max()), int(rows.min()), int(rows.max())


def places(chart: Chart, picture: NDArray[np.uint8]) -> tuple[NDArray[np.float64], ...]:
    """Return where the values of a chart stand on its picture."""
    probe = lay_out(chart, (876, 560), measure, titled=True).scene
    size = picture.shape[1] - 24, picture.shape[0] - (probe.height - 560)
    return lay_out(chart, size, measure, titled=True).readings.places


def test_that_a_line_stands_where_its_numbers_are() -> None:
    series = Series("", np.array([2.0, 8.0]), np.array([0.25, 0.75]))
    chart = LineChart("t", "x", "y", (series,), x_range=(0, 10), y_range=(0, 1))
    picture = pixels(chart)
    (first, last), *_ = places(chart, picture)
    expected = first[0], last[0], last[1], first[1]
    assert box(picture, LIGHT.curve(0)) == pytest.approx(expected, abs=2)


def test_that_what_is_not_finite_is_a_gap() -> None:
    values = np.array([0.5, 0.5, np.nan, 0.5, 0.5])
    chart = LineChart(
        "t", "x", "y", (Series("", np.arange(5.0), values),), x_range=(0, 4), y_range=(0, 1)
    )
    picture = pixels(chart)
    (along,) = places(chart, picture)
    y = round(along[0, 1])
    there = where(picture, LIGHT.curve(0))[y - 1 : y + 1].any(axis=0)
    x = [round(value) for value in np.linspace(along[0, 0], along[-1, 0], 5)]
    assert there[x[0] + 3 : x[1] - 3].all()
    assert not there[x[1] + 5 : x[3] - 5].any()
    assert there[x[3] + 3 : x[4] - 3].all()


def test_that_bars_are_as_high_as_their_values() -> None:
    picture = pixels(BarChart("t", "y", ("a", "b"), np.array([1.0, 2.0]), highlighted=1))
    left, right, top, bottom = box(picture, LIGHT.accent)
    grey = box(picture, blend(LIGHT.muted, LIGHT.base, 0.55))
    assert picture.shape[1] / 2 < left < right
    assert (grey[3] - grey[2]) / (bottom - top) == pytest.approx(0.5, abs=0.01)


def test_that_a_histogram_stands_over_its_bins() -> None:
    counts = np.array([0, 0, 5, 10, 0])
    chart = HistogramChart("t", "x", "n", (Distribution("", np.arange(6.0), counts, 1),))
    picture = pixels(chart)
    (tops,) = places(chart, picture)
    wide, middle = tops[3, 0] - tops[2, 0], tops[2:4].mean(axis=0)
    left, right, top, bottom = box(picture, LIGHT.curve(1))
    assert (left, right) == pytest.approx((middle[0] - wide, middle[0] + wide), abs=2)
    assert (top, bottom) == pytest.approx((tops[3, 1], 2 * tops[2, 1] - tops[3, 1]), abs=2)


def test_that_a_wall_shows_its_pictures_in_order_dark_on_light() -> None:
    pictures = np.zeros((2, 2, 2), np.uint8)
    pictures[1] = 255
    picture = pixels(PictureWall("", pictures, columns=2))
    left, right, top, bottom = box(picture, LIGHT.text)
    assert min(right - left, bottom - top) > 30
    assert left > picture.shape[1] / 2


def test_that_a_table_is_coloured_by_its_numbers() -> None:
    values = np.array([[0.0, 1.0], [np.nan, 0.5]])
    chart = HeatChart("t", "x", "y", ("a", "b"), ("p", "q"), values, 0.0, 1.0)
    picture = pixels(chart)
    rows = places(chart, picture)
    wanted = ((VIRIDIS[0], VIRIDIS[255]), (rgb(LIGHT.fill), VIRIDIS[128]))
    for row, column in np.ndindex(2, 2):
        x, y = rows[row][column]
        assert picture[round(y) - 40, round(x) - 40].tolist() == wanted[row][column].tolist()


@pytest.mark.parametrize(
    "chart",
    [
        LineChart("t", "x", "y", ()),
        LineChart("t", "x", "y", (Series("a", np.empty(0), np.empty(0)),), log_x=True),
        LineChart("t", "x", "y", (Series("a", np.full(2, -1.0), np.zeros(2)),), log_y=True),
        LineChart("t", "x", "y", (Series("a", np.ones(1), np.ones(1), "dots"),)),
        LineChart("t", "x", "y", (), (Level("l", 3.0), Level("u", 2.0, is_upright=True))),
        HistogramChart("t", "x", "n", ()),
        HistogramChart("t", "x", "n", (Distribution("d", np.arange(3.0), np.zeros(2)),)),
        BarChart("t", "y", (), np.empty(0)),
        BarChart("t", "y", ("a", "b"), np.array([-1.0, np.nan])),
        PictureWall("t", np.zeros((0, 3, 3), np.uint8)),
        HeatChart("t", "x", "y", ("a",), ("b",), np.array([[np.nan]]), 1.0, 1.0),
    ],
)
def test_that_a_chart_with_little_in_it_is_a_picture_too(chart: Chart) -> None:
    assert min(pixels(chart).shape[:2]) > 50


def test_that_pictures_are_numbered_and_named_by_their_titles() -> None:
    charts = [LineChart(title, "x", "y", ()) for title in ("Wörter & co.", "!", "a" * 90)]
    assert list(chart_pngs(charts)) == ["01-w-rter-co", "02-chart", "03-" + "a" * 50]
