"""Cost and accuracy over a run's past: its moments, asked one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Final

import numpy as np

from gdstudio.data.digits import DataSet
from gdstudio.files.tables import csv_bytes
from gdstudio.learning.costs import find_cost
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.moment import Moment
from gdstudio.learning.moments import Moments
from gdstudio.learning.plan import training_digits
from gdstudio.learning.snapshot import TrainingState

_EXAMPLES: Final = 10_000  # training digits asked, as on the way


@dataclass(frozen=True, slots=True)
class PastCost:
    """What one moment of a run came to; NaN or None where it is not known.

    Attributes:
        step: Updates done.
        epoch: Whole passes over the training examples.
        examples: Training examples seen.
        rate: The learning rate of the last update, schedule included.
        cost: Mean cost of the last mini-batch.
        train_cost: On the first 10,000 training digits, label noise included.
        train_accuracy: On these, in [0, 1].
        test_cost: On all test digits.
        test_accuracy: On these, in [0, 1].
    """

    step: int
    epoch: int | None
    examples: int | None
    rate: float
    cost: float
    train_cost: float
    train_accuracy: float
    test_cost: float
    test_accuracy: float


def nearest_moments(moments: Moments, every: int) -> list[Moment]:
    """Return the moments nearest to step 0, `every`, 2 `every` and so on, each once.

    Of two as near the earlier one. There may be fewer than steps: no moment is made up.
    """
    steps = moments.steps()
    kept = list(moments)
    wanted = np.arange(0, moments.last_step + 1, every)
    after = np.searchsorted(steps, wanted).clip(1, max(len(steps) - 1, 1))
    before = after - 1
    if len(steps) == 1:
        return kept
    nearer = np.where(wanted - steps[before] <= steps[after] - wanted, before, after)
    return [kept[k] for k in np.unique(nearer)]


def costs_of_past(
    state: TrainingState, moments: Sequence[Moment], data: DataSet, *, with_train: bool
) -> Iterator[PastCost]:
    """Ask the digits what the network was at each of some moments; one item a moment.

    Args:
        state: The run as it was left.
        moments: Of that run.
        data: Where the digits come from.
        with_train: Ask training digits, too.
    """
    recipe = state.recipe
    cost = find_cost(recipe.cost, recipe.output_activation)
    asked = [data.test]
    if with_train:
        asked.insert(0, training_digits(recipe, data).take(slice(0, _EXAMPLES)))
    network = recipe.make_network(state.in_shape, state.n_out)
    for moment in moments:
        here = network.at(moment.parameters.astype(recipe.dtype, copy=False))
        found = [evaluate(here, digits, cost) for digits in asked]
        told = [value for one in found for value in (one.cost, one.accuracy)]
        kept = moment.state
        yield PastCost(
            moment.step,
            None if kept is None else kept.epoch,
            None if kept is None else kept.examples,
            moment.rate,
            moment.cost,
            *([] if with_train else [np.nan, np.nan]),
            *told,
        )


def past_table(rows: Sequence[PastCost]) -> bytes:
    """Return the rows as CSV; what is not known is left empty."""
    known = [["" if value is None or value != value else value for value in astuple(row)]
             for row in rows]  # fmt: skip
    return csv_bytes([field.name for field in fields(PastCost)], known, "\n")
