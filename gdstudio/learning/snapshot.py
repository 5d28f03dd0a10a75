"""What leaves a run: frozen values that any thread may keep."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from gdstudio.arrays import Array
from gdstudio.data.class_names import usual_names
from gdstudio.data.digits import Digits
from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT, PictureShape


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A run after `step` updates.

    Attributes:
        step: Updates done.
        epoch: Passes over the training examples, with the fraction of the present one.
        examples: Training examples seen, repeats counted.
        learning_rate: The rate of the last update, schedule included.
        cost: Mean cost of the last mini-batch; NaN before the first update.
        parameters: Shape (n,), read-only.
        gradient: Shape (n,), of the last mini-batch; read-only.
    """

    step: int
    epoch: float
    examples: int
    learning_rate: float
    cost: float
    parameters: Array
    gradient: Array


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RunFacts:
    """Everything about where a run stands that is not an array.

    Attributes:
        recipe: The recipe the run began with, with the layers that are frozen now.
        in_shape: Shape of the pictures the network sees.
        n_out: Number of classes.
        optimizer_steps: Updates the optimiser has done.
        step: Updates done.
        examples: Training examples seen, repeats counted.
        epoch: Whole passes done; the shuffling follows from seed and epoch.
        position: Examples of the present pass already used.
        learning_rate: The rate set by hand or by the recipe, before the schedule.
        epochs: Passes after which the run is complete.
        data_identity: SHA-256 of the training examples before label noise.
        class_names: What each class is called; () where it was not kept.
    """

    recipe: Recipe
    in_shape: PictureShape
    n_out: int
    optimizer_steps: int
    step: int
    examples: int
    epoch: int
    position: int
    learning_rate: float
    epochs: int
    data_identity: str
    class_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What each class is called, `n_out` names."""
        return self.class_names or usual_names(self.n_out)

    @property
    def network_name(self) -> str:
        """How people call the network: "784-16-16-10" or its architecture."""
        return self.recipe.network_name(self.in_shape, self.n_out)

    def sees(self, shape: PictureShape) -> bool:
        """Tell whether the network takes pictures of that shape.

        A fully connected network takes pictures of as many pixels, whatever their shape.
        """
        if self.recipe.architecture:
            return shape == self.in_shape
        return shape.size == self.in_shape.size

    def picture_size(self) -> tuple[int, int]:
        """Return rows and columns of the pictures that drawings are made into for the network.

        Those of MNIST's digits if it takes them: the first files did not say the shape.
        """
        shape = DIGIT if self.sees(DIGIT) else self.in_shape
        return shape.rows, shape.columns

    def takes(self, digits: Digits) -> bool:
        """Tell whether the network sees such pictures and knows as many classes."""
        return self.sees(PictureShape.of(digits)) and digits.n_classes == self.n_out


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TrainingState(RunFacts):
    """Everything needed to go on with a run as if it had never stopped.

    Attributes:
        parameters: Shape (n,), read-only.
        optimizer_state: State arrays of the optimiser, each (n,), read-only; empty, with no steps
            done, if it was not kept: then the optimiser begins anew.
    """

    parameters: Array
    optimizer_state: dict[str, Array]

    @classmethod
    def of(cls, facts: RunFacts, parameters: Array, optimizer_state: dict[str, Array]) -> Self:
        """Return a state from what a run file keeps in two places."""
        rest = {own.name: getattr(facts, own.name) for own in fields(RunFacts)}
        return cls(**rest, parameters=parameters, optimizer_state=optimizer_state)

    def network(self) -> Network:
        """Return the network as it stands; it shares the read-only parameters."""
        return self.recipe.make_network(self.in_shape, self.n_out).at(self.parameters)
