"""Activation functions to look at: their curve, and the tangent at one pre-activation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from gdstudio.arrays import Floats, locked
from gdstudio.inside.neuron import SoftmaxSteps
from gdstudio.learning.activations import find_activation

STEP: Final = "step"
"""The threshold of Rosenblatt's perceptron (1958): 1 above 0, else 0. Nothing learns by it here."""

_SAMPLES: Final = 241  # an odd number: 0, where curves have corners, is one of them


@dataclass(frozen=True, slots=True, eq=False)
class CurvePoint:
    """An activation function around 0, and one place on it.

    Attributes:
        name: Of the function.
        points: Pre-activations and activations, shape (k, 2), float64, read-only, the former
            rising; NaN where the curve jumps.
        z: The place.
        a: The activation there.
        slope: da/dz there; of the step 0, though it has none at 0.
    """

    name: str
    points: Floats
    z: float
    a: float
    slope: float


def activation_at(name: str, z: float) -> float:
    """Return the activation at a pre-activation; of "step", or of what goes neuron by neuron."""
    return float(_activations(name, np.array([z]))[0])


def curve_point(name: str, z: float, limit: float) -> CurvePoint:
    """Return a curve from -limit to limit, and the place z on it.

    Args:
        name: "step", or an activation function that goes neuron by neuron.
        z: Finite.
        limit: Above 0.
    """
    assert math.isfinite(z)
    a, slope = activation_at(name, z), 0.0
    if name != STEP:
        slope = float(find_activation(name).backward(np.ones(1), np.array([a]))[0])
    return CurvePoint(name, _points(name, limit), z, a, slope)


def softmax_point(steps: SoftmaxSteps, z: float, limit: float) -> CurvePoint:
    """Return how one output of a softmax follows its own z while the others stay: a sigmoid.

    exp(z) / (exp(z) + others) = sigmoid(z - ln others).

    Args:
        steps: Of that output.
        z: Its pre-activation, finite.
        limit: Above 0.
    """
    others = max(steps.total - steps.exponential, np.finfo(np.float64).tiny)
    middle = steps.highest + math.log(others)
    Z = np.linspace(-limit, limit, _SAMPLES)
    A = _activations("sigmoid", Z - middle)
    a = float(_activations("sigmoid", np.array([z - middle]))[0])
    return CurvePoint("softmax", locked(np.column_stack([Z, A])), z, a, a * (1 - a))


@lru_cache(maxsize=16)
def _points(name: str, limit: float) -> Floats:
    """Return a curve, the same array each time: who draws it knows that it has not changed."""
    Z = np.linspace(-limit, limit, _SAMPLES)
    if name == STEP:  # the jump is no part of the curve
        Z = np.concatenate([Z[Z <= 0], [np.nan], [0.0], Z[Z > 0]])
    A = _activations(name, Z)
    if name == STEP:
        A[np.flatnonzero(np.isnan(Z))[0] + 1] = 1.0
    return locked(np.column_stack([Z, A]))


def _activations(name: str, Z: Floats) -> Floats:
    if name == STEP:
        return np.where(np.isnan(Z), np.nan, (Z > 0).astype(np.float64))
    return np.asarray(find_activation(name).apply(Z[np.newaxis].copy())[0], np.float64)
