"""What evaluations said over a run: evenly thinned, so that a run of any length fits."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Floats, lock

MAX_EVALUATIONS: Final = 4096


@dataclass(frozen=True, slots=True, eq=False)
class EvaluationTable:
    """Evaluations, one a row; all arrays have shape (n,), read-only.

    Attributes:
        steps: int64, updates done, strictly increasing, 0 before the first.
        examples: int64, training examples seen.
        seconds: float64, time spent training.
        train_cost: float64, mean cost on training examples.
        train_accuracy: float64, in [0, 1].
        test_cost: float64, mean cost on test examples.
        test_accuracy: float64, in [0, 1].
    """

    steps: NDArray[np.int64]
    examples: NDArray[np.int64]
    seconds: Floats
    train_cost: Floats
    train_accuracy: Floats
    test_cost: Floats
    test_accuracy: Floats

    def __post_init__(self) -> None:
        for name in COLUMNS:
            column = getattr(self, name)
            assert column.shape == self.steps.shape
            lock(column)

    def __len__(self) -> int:
        return len(self.steps)


COLUMNS: Final = tuple(field.name for field in fields(EvaluationTable))


class EvaluationLog:
    """At most `MAX_EVALUATIONS` + 1 rows: every 2^level-th evaluation, and always the last.

    Attributes:
        level: Binary logarithm of the evaluations a row stands for.
        n_seen: How many evaluations were appended.
        last_step: The step of the last one, -1 before the first.
    """

    def __init__(self) -> None:
        self.level = 0
        self.n_seen = 0
        self.last_step = -1
        self._n_rows = 0
        self._whole = np.zeros((MAX_EVALUATIONS + 2, 2), np.int64)
        self._real = np.zeros((MAX_EVALUATIONS + 2, 5))

    def append(
        self, step: int, examples: int, real: tuple[float, float, float, float, float]
    ) -> None:
        """Take one evaluation; one at the last step again replaces it.

        Args:
            step: Updates done, not below `last_step`.
            examples: Training examples seen.
            real: Seconds, training cost and accuracy, test cost and accuracy.
        """
        assert step >= self.last_step
        if step == self.last_step:
            self.n_seen -= 1
            self._n_rows -= 1
        elif self.n_seen and (self.n_seen - 1) % (1 << self.level):
            self._n_rows -= 1  # the last row stood there only because it was the last
        self._whole[self._n_rows] = step, examples
        self._real[self._n_rows] = real
        self._n_rows += 1
        self.n_seen += 1
        self.last_step = step
        if self._n_rows > MAX_EVALUATIONS + 1:
            self._halve()

    def up_to(self, step: int) -> EvaluationLog:
        """Return this log without the evaluations after `step`; itself if there are none."""
        table = self.table()
        k = int(np.searchsorted(table.steps, step, "right"))
        if k == len(table):
            return self
        columns = (getattr(table, name)[:k] for name in COLUMNS)
        n_seen = (k - 1 << self.level) + 1 if k else 0
        return EvaluationLog.restored(self.level, n_seen, EvaluationTable(*columns))

    def table(self) -> EvaluationTable:
        """Return a copy of all rows."""
        used = slice(0, self._n_rows)
        return EvaluationTable(*self._whole[used].T.copy(), *self._real[used].T.copy())

    @classmethod
    def restored(cls, level: int, n_seen: int, table: EvaluationTable) -> EvaluationLog:
        """Return what gave `table`; the values must belong together."""
        log = cls()
        log.level, log.n_seen, log._n_rows = level, n_seen, len(table)
        if len(table):
            log.last_step = int(table.steps[-1])
        for i, name in enumerate(COLUMNS):
            target = log._whole[:, i] if i < 2 else log._real[:, i - 2]
            target[: len(table)] = getattr(table, name)
        return log

    def _halve(self) -> None:
        rows = np.arange(0, self._n_rows, 2)
        if rows[-1] != self._n_rows - 1:
            rows = np.append(rows, self._n_rows - 1)
        self._n_rows = len(rows)
        self._whole[: len(rows)] = self._whole[rows]
        self._real[: len(rows)] = self._real[rows]
        self.level += 1
