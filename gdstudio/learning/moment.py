"""One moment of a run, and the steps at which moments are noted."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Flag, auto
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.learning.optimizers import find_optimizer
from gdstudio.learning.snapshot import TrainingState

BUDGET: Final = 64 << 20  # bytes
LARGEST_BUDGET: Final = 1 << 30
MOST: Final = 4096  # moments: three for each pixel of a slider
DENSE: Final = 1000  # the first steps, each of which is noted
MOMENT_BYTES: Final = 1024  # of a moment beside its arrays
_LEAST: Final = 6  # moments of a network however large
_PARTS: Final = 100  # later, the next moment is a hundredth of the steps later
_LEAST_EPOCH: Final = 20  # updates between two ends of epochs that are noted
_LATER: Final = 250  # moments that the later steps have before all early ones are kept


class Kind(Flag):
    """Why a moment is kept; one moment may have several reasons."""

    PASSED = auto()  # at the steps that `next_due` names
    ON_PATH = auto()  # set and taken away by `Moments` alone
    EVALUATED = auto()
    EPOCH_ENDED = auto()
    RESTED = auto()
    RATE_CHANGED = auto()
    EDITED = auto()
    BRANCHED = auto()
    NAMED = auto()
    LAYERS_FROZEN = auto()  # others than before


NO_KIND: Final = Kind(0)
ON_THE_WAY: Final = Kind.PASSED | Kind.ON_PATH
MARKS: Final = ~ON_THE_WAY


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A run after `step` updates; any thread may keep it.

    Attributes:
        step: Updates done.
        parameters: Shape (n,), float32, read-only.
        state: What to go on with: exactly, or with a fresh optimiser (see `is_exact`). None of a
            point of a path that was kept without it.
        rate: The learning rate of the last update, schedule included; NaN if not known.
        cost: Mean cost of the last mini-batch; NaN before the first update, or if not known.
        kind: Why it is kept; none if for the path alone.
        name: What the user calls it, "" for nothing.
    """

    step: int
    parameters: NDArray[np.float32]
    state: TrainingState | None = None
    rate: float = math.nan
    cost: float = math.nan
    kind: Kind = Kind.PASSED
    name: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether a run that goes on from here comes by the same bits as the run it leaves.

        Otherwise its optimiser begins anew, or its parameters were rounded to float32.
        """
        state = self.state
        if state is None or state.parameters.dtype != np.dtype(state.recipe.dtype):
            return False
        names = find_optimizer(state.recipe.optimizer).state_names
        return state.step == 0 or state.optimizer_state.keys() == set(names)

    @property
    def state_bytes(self) -> int:
        """Bytes of what makes it exact, beyond its parameters."""
        if self.state is None:
            return 0
        held = sum(array.nbytes for array in self.state.optimizer_state.values())
        rounded = self.state.parameters is not self.parameters
        return held + (self.state.parameters.nbytes if rounded else 0)

    def without_optimizer(self) -> Moment:
        """Return the moment without what makes it exact."""
        if self.state is None or not self.state_bytes:
            return self
        state = replace(
            self.state, parameters=self.parameters, optimizer_state={}, optimizer_steps=0
        )
        return replace(self, state=state)


def due_steps(after: int, n_parameters: int, budget: int = BUDGET) -> Iterator[int]:
    """Yield the steps after `after` at which a moment is noted, without end, whatever the run does.

    Each of the first `dense_steps`, then a hundredth of the steps done apart.
    """
    dense = dense_steps(n_parameters, budget)
    step = min(after, dense)
    while True:
        step += 1 if step < dense else max(step // _PARTS, 1)
        if step > after:
            yield step


class Dues:
    """Tells whoever drives a run after which of its updates to take a moment.

    The steps are those of `due_steps`, and ends of epochs, which are a hundredth of the steps and
    at least 20 apart. They depend on the steps alone, whatever else happens.
    """

    def __init__(self, step: int, epoch: int, n_parameters: int, budget: int = BUDGET) -> None:
        """Begin before an update: `step` updates and `epoch` whole passes have been done."""
        self._due = due_steps(step - 1, n_parameters, budget)
        self._next = next(self._due)
        self._epoch, self._epoch_due = epoch, step

    def kind_at(self, step: int, epoch: int) -> Kind:
        """Return for what reasons a moment is due now; `NO_KIND` if none is."""
        kind = NO_KIND
        if epoch > self._epoch and step >= self._epoch_due:
            self._epoch_due = step + max(step // _PARTS, _LEAST_EPOCH)
            kind = Kind.EPOCH_ENDED
        self._epoch = epoch
        if step >= self._next:
            kind |= Kind.PASSED if step == self._next else NO_KIND
            while self._next <= step:
                self._next = next(self._due)
        return kind


def dense_steps(n_parameters: int, budget: int = BUDGET) -> int:
    """Return how many of the first steps are all kept: 1,000, or what larger networks leave."""
    room = room_for(n_parameters, budget)
    return min(DENSE, max(room - _LATER, room // 3))


def room_for(n_parameters: int, budget: int) -> int:
    """Return how many moments there is room for."""
    return min(MOST, max(budget // (4 * n_parameters + MOMENT_BYTES), _LEAST))
