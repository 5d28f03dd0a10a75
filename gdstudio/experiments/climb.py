"""Gradient ascent on the pixels: what does a network take for a perfect 5?

The parameters stay as they are; the picture changes. After Simonyan, Vedaldi, Zisserman 2014
(arXiv 1312.6034) and Nguyen, Yosinski, Clune 2015 (arXiv 1412.1897), pixels kept in [0, 1].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, lock, locked_copy
from gdstudio.learning.costs import find_cost
from gdstudio.learning.network import Network

STEPS: Final = 200
STEP_SIZE: Final = 0.05  # of the pixel that changes most; with 0.1 some pictures go to and fro
CLIMBED: Final = ("sigmoid", "softmax")  # outputs whose cross-entropy never goes flat


@dataclass(frozen=True, slots=True, eq=False)
class ClimbedPictures:
    """Pictures between their start and a digit each.

    Attributes:
        step: Steps done.
        pictures: Shape (k, n_in), the network's dtype, in [0, 1]; read-only.
        outputs: Shape (k, n_out), the network's answers to them; read-only.
        digits: Shape (k,), what each is to become; read-only.
    """

    step: int
    pictures: Array
    outputs: Array
    digits: NDArray[np.intp]

    @property
    def wanted(self) -> Array:
        """The outputs of the wanted digits, shape (k,)."""
        return self.outputs[np.arange(len(self.digits)), self.digits]


def climb(
    network: Network,
    pictures: Array,
    digits: NDArray[np.intp],
    steps: int = STEPS,
) -> Iterator[ClimbedPictures]:
    """Change pictures so that the network sees a digit in each; yield the start and every step.

    Goes down the cross-entropy to the wanted digit by the pixels: its slope does not vanish where
    an output is flat near 0. The pixel with the steepest slope moves by `STEP_SIZE` times the
    distance of the answer from the wanted one, the others in proportion; less and less later on.

    Args:
        network: What is asked; its parameters stay, its `gradient` is used up.
        pictures: Shape (k, n_in), in [0, 1]; not altered.
        digits: Shape (k,), the digit each is to become.
        steps: Number of steps, at least 1.
    """
    X, digits = np.array(pictures, network.dtype), locked_copy(digits)
    T = np.eye(network.n_out, dtype=network.dtype)[digits]
    assert network.output_activation.name in CLIMBED
    cost = find_cost("cross-entropy", network.output_activation.name)
    state = _state(network, 0, X, digits)
    yield state
    for step in range(steps):
        _, dX = network.input_gradient(X, T, cost)
        highest = np.abs(dX).max(axis=1, keepdims=True)
        # A picture that is perfect already has no slope and stays.
        np.divide(dX, highest, out=dX, where=highest > 0)
        distance = np.abs(state.outputs - T).max(axis=1, keepdims=True)
        dX *= distance * (STEP_SIZE * (1 - step / steps))
        X -= dX
        np.clip(X, 0, 1, out=X)
        state = _state(network, step + 1, X, digits)
        yield state


def _state(network: Network, step: int, X: Array, digits: NDArray[np.intp]) -> ClimbedPictures:
    pictures, outputs = X.copy(), network.forward(X)
    lock(pictures, outputs)
    return ClimbedPictures(step, pictures, outputs, digits)
