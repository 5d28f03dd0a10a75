"""Long short-term memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.learning.memory import empty, zeros
from gdstudio.learning.recurrent import Recurrent, StepBack
from gdstudio.learning.shapes import PictureShape

if TYPE_CHECKING:
    from gdstudio.learning.initialization import Rng, Scheme

GATES: Final = ("input", "forget", "output", "candidate")


class LSTM(Recurrent):
    """A memory c that gates write to, clear and show.

    i, f, o = sigmoid and g = tanh of the pre-activations, in this order in W, U and b (`GATES`);
    c_t = f c_(t-1) + i g and h_t = o tanh(c_t), c_0 = 0 (Hochreiter, Schmidhuber 1997; forget gates
    by Gers et al. 2000). One bias vector. The biases of the forget gates start at 1, so that at
    first little is forgotten (Jozefowicz et al. 2015); all else is drawn by the scheme.
    """

    n_gates = len(GATES)

    def __init__(self, in_shape: PictureShape, n_units: int, by_pixel: bool = False) -> None:
        super().__init__(in_shape, n_units, by_pixel)
        self.numbers_kept += 2 * self.n_steps * n_units

    def __str__(self) -> str:
        return self._text("lstm")

    def initialize(self, parameters: Sequence[Array], scheme: Scheme, rng: Rng) -> None:
        """Fill W, U and b."""
        super().initialize(parameters, scheme, rng)
        b = parameters[-1]
        b[self.n_out : 2 * self.n_out] = 1

    def _unroll(self, M: Array, S: Array) -> StepBack:
        n, batch = self.n_out, S.shape[-1]
        gates = empty((self.n_steps, self.n_gates * n, batch), S.dtype)
        memory = zeros((self.n_steps + 1, n, batch), S.dtype)
        shown = empty((self.n_steps, n, batch), S.dtype)  # tanh(c_t)
        written, hidden = empty((n, batch), S.dtype), S[-n:]
        M[: 3 * n] *= 0.5  # sigmoid(z) = (1 + tanh(z / 2)) / 2: one tanh serves all gates
        for t, z in enumerate(gates):
            np.matmul(M, S[:, t], out=z)
            np.tanh(z, out=z)
            z[: 3 * n] *= 0.5
            z[: 3 * n] += 0.5
            i, f, o, g = z.reshape(4, n, batch)
            np.multiply(f, memory[t], out=memory[t + 1])
            memory[t + 1] += np.multiply(i, g, out=written)
            np.tanh(memory[t + 1], out=shown[t])
            np.multiply(o, shown[t], out=hidden[:, t + 1])
        dc, scratch = empty((n, batch), S.dtype), empty((2, *gates.shape[1:]), S.dtype)

        def step_back(t: int, dH: Array, dZ: Array) -> None:
            if t == self.n_steps - 1:
                dc[...] = 0
            _step_back(gates[t], memory[t], shown[t], dH, dc, scratch, dZ)

        return step_back


def _step_back(
    z: Array, c_before: Array, shown: Array, dH: Array, dc: Array, scratch: Array, dZ: Array
) -> None:
    """Write the gradient by the pre-activations of a step into dZ (4 * units, batch).

    Args:
        z: The gates' activations, (4 * units, batch).
        c_before: The memory before the step, (units, batch).
        shown: tanh of the memory after it.
        dH: Gradient by the hidden state.
        dc: Gradient by the memory after the step, as far as later steps give it; turned into that
            by the memory before the step.
        scratch: (2, 4 * units, batch), overwritten.
        dZ: Where the result goes; may have gaps between its rows.
    """
    n, (dgates, slopes) = len(dc), scratch
    i, f, o, g = z.reshape(4, n, -1)
    di, df, do, dg = dgates.reshape(4, n, -1)
    np.multiply(shown, shown, out=do)
    np.subtract(1, do, out=do)
    do *= o
    do *= dH
    dc += do
    np.multiply(dH, shown, out=do)
    np.multiply(dc, g, out=di)
    np.multiply(dc, c_before, out=df)
    np.multiply(dc, i, out=dg)
    dc *= f
    np.multiply(z, z, out=slopes)
    np.subtract(z[: 3 * n], slopes[: 3 * n], out=slopes[: 3 * n])
    np.subtract(1, slopes[3 * n :], out=slopes[3 * n :])
    np.multiply(dgates, slopes, out=dZ)
