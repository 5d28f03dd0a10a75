"""What computed slices say, in words."""

from __future__ import annotations

import math
from typing import TypeAlias

from gdstudio.jobs.slice_pictures import least_barrier
from gdstudio.landscape.descent_slice import DescentSlice
from gdstudio.landscape.slices import Slice
from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import percent, place
from gdstudio.pictures.plane.slices import Role, SlicePicture
from gdstudio.pictures.ticks import brief
from gdstudio.studio.translation import tr

Clause: TypeAlias = tuple[Role | None, str]  # whose line's colour stands before it, and the words


def descent_sentence(found: DescentSlice) -> list[Clause]:
    """Return what the learning rate in force makes of the step."""
    if not found.best > 0:
        return [(None, tr("Even the smallest step of this gradient raises the cost."))]
    if not found.current_cost < found.start_cost:
        return [
            (None, tr("The rate now overshoots: the cost after this step is higher than before."))
        ]
    share = found.current / found.best
    gain = (found.start_cost - found.current_cost) / (found.start_cost - found.best_cost)
    if share > 1.005:
        text = tr(
            "The rate now takes {0} of the best step: past the lowest point, for {1} of its gain."
        )
    else:
        text = tr("The rate now takes {0} of the best step, for {1} of its gain.")
    return [(None, text.format(_percent(share), _percent(gain)))]


def line_sentence(
    straight: Slice, barrier: float, rise: float, matched: Slice | None, bezier: Slice | None
) -> list[Clause]:
    """Return how high the barrier is on each way, or that there is none."""
    least = least_barrier(straight)
    if math.isnan(barrier) or math.isnan(rise):
        return [(None, tr("On part of the way the cost is too large to be a number."))]
    if matched is None and bezier is None:
        if barrier > least:
            return [
                (
                    None,
                    tr("Barrier\N{NO-BREAK SPACE}{0} above the higher end.").format(brief(barrier)),
                )
            ]
        if rise > least:
            text = tr("No barrier; on the way the cost rises by at most\N{NO-BREAK SPACE}{0}.")
            return [(None, text.format(brief(rise)))]
        return [(None, tr("No barrier: the cost never rises on the way."))]
    clauses: list[Clause] = [
        ("straight", tr("Barrier\N{NO-BREAK SPACE}{0}").format(_height(barrier, least)))
    ]
    if matched is not None:
        text = tr("after matching neurons\N{NO-BREAK SPACE}{0}").format(
            _height(matched.barrier, least)
        )
        clauses.append(("matched", text))
    if bezier is not None:
        text = tr("along the curve\N{NO-BREAK SPACE}{0}").format(_height(bezier.barrier, least))
        clauses.append(("bezier", text))
    ends = [";"] * (len(clauses) - 1) + ["."]
    return [(role, text + end) for (role, text), end in zip(clauses, ends, strict=True)]


def reading(picture: SlicePicture, t: float) -> str:
    """Return what stands at a place: the cost of every line, and the accuracy if it is known."""
    lines, walked = picture.lines, picture.walked
    (low, high), _ = picture.ranges(log=False)
    words = [f"{picture.symbol} = {place(t, high - low)}"]
    if len(lines) == 1:
        words.append(f"C = {cost_text(walked.cost_at(t))}")
    else:
        names = {"straight": tr("straight"), "matched": tr("matched"), "bezier": tr("curve")}
        words += [f"{names[line.role]} {_three_places(line.cost_at(t))}" for line in lines]
    if walked.accuracy is not None:
        words.append(percent(walked.accuracy_at(t)))
    return "   ".join(words)


def _height(barrier: float, least: float) -> str:
    return brief(barrier) if not barrier <= least else "0"


def _three_places(cost: float) -> str:
    return f"{cost:.3f}" if 0.001 <= cost < 100 else brief(cost)


def _percent(share: float) -> str:
    percent = 100 * share
    if 0 < percent < 0.1:
        return tr("less than 0.1\N{NO-BREAK SPACE}%")
    number = f"{percent:.1f}" if percent < 10 else f"{percent:,.0f}"
    return f"{number}\N{NO-BREAK SPACE}%"
