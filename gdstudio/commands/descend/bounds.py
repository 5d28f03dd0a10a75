"""What part of a cost is drawn."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.commands.descend.job import Outcome
from gdstudio.descent.functions import Bounds
from gdstudio.descent.stepper import lost

_BEYOND: Final = 0.5  # widths of the domain around it that a path may widen the picture by
_MARGIN: Final = 0.03  # of the width, at least between a path and the edge
_AROUND_TYPED: Final = 0.8  # of a path's extent, shown on each side of it
_LEAST_TYPED: Final = 0.1  # of the domain, the least that is shown of a typed cost


def picture_bounds(outcome: Outcome) -> Bounds:
    """Return the ranges to draw: the domain and the paths near it, for a typed cost the paths."""
    domain = np.array(outcome.function.domain, np.float64)  # (n, 2)
    points = np.array([item.position for track in outcome.tracks for item in track.path])
    points = points[~lost(points.T, outcome.function.domain)]
    if not len(points):
        return outcome.function.domain
    low, high = np.minimum(domain[:, 0], points[0]), np.maximum(domain[:, 1], points[0])
    reach = _BEYOND * (high - low)
    near = points[((points >= low - reach) & (points <= high + reach)).all(axis=1)]
    lowest, highest = near.min(axis=0), near.max(axis=0)
    if outcome.function.name == "typed":
        least = _LEAST_TYPED * (domain[:, 1] - domain[:, 0]).max()
        half = max(float((0.5 + _AROUND_TYPED) * (highest - lowest).max()), least / 2)
        middle = (lowest + highest) / 2
        ends = np.stack([middle - half, middle + half], axis=1)
    else:
        room = _MARGIN * (domain[:, 1] - domain[:, 0])
        ends = np.stack(
            [
                np.where(lowest - room < domain[:, 0], lowest - room, domain[:, 0]),
                np.where(highest + room > domain[:, 1], highest + room, domain[:, 1]),
            ],
            axis=1,
        )
    return tuple((float(a), float(b)) for a, b in ends)
