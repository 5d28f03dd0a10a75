"""What a job looks at: a network at one moment, and the digits its loss is asked of.

Both are frozen values that any thread may keep; window and command line make the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked
from gdstudio.data.digits import DataSet, Digits
from gdstudio.files.run_file import RunFile
from gdstudio.learning.costs import Cost, find_cost
from gdstudio.learning.network import Network
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.plan import training_digits
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape

Array = NDArray[Any]

_ORDINARY_NUMBERS: Final = 2000  # kept of each example by what still counts as ordinary


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A network at one moment.

    Attributes:
        key: The same for every moment of one run; of a run file its name.
        title: What tells it from others, e.g. "run 2: 16-16, sgd 1.5, seed 1".
        name: What a sentence calls it, e.g. "run 2".
        recipe: Tells its layers.
        in_shape: Of the pictures it sees.
        n_classes: Number of its outputs.
        parameters: Shape (n,), read-only.
        step: Updates done.
    """

    key: str
    title: str
    name: str
    recipe: Recipe
    in_shape: PictureShape
    n_classes: int
    parameters: Array
    step: int

    @property
    def network_name(self) -> str:
        """Its sizes, e.g. "784-16-16-10"."""
        return self.recipe.network_name(self.in_shape, self.n_classes)

    @property
    def cost(self) -> Cost:
        """The cost being lowered."""
        return find_cost(self.recipe.cost, self.recipe.output_activation)

    def make_network(self) -> Network:
        """Return the network for one thread; it shares the parameters."""
        return self.recipe.make_network(self.in_shape, self.n_classes).at(self.parameters)

    def is_like(self, other: Subject) -> bool:
        """Return whether the parameters of both mean the same, so that there are ways between."""
        if self.parameters.shape != other.parameters.shape:  # nor need its layers fit the pictures
            return False
        return self._architecture() == other._architecture()

    def _architecture(self) -> tuple[object, ...]:
        recipe = self.recipe
        layers = [str(layer) for layer in recipe.layers(self.in_shape, self.n_classes)]
        return (self.in_shape.size, layers, recipe.activation, recipe.output_activation)


@dataclass(frozen=True, slots=True, eq=False)
class LossSubject(Subject):
    """A network with what its loss is asked of.

    Attributes:
        digits: The examples that are asked.
        train: All that it learns from, label noise included.
        path: Where it has been, shape (k, n), float32, read-only; it ends with the network itself.
        steps: Updates done at each point of the path, shape (k,), rising, read-only.
        others: Parameters of other runs of the same architecture, the latest first.
    """

    digits: Digits
    train: Digits
    path: Array
    steps: NDArray[np.int64]
    others: tuple[Array, ...] = ()

    def start(self) -> Array:
        """Return the parameters it began with, shape (n,): those of its path, else its recipe's."""
        if self.steps[0] == 0:
            start: Array = self.path[0]
            return start
        return initial_parameters(self)


def initial_parameters(subject: Subject) -> Array:
    """Return what the recipe of a network begins with, shape (n,); a copy."""
    network = subject.recipe.make_network(subject.in_shape, subject.n_classes)
    stream = random_stream(subject.recipe.seed, Purpose.INITIALIZATION)
    network.initialize(subject.recipe.initialization, stream)
    return network.parameters


def affordable_examples(network: Network, most: int, least: int) -> int:
    """Return the examples that take about as long as `most` take a fully connected network.

    The numbers that layers keep of an example stand for the time it takes: of a digit 42 with
    784-16-16-10, some 12,000 with two small convolutions, 26,000 with an LSTM of 128 units. Fewer
    than `least` would say nothing.
    """
    kept = sum(layer.numbers_kept for layer in network.layers)
    return min(max(most * _ORDINARY_NUMBERS // max(kept, 1), least), most)


def subject_of_file(
    run_file: RunFile, key: str, name: str, in_shape: PictureShape | None = None
) -> Subject:
    """Return the network of a saved run as it was left; `key` is the name of its file.

    `name` is what sentences call it. With `in_shape` it is asked such pictures, not those of the
    file, in which fully connected networks may have kept their number of pixels only.
    """
    state = run_file.state
    return Subject(
        key=key,
        title=f"{name}: {state.network_name}",
        name=name,
        recipe=state.recipe,
        in_shape=in_shape or state.in_shape,
        n_classes=state.n_out,
        parameters=state.parameters,
        step=state.step,
    )


def loss_subject(
    subject: Subject,
    data: DataSet,
    path: ParameterPath | None,
    examples: int,
    *,
    others: tuple[Array, ...] = (),
    on_test_digits: bool = False,
) -> LossSubject:
    """Return a network with the digits that its loss is asked of.

    Args:
        subject: The network.
        data: Where its digits come from.
        path: Its way so far, which need not end with the network; None if it was not kept.
        examples: How many of its training digits are asked, the first so many, or all there are.
        others: Parameters of other runs of the same architecture, the latest first.
        on_test_digits: Ask test digits in their place.
    """
    train = training_digits(subject.recipe, data)
    asked = data.test if on_test_digits else train
    points, steps = _path_to(subject, path)
    return LossSubject(
        **{field.name: getattr(subject, field.name) for field in fields(Subject)},
        digits=asked.take(slice(0, examples)),
        train=train,
        path=locked(points),
        steps=locked(steps),
        others=others,
    )


def _path_to(
    subject: Subject, path: ParameterPath | None
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    here = subject.parameters[np.newaxis].astype(np.float32)
    step = np.array([subject.step], np.int64)
    if path is None or not len(path):
        return here, step
    points, steps = path.points(), path.steps()
    if np.array_equal(points[-1], here[0]):
        return points, steps
    return np.concatenate([points, here]), np.concatenate([steps, step])
