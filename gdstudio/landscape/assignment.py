"""The linear assignment problem: who does what, at the least cost in all."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


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
    costs: NDArray[np.float64],
    row: int,
    row_price: NDArray[np.float64],
    column_price: NDArray[np.float64],
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
