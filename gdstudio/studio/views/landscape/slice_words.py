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
        text = tr("Even the smallest step of this gradient raises the cost.")
    elif not found.current_cost < found.start_cost:
        text = tr("The rate now overshoots: the cost after this step is higher than before.")
    else:
        share = found.current / found.best
        gain = (found.start_cost - found.current_cost) / (found.start_cost - found.best_cost)
        past = tr(
            "The rate now takes {0} of the best step: past the lowest point, for {1} of its gain."
        )
        text = tr("The rate now takes {0} of the best step, for {1} of its gain.")
        text = (past if share > 1.005 else text).format(_percent(share), _percent(gain))
    return [(None, text)]


def line_sentence(
    straight: Slice, barrier: float, rise: float, matched: Slice | None, bezier: Slice | None
) -> list[Clause]:
    """Return how high the barrier is on each way, or that there is none."""
    least = least_barrier(straight)
    if math.isnan(barrier) or math.isnan(rise):
        return [(None, tr("On part of the way the cost is too large to be a number."))]
    if matched is None and bezier is None:
        if barrier > least:
            text = tr("Barrier\N{NO-BREAK SPACE}{0} above the higher end.").format(brief(barrier))
        elif rise > least:
            text = tr("No barrier; on the way the cost rises by at most\N{NO-BREAK SPACE}{0}.")
            text = text.format(brief(rise))
        else:
            text = tr("No barrier: the cost never rises on the way.")
        return [(None, text)]
    ways: list[tuple[Role, str, float]] = [
        ("straight", tr("Barrier\N{NO-BREAK SPACE}{0}"), barrier)
    ]
    if matched is not None:
        text = tr("after matching neurons\N{NO-BREAK SPACE}{0}")
        ways.append(("matched", text, matched.barrier))
    if bezier is not None:
        ways.append(("bezier", tr("along the curve\N{NO-BREAK SPACE}{0}"), bezier.barrier))
    ends = [";"] * (len(ways) - 1) + ["."]
    heights = [brief(height) if not height <= least else "0" for _, _, height in ways]
    said = zip(ways, heights, ends, strict=True)
    return [(role, text.format(height) + end) for (role, text, _), height, end in said]


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


def _three_places(cost: float) -> str:
    return f"{cost:.3f}" if 0.001 <= cost < 100 else brief(cost)


def _percent(share: float) -> str:
    percent = 100 * share
    if 0 < percent < 0.1:
        return tr("less than 0.1\N{NO-BREAK SPACE}%")
    number = f"{percent:.1f}" if percent < 10 else f"{percent:,.0f}"
    return f"{number}\N{NO-BREAK SPACE}%"
