"""What a slice of the loss surface looks like, in the window and in a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from gdstudio.landscape.descent_slice import DescentSlice
from gdstudio.landscape.slices import Slice
from gdstudio.pictures.plane.slices import Bracket, Mark, Role, SliceLine, SlicePicture
from gdstudio.pictures.ticks import brief
from gdstudio.texts import Text

_NONE: Final = 1e-4  # of the highest cost: a lower barrier or rise is not told as one


def descent_picture(
    found: DescentSlice, name: str = "", tell: Callable[[str], str] = str
) -> SlicePicture:
    """Return what a slice along the negative gradient looks like.

    `name` is that of the network it begins at; "" for none. `tell` returns a text in the language
    in use.
    """
    start, now, best = tell(Text("start")), tell(Text("rate now")), tell(Text("best"))
    marks = [
        Mark("start", 0.0, found.start_cost, name or start),
        Mark("current", found.current, found.current_cost, now, brief(found.current)),
        Mark("best", found.best, found.best_cost, best, brief(found.best)),
    ]
    if found.overshoot is not None:
        number, label = brief(found.overshoot), tell(Text("overshoot"))
        marks.append(Mark("overshoot", found.overshoot, found.start_cost, label, number))
    return SlicePicture(
        lines=(SliceLine("straight", found.rates, found.cost),),
        marks=tuple(marks),
        symbol=tell(Text("rate")),
        caption=tell(Text("learning rate →")),
        level=found.start_cost,
        worse_from=found.overshoot,
    )


def line_picture(
    straight: Slice,
    names: tuple[str, str],
    barrier: float,
    matched: Slice | None,
    bezier: Slice | None,
    tell: Callable[[str], str] = str,
) -> SlicePicture:
    """Return what the cost between two networks looks like, those of `names` at t = 0 and t = 1.

    Along the straight line, whose barrier is above the higher end; along that to the second network
    with its neurons matched, and along the trained curve, if there are these. `tell` returns a text
    in the language in use.
    """
    found: list[tuple[Role, Slice | None]] = [
        ("straight", straight),
        ("matched", matched),
        ("bezier", bezier),
    ]
    lines = [SliceLine(role, s.t, s.cost, s.accuracy) for role, s in found if s is not None]
    ends = straight.end_costs
    marks = [Mark("end", float(t), ends[t], names[t]) for t in (0, 1)]
    bracket = None
    if barrier > least_barrier(straight):
        cost = np.where((straight.t >= 0) & (straight.t <= 1), straight.cost, np.nan)
        top = int(np.nanargmax(cost))
        label = tell(Text("barrier {0}", brief(barrier)))
        bracket = Bracket(float(straight.t[top]), max(ends), float(cost[top]), label)
    return SlicePicture(tuple(lines), tuple(marks), "t", bracket=bracket)


def least_barrier(straight: Slice) -> float:
    """Return the cost that a barrier or a rise must be above to be told as one."""
    between = straight.cost[(straight.t >= 0) & (straight.t <= 1)]
    finite = between[np.isfinite(between)]
    return _NONE * float(finite.max()) if len(finite) else 0.0
