"""Dropout: in training each number is left out by chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gdstudio.arrays import Array
from gdstudio.learning.layers import Backprop

if TYPE_CHECKING:
    from gdstudio.learning.initialization import Rng, Scheme


class Dropout:
    """Each number is 0 with probability `rate`, else divided by 1 - rate; asked, nothing changes.

    Srivastava et al. 2014, in the inverted form: numbers keep their mean while training, so nothing
    has to be scaled afterwards. Chance is in force only when a generator is given.

    Attributes:
        out_shape: The shape of what is seen and made.
        rate: Probability that a number is left out, in (0, 1).
    """

    def __init__(self, shape: tuple[int, ...], rate: float) -> None:
        self.out_shape = shape
        self.n_in = self.n_out = int(np.prod(shape))
        self.numbers_kept = 2 * self.n_out
        self.rate = rate
        self.parameter_shapes: dict[str, tuple[int, ...]] = {}

    def __str__(self) -> str:
        return f"dropout {np.format_float_positional(self.rate)}"

    def initialize(self, parameters: Sequence[Array], scheme: Scheme, rng: Rng) -> None:
        """Do nothing: there are no parameters."""

    def forward(
        self, parameters: Sequence[Array], X: Array, rng: Rng | None = None
    ) -> tuple[Array, Backprop]:
        """Return X (batch, n) thinned, or X itself without `rng`, and the backward pass.

        The random numbers are drawn in the order in which X stands in memory.
        """
        if rng is None:
            return X, _unchanged
        turned = X.flags.f_contiguous
        drawn = rng.random(X.T.shape if turned else X.shape, np.dtype(X.dtype))
        factors = np.multiply(drawn >= self.rate, X.dtype.type(1 / (1 - self.rate)), out=drawn)
        if turned:
            factors = factors.T

        def backprop(dA: Array, gradients: Sequence[Array], wants_dX: bool) -> Array | None:
            dA *= factors
            return dA

        return X * factors, backprop


def _unchanged(dA: Array, gradients: Sequence[Array], wants_dX: bool) -> Array | None:
    return dA
