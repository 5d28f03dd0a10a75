"""The path of a run through parameter space: few of its moments, whose arrays it shares."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, locked
from gdstudio.errors import InvalidValue
from gdstudio.texts import Text

MAX_POINTS: Final = 200
MAX_BYTES: Final = 64 << 20
_LEAST_POINTS: Final = 4  # of a network too large for more
_GROWTH: Final = 10  # early on, the next point is a tenth of the steps later
_EVEN: Final = 100  # later, points are a hundredth of the planned run apart
_DEEPEST_LEVEL: Final = 40
_LAST_STEP: Final = 2**53
_LARGEST: Final = float(np.finfo(np.float32).max)


class ParameterPath:
    """Parameters at chosen steps of one run, float32: some 10 MB for 13,002 parameters.

    When it is full, every second point is dropped, the first and the last kept, and from then on
    points are taken half as often. Not thread-safe: it lives where its appender lives.

    Attributes:
        n_parameters: Parameters of the network.
        limit: Most points kept.
    """

    def __init__(self, n_parameters: int, most: int = MAX_POINTS) -> None:
        self.n_parameters = n_parameters
        room = min(MAX_BYTES // (4 * n_parameters), most)
        self.limit = min(MAX_POINTS, max(room, _LEAST_POINTS))
        self._level = 0
        self._steps: list[int] = []
        self._points: list[NDArray[np.float32]] = []

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def last_step(self) -> int:
        """The step of the last point; -1 before the first."""
        return self._steps[-1] if self._steps else -1

    def steps(self) -> NDArray[np.int64]:
        """Return the steps of the points, shape (k,), rising; a copy."""
        return np.array(self._steps, np.int64)

    def points(self) -> NDArray[np.float32]:
        """Return the parameters, shape (k, n); a copy."""
        return np.array(self._points, np.float32).reshape(len(self), self.n_parameters)

    def pairs(self) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Go through the steps with the parameters there, shape (n,), read-only, shared."""
        return iter(tuple(zip(self._steps, self._points, strict=True)))

    def next_step(self, planned_steps: int) -> int:
        """Return the step at which the next point is due.

        Early on the network moves fastest, so points are a tenth of the steps done apart; from a
        tenth of the run on they are evenly spaced, a hundredth of it: some 180 points of a long
        run.

        Args:
            planned_steps: Updates the run will have done at its end, as known now.
        """
        if not self._steps:
            return 0
        last = self._steps[-1]
        gap = max(min(last // _GROWTH, planned_steps // _EVEN), 1)
        return last + (gap << self._level)

    def append(self, step: int, parameters: Array) -> list[int]:
        """Take a point; at the step of the last one, nothing happens.

        Points that are not finite in float32 are left out.

        Args:
            step: Updates done, not before the last point's.
            parameters: Shape (n,); shared if read-only and float32, else copied.

        Returns:
            The steps of the points that had to make room.

        Raises:
            InvalidValue: The step is before that of the last point.
        """
        assert parameters.shape == (self.n_parameters,)
        if step < self.last_step:
            raise InvalidValue(Text("step of the path"), step, Text("{0} or more", self.last_step))
        if step == self.last_step or not is_storable(parameters):
            return []
        gone = self._thin() if len(self) >= self.limit else []
        self._steps.append(step)
        self._points.append(stored(parameters))
        return gone

    def forget_after(self, step: int) -> None:
        """Drop the points after that step: the run has been taken back to it."""
        k = bisect.bisect_right(self._steps, step)
        del self._steps[k:], self._points[k:]

    def copy(self, most: int = MAX_POINTS) -> ParameterPath:
        """Return a path of its own of the same points, thinned if they are more than `most`."""
        other = ParameterPath(self.n_parameters, most)
        other._level = self._level
        other._steps, other._points = list(self._steps), list(self._points)
        while len(other) > other.limit:
            other._thin()
        return other

    def to_arrays(self) -> dict[str, Array]:
        """Return everything as arrays for a run file; `from_arrays` takes them back."""
        numbers = np.array([self._level, self.n_parameters], np.int64)
        return {"numbers": numbers, "steps": self.steps(), "points": self.points()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array], n_parameters: int) -> ParameterPath:
        """Return the path that `to_arrays` was called on, from arrays that may be untrusted.

        Args:
            arrays: Name -> array.
            n_parameters: Parameters of the run's network.

        Raises:
            InvalidValue: An array is missing or unknown, or its shape, type or values are not those
                of a path.
        """
        for name in sorted({"numbers", "steps", "points"} ^ set(arrays)):
            found = "unknown" if name in arrays else "missing"
            raise InvalidValue(Text("path array {0}", name), found, Text("the arrays of a path"))
        path = cls(n_parameters)
        numbers, steps, points = (arrays[name] for name in ("numbers", "steps", "points"))
        _require_kind("numbers", numbers, np.int64, (2,))
        level, n = (int(number) for number in numbers)
        _require(
            0 <= level <= _DEEPEST_LEVEL, "numbers", level, Text("a level to {0}", _DEEPEST_LEVEL)
        )
        _require(n == n_parameters, "numbers", n, Text("{0} parameters", n_parameters))
        k = len(steps) if steps.ndim == 1 else 0
        _require(k <= path.limit, "steps", k, Text("at most {0} points", path.limit))
        _require_kind("steps", steps, np.int64, (k,))
        _require_kind("points", points, np.float32, (k, n_parameters))
        in_order = k == 0 or (steps[0] >= 0 and steps[-1] <= _LAST_STEP)
        rising = in_order and bool((np.diff(steps) > 0).all())
        _require(rising, "steps", Text("out of order"), Text("rising steps from 0"))
        _require(
            bool(np.isfinite(points).all()), "points", Text("not finite"), Text("finite numbers")
        )
        path._level = level
        path._steps = [int(step) for step in steps]
        path._points = [locked(np.array(point)) for point in points]
        return path

    def _thin(self) -> list[int]:
        """Drop every second point but the first and the last; return the steps of the dropped."""
        kept = list(range(0, len(self), 2))
        if kept[-1] != len(self) - 1:
            kept.append(len(self) - 1)
        before = self._steps
        self._steps = [before[k] for k in kept]
        self._points = [self._points[k] for k in kept]
        self._level = min(self._level + 1, _DEEPEST_LEVEL)
        return sorted(set(before) - set(self._steps))


def is_storable(parameters: Array) -> bool:
    """Tell whether all numbers are finite in float32."""
    return bool(parameters.max() <= _LARGEST and parameters.min() >= -_LARGEST)


def stored(parameters: Array) -> NDArray[np.float32]:
    """Return parameters as they are kept: float32, read-only; that very array if it is both."""
    if parameters.dtype == np.float32 and not parameters.flags.writeable:
        return parameters
    return locked(parameters.astype(np.float32))


def _require_kind(name: str, array: Array, dtype: type[np.generic], shape: tuple[int, ...]) -> None:
    found = f"{array.dtype} {array.shape}"
    accepted = f"{np.dtype(dtype)} {shape}"
    _require(array.dtype == dtype and array.shape == shape, name, found, accepted)


def _require(holds: bool | np.bool_, name: str, value: object, accepted: str) -> None:
    if not holds:
        raise InvalidValue(Text("path array {0}", name), value, accepted)
