"""The training of a network: a plain generator, driven by command line, tests and window."""

from __future__ import annotations

import contextvars
import math
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked_copy
from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import GdstudioError, InvalidValue, TrainingDiverged
from gdstudio.learning.batches import Batches
from gdstudio.learning.costs import find_cost
from gdstudio.learning.dropout import Dropout
from gdstudio.learning.evaluation import Evaluation, evaluate
from gdstudio.learning.moment import Kind, Moment
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.optimizers import find_optimizer, make_optimizer
from gdstudio.learning.path import stored
from gdstudio.learning.plan import Plan, planned, training_digits
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.schedules import epochs_ahead, find_schedule
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.snapshot import Snapshot, TrainingState
from gdstudio.texts import Text

Array = NDArray[Any]

# A larger batch is gone through in pieces, so that 60,000 examples need no 190 MB of floats; in
# smaller ones where the layers keep a lot of each example.
PIECE: Final = 4000


class Training:
    """One run of a recipe. Not thread-safe: one thread drives it, others get snapshots.

    Attributes:
        recipe: The settings the run began with; its frozen layers are those in force.
        digits: The training examples, label noise included.
        network: The network that learns.
        cost: The cost being lowered.
        step: Updates done.
        examples: Training examples seen, repeats counted.
        epochs: Passes after which the run is complete; may be raised at any time.
        learning_rate: The rate before the schedule; may be changed at any time.
        last_cost: Mean cost of the last mini-batch; NaN before the first update.
        last_rate: The rate of the last update, schedule included; before it, that of the next.
    """

    def __init__(self, recipe: Recipe, data: DataSet, state: TrainingState | None = None) -> None:
        self.recipe = recipe
        self.digits = training_digits(recipe, data)
        self._n_there = len(data.train)
        self.data_identity = data.train.identity()
        self._class_names = data.train.class_names
        if state is not None and self.data_identity != state.data_identity:
            raise GdstudioError(
                Text(
                    "data {0}: these are not the training examples the run was made with", data.name
                )
            )
        self._in_shape, self._n_out = PictureShape.of(data.train), data.train.n_classes
        self.network = recipe.make_network(self._in_shape, self._n_out)
        self._piece = min(PIECE, self.network.examples_at_once)
        self._has_dropout = any(isinstance(layer, Dropout) for layer in self.network.layers)
        self.cost = find_cost(recipe.cost, recipe.output_activation)
        n = len(self.network.parameters)
        settings = dict(recipe.optimizer_settings)
        self._optimizer = make_optimizer(recipe.optimizer, n, recipe.dtype, **settings)
        self._schedule = find_schedule(recipe.schedule)
        self._weights = [
            slice(part.start, part.stop) for part in self.network.slices if part.is_weight
        ]
        self.freeze(recipe.frozen_layers)
        self.step = self.examples = 0
        self.epochs = recipe.epochs
        self.learning_rate = recipe.learning_rate
        self.last_cost = math.nan
        self.network.initialize(
            recipe.initialization, random_stream(recipe.seed, Purpose.INITIALIZATION)
        )
        self._initial = locked_copy(self.network.parameters)
        self._batches = self._make_batches()
        # Divergence is told by name, not by warnings. Set once: an `errstate` around each update
        # would cost it 2 %.
        self._without_warnings = contextvars.copy_context()
        self._without_warnings.run(np.seterr, over="ignore", invalid="ignore")
        if state is not None:
            self._restore(state)
        self.last_rate = self._scheduled_rate()

    @property
    def initial_parameters(self) -> Array:
        """The parameters the recipe starts from, shape (n,), read-only."""
        return self._initial

    @property
    def epoch(self) -> float:
        """Passes over the training examples, with the fraction of the present one."""
        return self._batches.epoch + self._batches.position / len(self.digits)

    @property
    def is_complete(self) -> bool:
        """True when all epochs are done."""
        return self._batches.epoch >= self.epochs

    @property
    def batch_size(self) -> int:
        """Examples of an ordinary update."""
        return self.recipe.batch_size_of(len(self.digits))

    @property
    def numbers_remembered(self) -> int:
        """How many numbers the optimiser remembers: one or several for each parameter, or none."""
        return len(find_optimizer(self.recipe.optimizer).state_names) * len(self._initial)

    @property
    def plan(self) -> Plan:
        """How long the run is going to be, with its epochs as they are now."""
        return planned(self.recipe, self._n_there, self.epochs)

    def go_on(self) -> None:
        """Have epochs to do: once all are done, as many again as the recipe has."""
        self.epochs = epochs_ahead(self.epoch, self.epochs, self.recipe.epochs)

    def freeze(self, layers: tuple[int, ...]) -> None:
        """Freeze these layers, counted from 1, and no others from the next update on.

        Raises:
            InvalidValue: There is no such layer.
        """
        self.recipe = self.recipe.changed(frozen_layers=layers)
        self._frozen = [
            slice(part.start, part.stop)
            for part in self.network.slices
            if part.layer + 1 in self.recipe.frozen_layers
        ]

    def update(self, batch_size: int | None = None) -> float:
        """Do one update with the next mini-batch; return its mean cost (L2 term left out).

        Args:
            batch_size: Examples of this update; None for the recipe's.

        Raises:
            TrainingDiverged: Cost, gradient or parameters are no longer finite, or so large that
                their squares are not; the run is left as it was before this update.
        """
        return self._without_warnings.run(self._update, batch_size or self.batch_size)

    def updates(self) -> Iterator[Training]:
        """Update until all epochs are done; yield this very object after each update."""
        while not self.is_complete:
            self.update()
            yield self

    def evaluate(self, digits: Digits) -> Evaluation:
        """Return cost and accuracy of the present network on `digits`."""
        return evaluate(self.network, digits, self.cost)

    def snapshot(self) -> Snapshot:
        """Return the present state for showing; arrays are read-only copies."""
        return Snapshot(
            step=self.step,
            epoch=self.epoch,
            examples=self.examples,
            learning_rate=self.last_rate,
            cost=self.last_cost,
            parameters=locked_copy(self.network.parameters),
            gradient=locked_copy(self.network.gradient),
        )

    def state(self) -> TrainingState:
        """Return everything needed to go on later; arrays are read-only copies."""
        return self._state_of(locked_copy(self.network.parameters), with_optimizer=True)

    def optimizer_state(self, *, with_arrays: bool = True) -> OptimizerState:
        """Return what it takes to know the next update; arrays are read-only copies, or none."""
        optimizer = self._optimizer
        kept = optimizer.state if with_arrays else {}
        arrays = {name: locked_copy(values) for name, values in kept.items()}
        return OptimizerState(self._scheduled_rate(), arrays, optimizer.steps)

    def moment(self, kind: Kind, *, exact: bool = False) -> Moment:
        """Return the run as it is now for its store of moments; arrays are read-only copies.

        Args:
            kind: Why it is to be kept.
            exact: Keep what it takes to go on exactly, too, where that is more: the optimiser's
                state, and parameters in float64.
        """
        parameters = locked_copy(self.network.parameters)
        rounded = stored(parameters)
        state = self._state_of(parameters if exact else rounded, with_optimizer=exact)
        return Moment(self.step, rounded, state, self.last_rate, self.last_cost, kind)

    def go_to(self, moment: Moment, gradient: Array | None = None) -> None:
        """Go to another moment of this run, and on from there; recipe and digits stay.

        The layers are frozen that were frozen then.

        Args:
            moment: Has a state. If it is not exact, the optimiser begins anew.
            gradient: Of the last mini-batch before it, shape (n,); None if not known.
        """
        assert moment.state is not None
        self._restore(moment.state)
        self.freeze(moment.state.recipe.frozen_layers)
        self.last_cost, self.last_rate = moment.cost, moment.rate
        self.network.gradient[...] = 0 if gradient is None else gradient

    def _state_of(self, parameters: Array, *, with_optimizer: bool) -> TrainingState:
        optimizer = self._optimizer
        kept = optimizer.state if with_optimizer else {}
        return TrainingState(
            recipe=self.recipe,
            in_shape=self._in_shape,
            n_out=self._n_out,
            parameters=parameters,
            optimizer_state={name: locked_copy(values) for name, values in kept.items()},
            optimizer_steps=optimizer.steps if len(kept) == len(optimizer.state) else 0,
            step=self.step,
            examples=self.examples,
            epoch=self._batches.epoch,
            position=self._batches.position,
            learning_rate=self.learning_rate,
            epochs=self.epochs,
            data_identity=self.data_identity,
            class_names=self._class_names,
        )

    def _update(self, batch_size: int) -> float:
        network, position, examples = self.network, self._batches.position, self.examples
        self.last_rate = self._scheduled_rate()
        cost = self._cost_and_gradient(batch_size)
        if self.recipe.l2:
            for part in self._weights:
                network.gradient[part] += self.recipe.l2 * network.parameters[part]
        if not math.isfinite(cost) or not self._is_finite():
            self._batches.position, self.examples = position, examples
            raise TrainingDiverged(self.step + 1, cost, self.last_rate)
        self._step()
        self.step += 1
        self.last_cost = cost
        self._batches.finish()
        return cost

    def _step(self) -> None:
        """Let the optimiser change the parameters; frozen layers stay, to the bit.

        A gradient of 0 alone would not do: momentum goes on without one, weight decay too.
        """
        network = self.network
        kept = [network.parameters[part].copy() for part in self._frozen]
        for part in self._frozen:
            network.gradient[part] = 0
        self._optimizer.step(network.parameters, network.gradient, self.last_rate)
        for part, values in zip(self._frozen, kept, strict=True):
            network.parameters[part] = values

    def _scheduled_rate(self) -> float:
        epochs = epochs_ahead(self.epoch, self.epochs, self.recipe.epochs)
        return self.learning_rate * self._schedule(self.epoch, epochs)

    def _is_finite(self) -> bool:
        gradient, parameters = self.network.gradient, self.network.parameters
        return math.isfinite(np.dot(gradient, gradient) + np.dot(parameters, parameters))

    def _restore(self, state: TrainingState) -> None:
        name = self.recipe.network_name(self._in_shape, self._n_out)
        if state.network_name != name or not state.takes(self.digits):
            raise GdstudioError(
                Text("run: the network {0} does not fit {1}", state.network_name, name)
            )
        if state.position >= len(self.digits):
            raise InvalidValue(
                Text("position in the epoch"), state.position, Text("below {0}", len(self.digits))
            )
        self.network.parameters[...] = state.parameters
        for name, values in self._optimizer.state.items():
            values[...] = state.optimizer_state.get(name, 0)
        self._optimizer.steps = state.optimizer_steps
        self.step, self.examples = state.step, state.examples
        self.learning_rate, self.epochs = state.learning_rate, state.epochs
        self._batches = self._make_batches(state.epoch, state.position)

    def _make_batches(self, epoch: int = 0, position: int = 0) -> Batches:
        recipe = self.recipe
        return Batches(
            self.digits,
            recipe.seed,
            recipe.dtype,
            augmentation=recipe.augmentation,
            epoch=epoch,
            position=position,
        )

    def _cost_and_gradient(self, size: int) -> float:
        """Fill the network's gradient with that of the next `size` examples; return their cost."""
        if size <= self._piece:
            return self._cost_and_gradient_of(size)[0]
        size = min(size, len(self.digits) - self._batches.position)
        total, gradient = 0.0, np.zeros_like(self.network.gradient)
        done = 0
        while done < size:
            cost, count = self._cost_and_gradient_of(min(self._piece, size - done))
            share = count / size
            total += share * cost
            gradient += self.network.gradient * self.network.dtype.type(share)
            done += count
        self.network.gradient[...] = gradient
        return total

    def _cost_and_gradient_of(self, size: int) -> tuple[float, int]:
        """Do so for a piece that fits into memory; return cost and number of its examples."""
        chance = None
        if self._has_dropout:
            place = self._batches.epoch, self._batches.position
            chance = random_stream(self.recipe.seed, Purpose.DROPOUT, *place)
        X, T = self._batches.next(size)
        self.examples += len(X)
        return self.network.cost_and_gradient(X, T, self.cost, chance), len(X)


def train(recipe: Recipe, data: DataSet, state: TrainingState | None = None) -> Iterator[Training]:
    """Train until the recipe's epochs are done: one item an update.

    Each item is the same `Training`, after one more update. Ask it for a snapshot when one is
    wanted; change its learning rate or its epochs between items.

    Args:
        recipe: The settings; same recipe and seed give bit-identical parameters on one machine.
        data: Where the digits come from.
        state: Where to go on from; None starts anew.

    Raises:
        InvalidValue: The recipe does not fit the data.
        TrainingDiverged: The cost is no longer finite.
    """
    yield from Training(recipe, data, state).updates()
