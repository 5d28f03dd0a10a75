import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdstudio.pictures.charts import Level, LineChart, Series
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.charts.chart_view import ChartView
from tests.studio.views.chart_pixels import colours, distance, point


def series(y: list[float], x: list[float] | None = None, **more: object) -> Series:
    values = np.array(y, float)
    along = np.arange(len(values), dtype=float) if x is None else np.array(x, float)
    bounds = {k: np.array(v, float) for k, v in more.items() if k in ("low", "high")}
    rest = {k: v for k, v in more.items() if k not in bounds}
    return Series(name="true labels", x=along, y=values, **rest, **bounds)


def chart(*lines: Series, **more: object) -> LineChart:
    return LineChart("A title", "steps", "cost", lines, **more)


@pytest.fixture
def show(qtbot: QtBot):
    def make(shown: LineChart, size: tuple[int, int] = (480, 300)) -> ChartView:
        view = ChartView(shown)
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        qtbot.waitExposed(view)
        return view

    return make


def test_that_a_line_goes_through_its_points_in_the_colour_of_its_series(show) -> None:
    view = show(chart(series([0, 3, 1, 2], colour=1)))
    (places,) = view.readings.places
    assert np.isfinite(places).all()
    for place in places:
        assert distance(view, place, LIGHT.curve(1)) < 8
    x = places[:, 0]
    assert np.diff(x) == pytest.approx(np.full(3, x[1] - x[0]))  # 0, 1, 2, 3 across
    bottom, top = places[0, 1], places[1, 1]  # 0 and 3, upwards
    assert bottom > top
    assert places[2, 1] == pytest.approx(bottom + (top - bottom) / 3)


def test_that_a_share_of_a_known_range_lies_at_its_share_of_the_height(show) -> None:
    view = show(chart(series([0, 0.25, 1]), y_range=(0.0, 1.0), is_share=True))
    y = view.readings.places[0][:, 1]
    assert (y[0] - y[1]) / (y[0] - y[2]) == pytest.approx(0.25)
    assert view.readings.text(0, 1) == "true labels: 25 % at 1"


def test_that_a_logarithmic_axis_puts_ratios_at_equal_distances(show) -> None:
    view = show(chart(series([1, 10, 1000], [1, 100, 10_000]), log_x=True, log_y=True))
    (places,) = view.readings.places
    across, upward = np.diff(places[:, 0]), -np.diff(places[:, 1])
    assert across[0] == pytest.approx(across[1])
    assert upward[1] == pytest.approx(2 * upward[0])


def test_that_gaps_and_what_has_no_logarithm_are_not_drawn(show) -> None:
    view = show(chart(series([1, np.nan, 1, 0, 1]), log_y=True, x_range=(0.0, 4.0)))
    places = view.readings.places[0]
    assert np.isfinite(places).all(axis=1).tolist() == [True, False, True, False, True]
    half_way = (places[0] + places[2]) / 2
    assert distance(view, half_way, LIGHT.accent) > 60


def test_that_a_band_lies_between_its_bounds_and_nowhere_else(show) -> None:
    scale = show(chart(series([0, 1, 3]), y_range=(0.0, 3.0))).readings.places[0]
    unit = scale[0, 1] - scale[1, 1]
    line = series([1, 1, 1], low=[0.5, 0.5, 0.5], high=[2, 2, 2], colour=2)
    view = show(chart(line, y_range=(0.0, 3.0)))
    x, y = view.readings.places[0][1]
    pixels, paper = colours(view), np.array(QColor(LIGHT.base).getRgb()[:3])

    def is_tinted(value: float) -> bool:
        at = round(y + (1 - value) * unit)
        return bool((np.abs(pixels[at, round(x) + 7] - paper) > 12).any())

    assert [is_tinted(v) for v in (0.3, 0.7, 1.7, 2.4)] == [False, True, True, False]


def test_that_points_and_their_error_bars_have_the_colour_of_the_series(show) -> None:
    dots = [
        series([k + 1.0, k + 1.0], style="dots", colour=k, low=[k + 0.7] * 2, high=[k + 1.3] * 2)
        for k in range(3)
    ]
    view = show(chart(*dots, y_range=(0.0, 4.0), x_range=(-1.0, 2.0)))
    places = view.readings.places
    unit = places[0][0, 1] - places[1][0, 1]
    for k in range(3):
        x, y = places[k][0]
        for away in (0.0, 0.25 * unit, -0.25 * unit):
            assert distance(view, (x, y + away), LIGHT.curve(k)) < 90
        assert distance(view, (x, y + 0.5 * unit), LIGHT.curve(k)) > 90


def test_that_each_colour_has_a_shape_of_its_own(show) -> None:
    inks = []
    for k in range(7):
        view = show(chart(series([1.0], style="dots", colour=k)))
        x, y = view.readings.places[0][0]
        box = colours(view)[round(y) - 8 : round(y) + 9, round(x) - 8 : round(x) + 9]
        inks.append((np.abs(box - 255).max(axis=2) > 60).tobytes())
    assert len(set(inks)) == 7


def test_that_levels_cross_the_plot_and_are_named(show) -> None:
    plain = show(chart(series([0, 1]), y_range=(0.0, 1.0)))
    height = (plain.readings.places[0][0, 1] + plain.readings.places[0][1, 1]) / 2
    before = colours(plain)
    plain.set_chart(chart(series([0, 1]), levels=(Level("guessing", 0.5),), y_range=(0.0, 1.0)))
    changed = (colours(plain) != before).any(axis=2)
    rows = np.flatnonzero(changed.any(axis=1))
    assert rows.min() <= height <= rows.max() + 1
    row = changed[round(height) - 1 : round(height) + 2].any(axis=0)
    assert row.sum() > 0.35 * plain.width()  # dashes from end to end


def test_that_a_chart_that_grows_does_not_jump(show) -> None:
    view = show(chart(series([2.3, 1.9])))
    view.set_chart(chart(series([2.3, 1.9, 1.5])), is_live=True)
    was = view.readings.places[0].copy()
    moved = 0
    for n in range(4, 60):
        y = (2.3 * 0.9 ** np.arange(n)).tolist()
        view.set_chart(chart(series([2.3, 1.9, 1.5, *y[3:]])), is_live=True)
        now = view.readings.places[0][:3]
        moved += not np.array_equal(now, was[:3])
        was = now.copy()
    assert moved <= 12


def test_that_the_pointer_reads_the_nearest_value(qtbot: QtBot, show) -> None:
    view = show(chart(series([0, 3, 1]), series([3, 0, 2], colour=1)))
    qtbot.mouseMove(view, point(view.readings.places[1][2]).toPoint())
    assert view.reading == "true labels: 2 at 2"
    assert view.accessibleDescription() == view.reading
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.reading == ""


def test_that_a_reading_tells_the_bounds(show) -> None:
    view = show(chart(series([1], low=[0.5], high=[2.25], style="dots")))
    assert view.readings.text(0, 0) == "true labels: 1 at 0, from 0.5000 to 2.2500"


def test_that_arrow_keys_read_and_enter_enlarges(qtbot: QtBot, show) -> None:
    view = show(chart(series([0, 3, 1]), series([3, 0, 2], colour=1)))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
    assert view.reading == "true labels: 0 at 1"
    with qtbot.waitSignal(view.enlarge_requested):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.enlarge_requested):
        qtbot.mouseDClick(view, Qt.MouseButton.LeftButton)


def test_that_a_reading_that_is_gone_is_forgotten(qtbot: QtBot, show) -> None:
    view = show(chart(series([0, 3, 1])))
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    view.set_chart(chart(series([0, 3])))
    assert view.reading == ""
    view.grab()


def test_that_both_themes_and_all_sizes_are_painted(show) -> None:
    view = show(chart(series([0, 3, 1]), series([1, 2, 3], colour=1)))
    put_on(DARK)
    assert distance(view, view.readings.places[0][1], DARK.accent) < 8
    for size in ((180, 120), (60, 40), (1200, 700)):
        view.resize(*size)
        view.grab()


def test_that_an_empty_chart_is_painted(show) -> None:
    view = show(chart())
    view.grab()
    assert view.readings.nearest(100, 100) is None


def test_that_the_reading_stays_under_a_resting_pointer_while_the_chart_grows(qtbot, show) -> None:
    view = show(chart(series([2, 2, 2, 2]), y_range=(0.0, 4.0)))
    at = point(view.readings.places[0][1])
    for place in (QPoint(1, 1), at.toPoint()):
        qtbot.mouseMove(view, place)
    assert view.reading.endswith("at 1")
    view.set_chart(chart(series([2] * 13), y_range=(0.0, 4.0)), is_live=True)
    x = float(view.reading.rsplit(" at ", 1)[1])
    (places,) = view.readings.places
    nearest = int(np.hypot(*(places - (at.x(), at.y())).T).argmin())
    assert x == nearest > 1


def test_that_a_value_read_with_the_keys_is_told_anew_when_it_changes(qtbot, show) -> None:
    view = show(chart(series([3, 2])))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    view.set_chart(chart(series([5, 2])))
    assert view.accessibleDescription() == "true labels: 5 at 0"
