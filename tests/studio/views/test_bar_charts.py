import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gdstudio.pictures.charts import BarChart, Distribution, HistogramChart, Level
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.charts.chart_view import ChartView
from tests.studio.views.chart_pixels import colours, distance, point


@pytest.fixture
def show(qtbot: QtBot):
    def make(view: ChartView, size: tuple[int, int] = (480, 300)) -> ChartView:
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        qtbot.waitExposed(view)
        return view

    return make


def histogram(*counts: list[int], **more: object) -> HistogramChart:
    distributions = tuple(
        Distribution(f"kind {k}", np.linspace(0, 1, len(c) + 1), np.array(c), k)
        for k, c in enumerate(counts)
    )
    return HistogramChart("How sure?", "activation", "pictures", distributions, **more)


def test_that_each_bin_is_as_high_as_its_count(show) -> None:
    view = show(ChartView(histogram([0, 10, 5, 20])))
    (tops,) = view.readings.places
    assert np.isfinite(tops).all(axis=1).tolist() == [False, True, True, True]
    foot = tops[1, 1] + (tops[1, 1] - tops[3, 1])  # 20 is as far above 10 as 10 above 0
    assert (foot - tops[2, 1]) / (foot - tops[3, 1]) == pytest.approx(0.25)
    assert np.diff(tops[1:, 0])[0] == pytest.approx(np.diff(tops[1:, 0])[1])
    for top in tops[1:]:
        assert distance(view, top, LIGHT.accent) < 45
    pixels, paper = colours(view), np.array(QColor(LIGHT.base).getRgb()[:3])
    x, y = round(tops[2, 0]), round(tops[2, 1])
    assert (pixels[y + 8, x] != paper).any()  # filled below
    assert (pixels[y - 12, x] == paper).all()  # free above


def test_that_a_histogram_reads_count_and_bounds(qtbot: QtBot, show) -> None:
    view = show(ChartView(histogram([0, 1000, 5, 20], [3, 3, 3, 3])))
    qtbot.mouseMove(view, point(view.readings.places[0][1]).toPoint())
    assert view.reading == "kind 0: 1,000 pictures from 0.2500 to 0.5000"


def test_that_bins_spaced_by_ratios_are_equally_wide(show) -> None:
    edges = np.array([1.0, 10.0, 100.0, 1000.0])
    one = Distribution("x", edges, np.array([1, 2, 3]))
    view = show(ChartView(HistogramChart("t", "x", "n", (one,), log_x=True)))
    across = np.diff(view.readings.places[0][:, 0])
    assert across[0] == pytest.approx(across[1])


def test_that_an_upright_level_stands_at_its_value(show) -> None:
    view = show(ChartView(histogram([4, 4, 4, 4])))
    left, right = view.readings.places[0][1, 0], view.readings.places[0][2, 0]
    before = colours(view)
    levels = (Level("half", 0.5, is_upright=True),)
    view.set_chart(histogram([4, 4, 4, 4], levels=levels))
    changed = (colours(view) != before).any(axis=2).sum(axis=0)
    assert int(changed.argmax()) == pytest.approx((left + right) / 2, abs=1.5)


def test_that_a_histogram_without_counts_is_painted(show) -> None:
    view = show(ChartView(histogram([0, 0], [0])))
    view.grab()
    assert view.readings.nearest(200, 100) is None


def bars(values: list[float], **more: object) -> BarChart:
    names = ("true labels", "shuffled pixels", "Gaussian pictures")
    return BarChart("Test accuracy", "answered rightly", names, np.array(values), **more)


def test_that_bars_are_as_high_as_their_values(show) -> None:
    view = show(ChartView(bars([0.25, 0.5, 1.0], is_share=True)))
    (tops,) = view.readings.places
    assert tops[0, 1] - tops[1, 1] == pytest.approx((tops[1, 1] - tops[2, 1]) / 2)
    pixels, accent = colours(view), np.array(QColor(LIGHT.accent).getRgb()[:3])
    for x, y in tops:
        assert (pixels[round(y) + 4, round(x)] == accent).all()
        assert (pixels[round(y) - 4, round(x)] != accent).any()


def test_that_the_highlighted_bar_alone_has_the_accent_colour(show) -> None:
    view = show(ChartView(bars([1, 2, 3], highlighted=1)))
    accents = [
        distance(view, (x, y + 12), LIGHT.accent) for x, y in view.readings.places[0].tolist()
    ]
    assert [value == 0 for value in accents] == [False, True, False]


def test_that_bars_are_read_by_pointer_and_keys(qtbot: QtBot, show) -> None:
    view = show(ChartView(bars([0.25, 0.5, np.nan], is_share=True)))
    x, _ = view.readings.places[0][1]
    qtbot.mouseMove(view, point(np.array([x + 9, 260.0])).toPoint())
    assert view.reading == "shuffled pixels: 50 %"
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.reading == "true labels: 25 %"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.reading == "shuffled pixels: 50 %"  # there is no third


def test_that_bars_below_zero_hang(show) -> None:
    view = show(ChartView(bars([-1, 1, 0.5])))
    (tops,) = view.readings.places
    zero = (tops[0, 1] + tops[1, 1]) / 2
    assert distance(view, (tops[0, 0], zero + 10), LIGHT.curve(0)) == 0
    assert distance(view, (tops[1, 0], zero - 10), LIGHT.curve(0)) == 0


def test_that_small_and_empty_bar_charts_are_painted(show) -> None:
    view = show(ChartView(bars([1, 2, 3])), (180, 120))
    view.set_chart(BarChart("t", "y", (), np.empty(0)))
    view.grab()


def test_that_a_level_crosses_the_bars_at_its_height(show) -> None:
    view = show(ChartView(bars([0.5, 1.0, 0.5])))
    without = colours(view)
    view.set_chart(bars([0.5, 1.0, 0.5], levels=(Level("", 0.75),)))
    tops = view.readings.places[0]
    changed = (colours(view) != without).any(axis=2)
    rows = np.flatnonzero(changed.sum(axis=1) > 0.3 * view.width())
    assert rows.mean() == pytest.approx((tops[0, 1] + tops[1, 1]) / 2, abs=1.5)
