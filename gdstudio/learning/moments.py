"""The moments of a run: its one store of where it has been, in memory that never grows."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import InvalidValue
from gdstudio.learning.moment import (
    BUDGET,
    MARKS,
    MOMENT_BYTES,
    NO_KIND,
    ON_THE_WAY,
    Kind,
    Moment,
    dense_steps,
    room_for,
)
from gdstudio.learning.path import ParameterPath, is_storable
from gdstudio.texts import Text

_OF_ITSELF: Final = Kind.PASSED | Kind.EPOCH_ENDED  # whatever the clock and people do
_WIDEST: Final = 0.25  # gap in log(step) that is made while early steps are kept each
LONGEST_NAME: Final = 60  # characters
_ENOUGH_MARKS: Final = 60  # if there is room for four times as many moments


class Moments:
    """Moments of one run, by step; not thread-safe: it lives where its appender lives.

    Three choices are made among the moments handed over, and what none of them takes is let go.
    *Passed*: the steps of `due_steps`, the first ones all, later ones thinned evenly in the
    logarithm of the step. *The path*: few points for pictures of the loss surface, which share
    their arrays with the moments. *Marks*: evaluations, ends of epochs, rests and so on, which
    depend on the clock and on people. Marks have a share of the memory for themselves and all that
    the other two do not take, which so are the same for the same recipe; only when the memory is
    full are they thinned evenly as well, but for those with a name. What an evaluation said stays
    in the run's history. Memory is that of the budget, or of six moments of a network too large.

    Attributes:
        n_parameters: Parameters of the network.
        planned_steps: Updates the run will have done at its end; spaces the path.
        budget: Bytes it may take.
        dense: The first steps, of which all that passed are kept as long as there is room.
        path: The points of the path; appended to by `Moments` alone.
    """

    def __init__(self, n_parameters: int, planned_steps: int = 1, budget: int = BUDGET) -> None:
        self.n_parameters = n_parameters
        self.planned_steps = planned_steps
        self.budget = budget
        self.dense = dense_steps(n_parameters, budget)
        room = room_for(n_parameters, budget)
        self._most_marks = max(room // 10, min(room // 4, _ENOUGH_MARKS))
        self._most_passed = room - self._most_marks
        self.path = ParameterPath(n_parameters, self._most_for_path)
        # Of each moment its step, kind and bytes of its state once more, for arithmetic.
        self._steps: list[int] = []
        self._kinds: list[int] = []
        self._held: list[int] = []
        self._moments: list[Moment] = []
        self._n_passed = self._state_bytes = 0

    @classmethod
    def restored(
        cls,
        moments: Iterable[Moment],
        path: ParameterPath,
        planned_steps: int = 1,
        budget: int = BUDGET,
    ) -> Moments:
        """Return a store of these moments and the points of a path, as far as there is room.

        Args:
            moments: In any order; their arrays are shared.
            path: Copied; its points need not be among the moments.
            planned_steps: See the attribute.
            budget: See the attribute.
        """
        kept = cls(path.n_parameters, planned_steps, budget)
        kept.path = path.copy(kept._most_for_path)
        for moment in moments:
            kept._put(replace(moment, kind=moment.kind & ~Kind.ON_PATH))
        for step, point in kept.path.pairs():
            found = kept.at(step) or Moment(step, point, kind=NO_KIND)
            kept._put(replace(found, kind=found.kind | Kind.ON_PATH))
        for moment in kept:
            kept._keep_as(moment.step, moment.kind)
        kept._thin()
        return kept

    def __len__(self) -> int:
        return len(self._steps)

    def __iter__(self) -> Iterator[Moment]:
        """Go through the moments, the earliest first."""
        return iter(tuple(self._moments))

    @property
    def nbytes(self) -> int:
        """Bytes taken: at most `budget`, unless six moments are more."""
        return len(self) * self._size + self._state_bytes

    @property
    def last_step(self) -> int:
        """The step of the last moment; -1 before the first."""
        return self._steps[-1] if self._steps else -1

    def steps(self) -> NDArray[np.int64]:
        """Return the steps of the moments, shape (k,), rising; a copy."""
        return np.array(self._steps, np.int64)

    def at(self, step: int) -> Moment | None:
        """Return the moment at exactly that step, or None."""
        found = self.since(step)
        return found if found is not None and found.step == step else None

    def up_to(self, step: int) -> Moment | None:
        """Return the last moment at or before that step, or None."""
        k = bisect.bisect_right(self._steps, step)
        return self._moments[k - 1] if k else None

    def since(self, step: int) -> Moment | None:
        """Return the first moment at or after that step, or None."""
        k = bisect.bisect_left(self._steps, step)
        return self._moments[k] if k < len(self) else None

    def marks(self, kind: Kind = MARKS) -> list[Moment]:
        """Return the moments that are kept for one of those reasons, the earliest first."""
        wanted = np.flatnonzero(np.array(self._kinds, np.int64) & kind.value)
        return [self._moments[k] for k in wanted]

    def named(self, name: str) -> Moment | None:
        """Return the latest moment of that name, or None."""
        found = [moment for moment in self.marks(Kind.NAMED) if moment.name == name]
        return found[-1] if found else None

    @property
    def path_due(self) -> int:
        """The step at which the path wants its next point."""
        return self.path.next_step(self.planned_steps)

    def add(self, moment: Moment) -> None:
        """Take a moment, anywhere in the run; with one that is there at its step, it becomes one.

        Whatever is not finite in float32 is left out. If the network was another at this step, the
        run has been taken back: what came after is let go. The path takes a point, if one is due,
        from what has passed or ended an epoch; a moment of no kind is kept for the path alone.
        """
        assert moment.parameters.shape == (self.n_parameters,)
        if not is_storable(moment.parameters):
            return
        before = self.at(moment.step)
        if before is not None:
            if _are_same(before, moment):
                moment = _joined(before, moment)
            else:
                self.forget_after(moment.step - 1)
        self._put(moment)
        is_usual = moment.kind & _OF_ITSELF or not moment.kind or not len(self.path)
        if is_usual and moment.step > self.path.last_step and moment.step >= self.path_due:
            self.note_path(moment.step)
        elif not moment.kind:
            self._let_go(moment.step)
        self._thin()

    def note_path(self, step: int) -> None:
        """Let the path take the moment at that step, not before its last point, early or not.

        Points that make room for it are from then on among what has passed.
        """
        moment = self._of(step)
        gone = self.path.append(step, moment.parameters)
        self._keep_as(step, moment.kind | Kind.ON_PATH)
        for one in gone:
            self._keep_as(one, self._of(one).kind & ~Kind.ON_PATH | Kind.PASSED)

    def name(self, step: int, name: str) -> None:
        """Give the moment at `step` a name, by which it stays for good; "" takes it away.

        Raises:
            InvalidValue: There is no moment at that step, or too many have a name.
        """
        found = self.at(step)
        if found is None:
            raise InvalidValue(Text("step of a mark"), step, Text("the step of a moment"))
        words = " ".join(name.split())
        name = "".join(sign for sign in words if sign.isprintable())[:LONGEST_NAME].strip()
        n = len(self.marks(Kind.NAMED))
        if name and Kind.NAMED not in found.kind and n >= max(self._most_marks // 2, 1):
            raise InvalidValue(Text("mark"), name, Text("no more than {0:,} marks", n))
        kind = found.kind | Kind.NAMED if name else found.kind & ~Kind.NAMED
        self._put(replace(found, name=name))
        self._keep_as(step, kind)
        self._thin()

    def note(self, step: int, kind: Kind) -> None:
        """Note one more reason to keep the moment at that step, if there is one."""
        found = self.at(step)
        if found is not None:
            self._keep_as(step, found.kind | kind)
            self._thin()

    def forget_after(self, step: int) -> None:
        """Let go all moments after that step: the run has been taken back to it."""
        for gone in self._steps[bisect.bisect_right(self._steps, step) :]:
            self._let_go(gone)
        self.path.forget_after(step)

    def copy(self, up_to: int | None = None, budget: int | None = None) -> Moments:
        """Return the moments in a store of their own, which shares the arrays.

        Args:
            up_to: The last step; None for all.
            budget: Bytes it may take; None for as many.
        """
        other = Moments.restored(self, self.path, self.planned_steps, budget or self.budget)
        if up_to is not None:
            other.forget_after(up_to)
        return other

    @property
    def _size(self) -> int:
        return 4 * self.n_parameters + MOMENT_BYTES

    @property
    def _most_for_path(self) -> int:
        return self._most_passed * 3 // 4

    def _of(self, step: int) -> Moment:
        found = self.at(step)
        assert found is not None
        return found

    def _put(self, moment: Moment) -> None:
        k = bisect.bisect_left(self._steps, moment.step)
        if k < len(self) and self._steps[k] == moment.step:
            self._let_go(moment.step)
        self._steps.insert(k, moment.step)
        self._kinds.insert(k, moment.kind.value)
        self._held.insert(k, moment.state_bytes)
        self._moments.insert(k, moment)
        self._state_bytes += self._held[k]
        self._n_passed += bool(self._kinds[k] & ON_THE_WAY.value)

    def _let_go(self, step: int) -> None:
        k = bisect.bisect_left(self._steps, step)
        self._state_bytes -= self._held[k]
        self._n_passed -= bool(self._kinds[k] & ON_THE_WAY.value)
        del self._steps[k], self._kinds[k], self._held[k], self._moments[k]

    def _keep_as(self, step: int, kind: Kind) -> None:
        """Keep a moment for these reasons alone, or let it go if there are none."""
        if kind:
            self._put(replace(self._of(step), kind=kind))
        else:
            self._let_go(step)

    def _thin(self) -> None:
        while self._n_passed > self._most_passed and self._thin_passed():
            pass
        free = max(self._most_passed - self._n_passed, 0)
        room = (self._most_marks + free) * self._size
        while self._state_bytes > room // 2:
            self._thin_states()
        while (len(self) - self._n_passed) * self._size + self._state_bytes > room:
            if not self._thin_marks():
                break

    def _thin_passed(self) -> bool:
        """Let go the later step that is missed least, or an early one; tell whether there is one.

        Early ones go when later ones have become too few. What a mark keeps stays all the same.
        """
        kinds, steps = np.array(self._kinds, np.int64), self.steps()
        where = np.flatnonzero(kinds & ON_THE_WAY.value)
        kinds, steps = kinds[where], steps[where]
        may_go = kinds & Kind.ON_PATH.value == 0
        k = _least_missed(steps, may_go & (steps > self.dense), _WIDEST)
        k = _least_missed(steps, may_go) if k is None else k
        if k is not None:
            step = int(steps[k])
            self._keep_as(step, self._of(step).kind & ~Kind.PASSED)
        return k is not None

    def _thin_states(self) -> None:
        """Let go the state of an optimiser, those of moments with a name last."""
        where = np.flatnonzero(self._held)
        k = where[self._least_missed_mark(where)]
        self._put(self._moments[k].without_optimizer())

    def _thin_marks(self) -> bool:
        """Let go the mark that is missed least; tell whether there is one without a name."""
        where = np.flatnonzero(np.array(self._kinds, np.int64) & ON_THE_WAY.value == 0)
        if not len(where):
            return False
        moment = self._moments[where[self._least_missed_mark(where)]]
        if Kind.NAMED not in moment.kind:
            self._let_go(moment.step)
        return Kind.NAMED not in moment.kind

    def _least_missed_mark(self, where: NDArray[np.intp]) -> int:
        """Return which of the moments is missed least, one without a name if there is one."""
        nameless = np.array(self._kinds, np.int64)[where] & Kind.NAMED.value == 0
        k = _least_missed(self.steps()[where], nameless)
        return int(np.argmax(nameless)) if k is None else k


def _are_same(before: Moment, moment: Moment) -> bool:
    return before.parameters is moment.parameters or np.array_equal(
        before.parameters, moment.parameters
    )


def _joined(before: Moment, moment: Moment) -> Moment:
    """Return one moment for two of the same network."""
    best = before if moment.state is None or (before.is_exact > moment.is_exact) else moment
    return replace(best, kind=before.kind | moment.kind, name=moment.name or before.name)


def _least_missed(
    steps: NDArray[np.int64], may_go: NDArray[np.bool_], widest: float = np.inf
) -> int | None:
    """Return which of the steps leaves the least gap in log(step + 1); first and last stay.

    None if none may go, or every gap would be wider than `widest`.
    """
    if not may_go[1:-1].any():
        return None
    along = np.log1p(steps)
    gaps = np.where(may_go[1:-1], along[2:] - along[:-2], np.inf)
    k = int(np.argmin(gaps))
    return k + 1 if gaps[k] <= widest else None
