"""Permutation symmetry: the same network with its hidden neurons in another order.

Swapping two hidden neurons with all their weights changes the parameters but not what is computed.
So two runs may have found nearly the same network and yet be far apart; matching brings the second
into the order of the first before the line between them is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, Floats, locked
from gdstudio.errors import GdstudioError
from gdstudio.learning.layers import Dense
from gdstudio.learning.network import Network
from gdstudio.texts import Text

_MAX_SWEEPS: Final = 100


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """How one network's hidden neurons are put in the order of another's.

    Attributes:
        orders: For each hidden layer: entry j is the neuron that comes to place j; each (n_k,).
        parameters: The network in the new order, shape (n,), its dtype, read-only.
        distance: Of the two networks in parameter space after matching; never more than before.
    """

    orders: tuple[NDArray[np.intp], ...]
    parameters: Array
    distance: float


def can_be_matched(network: Network) -> bool:
    """Return whether a network has hidden neurons that can be swapped."""
    layers = network.layers
    return len(layers) >= 2 and all(isinstance(layer, Dense) for layer in layers)


def match_neurons(network: Network, a: Array, b: Array) -> Matching:
    """Return b with its hidden neurons in the order that comes closest to a.

    Weight matching (Ainsworth, Hayase, Srinivasa 2023, "Git Re-Basin", algorithm 1): one layer
    after the other gets the order that makes weights, biases and the weights that lead on most
    alike, by linear assignment, until no layer changes. Each change comes closer, so it ends; the
    result need not be the best of all orders.

    Args:
        network: Its layers are used, not its parameters; not changed.
        a: Parameters of the first network, shape (n,).
        b: Parameters of the second; not changed.

    Raises:
        GdstudioError: The network has layers whose neurons cannot be swapped, or no hidden ones.
    """
    if not can_be_matched(network):
        raise GdstudioError(
            Text("matching: it needs fully connected layers with at least one hidden layer")
        )
    first, second = (_layers(network, np.asarray(v, np.float64)) for v in (a, b))
    orders = [np.arange(layer.n_out) for layer in network.layers[:-1]]
    for _ in range(_MAX_SWEEPS):
        changed = [_improve(first, second, orders, k) for k in range(len(orders))]
        if not any(changed):
            break
    matched = reorder(network, b, orders)
    apart = np.asarray(matched, np.float64) - np.asarray(a, np.float64)
    return Matching(tuple(orders), matched, float(np.linalg.norm(apart)))


def reorder(network: Network, parameters: Array, orders: list[NDArray[np.intp]]) -> Array:
    """Return the same network with its hidden neurons in another order, shape (n,), read-only.

    Args:
        network: Its layers are used, not its parameters.
        parameters: Shape (n,); not changed.
        orders: For each hidden layer, which neuron comes to each place.
    """
    result = np.array(parameters)
    for k in range(len(network.layers)):
        W, b = (network.part(f"{name}{k + 1}", result) for name in ("W", "b"))
        if k > 0:
            W[...] = W[:, orders[k - 1]]
        if k < len(orders):
            W[...], b[...] = W[orders[k]], b[orders[k]]
    return locked(result)


def _layers(network: Network, vector: Array) -> list[Array]:
    """Return [W | b] of each layer, (n_out, n_in + 1)."""
    return [
        np.column_stack([network.part(f"W{k + 1}", vector), network.part(f"b{k + 1}", vector)])
        for k in range(len(network.layers))
    ]


def _improve(
    first: list[Array], second: list[Array], orders: list[NDArray[np.intp]], k: int
) -> bool:
    """Give hidden layer k its best order, the others being as they are; tell whether it changed."""
    columns = np.arange(second[k].shape[1])
    if k > 0:
        columns[:-1] = orders[k - 1]
    rows_on = orders[k + 1] if k + 1 < len(orders) else np.arange(len(second[k + 1]))
    alike = first[k] @ second[k][:, columns].T
    alike += first[k + 1][:, :-1].T @ second[k + 1][rows_on, :-1]
    order = assign(-alike)
    own = np.arange(len(order))
    gain = float(alike[own, order].sum() - alike[own, orders[k]].sum())
    if gain <= 1e-12 * float(np.abs(alike).max()) * len(order):
        return False
    orders[k] = order
    return True


def assign(costs: NDArray[Any]) -> NDArray[np.intp]:
    """Return the column given to each row so that the sum of the costs is least.

    Shortest augmenting paths with prices on rows and columns, of order n^3 (Kuhn 1955, Munkres
    1957; this form Jonker and Volgenant 1987), one array operation for each row of the inner loop.

    Args:
        costs: Shape (n, n), finite; not changed.

    Returns:
        Shape (n,): every column once.
    """
    costs = np.asarray(costs, np.float64)
    n = len(costs)
    assert costs.shape == (n, n)
    assert np.isfinite(costs).all()
    row_price, column_price = np.zeros(n), np.zeros(n)
    row_of = np.full(n, -1, np.intp)  # of each column, -1 while it is free
    for row in range(n):
        _augment(costs, row, row_price, column_price, row_of)
    column_of = np.empty(n, np.intp)
    column_of[row_of] = np.arange(n)
    return column_of


def _augment(
    costs: Floats,
    row: int,
    row_price: Floats,
    column_price: Floats,
    row_of: NDArray[np.intp],
) -> None:
    """Give `row` a column; others may have to change theirs. Dijkstra on the reduced costs."""
    n = len(costs)
    distance, before = np.full(n, np.inf), np.full(n, -1, np.intp)
    reached = np.zeros(n, bool)
    rows = [row]
    so_far, at, column = 0.0, row, -1
    while True:
        lengths = so_far + costs[at] - row_price[at] - column_price
        shorter = ~reached & (lengths < distance)
        distance[shorter], before[shorter] = lengths[shorter], column
        column = int(np.where(reached, np.inf, distance).argmin())
        so_far = float(distance[column])
        reached[column] = True
        if row_of[column] < 0:
            break
        at = int(row_of[column])
        rows.append(at)
    # Prices: what has been reached becomes exactly as costly as the path to it.
    inner = np.flatnonzero(reached)
    for at in rows:
        own = 0.0 if at == row else float(distance[row_of == at][0])
        row_price[at] += so_far - own
    column_price[inner] -= so_far - distance[inner]
    while column >= 0:
        previous = int(before[column])
        row_of[column] = row if previous < 0 else row_of[previous]
        column = previous
