"""Step against sigmoid, tanh and ReLU: the tangent at the neuron's own z, or where one wants."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from gdstudio.inside.places import Place
from gdstudio.numerals import MINUS
from gdstudio.studio.views.inside.activation_limits import limit_of
from gdstudio.studio.views.inside.smooth_page import SmoothPage
from tests.studio.seen import shown

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot):
    page = shown(qtbot, SmoothPage(), 900, 480)
    page.set_z(-1.25, Place(2, 5), "tanh", is_own=True)
    return page


def numbers(panel):
    text = panel.reading().replace(MINUS, "-").replace("±", "").split("\n")[0]
    a, slope = text.removeprefix("a = ").split(", slope ")
    return float(a), float(slope)


def test_that_every_function_is_read_at_the_neurons_z(page):
    s = 1 / (1 + math.exp(1.25))
    expected = {
        "step": (0, 0),
        "sigmoid": (s, s * (1 - s)),
        "tanh": (math.tanh(-1.25), 1 - math.tanh(-1.25) ** 2),
        "relu": (0, 0),
    }
    for panel in page.panels:
        assert numbers(panel) == pytest.approx(expected[panel.name], abs=1e-4)
        chart = panel.canvas.chart
        assert (chart.z, chart.a, chart.slope) == pytest.approx((-1.25, *expected[panel.name]))
    assert "at the z of L2.5" in page.sentence()
    assert not page.own.isEnabled()


def test_that_a_step_says_that_a_small_change_changes_nothing(page):
    step, sigmoid = page.panels[:2]
    assert step.reading().split("\n")[1] == "z + 0.1: a ±0; slope × 0.1: ±0"
    gained = 1 / (1 + math.exp(1.15)) - 1 / (1 + math.exp(1.25))
    assert f"z + 0.1: a +{gained:.4f}"[:18] in sigmoid.reading()


def test_that_a_press_a_key_and_the_slider_ask_for_another_z(qtbot, page):
    asked, slid = QSignalSpy(page.panels[1].z_chosen), QSignalSpy(page.z_chosen)
    canvas = page.panels[1].canvas
    qtbot.mouseClick(canvas, LEFT, pos=canvas.widget_position(2.0, 0.5).toPoint())
    assert asked.at(0)[0] == pytest.approx(2.0, abs=0.1)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert asked.at(1)[0] == pytest.approx(-1.25 + 0.12)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert asked.count() == 2
    page.slider.setValue(-300)
    assert slid.at(0)[0] == pytest.approx(-3.0)


def test_that_a_chosen_z_is_led_back_from(qtbot, page):
    page.set_z(3.0, Place(2, 5), "tanh", is_own=False)
    assert "chosen here" in page.sentence()
    assert page.own.text() == "z of L2.5"
    wanted = QSignalSpy(page.own_requested)
    qtbot.mouseClick(page.own, LEFT)
    assert wanted.count() == 1


def test_that_without_a_neuron_it_says_where_to_open_one(page):
    page.set_z(0.0, None, "", is_own=False)
    assert "Open a neuron" in page.sentence()
    assert not page.own.isEnabled()


def test_that_the_axis_holds_z_and_does_not_follow_every_step():
    assert limit_of(0.0) == limit_of(-5.0) == 6
    assert limit_of(5.9) == 12
    assert limit_of(-300) == pytest.approx(330)


def test_that_the_axis_stays_while_the_slider_is_dragged_to_its_end(page):
    page.set_z(0.3, Place(2, 5), "tanh", is_own=True)
    page.z_chosen.connect(lambda z: page.set_z(z, Place(2, 5), "tanh", is_own=False))
    for ticks in (400, page.slider.maximum(), 100, page.slider.minimum()):
        page.slider.setValue(ticks)
        assert page.slider.value() == ticks
        assert page.panels[0].canvas.chart.z == pytest.approx(6 * ticks / 600)


def test_that_in_a_narrow_page_the_functions_stand_two_by_two(qtbot, page):
    def grid():
        corners = [panel.geometry().topLeft() for panel in page.panels]
        return len({at.x() for at in corners}), len({at.y() for at in corners})

    assert grid() == (4, 1)
    page.resize(420, 700)
    qtbot.waitUntil(lambda: grid() == (2, 2))
