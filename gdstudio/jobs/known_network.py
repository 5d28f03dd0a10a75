"""A network that has been asked some digits, so that one like it has less left to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array, lock
from gdstudio.data.digits import Digits
from gdstudio.jobs.subject import Subject
from gdstudio.learning.evaluation import Evaluation
from gdstudio.learning.network import Network

_MOST_NUMBERS: Final = 1 << 23  # kept of all digits and layers together: 32 MB of float32


@dataclass(frozen=True, slots=True, eq=False)
class KnownNetwork:
    """What a network reached on some digits, and what its layers gave out meanwhile.

    Attributes:
        subject: The network.
        digits: What it was asked.
        evaluation: What it reached.
        outputs: By the layers passed and the first digit what they gave out, (k, n), read-only.
    """

    subject: Subject
    digits: Digits
    evaluation: Evaluation
    outputs: dict[tuple[int, int], Array]

    def is_of(self, parameters: Array, digits: Digits) -> bool:
        """Return whether it is this network, asked these digits."""
        return self.subject.parameters is parameters and self.digits is digits

    def logits_of(self, network: Network) -> Callable[[slice], Array]:
        """Return what gives the last pre-activations of a network with other parameters.

        It asks only the layers from the first on whose parameters are others: what comes into it
        is what came into it here.
        """
        first = _first_other(network, self.subject.parameters)
        passed = max((done for done, _ in self.outputs if done <= first), default=0)

        def logits(which: slice) -> Array:
            if passed == 0:
                return network.logits(self.digits.inputs(which, network.dtype))
            known = self.outputs[passed, which.start]
            return network.passed(known, passed, len(network.layers))

        return logits


class Asking:
    """Asks a network some digits and keeps what its layers give out, as far as there is room.

    Attributes:
        network: What is asked; it must not change.
        digits: What it is asked.
        outputs: What is kept, see `KnownNetwork`.
    """

    def __init__(self, network: Network, digits: Digits) -> None:
        self.network, self.digits = network, digits
        self.outputs: dict[tuple[int, int], Array] = {}

    def logits(self, which: slice) -> Array:
        """Return the last pre-activations (k, n_out) of some digits."""
        layers, room = self.network.layers, _MOST_NUMBERS // max(len(self.digits), 1)
        X = self.digits.inputs(which, self.network.dtype)
        for k in range(len(layers) - 1):
            X = self.network.passed(X, k, k + 1)
            if layers[k].n_out <= room:
                room -= layers[k].n_out
                lock(X)
                self.outputs[k + 1, which.start] = X
        return self.network.passed(X, len(layers) - 1, len(layers))


def _first_other(network: Network, parameters: Array) -> int:
    """Return the first layer, from 0, whose parameters are others; the last one if none are."""
    there = (network.parameters != parameters).nonzero()[0]
    if not len(there):
        return len(network.layers) - 1
    ends = np.array([part.stop for part in network.slices])
    return network.slices[int(np.searchsorted(ends, there[0], side="right"))].layer
