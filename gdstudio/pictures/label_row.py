"""Labels side by side under their places, none over another; without Qt."""

from __future__ import annotations

from collections.abc import Sequence


def spread(
    places: Sequence[float], widths: Sequence[float], room: float, gap: float
) -> list[float]:
    """Return the left edges of labels, each as near under its place as the others allow.

    The middles of the labels are wished at `places`, rising. They lie between 0 and `room`, if they
    fit at all, and at least `gap` apart.
    """
    groups: list[tuple[float, float, list[int]]] = []  # wished left edge, width, labels
    for i, (place, width) in enumerate(zip(places, widths, strict=True)):
        left, members = place - width / 2, [i]
        left = _inside(left, width, room)
        while groups and groups[-1][0] + groups[-1][1] + gap > left:
            before_left, before_width, before = groups.pop()
            weight = len(before) / (len(before) + len(members))
            left = weight * before_left + (1 - weight) * (left - before_width - gap)
            width, members = before_width + gap + width, before + members
            left = _inside(left, width, room)
        groups.append((left, width, members))
    lefts = [0.0] * len(places)
    for left, _, members in groups:
        for i in members:
            lefts[i] = left
            left += widths[i] + gap
    return lefts


def _inside(left: float, width: float, room: float) -> float:
    return max(min(left, room - width), 0.0)
