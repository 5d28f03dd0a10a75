"""A curve of low cost between two minima: a quadratic Bezier curve whose bend is trained."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array, locked_copy
from gdstudio.data.digits import Digits
from gdstudio.errors import GdstudioError
from gdstudio.landscape.flat_costs import flat_costs
from gdstudio.landscape.ranges import POINTS, RATES, UPDATES
from gdstudio.landscape.slices import LineJob, check_line, places
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network
from gdstudio.learning.optimizers import make_optimizer
from gdstudio.texts import Text

BATCH: Final = 128
_CONSTANT_TO: Final = 0.5  # share of the updates, after Garipov et al. 2018
_DOWN_AT: Final = 0.9
_LEAST_FACTOR: Final = 0.01
_SMOOTHING: Final = 0.98
_AT_ONCE: Final = 20  # updates between two yields


@dataclass(frozen=True, slots=True, eq=False)
class CurveStep:
    """How far the training of a curve is.

    Attributes:
        done: Share of the updates, in [0, 1].
        cost: Smoothed cost of the mini-batches, each at a random place of the curve.
        bend: The control point between the ends, shape (n,), read-only; a copy.
    """

    done: float
    cost: float
    bend: Array


def bezier(t: float, start: Array, bend: Array, end: Array) -> Array:
    """Return (1-t)^2 start + 2 t (1-t) bend + t^2 end, shape (n,)."""
    return (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end


def train_curve(
    network: Network,
    start: Array,
    end: Array,
    digits: Digits,
    cost: Cost,
    rng: np.random.Generator,
    updates: int = UPDATES.default,
    learning_rate: float = RATES.default,
) -> Iterator[CurveStep]:
    """Train the bend so that the mean cost along the curve falls.

    Each update draws a mini-batch and t from U(0, 1) and follows the gradient at that place of the
    curve (Garipov et al. 2018, section 3); the bend begins in the middle of the segment. Changed
    from them: Adam instead of SGD, so that one rate serves every cost, and no weight decay.

    Takes what `SliceJob` takes, of training examples, what draws mini-batches and places, how many
    updates to do, and Adam's learning rate: the schedule goes to 1 % of it.

    Yields:
        The bend every few updates, the first time before any, the last time at the end.

    Raises:
        GdstudioError: The ends are the same or of two architectures, there are no examples, or the
            training diverged.
        InvalidValue: The number of updates or the rate is not accepted.
    """
    check_line(start, end, digits)
    UPDATES.take(updates)
    RATES.take(learning_rate)
    dtype = network.dtype
    start, end = (np.array(vector, dtype) for vector in (start, end))
    bend = (start + end) / 2
    at = network.at(bend.copy())
    optimizer = make_optimizer("adam", len(bend), dtype)
    smoothed = math.nan
    yield CurveStep(0.0, smoothed, locked_copy(bend))
    for k in range(1, updates + 1):
        t = float(rng.random())
        which = rng.integers(0, len(digits), min(BATCH, len(digits)))
        at.parameters[...] = bezier(t, start, bend, end)
        X, T = digits.inputs(which, dtype), digits.targets(which, dtype)
        with np.errstate(over="ignore", invalid="ignore"):  # divergence is told below
            value = at.cost_and_gradient(X, T, cost)
        if not math.isfinite(value):
            raise GdstudioError(Text("curve: its training diverged at update {0:,}", k))
        smoothed = value if k == 1 else _SMOOTHING * smoothed + (1 - _SMOOTHING) * value
        at.gradient *= dtype.type(2 * t * (1 - t))
        optimizer.step(bend, at.gradient, learning_rate * rate_factor(k / updates))
        if k % _AT_ONCE == 0 or k == updates:
            yield CurveStep(k / updates, smoothed, locked_copy(bend))


class CurveJob(LineJob):
    """Costs along a quadratic Bezier curve."""

    def __init__(
        self,
        network: Network,
        start: Array,
        bend: Array,
        end: Array,
        digits: Digits,
        cost: Cost,
        points: int = POINTS,
    ) -> None:
        """Prepare; a Bezier curve of three points lies in a plane, so this is fast.

        Takes what `SliceJob` takes, and the control point between the ends, shape (n,).
        """
        origin = np.asarray(start, np.float64)
        directions = np.stack([np.asarray(p, np.float64) - origin for p in (bend, end)])
        t = places(points)
        source = flat_costs(network, origin, directions, digits, cost)
        super().__init__(t, source, np.column_stack([2 * t * (1 - t), t**2]))


def rate_factor(done: float) -> float:
    """Return 1 to half of the updates, then a line down to 1 % at 90 % (Garipov et al. 2018)."""
    share = min(max((done - _CONSTANT_TO) / (_DOWN_AT - _CONSTANT_TO), 0.0), 1.0)
    return 1 - (1 - _LEAST_FACTOR) * share
