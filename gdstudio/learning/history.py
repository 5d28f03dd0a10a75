"""What a run has been through: its costs and evaluations, in memory that never grows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Floats
from gdstudio.errors import InvalidValue
from gdstudio.learning.cost_buckets import LARGEST_COST, CostBuckets
from gdstudio.learning.cost_curve import CostCurve
from gdstudio.learning.evaluation_log import EvaluationLog, EvaluationTable
from gdstudio.learning.history_arrays import checked_parts, parts_to_arrays
from gdstudio.texts import Text

__all__ = ["CostCurve", "EvaluationTable", "History"]


class History:
    """Mini-batch costs and evaluations of one run of any length; about 700 kB.

    Not thread-safe: it lives where its appenders live. What it returns is copied and read-only.

    Attributes:
        batch_size: Examples of an update; tells how many examples a step stands for until
            evaluations do.
        diverged_at: The first update at which a cost was not finite, or None.
    """

    def __init__(self, batch_size: int = 1) -> None:
        self.batch_size = batch_size
        self._costs = CostBuckets()
        self._evaluations = EvaluationLog()
        self.diverged_at: int | None = None
        self._clock = (0, 0.0)
        self._curve: CostCurve | None = None
        self._table: EvaluationTable | None = None

    @property
    def last_step(self) -> int:
        """The last update or evaluation that was appended, 0 before the first."""
        return max(self._costs.last_step, self._evaluations.last_step, 0)

    @property
    def is_empty(self) -> bool:
        """True until a cost or an evaluation was appended or a divergence noted."""
        nothing = self._costs.last_step == 0 and self._evaluations.n_seen == 0
        return nothing and self.diverged_at is None

    def append_costs(self, first_step: int, costs: NDArray[np.floating]) -> None:
        """Take the costs of the updates `first_step`, `first_step` + 1, ..., one each.

        Costs that are not finite (or above 1e100 in size) stay out of the curve; the first of them
        sets `diverged_at`.

        Args:
            first_step: Counted from 1; after the last update appended. Updates may be left out.
            costs: Shape (m,), float32 or float64; copied.

        Raises:
            InvalidValue: If `first_step` is not after the last update.
        """
        self._costs.append(first_step, costs)
        if self._costs.diverged_at is not None:
            self.mark_diverged(self._costs.diverged_at)
        self._curve = None

    def append_evaluation(
        self,
        step: int,
        examples: int,
        seconds: float,
        train_cost: float,
        train_accuracy: float,
        test_cost: float,
        test_accuracy: float,
    ) -> None:
        """Take one evaluation; another one at the same step replaces it.

        An evaluation with a cost that is not finite is left out and sets `diverged_at`. The
        arguments are a row of an `EvaluationTable`.

        Raises:
            InvalidValue: If `step` is before that of the last evaluation.
        """
        if step < max(0, self._evaluations.last_step):
            least = max(0, self._evaluations.last_step)
            raise InvalidValue(Text("step of an evaluation"), step, Text("{0} or more", least))
        assert all(0.0 <= accuracy <= 1.0 for accuracy in (train_accuracy, test_accuracy))
        if not all(abs(cost) <= LARGEST_COST for cost in (train_cost, test_cost)):
            self.mark_diverged(step)
            return
        real = (seconds, train_cost, train_accuracy, test_cost, test_accuracy)
        self._evaluations.append(step, examples, real)
        self._table = None

    def rewind(self, step: int) -> None:
        """Forget what came after `step`: the run has been taken back to it.

        Of a bucket in which the step lies, extremes and mean stay those of the whole bucket.
        """
        self._costs = self._costs.up_to(step)
        self._evaluations = self._evaluations.up_to(step)
        if self.diverged_at is not None and self.diverged_at > step:
            self.diverged_at = None
        self._curve = self._table = None

    def mark_diverged(self, step: int) -> None:
        """Note that the cost was not finite at `step`; only the first note counts."""
        if self.diverged_at is None:
            self.diverged_at = step

    def curve(self) -> CostCurve:
        """Return the mini-batch costs in at most 8192 buckets."""
        if self._curve is None:
            self._curve = self._costs.curve()
        return self._curve

    def evaluations(self) -> EvaluationTable:
        """Return the evaluations, at most 4097, evenly thinned, first and last among them."""
        if self._table is None:
            self._table = self._evaluations.table()
        return self._table

    def note_seconds(self, step: int, seconds: float) -> None:
        """Take the time spent training until `step`; replaces what was noted before.

        Only `seconds_at` asks for it, beyond the last evaluation; it is not kept in files.
        """
        self._clock = (step, seconds)

    def examples_at(self, steps: NDArray[Any]) -> Floats:
        """Return how many training examples had been seen after each of some steps, shape (n,).

        Exact at evaluations, straight lines between them and beyond the last.
        """
        table = self.evaluations()
        return _along(steps, table.steps, table.examples, float(self.batch_size))

    def seconds_at(self, steps: NDArray[Any]) -> Floats:
        """Return the time spent training until each of some steps, shape (n,).

        Exact at evaluations and at the step that was noted last, straight lines between them and
        beyond; 0 while nothing is known.
        """
        table = self.evaluations()
        known, seconds = table.steps, table.seconds
        if self._clock[0] > self._evaluations.last_step:
            known = np.append(known, self._clock[0])
            seconds = np.append(seconds, self._clock[1])
        return _along(steps, known, seconds, 0.0)

    def until(self, step: int) -> History:
        """Return a history of its own with what is known of the run up to a step; see `rewind`."""
        other = History.from_arrays(self.to_arrays())
        other.rewind(step)
        return other

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays for a run file; `from_arrays` takes them back."""
        numbers = (self.batch_size, self.diverged_at)
        return parts_to_arrays(self._costs, self._evaluations, *numbers)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> History:
        """Return the history that `to_arrays` was called on, from arrays that may be untrusted.

        Raises:
            InvalidValue: If an array is missing or unknown, or its shape, type or values are not
                those of a history.
        """
        costs, evaluations, batch_size, diverged_at = checked_parts(arrays)
        history = cls(batch_size)
        history._costs, history._evaluations = costs, evaluations
        history.diverged_at = diverged_at
        return history


def _along(
    steps: NDArray[Any], known: NDArray[np.int64], amounts: NDArray[Any], usual: float
) -> Floats:
    """Return an amount that grows with the steps, from 0 at 0: straight lines between the known.

    Args:
        steps: Where, shape (n,).
        known: Steps of which the amount is known, shape (k,), rising.
        amounts: The amounts there, shape (k,).
        usual: The amount of a step while none is known but step 0.
    """
    later = known > 0
    at = np.concatenate([[0], known[later]]).astype(np.float64)
    grown = np.concatenate([[0], amounts[later]]).astype(np.float64)
    slope = usual
    if len(at) > 1:
        slope = float(np.diff(grown[-2:])[0] / np.diff(at[-2:])[0])
    beyond = np.maximum(np.asarray(steps, np.float64) - at[-1], 0.0)
    amount: Floats = np.interp(steps, at, grown) + slope * beyond
    return amount
