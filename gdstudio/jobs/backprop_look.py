"""One step of backpropagation, opened: for one example, or for a few that are a mini-batch."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gdstudio.arrays import Floats
from gdstudio.data.digits import Digits
from gdstudio.inside.examples_gradients import ExamplesGradients, examples_gradients
from gdstudio.inside.fan_in import fan_in_weights
from gdstudio.inside.next_update import next_update_of
from gdstudio.inside.passes import Pass, open_pass
from gdstudio.inside.places import Place, WeightPlace, weight_at
from gdstudio.inside.trust import WeightCheck, check_at_random, check_weights, joined
from gdstudio.inside.update_rule import OpenUpdate
from gdstudio.inside.weight import OpenWeight, open_weight
from gdstudio.jobs.nudges_job import gradient_over
from gdstudio.jobs.subject import Subject, affordable_examples
from gdstudio.learning.mini_batch import BatchPlace, MiniBatch, examples_of
from gdstudio.learning.network import Network
from gdstudio.learning.optimizer_state import OptimizerState

if TYPE_CHECKING:
    from gdstudio.learning.costs import Cost

EXAMPLES: Final = 10  # of a mini-batch, told one by one: as many columns as can be told apart
_PIECE: Final = 1000  # examples at once
_LEAST_CHECKED: Final = 100


@dataclass(frozen=True, slots=True, eq=False)
class BackpropRequest:
    """What is to be opened.

    Attributes:
        subject: The network.
        asked: One example or a mini-batch; their labels are the targets.
        example: Which of the first ones is sent forward and back.
        weight: The weight or bias that is followed; None for one with a telling path: that with the
            largest gradient of the layer in the middle, or of those into `neuron`.
        optimizer: What it takes to write the update out; None where that is not known.
        why_no_update: Then why, in a sentence.
        neuron: A neuron, a weight into which is followed where none is named.
        whole: The gradient of all training digits, shape (n,); None where it was not computed.
    """

    subject: Subject
    asked: Digits | BatchPlace
    example: int = 0
    weight: WeightPlace | None = None
    optimizer: OptimizerState | None = None
    whole: Floats | None = None
    why_no_update: str = ""
    neuron: Place | None = None


@dataclass(frozen=True, slots=True, eq=False)
class BackpropLook:
    """One step of backpropagation.

    Attributes:
        request: What was asked.
        digits: The examples asked.
        batch: Which mini-batch they are; None if they are none of the run's.
        example: Which of the first ones is opened.
        opened: The same, forward and back.
        wants: The gradients of the first ones, `EXAMPLES` at most, and that of all of them.
        cost: The mean cost of all examples.
        weight: The weight that is followed, in the example.
        gradient: dC/dw of the mini-batch.
        check: The same beside a measured slope.
        update: What the optimiser makes of it; None where its state is not known, and in a layer
            that is frozen.
    """

    request: BackpropRequest
    digits: Digits
    batch: MiniBatch | None
    example: int
    opened: Pass
    wants: ExamplesGradients
    cost: float
    weight: OpenWeight
    gradient: float
    check: WeightCheck
    update: OpenUpdate | None

    @property
    def is_batch(self) -> bool:
        """Whether several examples were asked."""
        return self.batch is not None or len(self.digits) > 1

    @property
    def examples(self) -> Digits:
        """The first examples, whose gradients are told one by one."""
        return self.digits.take(slice(0, EXAMPLES))

    @property
    def place(self) -> WeightPlace:
        """The weight or bias that is followed."""
        return self.weight.place


def look_at_backprop(request: BackpropRequest) -> Iterator[float | BackpropLook]:
    """Open one step of backpropagation in float64; of many examples yield the share done first."""
    subject, (digits, batch) = request.subject, examples_of(request.asked)
    network, cost = subject.make_network(), subject.cost
    first, whole = digits.take(slice(0, EXAMPLES)), None
    if len(digits) > len(first):
        whole = yield from gradient_over(subject, network, subject.parameters, digits)
    X, T = first.inputs(dtype=np.float64), first.targets(dtype=np.float64)
    wants = examples_gradients(network, X, T, cost, request.whole, whole)
    example = min(request.example, len(first) - 1)
    opened = open_pass(network, X[example], int(first.labels[example]), cost)
    place = request.weight
    if place is None:
        place = _telling_weight(network, wants.mean, request.neuron)
    gradient = float(wants.mean[place.index])
    mean, check = yield from _measured(network, digits, cost, place.index)
    if len(digits) == 1:
        mean = float(opened.cost or 0.0)
    update = _update(request, network, place, gradient)
    weight = open_weight(opened, network, place)
    yield BackpropLook(
        request, digits, batch, example, opened, wants, mean, weight, gradient, check, update
    )


def _measured(
    network: Network, digits: Digits, cost: Cost, index: int
) -> Generator[float, None, tuple[float, WeightCheck]]:
    """Return the mean cost and the slope along one parameter, piece by piece if there are many."""
    parts, total, piece = [], 0.0, min(_PIECE, network.examples_at_once)
    for start in range(0, len(digits), piece):
        which = slice(start, start + piece)
        X, T = digits.inputs(which, np.float64), digits.targets(which, np.float64)
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be opened too
            costs = cost.values(network.logits(X), T, network.output_activation)
        total += float(costs.sum())
        (check,) = check_weights(network, X, T, cost, [index])
        parts.append((check, len(X)))
        if start + piece < len(digits):
            yield (start + piece) / len(digits)
    return total / len(digits), joined(parts)


def _update(
    request: BackpropRequest, network: Network, place: WeightPlace, gradient: float
) -> OpenUpdate | None:
    now, recipe = request.optimizer, request.subject.recipe
    if now is None or place.layer in recipe.frozen_layers:
        return None
    return next_update_of(place, recipe, network, gradient, now.rate, now.arrays, now.steps)


def _telling_weight(network: Network, gradient: Floats, neuron: Place | None) -> WeightPlace:
    indices = None if neuron is None else fan_in_weights(network, neuron)
    if indices is None:
        weights = [part for part in network.slices if part.is_weight]
        part = weights[(len(weights) - 1) // 2]
        indices = np.arange(part.start, part.stop)
    sizes = np.abs(np.nan_to_num(gradient[indices]))
    return weight_at(network, int(indices[np.argmax(sizes)]))


def check_some(
    subject: Subject, digits: Digits, n: int, seed: int
) -> Iterator[tuple[WeightCheck, ...]]:
    """Yield the gradient by some parameters at random beside measured slopes, the worst first.

    Args:
        subject: The network.
        digits: The examples asked, at least one; of many only the first, 1,000 at most.
        n: How many parameters.
        seed: Of the choice.
    """
    network = subject.make_network()
    digits = digits.take(slice(0, affordable_examples(network, _PIECE, _LEAST_CHECKED)))
    X, T = digits.inputs(dtype=np.float64), digits.targets(dtype=np.float64)
    rng = np.random.default_rng(seed)
    yield check_at_random(network, X, T, subject.cost, n, rng)
