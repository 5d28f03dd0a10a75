"""What one digit costs, output by output, and what all training digits cost on average."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import DataSet
from gdstudio.inside.example_cost import ExampleCost, example_cost
from gdstudio.inside.passes import open_pass
from gdstudio.inside.target import Target
from gdstudio.jobs.subject import Subject
from gdstudio.learning.evaluation import CHUNK, evaluation_steps
from gdstudio.learning.plan import training_digits


@dataclass(frozen=True, slots=True, eq=False)
class DigitCost:
    """What a network makes of a digit, and what that costs.

    Attributes:
        subject: The network.
        outputs: What it answers, shape (n_out,), float64, read-only.
        terms: What it costs; None without a target.
        target: The class taken for the right one; None if there is none.
    """

    subject: Subject
    outputs: NDArray[np.float64]
    terms: ExampleCost | None
    target: Target | None


@dataclass(frozen=True, slots=True, eq=False)
class MeanCost:
    """What all training digits cost on average.

    Attributes:
        subject: The network.
        cost: The mean; not finite of a diverged network.
        examples: Of how many digits.
    """

    subject: Subject
    cost: float
    examples: int


def cost_of_digit(
    subject: Subject, pixels: NDArray[np.uint8], target: Target | None
) -> Iterator[DigitCost]:
    """Yield what a picture, shape (rows, columns), uint8, costs a network."""
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
        opened = open_pass(subject.make_network(), pixels.ravel() / 255.0)
        last, recipe = opened.layers[-1], subject.recipe
        terms = None
        if target is not None:
            terms = example_cost(last.a, target.label, recipe.cost, last.activation, last.z)
    yield DigitCost(subject, last.a, terms, target)


def mean_cost(subject: Subject, data: DataSet) -> Iterator[float | MeanCost]:
    """Yield the share done, in [0, 1], and last the mean cost of all digits that it learns from."""
    digits, network = training_digits(subject.recipe, data), subject.make_network()
    steps, done = evaluation_steps(network, digits, subject.cost), 0
    chunks = max(-(-len(digits) // min(CHUNK, network.examples_at_once)), 1)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            yield MeanCost(subject, end.value.cost, len(digits))
            return
        done += 1
        yield min(done / chunks, 1.0)
