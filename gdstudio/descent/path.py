"""The path of a descent: one item an update, kept so that one can go back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from gdstudio.arrays import lock
from gdstudio.descent.functions import Array, CostFunction
from gdstudio.descent.methods import TOLERANCE
from gdstudio.descent.stepper import Stepper, lost, suggested_learning_rate
from gdstudio.errors import InvalidValue
from gdstudio.texts import Text

Ended: TypeAlias = Literal["converged", "diverged", "steps"]

_DOWNHILL: Final = ("velocity", "mean")


@dataclass(frozen=True, slots=True, eq=False)
class DescentStep:
    """Where a descent is after some updates; all arrays have shape (dimension,) and are read-only.

    Attributes:
        step: Number of updates done; 0 is the start.
        position: The inputs.
        cost: C there; not finite where it is not defined.
        gradient: The first derivatives there.
        gradient_norm: Its length.
        update: What the last update added to the position; zeros at the start.
        learning_rate: The rate of that update, or of the first one.
        state: The method's inner state after that update, as in `Stepper.state`.
        ended: Why the descent is over, None while it is not. "converged": the gradient is shorter
            than the tolerance; "diverged": not finite, or far outside the domain; "steps": all
            done.
    """

    step: int
    position: Array
    cost: float
    gradient: Array
    gradient_norm: float
    update: Array
    learning_rate: float
    state: Mapping[str, Array]
    ended: Ended | None = None

    @property
    def arrows(self) -> dict[str, Array]:
        """The inner state as vectors to draw at `position`, name -> (dimension,).

        Averages of gradients point downhill, the way they pull; averages and sums of squares are
        their roots, so that all have the unit of a gradient.
        """
        vectors = {name: a for name, a in self.state.items() if a.shape == self.position.shape}
        with np.errstate(invalid="ignore"):
            return {
                name: -a if name in _DOWNHILL else a if name == "direction" else np.sqrt(a)
                for name, a in vectors.items()
            }


class Descent:
    """A descent that goes forward and back.

    Attributes:
        function: The cost.
        method: Name of the optimiser, or "newton".
        settings: The method's settings in force.
        path: The steps up to the furthest one reached, the start first.
    """

    def __init__(
        self,
        function: CostFunction,
        start: Sequence[float],
        method: str = "gradient-descent",
        learning_rate: float | None = None,
        *,
        tolerance: float = TOLERANCE,
        settings: Mapping[str, float] | None = None,
    ) -> None:
        """Stand at the start.

        Args:
            function: The cost.
            start: One finite number for each input.
            method: An optimiser's name, or "newton".
            learning_rate: Above 0; None for `suggested_learning_rate`.
            tolerance: Length of the gradient below which the descent has converged.
            settings: Settings of the optimiser that differ from its defaults.

        Raises:
            InvalidValue: An argument is not accepted.
        """
        p = np.asarray(start, np.float64)
        if p.shape != (function.dimension,) or not np.isfinite(p).all():
            accepted = (
                Text("one number") if function.dimension == 1 else Text("two numbers, x and y")
            )
            raise InvalidValue(Text("start"), start, accepted)
        if not tolerance >= 0:
            raise InvalidValue(Text("tolerance"), tolerance, Text("a number of at least 0"))
        if learning_rate is None:
            learning_rate = suggested_learning_rate(function, method)
        self.function = function
        self.method = method
        self._tolerance = tolerance
        self._stepper = Stepper(function, method, learning_rate, p[:, np.newaxis], settings)
        self.settings = self._stepper.settings
        self.path = [self._item(0, np.zeros_like(p))]
        self._at = 0

    @property
    def current(self) -> DescentStep:
        """Where the descent is shown."""
        return self.path[self._at]

    @property
    def learning_rate(self) -> float:
        """The rate of the next update."""
        return self._stepper.learning_rate

    def forward(self) -> DescentStep:
        """Do one update, or take again the one that was taken back; stays where it has ended."""
        if self.current.ended is not None:
            return self.current
        if self._at + 1 == len(self.path):
            before = self._stepper.points[:, 0].copy()
            self._stepper.step()
            with np.errstate(invalid="ignore"):
                update = self._stepper.points[:, 0] - before
            self.path.append(self._item(self._at + 1, update))
        self._at += 1
        return self.current

    def back(self) -> DescentStep:
        """Take back one update; stays at the start."""
        self._at = max(self._at - 1, 0)
        return self.current

    def set_learning_rate(self, learning_rate: float) -> None:
        """Use another rate, above 0, from here on; what had been taken back is forgotten."""
        if not (np.isfinite(learning_rate) and learning_rate > 0):
            raise InvalidValue(Text("learning rate"), learning_rate, Text("a number above 0"))
        self._stepper.learning_rate = learning_rate
        del self.path[self._at + 1 :]
        here = self.current
        self._stepper.restore(here.step, here.position[:, np.newaxis], here.state)

    def _item(self, step: int, update: Array) -> DescentStep:
        stepper = self._stepper
        position, gradient = stepper.points[:, 0].copy(), stepper.gradient[:, 0].copy()
        cost = float(stepper.cost[0])
        norm = float(np.hypot.reduce(gradient)) if len(gradient) > 1 else float(abs(gradient[0]))
        ended: Ended | None = None
        if not np.isfinite([cost, norm]).all() or lost(stepper.points, self.function.domain)[0]:
            ended = "diverged"
        elif norm < self._tolerance:
            ended = "converged"
        state = {name: array[..., 0] for name, array in stepper.state().items()}
        lock(position, gradient, update, *state.values())
        rate = stepper.learning_rate
        return DescentStep(step, position, cost, gradient, norm, update, rate, state, ended)
