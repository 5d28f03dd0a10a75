import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gdstudio.pictures.plane.contours import curve_colours
from gdstudio.pictures.plane.costs import CostScale, cost_scale, height_span
from gdstudio.pictures.spans import Span
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.plane.cost_curves import CostCurves, CurveKey
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas

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
    view.resize(300, 200)

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
