"""How good a network is: cost, accuracy and confusion on a set of digits."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, locked
from gdstudio.data.digits import Digits
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network

CHUNK: Final = 1000  # 3 MB of inputs at once; fewer for a network that keeps a lot of each


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """The result on one set of digits.

    Attributes:
        cost: Mean cost.
        accuracy: Share answered right, in [0, 1].
        confusion: Counts (n_classes, n_classes), rows are labels, columns answers; read-only.
    """

    cost: float
    accuracy: float
    confusion: NDArray[np.int64]


def evaluate(network: Network, digits: Digits, cost: Cost) -> Evaluation:
    """Return cost and accuracy of `network` on `digits`; the answer is the highest output."""
    steps = evaluation_steps(network, digits, cost)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            evaluation: Evaluation = end.value
            return evaluation


def evaluation_steps(
    network: Network,
    digits: Digits,
    cost: Cost,
    chunk: int = CHUNK,
    logits: Callable[[slice], Array] | None = None,
) -> Generator[None, None, Evaluation]:
    """Do what `evaluate` does, and come back after every `chunk` digits.

    The network must not change before the end. With `logits` that is asked for its last layer's
    pre-activations (k, n_out) of k digits, by whoever has a part of them already.
    """
    total = 0.0
    confusion = np.zeros((digits.n_classes, digits.n_classes), np.int64)
    chunk = min(chunk, network.examples_at_once)
    for start in range(0, len(digits), chunk):
        which = slice(start, start + chunk)
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
            if logits is None:
                Z = network.logits(digits.inputs(which, network.dtype))
            else:
                Z = logits(which)
            T = digits.targets(which, network.dtype)
            total += float(cost.values(Z, T, network.output_activation).sum(dtype=np.float64))
            answers = network.output_activation.apply(Z).argmax(axis=1)
        np.add.at(confusion, (digits.labels[which], answers), 1)
        yield
    n = max(len(digits), 1)
    return Evaluation(total / n, float(np.trace(confusion)) / n, locked(confusion))
