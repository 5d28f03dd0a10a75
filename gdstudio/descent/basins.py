"""A map that tells for each start of two inputs which minimum it reaches; coarse first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked, locked_copy
from gdstudio.descent.ensemble import NOWHERE, reached_minima
from gdstudio.descent.functions import Array, CostFunction, StationaryPoint
from gdstudio.descent.stationary import minima_of

SIZES: Final = (20, 40, 80, 160)
_STARTS_AT_ONCE: Final = 12_800  # a band of rows takes a tenth of a second


@dataclass(frozen=True, slots=True, eq=False)
class BasinMap:
    """Which minimum each start reaches.

    Attributes:
        x: Centres of the columns, shape (size,); read-only.
        y: Centres of the rows, shape (size,), ascending; read-only.
        labels: Shape (size, size), int16: row i, column j is the start (x[j], y[i]); index into
            `minima`, -1 where none was reached; read-only.
        minima: The minima of the domain.
        done: Part of all the work that is done, in (0, 1]; 1 for the last map.
    """

    x: Array
    y: Array
    labels: NDArray[np.int16]
    minima: tuple[StationaryPoint, ...]
    done: float


def basin_maps(
    function: CostFunction,
    method: str,
    learning_rate: float,
    steps: int = 300,
    *,
    sizes: tuple[int, ...] = SIZES,
) -> Iterator[BasinMap]:
    """Yield better and better maps of the domain, cheap first.

    Between the sizes a map shows what is computed, and the coarser map elsewhere; so the generator
    comes back often and may be closed at any time.

    Takes what `reached_minima` takes, of a cost of two inputs, and the rows and columns of the
    maps, each a multiple of the one before.
    """
    assert function.dimension == 2
    assert all(fine % coarse == 0 for coarse, fine in pairwise(sizes))
    minima = minima_of(function)
    points = [p.point for p in minima]
    work, total = 0, sum(size * size for size in sizes)
    labels = np.full((sizes[0], sizes[0]), NOWHERE, np.int16)
    for size in sizes:
        factor = size // len(labels)
        labels = labels.repeat(factor, axis=0).repeat(factor, axis=1)
        x, y = (_centres(low, high, size) for low, high in function.domain)
        rows = max(1, _STARTS_AT_ONCE // size)
        for first in range(0, size, rows):
            band = slice(first, min(first + rows, size))
            starts = np.stack(np.meshgrid(x, y[band])).reshape(2, -1)
            reached = reached_minima(function, starts, points, method, learning_rate, steps)
            labels[band] = reached.reshape(-1, size)
            work += reached.size
            yield BasinMap(x, y, locked_copy(labels), minima, work / total)


def _centres(low: float, high: float, size: int) -> Array:
    return locked(low + (high - low) * (np.arange(size) + 0.5) / size)
