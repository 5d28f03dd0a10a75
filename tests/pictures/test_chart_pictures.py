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
from gdstudio.pictures.colour_maps import VIRIDIS
from gdstudio.pictures.pillow.chart_picture import chart_png, chart_pngs
from gdstudio.pictures.pillow.plot import COLOURS, HEIGHT, LEFT, TOP, WIDTH
from gdstudio.pictures.ticks import log_ticks


def pixels(chart: Chart) -> NDArray[np.uint8]:
    return np.asarray(PIL.Image.open(io.BytesIO(chart_png(chart))).convert("RGB"))


def rgb(colour: str) -> NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex(colour[1:]), np.uint8)


def box(picture: NDArray[np.uint8], colour: str) -> tuple[float, float, float, float]:
    """Return where a colour stands inside the plot: left, right, top, bottom as shares of it."""
    inside = picture[TOP : TOP + HEIGHT, LEFT : LEFT + WIDTH]
    rows, columns = np.nonzero((inside == rgb(colour)).all(axis=2))
    return columns.min() / WIDTH, columns.max() / WIDTH, rows.min() / HEIGHT, rows.max() / HEIGHT


def test_that_a_line_stands_where_its_numbers_are() -> None:
    series = Series("", np.array([2.0, 8.0]), np.array([0.25, 0.75]))
    chart = LineChart("t", "x", "y", (series,), x_range=(0, 10), y_range=(0, 1))
    assert box(pixels(chart), COLOURS[0]) == pytest.approx((0.2, 0.8, 0.25, 0.75), abs=0.01)


def test_that_logarithmic_axes_count_powers_of_ten() -> None:
    series = Series("", np.array([10.0, 100.0]), np.array([1.0, 100.0]))
    chart = LineChart(
        "t", "x", "y", (series,), log_x=True, log_y=True, x_range=(1, 1000), y_range=(0.01, 1e4)
    )
    expected = (1 / 3, 2 / 3, 2 / 6, 4 / 6)
    assert box(pixels(chart), COLOURS[0]) == pytest.approx(expected, abs=0.01)


def test_that_what_is_not_finite_is_a_gap() -> None:
    y = np.array([0.5, 0.5, np.nan, 0.5, 0.5])
    chart = LineChart(
        "t", "x", "y", (Series("", np.arange(5.0), y),), x_range=(0, 4), y_range=(0, 1)
    )
    row = pixels(chart)[TOP + HEIGHT // 2, LEFT : LEFT + WIDTH]
    there = (row == rgb(COLOURS[0])).all(axis=1)
    assert there[10 : WIDTH // 4 - 5].all()
    assert not there[WIDTH // 4 + 5 : 3 * WIDTH // 4 - 5].any()
    assert there[3 * WIDTH // 4 + 5 : -10].all()


def test_that_bars_are_as_high_as_their_values() -> None:
    picture = pixels(BarChart("t", "y", ("a", "b"), np.array([1.0, 2.0]), highlighted=1))
    left, right, top, bottom = box(picture, COLOURS[0])
    grey = box(picture, "#8c959f")
    assert 0.5 < left < right < 1
    assert bottom == pytest.approx(1, abs=0.01)
    assert (grey[3] - grey[2]) / (bottom - top) == pytest.approx(0.5, abs=0.01)


def test_that_a_histogram_stands_over_its_bins() -> None:
    counts = np.array([0, 0, 5, 10, 0])
    chart = HistogramChart("t", "x", "n", (Distribution("", np.arange(6.0), counts, 1),))
    left, right, top, bottom = box(pixels(chart), COLOURS[1])
    room = 0.02 * 5
    across = (5 + 2 * room) / 1
    assert (left, right) == pytest.approx(((2 + room) / across, (4 + room) / across), abs=0.01)
    assert bottom - top == pytest.approx(10 / 10.6, abs=0.01)


def test_that_a_wall_shows_its_pictures_in_order_dark_on_light() -> None:
    pictures = np.zeros((2, 2, 2), np.uint8)
    pictures[1] = 255
    picture = pixels(PictureWall("t", pictures, columns=2))
    middle = picture.shape[0] // 2
    dark = np.flatnonzero((picture[middle] == 0).all(axis=1))
    assert len(dark) > 30
    assert dark.min() > picture.shape[1] / 2


def test_that_a_table_is_coloured_by_its_numbers() -> None:
    values = np.array([[0.0, 1.0], [np.nan, 0.5]])
    chart = HeatChart("t", "x", "y", ("a", "b"), ("p", "q"), values, 0.0, 1.0)
    picture = pixels(chart)
    colours = {tuple(colour) for colour in picture.reshape(-1, 3).tolist()}
    for colour in (*VIRIDIS[[0, 255, 128]].tolist(), rgb("#e9ebef").tolist()):
        assert tuple(colour) in colours


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


def test_that_ticks_of_a_logarithmic_axis_are_round_numbers() -> None:
    assert log_ticks(0, 2, 8).labels == ["1", "2", "5", "10", "20", "50", "100"]
    assert log_ticks(1, 6, 8).labels == ["10¹", "10²", "10³", "10⁴", "10⁵", "10⁶"]
