"""What it takes to know the next update of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gdstudio.arrays import Array
from gdstudio.learning.optimizers import find_optimizer
from gdstudio.learning.schedules import epochs_ahead, find_schedule
from gdstudio.learning.snapshot import RunFacts


@dataclass(frozen=True, slots=True, eq=False)
class OptimizerState:
    """An optimiser between two updates; any thread may keep it.

    Attributes:
        rate: The learning rate of the next update, schedule included.
        arrays: The optimiser's arrays by name, each (n,), read-only; none if they were not kept.
        steps: Updates it has done.
    """

    rate: float
    arrays: Mapping[str, Array]
    steps: int

    def tells(self, optimizer: str) -> bool:
        """Return whether the next update of that optimiser follows from it."""
        return set(find_optimizer(optimizer).state_names) <= self.arrays.keys()


def next_rate(facts: RunFacts, examples: float) -> float:
    """Return the learning rate of the next update, schedule included, as `Training` takes it.

    Args:
        facts: Where the run stands; of a complete one, the update that goes on is told.
        examples: Its training examples, at least one; infinite if only whole epochs are known.
    """
    recipe, done = facts.recipe, facts.epoch + facts.position / examples
    total = epochs_ahead(done, facts.epochs, recipe.epochs)
    return facts.learning_rate * find_schedule(recipe.schedule)(done, total)
