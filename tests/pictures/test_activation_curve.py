"""An activation function as a plot: its curve, the neuron on it, and the tangent there."""

import math

import numpy as np
import pytest

from gdstudio.pictures.palette import LIGHT
from gdstudio.pictures.plane.activation_curve import ActivationCurve
from gdstudio.pictures.plane.box import draw_rest, place_box
from gdstudio.pictures.scene import Line, Signs
from gdstudio.pictures.sheet import Sheet

Z = np.linspace(-4, 4, 81)
TANH = np.column_stack([Z, np.tanh(Z)])


def sheet_of():
    return Sheet((240.0, 200.0), lambda text, size, _weight: (0.6 * size * len(text), 1.2 * size))


def moving(chart):
    sheet = sheet_of()
    box = place_box(sheet, sheet.rect, chart.axes)
    chart.draw_moving(sheet, box)
    return box, sheet.shapes


def test_that_the_axes_hold_the_whole_curve_with_room_around_it():
    axes = ActivationCurve(TANH).axes
    assert (axes.bottom.low, axes.bottom.high) == (-4, 4)
    assert axes.left.low < -1 < 1 < axes.left.high
    assert (axes.bottom.name, axes.left.name) == ("z", "a")


def test_that_a_flat_curve_has_axes_too():
    axes = ActivationCurve(np.array([[-1.0, 0.5], [1.0, 0.5]])).axes
    assert axes.left.low < 0.5 < axes.left.high


def test_that_the_curve_goes_through_its_points_and_breaks_at_gaps():
    step = np.array([[-1.0, 0.0], [0.0, 0.0], [np.nan, np.nan], [0.0, 1.0], [1.0, 1.0]])
    sheet, chart = sheet_of(), ActivationCurve(step)
    box = draw_rest(sheet, sheet.rect, chart)
    curve = max((one for one in sheet.shapes if isinstance(one, Line)), key=lambda one: one.width)
    assert np.allclose(curve.points, box.pixels(step), equal_nan=True)
    assert curve.colour == LIGHT.text


def test_that_the_tangent_touches_the_curve_with_its_slope():
    z, a = 0.7, math.tanh(0.7)
    chart = ActivationCurve(TANH, z, a, 1 - a * a)
    box, (way, tangent, ball) = moving(chart)
    assert isinstance(ball, Signs)
    assert ball.places[0] == pytest.approx(box.pixel(z, a))
    assert tangent.points.mean(axis=0) == pytest.approx(box.pixel(z, a))
    across, down = np.subtract(box.pixel(1.0, 1.0), box.pixel(0.0, 0.0))  # a unit of each
    run, rise = np.subtract(tangent.points[1], tangent.points[0]) / (across, down)
    assert rise / run == pytest.approx(1 - a * a)
    assert way.points[0] == pytest.approx(box.pixel(z, 0.0))
    assert way.points[2] == pytest.approx(box.pixel(0.0, a))


@pytest.mark.parametrize("z", [math.nan, math.inf])
def test_that_a_neuron_without_a_number_is_not_drawn(z):
    assert moving(ActivationCurve(TANH, z, z, 0.0))[1] == []


def test_that_what_rests_is_the_same_while_only_the_neuron_moves():
    one, other = ActivationCurve(TANH, 0.1, 0.1, 1.0), ActivationCurve(TANH, 0.2, 0.2, 1.0)
    assert all(a is b for a, b in zip(one.rest, other.rest, strict=True))
