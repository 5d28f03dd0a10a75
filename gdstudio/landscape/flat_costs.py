"""Costs on a line or plane through parameter space, without multiplying by the pixels again.

On origin + sum_i a_i d_i the first layer's pre-activations are linear in the coordinates:
X W' = X W0' + sum_i a_i X D_i'. These few products serve all points, so what is left of an
evaluation is small: exact, and many times as fast.

The sigmoid is taken as 1 / (1 + exp(-z)), the minus in the weights before it, which keeps a plane a
plane: two thirds of the time of a tanh. Where exp overflows, the sigmoid is 0, as it should be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, Floats
from gdstudio.data.digits import Digits
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.point_costs import CostSource, PlainCosts
from gdstudio.learning.costs import Cost
from gdstudio.learning.layers import Dense
from gdstudio.learning.network import Network

CHUNK: Final = 2000  # examples at once, for layers up to 128 wide
_ELEMENTS: Final = 1 << 18  # of one activation array, for wider ones
KEPT_BYTES: Final = 64 << 20  # of products; all 60,000 examples of a 16-16 network are 12 MB
_BATCH_WORK: Final = 300_000_000  # multiplications of one call: some 10 ms


def flat_costs(
    network: Network, origin: Array, directions: Array, digits: Digits, cost: Cost
) -> CostSource:
    """Return the fastest source of costs at origin + coordinates @ directions.

    Args:
        network: Its layers and dtype are used, not its parameters; not changed.
        origin: Shape (n,).
        directions: Shape (k, n).
        digits: The examples, at least one.
        cost: The cost of one example.
    """
    if all(isinstance(layer, Dense) for layer in network.layers):
        return FlatCosts(network, origin, directions, digits, cost)
    start, along = np.asarray(origin, np.float64), np.asarray(directions, np.float64)
    return PlainCosts(network, digits, cost, lambda point: start + point @ along)


def plane_costs(network: Network, plane: Plane, digits: Digits, cost: Cost) -> CostSource:
    """Return the fastest source of costs in a plane; points are alpha and beta, shape (m, 2)."""
    return flat_costs(network, plane.origin, plane.directions, digits, cost)


class FlatCosts:
    """Costs of a fully connected network at points given by coordinates, shape (m, k)."""

    def __init__(
        self, network: Network, origin: Array, directions: Array, digits: Digits, cost: Cost
    ) -> None:
        """Take what `flat_costs` takes."""
        assert len(digits) > 0
        vectors = [np.asarray(vector, np.float64) for vector in (origin, *directions)]
        rewritten = [_matrices(network, vector) for vector in vectors]
        self._first = [matrices[0].astype(network.dtype) for matrices in rewritten]
        flat = [[matrix.ravel() for matrix in matrices[1:]] for matrices in rewritten]
        self._later = np.stack([np.concatenate([np.empty(0), *arrays]) for arrays in flat])
        self._shapes = [matrix.shape for matrix in rewritten[0][1:]]
        self._network, self._digits, self._cost = network, digits, cost
        self._activate = [_activation(layer) for layer in _hidden(network)]
        widest = max(layer.n_out for layer in network.layers)
        self.n_examples = len(digits)
        self.chunk = min(max(_ELEMENTS // widest, 128), CHUNK)
        work = self.chunk * (self._later.shape[1] + len(self._first[0]))
        self.batch = min(max(_BATCH_WORK // work, 1), 64)
        held = len(vectors) * len(self._first[0]) * len(digits) * network.dtype.itemsize
        self._keeps_products = held <= KEPT_BYTES
        self._kept: dict[int, Array] = {}
        self._start = -1

    def sums(self, start: int, points: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """Return summed costs and right answers of the chunk from `start`, each of shape (m,)."""
        totals, right = np.zeros(len(points)), np.zeros(len(points), np.int64)
        with np.errstate(all="ignore"):  # far away costs overflow, and a sigmoid is 0
            if start != self._start:
                self._enter(start)
            for k, point in enumerate(points):
                Z = self._logits(np.concatenate([[1.0], point]))
                values = self._cost.values(Z, self._T, self._network.output_activation)
                totals[k] = values.sum(dtype=np.float64)
                right[k] = np.count_nonzero(Z.argmax(axis=1) == self._labels)
        return totals, right

    def _enter(self, start: int) -> None:
        """Make a chunk of examples the present one."""
        which, dtype = slice(start, start + self.chunk), self._network.dtype
        self._labels = self._digits.labels[which]
        # Outputs are rows in memory, seen as columns: sums over ten outputs are four times as fast.
        self._T = np.asfortranarray(self._digits.targets(which, dtype))
        n = len(self._labels)
        if start in self._kept:
            self._products = self._kept[start]
        else:
            X = self._digits.inputs(which, dtype)
            products = [M[:, :-1] @ X.T + M[:, -1:] for M in self._first]
            self._products = np.stack([product.ravel() for product in products])
            if self._keeps_products:
                self._kept[start] = self._products
        # Neurons are rows; a last row of ones takes the biases.
        self._A = [np.ones((layer.n_out + 1, n), dtype) for layer in _hidden(self._network)]
        self._start = start

    def _logits(self, factors: Floats) -> Array:
        """Return the last pre-activations, (examples, n_out); `factors` are 1 and coordinates."""
        few = factors.astype(self._network.dtype)
        if not self._A:
            return (few @ self._products).reshape(-1, len(self._labels)).T
        matrices = self._matrices_at(factors)
        np.matmul(few, self._products, out=self._A[0][:-1].reshape(-1))
        for k, M in enumerate(matrices[:-1]):
            self._activate[k](self._A[k][:-1])
            np.matmul(M, self._A[k], out=self._A[k + 1][:-1])
        self._activate[-1](self._A[-1][:-1])
        return (matrices[-1] @ self._A[-1]).T

    def _matrices_at(self, factors: Floats) -> list[Array]:
        """Return weights and biases of the layers after the first, each (n_out, n_in + 1)."""
        flat = (factors @ self._later).astype(self._network.dtype)
        matrices, at = [], 0
        for rows, columns in self._shapes:
            matrices.append(flat[at : at + rows * columns].reshape(rows, columns))
            at += rows * columns
        return matrices


def _hidden(network: Network) -> tuple[Dense, ...]:
    return tuple(layer for layer in network.layers[:-1] if isinstance(layer, Dense))


def _activation(layer: Dense) -> Callable[[Array], Array]:
    return _sigmoid_of_minus if _is_sigmoid(layer) else layer.activation.apply


def _is_sigmoid(layer: Dense) -> bool:
    return layer.activation.name == "sigmoid"


def _sigmoid_of_minus(Z: Array) -> Array:
    np.exp(Z, out=Z)
    Z += 1
    return np.reciprocal(Z, out=Z)


def _matrices(network: Network, vector: Floats) -> list[Floats]:
    """Return [W | b] of each layer, (n_out, n_in + 1), negative before a hidden sigmoid; linear."""
    matrices = []
    for k in range(len(network.layers)):
        W, b = (network.part(f"{name}{k + 1}", vector) for name in ("W", "b"))
        matrices.append(np.concatenate([W, b[:, None]], axis=1))
    for layer, M in zip(_hidden(network), matrices[:-1], strict=True):
        if _is_sigmoid(layer):
            np.negative(M, out=M)
    return matrices
