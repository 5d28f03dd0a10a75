"""How weights and biases are drawn before the first step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from gdstudio.arrays import Array
from gdstudio.settings.typed import known_name

Rng: TypeAlias = np.random.Generator
# (weights, biases, n_in, n_out, generator): fills weights and biases in place.
Scheme = Callable[[Array, Array, int, int, Rng], None]


def _standard_normal(W: Array, b: Array, n_in: int, n_out: int, rng: Rng) -> None:
    """Weights and biases N(0, 1): the lesson's own."""
    W[...] = rng.standard_normal(W.shape)
    b[...] = rng.standard_normal(b.shape)


def _scaled_normal(W: Array, b: Array, n_in: int, n_out: int, rng: Rng) -> None:
    """Weights N(0, 1/n_in), biases N(0, 1): Nielsen 2015, chapter 3."""
    W[...] = rng.standard_normal(W.shape) / np.sqrt(n_in)
    b[...] = rng.standard_normal(b.shape)


def _xavier(W: Array, b: Array, n_in: int, n_out: int, rng: Rng) -> None:
    """Weights N(0, 2/(n_in + n_out)), biases 0: Glorot and Bengio 2010."""
    W[...] = rng.standard_normal(W.shape) * np.sqrt(2 / (n_in + n_out))
    b[...] = 0


def _he(W: Array, b: Array, n_in: int, n_out: int, rng: Rng) -> None:
    """Weights N(0, 2/n_in), biases 0: He et al. 2015, made for ReLU."""
    W[...] = rng.standard_normal(W.shape) * np.sqrt(2 / n_in)
    b[...] = 0


def _uniform(W: Array, b: Array, n_in: int, n_out: int, rng: Rng) -> None:
    """Weights and biases uniform in +-1/sqrt(n_in): the default of PyTorch's Linear."""
    W[...] = rng.uniform(-1, 1, W.shape) / np.sqrt(n_in)
    b[...] = rng.uniform(-1, 1, b.shape) / np.sqrt(n_in)


def _zeros(W: Array, b: Array, n_in: int, n_out: int, rng: Rng) -> None:
    """Everything 0: all neurons of a layer stay equal for ever; shows why one draws at random."""
    W[...] = 0
    b[...] = 0


INITIALIZATIONS: Final[dict[str, Scheme]] = {
    "standard-normal": _standard_normal,
    "scaled-normal": _scaled_normal,
    "xavier": _xavier,
    "he": _he,
    "uniform": _uniform,
    "zeros": _zeros,
}


def find_initialization(name: str) -> Scheme:
    """Return the scheme of that name; raises InvalidValue if there is none."""
    return INITIALIZATIONS[known_name("initialization", name, INITIALIZATIONS)]
