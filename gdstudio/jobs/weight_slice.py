"""The cost along one weight alone, and what the next step in it would gain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Floats, lock
from gdstudio.data.digits import Digits
from gdstudio.inside.nudges import Gain, gain_of_step
from gdstudio.inside.passes import in_float64
from gdstudio.inside.places import WeightPlace, weight_at
from gdstudio.jobs.subject import Subject, affordable_examples
from gdstudio.landscape.slices import SliceJob

TRIED: Final = 1000  # digits asked at each place, at most
_LEAST: Final = 100
_POINTS: Final = 61
_REACH: Final = 2.0  # to both sides of the weight, at least;
_STEPS: Final = 1.5  # and so many times its step


@dataclass(frozen=True, slots=True, eq=False)
class WeightSlice:
    """What the cost is while one weight moves; arrays read-only.

    Attributes:
        subject: The network.
        place: The weight or bias.
        asked: How many digits were asked.
        value: What the weight is.
        slope: dC/dw of the digits asked.
        values: Values of the weight, shape (k,), rising, its own in the middle.
        costs: The mean cost at each, shape (k,).
        rate: The learning rate of that step.
        gain: What it gains, in this weight alone.
    """

    subject: Subject
    place: WeightPlace
    asked: int
    value: float
    slope: float
    values: Floats
    costs: Floats
    rate: float
    gain: Gain


def slice_along_weight(
    subject: Subject, digits: Digits, index: int, rate: float
) -> Iterator[float | WeightSlice]:
    """Move one weight and look what the cost does; yield the share done, and the slice last.

    Args:
        subject: The network.
        digits: What is asked, at least one; of many only the first.
        index: Where the weight stands in the parameter vector.
        rate: The learning rate, for the step.
    """
    network, cost = in_float64(subject.make_network()), subject.cost
    asked = digits.take(slice(0, affordable_examples(network, TRIED, _LEAST)))
    X, T = asked.inputs(dtype=np.float64), asked.targets(dtype=np.float64)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
        network.cost_and_gradient(X, T, cost)
    slope, value = float(network.gradient[index]), float(network.parameters[index])
    gain = gain_of_step(network, X, T, cost, index, slope, rate)
    reach = max(_REACH, _STEPS * abs(np.nan_to_num(gain.step)))
    start, end = network.parameters.copy(), network.parameters.copy()
    start[index], end[index] = value - reach, value + reach
    job = SliceJob(network, start, end, asked, cost, _POINTS)
    yield from job.run()
    found = job.result()
    values, costs = value + reach * (2 * found.t - 1), found.cost.copy()
    lock(values, costs)
    place = weight_at(network, index)
    yield WeightSlice(subject, place, len(asked), value, slope, values, costs, rate, gain)
