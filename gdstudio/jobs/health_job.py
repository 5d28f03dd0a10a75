"""How well the layers of a network learn, now and along its run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, Floats, lock
from gdstudio.data.digits import DataSet, Digits
from gdstudio.inside.diagnosis import diagnose
from gdstudio.inside.health import LayerHealth, layer_health
from gdstudio.inside.next_update import next_update
from gdstudio.jobs.subject import Subject, initial_parameters
from gdstudio.learning.moment import Moment
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.plan import training_digits
from gdstudio.texts import Text

ASKED: Final = 1000  # test digits whose activations are looked at
_BATCHES: Final = 10  # mini-batches: one says little once most digits are answered right
_MOST: Final = 2000  # training digits of all of them together


@dataclass(frozen=True, slots=True, eq=False)
class NetworkHealth:
    """How well the layers of a network learn.

    Attributes:
        subject: The network.
        layers: Those that have weights, from the first to the last.
        accuracy: Share of the test digits looked at that are answered right, in [0, 1].
        sentence: What is wrong, if something is; else None.
        asked: How many test digits were looked at.
    """

    subject: Subject
    layers: tuple[LayerHealth, ...]
    accuracy: float
    sentence: Text | None
    asked: int


@dataclass(frozen=True, slots=True, eq=False)
class HealthOverTime:
    """The same along a run; arrays read-only, a row a moment, a column a layer that has weights.

    Attributes:
        steps: The moments, shape (k,), rising.
        layers: The layers, from 1, shape (m,).
        gradient_rms: See `LayerHealth`, shape (k, m), as the two that follow.
        update_ratio: NaN where the optimiser's state was not kept.
        idle: NaN where a layer has no slope.
        weights: Quantiles of the weights, shape (k, m, 5); the shares are `QUANTILES`.
        activations: Quantiles of the activations, shape (k, m, 5).
    """

    steps: NDArray[np.int64]
    layers: NDArray[np.int64]
    gradient_rms: Floats
    update_ratio: Floats
    idle: Floats
    weights: Floats
    activations: Floats


def look_at_health(
    subject: Subject, data: DataSet, state: OptimizerState | None, start: Array | None = None
) -> Iterator[float | NetworkHealth]:
    """Look at a network's layers; yield the share done, in [0, 1], and what was found last.

    The gradients are those of ten mini-batches, the first of its training digits.

    Args:
        subject: The network.
        data: Where its digits come from.
        state: For the updates; None if that is not known.
        start: The parameters it began with, shape (n,); those of its recipe if None.
    """
    network, train = subject.make_network(), training_digits(subject.recipe, data)
    gradients, updates = [], []
    batches = list(_mini_batches(subject, train))
    for k, batch in enumerate(batches, 1):
        X, T = batch.inputs(dtype=network.dtype), batch.targets(dtype=network.dtype)
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
            network.cost_and_gradient(X, T, subject.cost)
            gradients.append(network.gradient.copy())
            if state is not None and state.tells(subject.recipe.optimizer):
                updates.append(
                    next_update(
                        subject.recipe, network, network.gradient, state.rate, state.arrays,
                        state.steps,
                    )
                )  # fmt: skip
        yield k / (len(batches) + 1)
    asked = data.test.take(slice(0, min(ASKED, network.examples_at_once)))
    start = initial_parameters(subject) if start is None else start
    X = asked.inputs(dtype=network.dtype)
    layers = layer_health(network, start, gradients, updates, X)
    with np.errstate(over="ignore", invalid="ignore"):
        accuracy = _accuracy(network.forward(X), asked)
    yield NetworkHealth(subject, layers, accuracy, diagnose(layers, accuracy), len(asked))


def health_over_time(
    subject: Subject, moments: Sequence[Moment], data: DataSet
) -> Iterator[float | HealthOverTime]:
    """Look at a run's layers at some of its moments; yield the share done, and the whole last.

    Args:
        subject: The network of the run, at any moment.
        moments: At least one, by rising step.
        data: Where its digits come from.
    """
    found: list[NetworkHealth] = []
    for k, moment in enumerate(moments):
        here = replace(subject, parameters=moment.parameters, step=moment.step)
        for one in look_at_health(here, data, state_of(moment), moment.parameters):
            if isinstance(one, NetworkHealth):
                found.append(one)
            else:
                yield (k + one) / len(moments)
    yield _over_time(moments, found)


def state_of(moment: Moment) -> OptimizerState | None:
    """Return what it takes to know the update behind a moment; None if that was not kept."""
    if moment.state is None or not math.isfinite(moment.rate):
        return None
    return OptimizerState(moment.rate, moment.state.optimizer_state, moment.state.optimizer_steps)


def _mini_batches(subject: Subject, train: Digits) -> Iterator[Digits]:
    """Yield the first mini-batches of the recipe's size, whole ones if there is one at all."""
    size = min(subject.recipe.batch_size_of(len(train)), _MOST)
    most = min(_BATCHES * size, _MOST, len(train))
    for start in range(0, max(most - size + 1, 1), size):
        yield train.take(slice(start, start + size))


def _accuracy(outputs: Array, digits: Digits) -> float:
    return float((outputs.argmax(axis=1) == digits.labels).mean()) if len(digits) else 0.0


def _over_time(moments: Sequence[Moment], found: Sequence[NetworkHealth]) -> HealthOverTime:
    layers = np.array([one.number for one in found[0].layers], np.int64)
    steps = np.array([moment.step for moment in moments], np.int64)
    rows = [health.layers for health in found]
    tables = (
        np.array([[one.gradient_rms for one in row] for row in rows]),
        np.array([[one.update_ratio for one in row] for row in rows]),
        np.array([[one.idle for one in row] for row in rows]),
        np.array([[one.weights.quantiles for one in row] for row in rows]),
        np.array([[one.activations.quantiles for one in row] for row in rows]),
    )
    lock(steps, layers, *tables)
    return HealthOverTime(steps, layers, *tables)
