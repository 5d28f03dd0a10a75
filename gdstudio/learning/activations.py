"""Activation functions, each value beside its derivative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.settings.typed import known_name

Array = NDArray[Any]

LEAKY_SLOPE: Final = 0.01  # Maas, Hannun, Ng 2013


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function and how a gradient goes back through it.

    Attributes:
        name: The name used in recipes.
        apply: Turns pre-activations Z (batch, n) into activations A in place and returns the array.
        backward: (dA, A) -> dZ, each (batch, n); may overwrite and return dA.
            Every function here has a derivative that can be written in A alone.
    """

    name: str
    apply: Callable[[Array], Array]
    backward: Callable[[Array, Array], Array]


def _sigmoid(Z: Array) -> Array:
    # sigmoid(z) = (1 + tanh(z / 2)) / 2 never overflows.
    Z *= 0.5
    np.tanh(Z, out=Z)
    Z *= 0.5
    Z += 0.5
    return Z


def _sigmoid_backward(dA: Array, A: Array) -> Array:
    dA *= A
    dA *= 1 - A
    return dA


def _tanh(Z: Array) -> Array:
    return np.tanh(Z, out=Z)


def _tanh_backward(dA: Array, A: Array) -> Array:
    dA *= 1 - A * A
    return dA


def _relu(Z: Array) -> Array:
    return np.maximum(Z, 0, out=Z)


def _relu_backward(dA: Array, A: Array) -> Array:
    dA *= A > 0
    return dA


def _leaky_relu(Z: Array) -> Array:
    return np.maximum(Z, Z * LEAKY_SLOPE, out=Z)


def _leaky_relu_backward(dA: Array, A: Array) -> Array:
    dA[A < 0] *= LEAKY_SLOPE
    return dA


def _identity(Z: Array) -> Array:
    return Z


def _identity_backward(dA: Array, A: Array) -> Array:
    return dA


def _softmax(Z: Array) -> Array:
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=1, keepdims=True)
    return Z


def _softmax_backward(dA: Array, A: Array) -> Array:
    dA -= (dA * A).sum(axis=1, keepdims=True)
    dA *= A
    return dA


ACTIVATIONS: Final[dict[str, Activation]] = {
    activation.name: activation
    for activation in (
        Activation("sigmoid", _sigmoid, _sigmoid_backward),
        Activation("tanh", _tanh, _tanh_backward),
        Activation("relu", _relu, _relu_backward),
        Activation("leaky-relu", _leaky_relu, _leaky_relu_backward),
        Activation("identity", _identity, _identity_backward),
        Activation("softmax", _softmax, _softmax_backward),
    )
}

HIDDEN_ACTIVATIONS: Final = ("sigmoid", "tanh", "relu", "leaky-relu", "identity")


def find_activation(name: str) -> Activation:
    """Return the activation of that name.

    Raises:
        InvalidValue: There is none.
    """
    return ACTIVATIONS[known_name("activation", name, ACTIVATIONS)]
