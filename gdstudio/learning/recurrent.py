"""Recurrent layers: a picture is read row by row, or pixel by pixel, into a hidden state."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.learning.layers import Backprop
from gdstudio.learning.memory import empty, zeros
from gdstudio.learning.shapes import PictureShape, as_pictures, as_rows

if TYPE_CHECKING:
    from gdstudio.learning.activations import Activation
    from gdstudio.learning.initialization import Rng, Scheme

# (step, dH, dZ): from the gradient by the hidden state after a step (units, batch), which is used
# up, writes that by the pre-activations (gates * units, batch). Called from the last step on.
StepBack = Callable[[int, Array, Array], None]

_STEPS_AT_ONCE: Final = 32  # of the products for the gradients: one for the 28 rows of a digit


class Recurrent(ABC):
    """What all recurrent layers share: the steps, the products, and backpropagation through time.

    Pre-activations of step t are Z = W x_t + U h_(t-1) + b with h_0 = 0, for all gates at once:
    W (gates * units, features), U (gates * units, units), b (gates * units,). The output is the
    last hidden state. Inputs, a row of ones and hidden states stand in one array, [W | b | U] in
    one matrix, so that a step is one product.

    Attributes:
        in_shape: Shape of the pictures read.
        out_shape: (units,).
        by_pixel: True if a step is a pixel in reading order, False if it is a row.
        n_steps: Number of steps.
        n_features: Numbers read in a step: of all channels, and columns unless by pixel.
        n_gates: Pre-activations of a unit.
    """

    n_gates = 1

    def __init__(self, in_shape: PictureShape, n_units: int, by_pixel: bool = False) -> None:
        self.in_shape, self.out_shape, self.by_pixel = in_shape, (n_units,), by_pixel
        channels, rows, columns = in_shape
        self.n_steps = rows * columns if by_pixel else rows
        self.n_features = channels if by_pixel else channels * columns
        self.n_in, self.n_out = in_shape.size, n_units
        height = self.n_gates * n_units
        self.numbers_kept = self.n_steps * (self.n_features + 1 + n_units + height)
        self.parameter_shapes: dict[str, tuple[int, ...]] = {
            "W": (height, self.n_features),
            "U": (height, n_units),
            "b": (height,),
        }

    def initialize(self, parameters: Sequence[Array], scheme: Scheme, rng: Rng) -> None:
        """Fill W, U and b; a unit has features + units inputs and passes on to all units."""
        W, U, b = parameters
        n_in = self.n_features + self.n_out
        scheme(W, b, n_in, self.n_out, rng)
        scheme(U, b, n_in, self.n_out, rng)

    def forward(
        self, parameters: Sequence[Array], X: Array, rng: Rng | None = None
    ) -> tuple[Array, Backprop]:
        """Return the last hidden state (batch, units) of X (batch, n_in), and the backward pass."""
        W, U, _ = parameters
        S = self._steps(X)
        step_back = self._unroll(self._joined(parameters), S)

        def backprop(dA: Array, gradients: Sequence[Array], wants_dX: bool) -> Array | None:
            dM = zeros((len(W), len(S)), S.dtype)
            dX = empty((self.n_features, self.n_steps, len(X)), S.dtype) if wants_dX else None
            dH, dZ = dA.T.copy(), empty((len(W), _STEPS_AT_ONCE, len(X)), S.dtype)
            for stop in range(self.n_steps, 0, -_STEPS_AT_ONCE):
                start = max(stop - _STEPS_AT_ONCE, 0)
                for t in range(stop - 1, start - 1, -1):
                    step_back(t, dH, dZ[:, t - start])
                    if t > 0:
                        np.matmul(U.T, dZ[:, t - start], out=dH)
                flat = dZ[:, : stop - start].reshape(len(W), -1)
                dM += flat @ S[:, start:stop].reshape(len(S), -1).T
                if dX is not None:
                    np.matmul(W.T, flat, out=dX[:, start:stop].reshape(self.n_features, -1))
            self._part(dM, gradients)
            return None if dX is None else as_rows(self._to_pictures(dX))

        return S[-self.n_out :, -1].copy().T, backprop

    def states(self, parameters: Sequence[Array], X: Array) -> Array:
        """Return the hidden states after each step for X (batch, n_in): (steps, batch, units)."""
        S = self._steps(X)
        self._unroll(self._joined(parameters), S)
        return S[-self.n_out :, 1:].transpose(1, 2, 0)

    @abstractmethod
    def _unroll(self, M: Array, S: Array) -> StepBack:
        """Fill the hidden states of S step by step; return what goes back through one step.

        Args:
            M: [W | b | U], (gates * units, numbers of a step); a copy that may be changed.
            S: Numbers of each step (features + 1 + units, steps + 1, batch).
        """

    def _joined(self, parameters: Sequence[Array]) -> Array:
        W, U, b = parameters
        return np.concatenate([W, b[:, None], U], axis=1)

    def _part(self, dM: Array, gradients: Sequence[Array]) -> None:
        """Write what belongs to [W | b | U] into the gradients of W, U, b."""
        dW, dU, db = gradients
        n = self.n_features
        dW[...], db[...], dU[...] = dM[:, :n], dM[:, n], dM[:, n + 1 :]

    def _steps(self, X: Array) -> Array:
        """Return inputs, ones and space for states: (features + 1 + units, steps + 1, batch)."""
        n = self.n_features
        S = empty((n + 1 + self.n_out, self.n_steps + 1, len(X)), X.dtype)
        pictures = as_pictures(X, self.in_shape)
        if not self.by_pixel:
            pictures = pictures.transpose(0, 2, 1, 3)
        S[:n, :-1] = pictures.reshape(n, self.n_steps, len(X))
        S[n] = 1
        S[n + 1 :, 0] = 0
        return S

    def _to_pictures(self, dX: Array) -> Array:
        """Return gradients (features, steps, batch) as contiguous pictures."""
        if self.by_pixel:
            return dX
        channels, rows, columns = self.in_shape
        parts = dX.reshape(channels, columns, rows, -1)
        return np.ascontiguousarray(parts.transpose(0, 2, 1, 3))

    def _text(self, name: str, more: str = "") -> str:
        return f"{name} {self.n_out}{more}{' pixels' if self.by_pixel else ''}"


class SimpleRecurrent(Recurrent):
    """h_t = activation(W x_t + U h_(t-1) + b).

    With ReLU it starts as the IRNN of Le, Jaitly and Hinton (2015): U the identity, W from
    N(0, 0.001^2), b zero, whatever the scheme; so at first the state only adds up what it reads and
    the gradient neither vanishes nor explodes. With tanh all is drawn by the scheme.
    """

    def __init__(
        self, in_shape: PictureShape, n_units: int, activation: Activation, by_pixel: bool = False
    ) -> None:
        super().__init__(in_shape, n_units, by_pixel)
        self.activation = activation

    def __str__(self) -> str:
        return self._text("rnn", f" {self.activation.name}")

    def initialize(self, parameters: Sequence[Array], scheme: Scheme, rng: Rng) -> None:
        """Fill W, U and b."""
        if self.activation.name != "relu":
            super().initialize(parameters, scheme, rng)
            return
        W, U, b = parameters
        W[...] = 0.001 * rng.standard_normal(W.shape)
        U[...] = np.eye(len(U))
        b[...] = 0

    def _unroll(self, M: Array, S: Array) -> StepBack:
        hidden = S[-self.n_out :]
        for t in range(self.n_steps):
            hidden[:, t + 1] = self.activation.apply(M @ S[:, t])

        def step_back(t: int, dH: Array, dZ: Array) -> None:
            dZ[...] = self.activation.backward(dH, hidden[:, t + 1])

        return step_back
