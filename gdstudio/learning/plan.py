"""What a recipe makes of a data set: which digits a run learns from, and how long it will be."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from gdstudio.data.corruption import corrupt_labels
from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import InvalidValue
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.learning.recipe import Recipe
from gdstudio.texts import Text


def training_digits(recipe: Recipe, data: DataSet) -> Digits:
    """Return what a recipe trains on: its first examples, with its label noise.

    The `validation_size` last of its `train_size` examples are left out.

    Raises:
        InvalidValue: The recipe wants more examples than there are.
    """
    n = _chosen(recipe, data)
    digits = data.train.take(slice(0, n - recipe.validation_size))
    if recipe.label_noise > 0:
        stream = random_stream(recipe.seed, Purpose.LABEL_NOISE)
        labels, _ = corrupt_labels(digits.labels, recipe.label_noise, digits.n_classes, stream)
        digits = replace(digits, labels=labels)
    return digits


def validation_digits(recipe: Recipe, data: DataSet) -> Digits:
    """Return the examples a recipe holds out, with their true labels; none if it holds out none.

    Raises:
        InvalidValue: The recipe wants more examples than there are.
    """
    n = _chosen(recipe, data)
    return data.train.take(slice(n - recipe.validation_size, n))


@dataclass(frozen=True, slots=True)
class Split:
    """How many digits of a data set a recipe uses for what; the training digits in this order.

    Attributes:
        learned: The first training digits, from which the run learns.
        held_out: Those after them, which are only asked: the validation digits.
        left_out: The rest of the training digits, which are not used.
        test: The test digits.
    """

    learned: int
    held_out: int
    left_out: int
    test: int


def split_of(recipe: Recipe, data: DataSet) -> Split:
    """Return how a recipe splits a data set.

    Raises:
        InvalidValue: The recipe wants more examples than there are.
    """
    n, held_out = _chosen(recipe, data), recipe.validation_size
    return Split(n - held_out, held_out, len(data.train) - n, len(data.test))


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a run is going to be.

    Attributes:
        batch_size: Examples of an ordinary update.
        steps: Updates it will have done at its end.
        examples: Training examples of one pass.
    """

    batch_size: int
    steps: int
    examples: int = 1

    @property
    def steps_per_epoch(self) -> int:
        """Ordinary updates of one pass."""
        return math.ceil(self.examples / self.batch_size)


def planned(recipe: Recipe, n_there: int, epochs: int | None = None) -> Plan:
    """Return the plan of a run.

    Args:
        recipe: Its settings. If they want more examples than there are, which `Training` refuses,
            the plan is that of all there are.
        n_there: Training examples that there are.
        epochs: Passes in all; None for the recipe's.
    """
    chosen = min(recipe.train_size or n_there, n_there)
    n_examples = max(chosen - recipe.validation_size, 1)
    size = recipe.batch_size_of(n_examples)
    return Plan(size, (epochs or recipe.epochs) * math.ceil(n_examples / size), n_examples)


def _chosen(recipe: Recipe, data: DataSet) -> int:
    """Return how many training examples a recipe takes, those held out included."""
    there = len(data.train)
    n = there if recipe.train_size is None else recipe.train_size
    if n > there:
        raise InvalidValue(Text("train size"), n, Text("a whole number from 1 to {0:,}", there))
    if recipe.validation_size >= n:
        raise InvalidValue(
            Text("validation size"), recipe.validation_size, Text("at most {0:,}", n - 1)
        )
    return n
