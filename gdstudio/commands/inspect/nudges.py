"""The largest components of the negative gradient, as a list."""

from __future__ import annotations

import argparse
import math
from typing import Any, Final

from gdstudio.commands.inspect.moments import some_moments
from gdstudio.commands.inspect.numbers import TOO_SMALL, number
from gdstudio.commands.inspect.opened_run import OpenedRun, inputs_and_targets
from gdstudio.commands.inspect.update import rate_of_next
from gdstudio.data.digits import Digits
from gdstudio.errors import InvalidValue
from gdstudio.inside.nudges import Gain, Nudge, gain_of_step
from gdstudio.jobs.nudges_job import NudgesFound, NudgesOverTime, find_nudges, nudges_over_time

_TRIED: Final = 1000  # examples: each weight is moved by itself
_ASKS_LITTLE: Final = (
    "the network is sure of its own answer, so as a target it asks for next to nothing: choose "
    "another class by --target, or leave --digit out for all training digits"
)


def tell_nudges(args: argparse.Namespace, opened: OpenedRun) -> tuple[list[str], dict[str, Any]]:
    """Return lines and plain values of the list, and what a step in each weight alone gains."""
    network, last = opened.network, len(opened.network.layers)
    opened.check_count("nudges", args.nudges)
    if args.layer is not None and not 1 <= args.layer <= last:
        raise InvalidValue("layer", args.layer, f"a layer from 1 to {last}")
    name, digits, is_own_answer = _asked(args, opened)
    *_, found = find_nudges(opened.subject, digits, args.layer)
    assert isinstance(found, NudgesFound)
    ranked, rate = found.ranked, rate_of_next(opened)
    nudges = list(ranked.named(network, range(1, min(args.nudges, len(ranked)) + 1)))
    X, T = inputs_and_targets(digits.take(slice(0, _TRIED)))
    gains = [
        gain_of_step(network, X, T, opened.cost, one.index, -one.value, rate) for one in nudges
    ]
    over = f"over {name}; tried on the first {len(X):,}" if len(digits) > len(X) else f"over {name}"
    lines = [f"the largest of {len(ranked):,} nudges, {over}"]
    if is_own_answer and ranked.ask_little:
        lines.append(_ASKS_LITTLE)
    if not math.isnan(rate):
        lines.append(f"each step is that of η = {number(rate)}, the rate of the next update")
    lines += [_line(one, gain) for one, gain in zip(nudges, gains, strict=True)]
    values = {
        "over": name,
        "median": ranked.median,
        "rate": rate,
        "nudges": [_values(one, gain) for one, gain in zip(nudges, gains, strict=True)],
    }
    if args.past:
        more, values["past"] = _tell_past(args, opened, digits)
        lines += more
    return lines, values


def _tell_past(
    args: argparse.Namespace, opened: OpenedRun, digits: Digits
) -> tuple[list[str], dict[str, Any]]:
    moments = some_moments(args, opened)
    *_, found = nudges_over_time(opened.subject, moments, digits, args.nudges)
    assert isinstance(found, NudgesOverTime)
    lines = [f"the largest of all layers before: {', '.join(found.names)}"]
    for step, values in zip(found.steps.tolist(), found.values, strict=True):
        lines.append(f"  step {step:,}: {', '.join(map(number, values.tolist()))}")
    return lines, {
        "weights": list(found.names),
        "steps": found.steps.tolist(),
        "nudges": found.values.tolist(),
    }


def _asked(args: argparse.Namespace, opened: OpenedRun) -> tuple[str, Digits, bool]:
    """Return what is asked, and whether of one digit the network's own answer is its target."""
    if args.digit is None:
        digits = opened.train(args.examples)
        which = "all" if args.examples is None else "the first"
        return f"{which} {len(digits):,} training digits", digits, False
    example = opened.example()
    if example.target is None:
        raise InvalidValue("target", "none", "the class that is right, by --target")
    return example.name, example.digits, example.target.is_own_answer


def _line(nudge: Nudge, gain: Gain) -> str:
    way = "up" if nudge.value > 0 else "down"
    size = f"{number(nudge.size)}, {nudge.times_median:.1f} times the median"
    gained = number(gain.gain) if gain.is_measured else f"what is {TOO_SMALL}"
    step = f"a step of {number(gain.step)} in it alone gains {gained}"
    return f"{nudge.rank:>5}  {nudge.name}  {way}  {size}; {step}"


def _values(nudge: Nudge, gain: Gain) -> dict[str, Any]:
    return {
        "rank": nudge.rank,
        "weight": nudge.name,
        "index": nudge.index,
        "nudge": nudge.value,
        "times_median": nudge.times_median,
        "step": gain.step,
        "expected_gain": gain.expected,
        "gain": gain.gain if gain.is_measured else None,
    }
