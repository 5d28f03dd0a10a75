"""How charts share a board: rows of equal height, the first charts in the emptier rows; no Qt."""

from __future__ import annotations

import math
from typing import Final

_BEST_RATIO: Final = 1.45  # width to height of a chart
LEAST: Final = (296, 232)  # pixels of a chart: title, key and axes leave the data half of it
GAP: Final = 8

Place = tuple[int, int, int, int]


def row_counts(n: int, width: int, height: int) -> list[int]:
    """Return how many charts stand in each row.

    Args:
        n: Number of charts, at least 1.
        width: Of the board in pixels.
        height: Of the part of the board that is in sight.
    """
    best, found = math.inf, [1] * n
    for rows in range(1, n + 1):
        columns = math.ceil(n / rows)
        if columns > 1 and width / columns < LEAST[0]:
            continue
        size = width / (n / rows), height / rows
        cost = abs(math.log(size[0] / size[1] / _BEST_RATIO))
        cost += 2.0 * max(LEAST[1] / size[1] - 1, 0.0)  # what has to be scrolled to
        if cost < best:
            few, more = divmod(n, rows)
            best, found = cost, [few] * (rows - more) + [few + 1] * more
    return found


def places(n: int, width: int, height: int) -> list[Place]:
    """Return left, top, width and height of each chart; lower than `height` if need be."""
    if n == 0:
        return []
    counts = row_counts(n, width, height)
    high = max((height - GAP * (len(counts) - 1)) // len(counts), LEAST[1])
    found, top = [], 0
    for count in counts:
        edges = [round(k * (width + GAP) / count) for k in range(count + 1)]
        found += [(edges[k], top, edges[k + 1] - edges[k] - GAP, high) for k in range(count)]
        top += high + GAP
    return found
