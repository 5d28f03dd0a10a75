"""The work of `gdstudio interpolate`: straight, matched and curved ways between two networks."""

from __future__ import annotations

import time
from typing import Any

from numpy.typing import NDArray

from gdstudio.commands.following import outcome_of
from gdstudio.commands.interruption import Interruption
from gdstudio.commands.landscape.slice import SliceOutcome
from gdstudio.jobs.lines import Lines, lines
from gdstudio.jobs.plane_request import LineRequest
from gdstudio.jobs.slice_pictures import line_picture
from gdstudio.jobs.subject import LossSubject
from gdstudio.numerals import numeral, percent


def interpolate(
    subject: LossSubject, fellow: NDArray[Any], request: LineRequest, interruption: Interruption
) -> tuple[Lines, float]:
    """Return the ways to another network with parameters `fellow` (n,), and the seconds they took.

    Raises:
        InvalidValue: A flag has a value that is not accepted.
        GdstudioError: Both runs are the same, or they cannot be matched.
        Interrupted: An end was requested.
    """
    begun = time.perf_counter()
    found = outcome_of(lines(subject, subject.parameters, fellow, request), "ways", interruption)
    return found, time.perf_counter() - begun


def told(found: Lines, examples: int, seconds: float) -> SliceOutcome:
    """Return what is printed and kept of the ways, on which so many examples were asked."""
    straight = found.straight
    ways = {"straight": straight, "matched": found.matched, "bezier": found.bezier}
    columns: dict[str, NDArray[Any]] = {"t": straight.t}
    facts: dict[str, Any] = {
        "points": len(straight.t),
        "examples": examples,
        "end_costs": list(straight.end_costs),
        "distance": found.distance,
    }
    if found.matched_distance is not None:
        facts["matched_distance"] = found.matched_distance
    facts["t"] = straight.t.tolist()
    text = [f"cost of A {numeral(straight.end_costs[0])}, of B {numeral(straight.end_costs[1])}"]
    for name, way in ways.items():
        if way is None:
            continue
        columns |= {f"{name}_cost": way.cost, f"{name}_accuracy": way.accuracy}
        facts[name] = {
            "barrier": way.barrier,
            "cost_max": float(way.cost.max()),
            "accuracy_min": float(way.accuracy.min()),
            "cost": way.cost.tolist(),
            "accuracy": way.accuracy.tolist(),
        }
        text.append(
            f"{name:<9} highest cost {numeral(way.cost.max())}, barrier {numeral(way.barrier)}, "
            f"lowest accuracy {percent(way.accuracy.min())}"
        )
    if found.matched_distance is not None:
        text.append(f"distance {found.distance:.2f}, matched {found.matched_distance:.2f}")
    facts["seconds"] = round(seconds, 3)
    picture = line_picture(straight, ("A", "B"), straight.barrier, found.matched, found.bezier)
    return SliceOutcome("Between two networks", columns, picture, facts, tuple(text))
