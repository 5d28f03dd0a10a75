"""Costs, computed from the last layer's pre-activations so that they are stable by construction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import InvalidValue
from gdstudio.settings.typed import known_name
from gdstudio.texts import Text

if TYPE_CHECKING:
    from gdstudio.learning.activations import Activation

Array = NDArray[Any]


class Cost(Protocol):
    """A cost of one example, averaged over a batch.

    Z are the last layer's pre-activations (batch, n_out), T the targets of the same shape,
    `activation` turns Z into the network's outputs.
    """

    name: str

    def values(self, Z: Array, T: Array, activation: Activation) -> Array:
        """Return the cost of each example, shape (batch,)."""

    def mean_and_delta(self, Z: Array, T: Array, activation: Activation) -> tuple[float, Array]:
        """Return the mean cost and its gradient by Z, shape (batch, n_out)."""


class SquaredError:
    """Sum over the outputs of the squared differences, C = sum_j (a_j - t_j)^2, without a 1/2.

    This is the lesson's own definition; Nielsen 2015 (chapter 1, eq. 6) has a factor 1/2, so his
    learning rate 3.0 is 1.5 here.
    """

    name = "squared-error"

    def values(self, Z: Array, T: Array, activation: Activation) -> Array:
        """Return the cost of each example, shape (batch,)."""
        D = activation.apply(Z.copy("K"))
        D -= T
        D *= D
        result: Array = D.sum(axis=1)
        return result

    def mean_and_delta(self, Z: Array, T: Array, activation: Activation) -> tuple[float, Array]:
        """Return the mean cost and its gradient by Z, shape (batch, n_out)."""
        A = activation.apply(Z.copy())
        D = A - T
        mean = float(np.vdot(D, D)) / len(D)
        D *= 2 / len(D)
        return mean, activation.backward(D, A)


class CrossEntropy:
    """Cross-entropy in nats; its gradient by Z is simply a - t (Nielsen 2015, chapter 3, eq. 67).

    With sigmoid outputs C = -sum_j [t_j ln a_j + (1 - t_j) ln(1 - a_j)]; with softmax outputs
    C = -sum_j t_j ln a_j. Both are computed from Z: max(z, 0) - z t + ln(1 + exp(-|z|)), and
    logsumexp(z) - z t.
    """

    name = "cross-entropy"

    def values(self, Z: Array, T: Array, activation: Activation) -> Array:
        """Return the cost of each example, shape (batch,)."""
        if activation.name == "softmax":
            highest = Z.max(axis=1)
            log_sum = np.log(np.exp(Z - highest[:, None]).sum(axis=1)) + highest
            result: Array = log_sum * T.sum(axis=1) - (Z * T).sum(axis=1)
        else:
            result = (np.maximum(Z, 0) - Z * T + np.log1p(np.exp(-np.abs(Z)))).sum(axis=1)
        return result

    def mean_and_delta(self, Z: Array, T: Array, activation: Activation) -> tuple[float, Array]:
        """Return the mean cost and its gradient by Z, shape (batch, n_out)."""
        mean = float(self.values(Z, T, activation).sum()) / len(Z)
        D = activation.apply(Z.copy())
        D -= T
        D /= len(Z)
        return mean, D


COSTS: Final[dict[str, Cost]] = {cost.name: cost for cost in (SquaredError(), CrossEntropy())}


def find_cost(name: str, output_activation: str) -> Cost:
    """Return the cost of that name.

    Raises:
        InvalidValue: There is none, or it does not go with the output activation.
    """
    name = known_name("cost", name, COSTS)
    if name == "cross-entropy" and output_activation not in ("sigmoid", "softmax"):
        raise InvalidValue(
            Text("output activation"),
            output_activation,
            Text("sigmoid or softmax with cross-entropy"),
        )
    return COSTS[name]
