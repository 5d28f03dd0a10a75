"""The work of `gdstudio interpolate`: straight, matched and curved ways between two networks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from gdstudio.commands.following import outcome_of
from gdstudio.commands.interruption import Interruption
from gdstudio.commands.landscape.picture import slice_png
from gdstudio.commands.landscape.save import save_as
from gdstudio.commands.output import print_json
from gdstudio.jobs.lines import Lines, lines
from gdstudio.jobs.plane_request import LineRequest
from gdstudio.jobs.slice_pictures import line_picture
from gdstudio.jobs.subject import LossSubject
from gdstudio.landscape.slices import Slice


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """What came out.

    Attributes:
        examples: Digits asked at every place.
        lines: The costs between the two networks.
        seconds: Time all of it took.
    """

    examples: int
    lines: Lines
    seconds: float

    @property
    def found(self) -> dict[str, Slice]:
        """Costs on "straight", "matched" and "bezier", those that were asked for."""
        lines = self.lines
        ways = {"straight": lines.straight, "matched": lines.matched, "bezier": lines.bezier}
        return {name: way for name, way in ways.items() if way is not None}

    def show(self, *, as_json: bool) -> None:
        """Print the result on standard output."""
        if as_json:
            print_json(self._json())
            return
        straight = self.lines.straight
        print(f"cost of A {straight.end_costs[0]:.6g}, of B {straight.end_costs[1]:.6g}")
        for name, way in self.found.items():
            print(
                f"{name:<9} highest cost {way.cost.max():.6g}, barrier {way.barrier:.6g}, lowest "
                f"accuracy {way.accuracy.min():.2%}"
            )
        if self.lines.matched_distance is not None:
            print(f"distance {self.lines.distance:.2f}, matched {self.lines.matched_distance:.2f}")

    def save(self, path: Path) -> None:
        """Write arrays, table or picture; raises FileError."""
        columns: dict[str, NDArray[Any]] = {"t": self.lines.straight.t}
        for name, way in self.found.items():
            columns |= {f"{name}_cost": way.cost, f"{name}_accuracy": way.accuracy}
        straight = self.lines.straight
        parts = self.lines.matched, self.lines.bezier
        picture = line_picture(straight, ("A", "B"), straight.barrier, *parts)
        save_as(path, columns, columns, lambda: slice_png("Between two networks", picture))

    def _json(self) -> dict[str, Any]:
        straight = self.lines.straight
        result: dict[str, Any] = {
            "points": len(straight.t),
            "examples": self.examples,
            "end_costs": list(straight.end_costs),
            "distance": self.lines.distance,
        }
        if self.lines.matched_distance is not None:
            result["matched_distance"] = self.lines.matched_distance
        result["t"] = straight.t.tolist()
        for name, way in self.found.items():
            result[name] = {
                "barrier": way.barrier,
                "cost_max": float(way.cost.max()),
                "accuracy_min": float(way.accuracy.min()),
                "cost": way.cost.tolist(),
                "accuracy": way.accuracy.tolist(),
            }
        return result | {"seconds": round(self.seconds, 3)}


def interpolate(
    subject: LossSubject, fellow: NDArray[Any], request: LineRequest, wish: Interruption
) -> Ways:
    """Return the costs on the ways to another network with parameters `fellow` (n,).

    Raises:
        InvalidValue: A flag has a value that is not accepted.
        GdstudioError: Both runs are the same, or they cannot be matched.
        Interrupted: An end was requested.
    """
    begun = time.perf_counter()
    job = lines(subject, subject.parameters, fellow, request)
    found = outcome_of(job, "ways", wish)
    return Ways(len(subject.digits), found, time.perf_counter() - begun)
