import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gdstudio.pictures.plane.contours import curve_colours
from gdstudio.pictures.plane.costs import CostScale, cost_scale, height_span
from gdstudio.pictures.spans import Span
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.plane.cost_curves import CostCurves, CurveKey
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas
from tests.studio.views.chart_pixels import colours
from tests.studio.views.repaints import is_repainted

NOTHING = Span(0.0, 0.0)


def span_of(*costs: list[float], log: bool = False, before: Span = NOTHING) -> Span:
    arrays = [np.array(c) for c in costs]
    scale = cost_scale(arrays, log=log, lowest=None)
    return height_span([scale.heights(a) for a in arrays], scale, before)


def test_that_a_linear_axis_holds_the_costs_between_round_values() -> None:
    assert span_of([181.6, 90.0, 0.0]) == Span(0.0, 200.0)
    assert span_of([12.0] * 9 + [11.0], [12.0, 11.5]) == Span(11.0, 12.0)
    assert span_of([12.0] * 8 + [11.0]).low == 0.0
    assert span_of([-4.0, -78.3]) == Span(-80.0, 0.0)
    assert span_of([3.0]) == Span(0.0, 3.0)


def test_that_a_logarithmic_axis_holds_whole_decades() -> None:
    assert span_of([181.6, 0.02], log=True) == Span(-2, 3)
    assert span_of([181.6, 1e-40], log=True) == Span(-14, 3)
    assert span_of([1.0, 1e300], log=True).high == 9


def test_that_an_axis_stays_while_it_fits() -> None:
    before = Span(0.0, 200.0)

    assert span_of([181.6, 90.0], before=before) is before
    assert span_of([120.0, 0.0], before=before) is before
    assert span_of([80.0, 0.0], before=before) == Span(0.0, 80.0)
    assert span_of([250.0, 0.0], before=before) == Span(0.0, 250.0)


def test_that_a_diverging_curve_is_followed_only_so_far() -> None:
    assert span_of([16.0, 40.0, 1e6, 1e300, np.inf]) == Span(0.0, 50.0)
    assert span_of([1.0, 0.5], [1.0, np.nan]) == Span(0.0, 1.0)
    low = span_of([2.0, -1e9]).low
    assert -3000 <= low <= -1998
    assert span_of([np.nan]) == Span(0.0, 1.0)


def test_that_negative_costs_are_measured_from_the_lowest() -> None:
    costs = [np.array([22.0, -68.0, -77.0])]

    assert cost_scale(costs, log=True, lowest=-78.0) == CostScale(True, -78.0)
    assert cost_scale(costs, log=True, lowest=None) == CostScale(True, -77.0)
    assert cost_scale(costs, log=True, lowest=5.0) == CostScale(True, -77.0)
    assert cost_scale(costs, log=False, lowest=-78.0) == CostScale(False, 0.0)
    assert cost_scale([np.array([1.0, 0.0])], log=True, lowest=0.0) == CostScale(True, 0.0)
    # 22 + 78 = 100, -68 + 78 = 10, -77 + 78 = 1
    assert CostScale(True, -78.0).heights(costs[0]) == pytest.approx([2, 1, 0])


def test_that_what_has_no_logarithm_is_not_made_up() -> None:
    heights = CostScale(True).heights(np.array([10.0, 0.0, np.inf, np.nan]))

    assert heights[:2].tolist() == [1.0, -np.inf]
    assert np.isnan(heights[2:]).all()


@pytest.fixture
def view(qtbot: QtBot) -> CostCurves:
    view = CostCurves()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    return view


def canvas_of(view: CostCurves) -> PlaneCanvas:
    canvas = view.findChild(PlaneCanvas)
    assert canvas is not None
    return canvas


def click_log(view: CostCurves) -> None:
    view.findChild(QPushButton).click()


def has(view: CostCurves, step: float, height: float, colour: str) -> bool:
    """Return whether a pixel near (step, height) has about this colour."""
    image = canvas_of(view).grab().toImage()
    at = canvas_of(view).widget_position(step, height).toPoint()
    wanted = np.array(QColor(colour).getRgb()[:3])
    found = [
        image.pixelColor(at.x() + x, at.y() + y).getRgb()[:3]
        for x in range(-2, 3)
        for y in range(-2, 3)
    ]
    return bool((np.abs(np.array(found) - wanted).max(axis=1) < 25).any())


def test_that_curves_are_drawn_in_their_colours(view: CostCurves) -> None:
    view.set_curves([("a", "#ff0000", [8.0, 6.0, 4.0]), ("b", "", [8.0, 2.0, 1.0])])

    assert has(view, 2.0, 4.0, "#ff0000")
    assert has(view, 2.0, 1.0, curve_colours(LIGHT)[1])
    assert not has(view, 2.0, 7.0, "#ff0000")

    view.set_curves([("b", "", [8.0, 2.0, 1.0])])

    assert not has(view, 1.0, 6.0, "#ff0000")


def test_that_powers_of_ten_fall_in_a_line_on_a_logarithmic_axis(view: CostCurves) -> None:
    view.set_curves([("a", "#ff0000", 10.0 ** -np.arange(11))])

    click_log(view)

    assert all(has(view, step, -step, "#ff0000") for step in (1.5, 5.0, 9.5))
    assert canvas_of(view).chart.note == ""


def test_that_the_axis_is_linear_again_after_another_click(view: CostCurves) -> None:
    view.set_curves([("a", "#ff0000", [8.0, 6.0, 4.0])])
    linear = canvas_of(view).box

    click_log(view)
    assert canvas_of(view).box.frame.y != linear.frame.y
    click_log(view)

    assert canvas_of(view).box == linear


def test_that_costs_without_a_logarithm_are_noted(view: CostCurves) -> None:
    view.set_curves([("a", "", [16.0, 0.0, 0.0])])
    assert canvas_of(view).chart.note == ""

    click_log(view)
    assert canvas_of(view).chart.note == "lowest line: C = 0"
    view.set_curves([("a", "", [16.0, -2.5])])
    assert canvas_of(view).chart.note == "log of C + 2.5000; lowest line: 0"
    view.set_lowest(-4.0)
    assert canvas_of(view).chart.note == "log of C + 4.0000"
    assert has(view, 1.0, np.log10(1.5), LIGHT.accent)


def test_that_the_cursor_reads_out_a_single_curve(view: CostCurves) -> None:
    key = view.findChild(CurveKey)
    assert key is not None
    view.set_curves([("Adam", "", [9.0, 4.0, 1.0])])
    assert key.texts() == ["Adam 1.0000"]

    view.set_cursor(1)

    assert key.texts() == ["Adam 4.0000"]
    assert has(view, 1.0, 7.0, LIGHT.muted)
    view.set_cursor(99)
    assert key.texts() == ["Adam 1.0000"]
    view.set_curves([("Adam", "", [9.0, 4.0]), ("Lion", "", [9.0, 3.0])])
    assert key.texts() == ["Adam", "Lion"]


def test_that_six_names_fit_beside_each_other(view: CostCurves) -> None:
    put_on(LIGHT)
    names = ["gradient descent", "momentum", "nesterov", "rmsprop", "adam", "newton"]
    view.set_curves([(name, "", [1.0, 0.5]) for name in names])
    key = view.findChild(CurveKey)
    assert key is not None

    view.resize(900, 200)
    one_line = key.height()
    view.resize(round(300 / 0.92), 200)

    assert one_line < key.height() <= 2 * one_line + 4
    assert canvas_of(view).box.frame.height > 80


def test_that_any_values_are_drawn(view: CostCurves) -> None:
    for log in (False, True):
        view.findChild(QPushButton).setChecked(log)
        for costs in ([], [np.nan], [np.inf, -np.inf], [1e300, -1e300, 1e-300], [0.0, 0.0]):
            view.set_curves([("a", "", costs)])
            assert not view.grab().isNull()
    view.clear()
    assert not view.grab().isNull()


def test_that_a_theme_is_taken_at_once(view: CostCurves) -> None:
    view.set_curves([("a", "", [8.0, 6.0, 4.0])])
    for theme in (DARK, LIGHT):
        put_on(theme)
        assert has(view, 2.0, 4.0, theme.accent)
        assert has(view, 2.0, 7.5, theme.base)


def test_that_nothing_is_left_after_clear(view: CostCurves) -> None:
    key = view.findChild(CurveKey)
    assert key is not None
    view.set_curves([("a", "#ff0000", [8.0] * 1000)])
    view.set_cursor(3)

    view.clear()

    chart = canvas_of(view).chart
    assert (chart.costs, chart.cursor, key.texts()) == ((), None, [])
    view.set_curves([("a", "#ff0000", [2.0, 1.0])])
    assert key.texts() == ["a 1.0000"]
    assert canvas_of(view).box.frame.x[1] < 100
    assert canvas_of(view).box.frame.y[1] < 4


def test_that_a_cursor_before_the_start_reads_the_start(view: CostCurves) -> None:
    key = view.findChild(CurveKey)
    assert key is not None
    view.set_curves([("a", "", [9.0, 4.0])])
    view.set_cursor(-5)
    assert key.texts() == ["a 9.0000"]
    view.set_cursor(None)
    assert key.texts() == ["a 4.0000"]
    view.set_curves([("a", "", [])])
    assert key.texts() == ["a"]


def test_that_six_curves_are_the_most(view: CostCurves) -> None:
    curves = [(str(i), "", [1.0]) for i in range(7)]
    view.set_curves(curves[:6])
    with pytest.raises(AssertionError):
        view.set_curves(curves)


SWATCH, GAP, SPACING = 8, 4, 8
RED, GREEN = "#ff0000", "#00a000"


@pytest.fixture
def key(qtbot: QtBot) -> CurveKey:
    key = CurveKey()
    qtbot.addWidget(key)
    put_on(LIGHT)
    key.resize(400, 50)
    key.show()
    qtbot.waitExposed(key)
    return key


def metrics_of(key: CurveKey) -> QFontMetrics:
    return QFontMetrics(key.numeral_font())


def width_of(key: CurveKey, name: str) -> int:
    return SWATCH + GAP + metrics_of(key).horizontalAdvance(name) + 1


def swatch(key: CurveKey, colour: str) -> tuple[int, int, int, int]:
    """First column, first row, width and height of what has this colour."""
    found = (colours(key) == QColor(colour).getRgb()[:3]).all(axis=2)
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    assert found[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].all()
    return int(columns[0]), int(rows[0]), len(columns), len(rows)


def test_that_each_name_stands_beside_its_swatch(key: CurveKey) -> None:
    key.set_curves(["one", "another"], [RED, GREEN])

    line = metrics_of(key).height() + 2
    left, top, width, height = swatch(key, RED)
    assert (left, width, height) == (0, SWATCH, SWATCH)
    assert top + SWATCH / 2 == pytest.approx(line / 2, abs=1)
    assert swatch(key, GREEN) == (width_of(key, "one") + SPACING, top, SWATCH, SWATCH)
    dark = (colours(key) < 120).all(axis=2).any(axis=0)
    assert not dark[SWATCH : SWATCH + GAP].any()
    first = dark[SWATCH + GAP : width_of(key, "one") + 1]
    assert first.any()
    assert not dark[width_of(key, "one") + 1 : width_of(key, "one") + SPACING].any()
    second = width_of(key, "one") + SPACING + SWATCH + GAP
    assert dark[second : width_of(key, "one") + SPACING + width_of(key, "another")].any()


def test_that_a_line_is_broken_only_where_it_has_no_room(key: CurveKey) -> None:
    key.set_curves(["one", "another", "third"], [RED, GREEN, "#0000ff"])
    line = metrics_of(key).height() + 2
    room = width_of(key, "one") + SPACING + width_of(key, "another")
    whole = room + SPACING + width_of(key, "third")

    for width, colour, row in (
        (whole, "#0000ff", 0),
        (whole - 1, "#0000ff", 1),
        (room, GREEN, 0),
        (room - 1, GREEN, 1),
        (SWATCH, "#0000ff", 2),
    ):
        key.resize(width, key.height())
        left, top, *_ = swatch(key, colour)
        assert (left == 0, top // line) == (row > 0, row)
    assert key.height() == 3 * line


def test_that_an_empty_key_is_a_line_high(key: CurveKey) -> None:
    line = metrics_of(key).height() + 2
    assert key.height() == line
    key.set_curves(["one"], [RED])
    assert key.height() == line
    key.set_curves([f"curve number {i}" for i in range(6)], [RED] * 6)
    key.resize(40, 20)
    assert key.height() == 6 * line
    assert key.sizeHint().height() == key.height()
    key.set_curves([], [])
    assert key.height() == line


def test_that_a_larger_font_breaks_the_lines_anew(key: CurveKey) -> None:
    key.set_curves(["one", "another"], [RED, GREEN])
    key.resize(width_of(key, "one") + SPACING + width_of(key, "another"), 10)
    before = key.height()
    font = key.font()
    font.setPointSizeF(2 * font.pointSizeF())
    key.setFont(font)
    assert key.height() == 2 * (metrics_of(key).height() + 2) > 2 * before


def test_that_a_single_name_leaves_the_line_to_its_value(key: CurveKey) -> None:
    key.set_curves(["a"], [RED])
    key.set_values(["1.2345678"])
    end = SWATCH + GAP + metrics_of(key).horizontalAdvance("a 1.2345678")
    dark = np.flatnonzero((colours(key) < 140).all(axis=2).any(axis=0))
    assert end - 6 <= dark[-1] < end + 1

    key.set_values(["1" * 200])
    dark = np.flatnonzero((colours(key) < 140).all(axis=2).any(axis=0))
    assert 360 < dark[-1] < 400


def test_that_a_key_is_painted_anew_only_for_something_new(key: CurveKey) -> None:
    assert is_repainted(key, lambda: key.set_curves(["a"], [RED]))
    assert not is_repainted(key, lambda: key.set_curves(["a"], [RED]))
    assert is_repainted(key, lambda: key.set_curves(["a"], [GREEN]))
    assert is_repainted(key, lambda: key.set_values(["1"]))
    assert not is_repainted(key, lambda: key.set_values(["1"]))
    assert key.texts() == ["a 1"]
    key.set_curves(["b"], [GREEN])
    assert (key.texts(), key.accessibleDescription()) == (["b"], "b")
    assert key.accessibleName() == "Key to the curves"
