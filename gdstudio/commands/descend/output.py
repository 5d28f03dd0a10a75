"""What `gdstudio descend` prints: tables for people, lists for programs."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from gdstudio.commands.descend.function import shown_name
from gdstudio.commands.descend.job import Outcome, Track
from gdstudio.commands.output import print_json
from gdstudio.descent.diagnosis import diagnose
from gdstudio.descent.formula.typography import written
from gdstudio.descent.functions import Bounds, CostFunction
from gdstudio.descent.library import LIBRARY, library
from gdstudio.numerals import numeral

_FIRST: Final = 5  # steps that are all shown; then 10, 20, 50, 100, ...
_ENDINGS: Final = {"converged": "converged", "diverged": "diverged", "steps": "not at rest"}


def show(outcome: Outcome) -> None:
    """Print the outcome for people."""
    function = outcome.function
    if function.name != "typed":
        print(f"{function.title}: {written(function.formula)}")
    else:
        print(function.formula)
    if outcome.is_race:
        _show_race(outcome)
    else:
        _show_track(function, outcome.tracks[0])


def show_json(outcome: Outcome) -> None:
    """Print the outcome as JSON: an object, for a race a list of them."""
    if not outcome.is_race:
        print_json(_track_dict(outcome, outcome.tracks[0]))
        return
    print_json(
        [
            {
                "optimizer": track.method,
                "learning_rate": track.learning_rate,
                **_track_dict(outcome, track),
                "target_cost": outcome.target,
                "steps_to_target": track.steps_to_target,
            }
            for track in outcome.tracks
        ]
    )


def show_library(*, as_json: bool) -> None:
    """Print the costs one can choose from."""
    if as_json:
        print_json([_function_dict(function) for function in LIBRARY.values()])
        return
    width = max(map(len, LIBRARY))
    for dimension, title in ((1, "one input"), (2, "two inputs")):
        functions = library(dimension)
        ranges = [_ranges(function.domain) for function in functions]
        print(f"{title}:")
        for function, shown in zip(functions, ranges, strict=True):
            print(
                f"  {function.name:<{width}}  {shown:<{max(map(len, ranges))}}  "
                f"{written(function.formula)}"
            )


def ending(track: Track) -> str:
    """Return how a descent ended, e.g. "converged after 63 steps"."""
    steps = "1 step" if track.last.step == 1 else f"{track.last.step:,} steps"
    return f"{_ENDINGS[track.last.ended or 'steps']} after {steps}"


def place(function: CostFunction, track: Track, index: int) -> str:
    """Return a point of a path, e.g. "x = 3, y = 2"."""
    point = track.path[index].position
    return ", ".join(f"{n} = {numeral(x)}" for n, x in zip(function.variables, point, strict=True))


def reason(function: CostFunction, track: Track) -> str:
    """Return one sentence on what a descent did and why."""
    with np.errstate(all="ignore"):  # a start may be as far out as numbers go
        return diagnose(function, track.path, track.method).reason


def _show_track(function: CostFunction, track: Track) -> None:
    print(f"{track.method}, learning rate {numeral(track.learning_rate)}")
    print()
    titles = ("step", *function.variables, "cost", "gradient")
    print("  ".join(f"{title:>{_width(title)}}" for title in titles).rstrip())
    for index in _shown_steps(track.last.step):
        item = track.path[index]
        numbers = (*item.position, item.cost, item.gradient_norm)
        print(
            "  ".join([f"{item.step:>{_width('step')}}", *(f"{numeral(x):>13}" for x in numbers)])
        )
    print()
    print(
        f"{ending(track).capitalize()} at {place(function, track, -1)}; "
        f"cost {numeral(track.last.cost)}."
    )
    print(reason(function, track))


def _show_race(outcome: Outcome) -> None:
    print(
        f"from {place(outcome.function, outcome.tracks[0], 0)}, "
        f"cost {numeral(outcome.tracks[0].path[0].cost)}"
    )
    print()
    goal = f"to cost {numeral(outcome.target, 3)}"
    width = max(len("optimizer"), *(len(track.method) for track in outcome.tracks))
    print(
        f"{'optimizer':<{width}}  {'rate':>9}  {'final cost':>12}  {'steps':>7}  {goal:>16}  ended"
    )
    for track in outcome.tracks:
        reached = "never" if track.steps_to_target is None else f"{track.steps_to_target:,}"
        print(
            f"{track.method:<{width}}  {numeral(track.learning_rate, 4):>9}  "
            f"{numeral(track.last.cost):>12}  {track.last.step:>7,}  {reached:>16}  "
            f"{_ENDINGS[track.last.ended or 'steps']}"
        )
    print()
    print(
        "A cost of "
        f"{numeral(outcome.target, 3)} is 99 % of the way from the start to the lowest cost known."
    )


def _width(title: str) -> int:
    return 7 if title == "step" else 13


def _shown_steps(last: int) -> list[int]:
    shown = {*range(min(last, _FIRST) + 1), last}
    power = 10
    while power <= last:
        shown |= {k * power for k in (1, 2, 5) if k * power <= last}
        power *= 10
    return sorted(shown)


def _track_dict(outcome: Outcome, track: Track) -> dict[str, Any]:
    return {
        "function": shown_name(outcome.function),
        "path": [[*item.position.tolist(), item.cost] for item in track.path],
        "gradient_norm": track.last.gradient_norm,
        "stopped": track.last.ended,
    }


def _function_dict(function: CostFunction) -> dict[str, Any]:
    names = ("name", "title", "formula", "variables", "domain", "start", "learning_rate", "note")
    return {name: getattr(function, name) for name in names}


def _ranges(domain: Bounds) -> str:
    return ", ".join(f"{numeral(low)} to {numeral(high)}" for low, high in domain)
