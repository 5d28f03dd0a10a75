"""The network's own loss surface: a grid of costs in a plane, coarse first, then finer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array, Floats, lock
from gdstudio.data.digits import Digits
from gdstudio.errors import GdstudioError
from gdstudio.landscape.flat_costs import plane_costs
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.point_costs import CostJob
from gdstudio.landscape.ranges import EXTENTS, SIZE, SIZES
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network
from gdstudio.texts import Text

_COARSEST: Final = 6  # points a side of the first picture, at least


@dataclass(frozen=True, slots=True, eq=False)
class LossGrid:
    """Costs on an even grid; all arrays read-only.

    Attributes:
        alpha: Coordinates of the columns, shape (nx,), rising.
        beta: Coordinates of the rows, shape (ny,), rising.
        cost: Mean costs, shape (ny, nx), float64; inf or NaN where the cost overflows.
        accuracy: Shares answered right, shape (ny, nx), in [0, 1].
        examples: How many examples the means are over.
    """

    alpha: Floats
    beta: Floats
    cost: Floats
    accuracy: Floats
    examples: int


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceStep:
    """How far the surface is.

    Attributes:
        done: Share of the work done, in [0, 1].
        grid: The finest grid that is whole; None before the first; a new object only when finer.
    """

    done: float
    grid: LossGrid | None


def even_axis(low: float, high: float, size: int) -> Floats:
    """Return `size` evenly spaced numbers that cover low to high, exactly 0 among them.

    Of an uneven size from -1 to 1, 0 is in the middle. If 0 is not between low and high, the axis
    goes on to it.

    Args:
        low: The least number to cover.
        high: The greatest.
        size: How many, at least 3.
    """
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = -1.0, 1.0
    below = round((size - 1) * -low / (high - low))
    if low < 0:
        below = max(below, 1)
    if high > 0:
        below = min(below, size - 2)
    steps = [-low / below] if below else []
    if below < size - 1:
        steps.append(high / (size - 1 - below))
    return np.asarray((np.arange(size) - below) * max(steps), np.float64)


def square_axes(extent: float = 1.0, size: int = SIZE) -> tuple[Floats, Floats]:
    """Return the axes from -extent to extent, (0, 0) on the grid; raises InvalidValue."""
    SIZES.take(size)
    EXTENTS.take(extent)
    return even_axis(-extent, extent, size), even_axis(-extent, extent, size)


def axes_around(coordinates: Array, size: int = SIZE, margin: float = 0.2) -> tuple[Floats, Floats]:
    """Return axes that cover a path and the origin, with a margin as a share of its width.

    Args:
        coordinates: alpha and beta of the path, shape (k, 2).
        size: Points a side.
        margin: How much is added at each side; Garipov et al. 2018 take 0.2.

    Raises:
        InvalidValue: The size is not accepted.
    """
    SIZES.take(size)
    low = np.minimum(coordinates.min(axis=0), 0.0)
    high = np.maximum(coordinates.max(axis=0), 0.0)
    # A path that is nearly a line would else give a strip: show as much across as a third along.
    width = np.maximum(high - low, (high - low).max() / 3)
    middle = (low + high) / 2
    low = np.minimum(low, middle - width / 2) - margin * width
    high = np.maximum(high, middle + width / 2) + margin * width
    return even_axis(low[0], high[0], size), even_axis(low[1], high[1], size)


def surface(
    network: Network,
    plane: Plane,
    axes: tuple[Floats, Floats],
    digits: Digits,
    cost: Cost,
    threads: int = 1,
) -> Iterator[SurfaceStep]:
    """Compute the costs on a grid in a plane, coarse first; points are used again where they nest.

    Every point is computed afresh from the plane's origin. Something is yielded every few
    milliseconds, so closing the generator stops it at once.

    Takes what `plane_costs` takes, and the axes: alpha (nx,) and beta (ny,), even, rising, of one
    size; see `square_axes`. The number of threads that compute changes no bit.

    Yields:
        How far it is, and the finest whole grid.

    Raises:
        GdstudioError: There are no examples.
    """
    if len(digits) == 0:
        raise GdstudioError(Text("examples: a surface needs at least one"))
    alpha, beta = axes
    assert len(alpha) == len(beta)
    sources = [plane_costs(network, plane, digits, cost) for _ in range(threads)]
    size, known = len(alpha), np.zeros((len(beta), len(alpha)), bool)
    values = np.full((2, *known.shape), np.nan)
    grid: LossGrid | None = None
    yield SurfaceStep(0.0, grid)
    for stride in strides(size):
        wanted = np.zeros_like(known)
        wanted[::stride, ::stride] = True
        rows, columns = np.nonzero(wanted & ~known)
        job = CostJob(sources, np.column_stack([alpha[columns], beta[rows]]))
        before = np.count_nonzero(known) / known.size
        for done in job.run():
            yield SurfaceStep(before + done * len(rows) / known.size, grid)
        known |= wanted
        result = job.result()
        values[:, rows, columns] = result.cost, result.accuracy
        grid = _grid(alpha[::stride], beta[::stride], values[:, ::stride, ::stride], len(digits))
        yield SurfaceStep(np.count_nonzero(known) / known.size, grid)


def strides(size: int) -> list[int]:
    """Return how far apart the points of each grid are, coarse to fine; all divide size - 1.

    For 51: 10, 5, 2, 1, that is 6, 11, 26 and 51 points a side.
    """
    found: list[int] = []
    for stride in range(size - 1, 0, -1):
        enough = (size - 1) // stride + 1 >= _COARSEST or stride == 1
        if (size - 1) % stride == 0 and enough and (not found or found[-1] >= 2 * stride):
            found.append(stride)
    return found


def _grid(alpha: Floats, beta: Floats, values: Floats, examples: int) -> LossGrid:
    grid = LossGrid(alpha.copy(), beta.copy(), values[0].copy(), values[1].copy(), examples)
    lock(grid.alpha, grid.beta, grid.cost, grid.accuracy)
    return grid
