"""Many networks of one shape that learn together: one product a layer serves all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.learning.activations import find_activation

_SOFTMAX: Final = find_activation("softmax")
NUMBERS: Final = 1 << 21  # hidden activations of one evaluation at once


@dataclass(frozen=True, slots=True)
class Shape:
    """A network of one hidden layer of ReLUs and a softmax answer.

    Attributes:
        n_in: Inputs.
        n_hidden: Hidden neurons.
        n_out: Classes.
    """

    n_in: int
    n_hidden: int
    n_out: int

    @property
    def n_parameters(self) -> int:
        """Weights and biases of one network."""
        return (self.n_in + 1) * self.n_hidden + (self.n_hidden + 1) * self.n_out


class StackedNetworks:
    """R networks of one shape, each with parameters of its own; all see the same examples.

    Inputs are columns, with a last row of ones for the biases: X (n_in + 1, k), see `with_ones`.
    Targets are columns too: T (n_out, k).
    """

    def __init__(self, shape: Shape, parameters: Array) -> None:
        """Take the parameters of R networks, shape (R, n), in the order of `Network`; copied."""
        assert parameters.shape[1] == shape.n_parameters
        self.shape = shape
        self._R = R = len(parameters)
        n_in, n, n_out = shape.n_in, shape.n_hidden, shape.n_out
        ends = np.cumsum([n * n_in, n, n_out * n, n_out])
        W1, b1, W2, b2 = np.split(parameters, ends[:-1], axis=1)
        self._first = np.concatenate([W1.reshape(R, n, n_in), b1[:, :, None]], axis=2)
        self._first = np.ascontiguousarray(self._first).reshape(R * n, n_in + 1)
        self._W = np.ascontiguousarray(W2).reshape(R, n_out, n)
        self._b = np.ascontiguousarray(b2).reshape(R, n_out, 1)
        self._steps = np.empty_like(self._first), np.empty_like(self._W)
        self._hidden: dict[int, tuple[Array, Array]] = {}

    @property
    def parameters(self) -> Array:
        """The parameters of all networks, shape (R, n), in the order of `Network`; a copy."""
        first = self._first.reshape(self._R, self.shape.n_hidden, -1)
        parts = first[:, :, :-1], first[:, :, -1], self._W, self._b
        return np.concatenate([part.reshape(self._R, -1) for part in parts], axis=1)

    @property
    def is_finite(self) -> bool:
        """True while all parameters are numbers."""
        return all(bool(np.isfinite(part).all()) for part in (self._first, self._W, self._b))

    def update(self, X: Array, T: Array, rate: float) -> None:
        """Do one step of stochastic gradient descent on the mean cross-entropy of a mini-batch."""
        k = X.shape[1]
        if k not in self._hidden:
            shape = self._R * self.shape.n_hidden, k
            self._hidden[k] = np.empty(shape, X.dtype), np.empty(shape, X.dtype)
        H, dH = self._hidden[k]
        D = _SOFTMAX.apply(self._logits_of(X, H))
        D -= T
        D *= np.asarray(rate / k, D.dtype)  # the rate goes in here, where there are fewest numbers
        A = H.reshape(self._R, -1, k)
        np.matmul(self._W.transpose(0, 2, 1), D, out=dH.reshape(A.shape))
        dH *= H > 0
        d_first, dW = self._steps
        np.matmul(D, A.transpose(0, 2, 1), out=dW)
        self._W -= dW
        self._b -= D.sum(axis=2, keepdims=True)
        np.matmul(dH, X.T, out=d_first)
        self._first -= d_first

    def evaluate(self, X: Array, labels: Array) -> tuple[Array, Array]:
        """Return the mean cross-entropy in nats and the accuracy of each network, shapes (R,)."""
        cost, right = np.zeros(self._R), np.zeros(self._R)
        chunk = max(NUMBERS // len(self._first), 1)
        for start in range(0, X.shape[1], chunk):
            which = labels[start : start + chunk]
            Z = self._logits(np.ascontiguousarray(X[:, start : start + chunk]))
            right += np.count_nonzero(Z.argmax(axis=1) == which, axis=1)
            Z -= Z.max(axis=1, keepdims=True)
            own = Z[:, which, np.arange(len(which))]
            cost += (np.log(np.exp(Z).sum(axis=1)) - own).sum(axis=1, dtype=np.float64)
        return cost / X.shape[1], right / X.shape[1]

    def answers(self, X: Array) -> Array:
        """Return what each network answers, shape (R, n_out, k), values in [0, 1]."""
        return _SOFTMAX.apply(self._logits(X))

    def _logits(self, X: Array) -> Array:
        return self._logits_of(X, np.empty((len(self._first), X.shape[1]), X.dtype))

    def _logits_of(self, X: Array, H: Array) -> Array:
        """Return the last pre-activations (R, n_out, k) and fill the hidden activations H."""
        np.matmul(self._first, X, out=H)
        np.maximum(H, 0, out=H)
        Z: Array = self._W @ H.reshape(self._R, -1, X.shape[1])
        Z += self._b
        return Z


def with_ones(inputs: Array) -> Array:
    """Return inputs (k, n_in) as columns with a last row of ones, (n_in + 1, k), contiguous."""
    return np.vstack([inputs.T, np.ones((1, len(inputs)), inputs.dtype)])
