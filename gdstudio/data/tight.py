"""Pictures cut out along the ink: their border is ink and paper, and tells neither."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.background import Light
from gdstudio.data.regions import connected, otsu, sides
from gdstudio.data.resize import block_means

_GRID: Final = 96  # longest side of the grid on which the two classes are looked at
_BOTH_AT_BORDER: Final = 0.04  # of the border: what ink and paper each have at least
_APART: Final = 3.0  # standard deviations within a class that part the two
_MOST_CONTACTS: Final = 7  # of ink with the border; the lines of squared paper have more
_FILLS: Final = 0.7  # of each side: how far soft ink reaches at least
_THICKEST: Final = 0.3  # of the longest side: strokes are thinner
_LEAST_GAP: Final = 0.15  # of the lighter class: less is one class


class TwoLevels(NamedTuple):
    """The light of paper and ink, from 0 to 255."""

    paper: float
    ink: float


def two_levels(
    light: NDArray[np.float64], border: Light, is_last_resort: bool = False
) -> TwoLevels | None:
    """Return the levels of a picture cut out along its ink, shape (h, w); None for all others.

    Such a picture has two classes of light, from 0 to 255. Either both are at its border, on sides
    that lie opposite: then ink is the class that is thin and hangs together, and has less of the
    border; of two alike the dark one. Or its border is the soft rim of the ink, neither flat nor
    evenly lit: then ink is the class that is not there. In a photo a shadow from side to side is no
    ink. With `is_last_resort` ink at one side is enough, as nothing else was found.
    """
    if min(light.shape) < 3:
        return None
    grid = block_means(light, _GRID)
    threshold = otsu(grid)
    is_light = grid > threshold
    if is_light.all() or not is_light.any():
        return None
    dark, bright = float(np.median(grid[~is_light])), float(np.median(grid[is_light]))
    if bright - dark < _LEAST_GAP * max(bright, 1) or not _is_apart(grid, is_light, dark, bright):
        return None
    share = float(np.concatenate(sides(is_light)).mean())
    if min(share, 1 - share) < _BOTH_AT_BORDER:
        is_soft = (border is Light.SHADOWED or is_last_resort) and not _is_thick(
            is_light == (share < 0.5)
        )
        if not is_soft or not _fills(is_light == (share < 0.5)):
            return None
        return _levels(dark, bright, share < 0.5)
    if not (is_last_resort or _is_at_both(is_light)) or not (
        border is Light.FLAT or _is_mixed_everywhere(is_light)
    ):
        return None
    ends = sum(int(np.count_nonzero(np.diff(side.astype(np.int8)))) for side in sides(is_light))
    if ends > 2 * _MOST_CONTACTS:
        return None
    light_is_thick, dark_is_thick = _is_thick(is_light), _is_thick(~is_light)
    if light_is_thick and dark_is_thick:
        return None
    bias = 0.2 * (int(dark_is_thick) - int(light_is_thick))
    return _levels(dark, bright, _likeness_to_ink(is_light) + bias > 0.02)


def _levels(dark: float, bright: float, ink_is_light: bool) -> TwoLevels:
    return TwoLevels(dark, bright) if ink_is_light else TwoLevels(bright, dark)


def _is_apart(
    grid: NDArray[np.float64], is_light: NDArray[np.bool_], dark: float, bright: float
) -> bool:
    spread = max(
        float(np.median(np.abs(grid[~is_light] - dark))),
        float(np.median(np.abs(grid[is_light] - bright))),
    )
    return bright - dark > _APART * 1.4826 * spread


def _is_at_both(is_light: NDArray[np.bool_]) -> bool:
    """Return whether the class that is rarer at the border is on two sides that lie opposite."""
    border = sides(is_light)
    share = float(np.concatenate(border).mean())
    rarer = [bool((side == (share < 0.5)).any()) for side in border]
    return (rarer[0] and rarer[1]) or (rarer[2] and rarer[3])


def _fills(mask: NDArray[np.bool_]) -> bool:
    """Return whether a mask reaches nearly from side to side, both ways."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    spans = (np.ptp(rows) + 1, np.ptp(columns) + 1)
    return all(span >= _FILLS * side for span, side in zip(spans, mask.shape, strict=True))


def _is_mixed_everywhere(is_light: NDArray[np.bool_]) -> bool:
    """Return whether no side is all dark while another is all light, as a shadow makes them."""
    border = sides(is_light)
    return not (any(side.all() for side in border) and any(not side.any() for side in border))


def _is_thick(mask: NDArray[np.bool_]) -> bool:
    """Return whether a square wider than any stroke fits into a mask; beside it lies nothing."""
    side = max(2, round(_THICKEST * max(mask.shape)))
    if side > min(mask.shape):
        return False
    sums = np.pad(np.cumsum(np.cumsum(mask, axis=0), axis=1), ((1, 0), (1, 0)))
    inside = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return bool((inside >= 0.97 * side * side).any())


def _likeness_to_ink(mask: NDArray[np.bool_]) -> float:
    """Return how much a mask rather than the rest is ink: it has less border and fewer pieces."""
    share = float(np.concatenate(sides(mask)).mean())
    corners = float(np.mean([mask[0, 0], mask[0, -1], mask[-1, 0], mask[-1, -1]]))
    pieces, others = (connected(of_class)[1] for of_class in (mask, ~mask))
    return (0.5 - share) + 0.5 * (0.5 - corners) + 0.15 * float(np.sign(others - pieces))
