"""Activation functions to look at: values and slopes against difference quotients."""

import math

import numpy as np
import pytest

from gdstudio.inside.activation_curves import STEP, activation_at, curve_point, softmax_point
from gdstudio.inside.neuron import SoftmaxSteps

WRITTEN_OUT = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "leaky-relu": lambda z: max(z, 0.01 * z),
    "identity": lambda z: z,
    STEP: lambda z: float(z > 0),
}


@pytest.mark.parametrize("name", WRITTEN_OUT)
@pytest.mark.parametrize("z", [-2.3, -0.4, 0.7, 3.1])
def test_that_value_and_slope_are_those_of_the_formula(name, z):
    point, h = curve_point(name, z, 6.0), 1e-6
    written = WRITTEN_OUT[name]
    assert point.a == pytest.approx(written(z), rel=1e-12)
    assert activation_at(name, z) == point.a
    quotient = (written(z + h) - written(z - h)) / (2 * h)
    assert point.slope == pytest.approx(quotient, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_that_a_curve_goes_through_its_function_from_end_to_end(name):
    points = curve_point(name, 0.5, 6.0).points
    assert (points[0, 0], points[-1, 0]) == (-6.0, 6.0)
    seen = points[np.isfinite(points).all(axis=1)]
    assert (np.diff(seen[:, 0]) >= 0).all()
    off_zero = seen[seen[:, 0] != 0]
    assert np.allclose(off_zero[:, 1], [WRITTEN_OUT[name](z) for z in off_zero[:, 0]])
    assert curve_point(name, -3.0, 6.0).points is points
    assert not points.flags.writeable


def test_that_a_step_jumps_and_has_no_slope():
    points = curve_point(STEP, 0.0, 1.0).points
    gap = int(np.flatnonzero(np.isnan(points[:, 0]))[0])
    assert points[gap - 1].tolist() == [0.0, 0.0]
    assert points[gap + 1].tolist() == [0.0, 1.0]
    assert curve_point(STEP, 0.0, 1.0).slope == 0


def test_that_an_output_of_a_softmax_follows_its_own_z_as_a_sigmoid():
    logits = np.array([0.4, -1.2, 2.5])
    exponentials = np.exp(logits - logits.max())
    steps = SoftmaxSteps(2.5, float(exponentials[1]), float(exponentials.sum()))
    point, h = softmax_point(steps, -1.2, 6.0), 1e-6
    shares = exponentials / exponentials.sum()
    assert point.a == pytest.approx(shares[1], rel=1e-12)
    moved = logits + np.array([0, h, 0])
    quotient = (np.exp(moved)[1] / np.exp(moved).sum() - shares[1]) / h
    assert point.slope == pytest.approx(quotient, rel=1e-5)
    at = np.interp(0.6, *point.points.T)
    other = np.exp([0.4, 0.6, 2.5])
    assert at == pytest.approx(other[1] / other.sum(), abs=1e-4)


def test_that_a_softmax_of_one_certain_output_is_a_curve_all_the_same():
    point = softmax_point(SoftmaxSteps(3.0, 1.0, 1.0), 3.0, 6.0)
    assert point.a == 1.0
    assert np.isfinite(point.points).all()
