"""Layers: stateless descriptions of how inputs become outputs and how gradients go back."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gdstudio.learning.activations import find_activation

if TYPE_CHECKING:
    from gdstudio.learning.activations import Activation
    from gdstudio.learning.initialization import Scheme

Array = NDArray[Any]

# (dA, gradients, wants_dX) -> dX or None: fills the layer's gradient views.
Backprop = Callable[[Array, Sequence[Array], bool], Array | None]


class Layer(Protocol):
    """One layer; its parameters live in the network's vector and are handed in as views.

    Attributes:
        n_in: Number of inputs of one example.
        n_out: Number of outputs of one example.
        numbers_kept: Numbers one example takes in memory until the backward pass is done.
        parameter_shapes: Name and shape of each parameter array, in the order of the vector.
    """

    n_in: int
    n_out: int
    numbers_kept: int
    parameter_shapes: dict[str, tuple[int, ...]]

    @property
    def out_shape(self) -> tuple[int, ...]:
        """Shape of one example's outputs: (n_out,) or a `PictureShape`."""

    def initialize(
        self, parameters: Sequence[Array], scheme: Scheme, rng: np.random.Generator
    ) -> None:
        """Fill the parameter views."""

    def forward(
        self, parameters: Sequence[Array], X: Array, rng: np.random.Generator | None = None
    ) -> tuple[Array, Backprop]:
        """Return the outputs (batch, n_out) for X (batch, n_in), and the backward pass.

        Neither X nor the parameters are changed. `rng` is given in training only, to layers in
        which chance plays a part; without it the answer is the same each time.
        """


class Dense:
    """Every output sees every input: A = activation(X W' + b), W (n_out, n_in), b (n_out,)."""

    def __init__(self, n_in: int, n_out: int, activation: Activation) -> None:
        self.n_in = n_in
        self.n_out = n_out
        self.out_shape = (n_out,)
        self.numbers_kept = n_out
        self.activation = activation
        self.parameter_shapes: dict[str, tuple[int, ...]] = {"W": (n_out, n_in), "b": (n_out,)}

    def __str__(self) -> str:
        return f"dense {self.n_out}"

    def initialize(
        self, parameters: Sequence[Array], scheme: Scheme, rng: np.random.Generator
    ) -> None:
        """Fill W and b."""
        W, b = parameters
        scheme(W, b, self.n_in, self.n_out, rng)

    def forward(
        self, parameters: Sequence[Array], X: Array, rng: np.random.Generator | None = None
    ) -> tuple[Array, Backprop]:
        """Return the activations (batch, n_out) for X (batch, n_in), and the backward pass."""
        W, b = parameters
        Z = X @ W.T
        Z += b
        A = self.activation.apply(Z)

        def backprop(dA: Array, gradients: Sequence[Array], wants_dX: bool) -> Array | None:
            dZ = self.activation.backward(dA, A)
            dW, db = gradients
            np.matmul(dZ.T, X, out=dW)
            np.add.reduce(dZ, axis=0, out=db)
            return dZ @ W if wants_dX else None

        return A, backprop


def dense_layers(sizes: Sequence[int], activation: str) -> tuple[Dense, ...]:
    """Return the layers of a fully connected network, e.g. of sizes 784, 16, 16, 10.

    The last one has no activation of its own.
    """
    hidden, last = find_activation(activation), find_activation("identity")
    pairs = list(itertools.pairwise(sizes))
    return tuple(
        Dense(n_in, n_out, last if k == len(pairs) else hidden)
        for k, (n_in, n_out) in enumerate(pairs, 1)
    )
