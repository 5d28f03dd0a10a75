"""Freeing a digit from the lines of ruled and squared paper, which are paler or thinner than it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.regions import connected, slide

_LEVELS: Final = (0.45, 0.55, 0.65, 0.75)  # of the strongest ink: paler is a line
_WIDTHS: Final = (3, 5, 7, 9)  # pixels: what is thinner is a line
_LEAST_LEFT: Final = 0.03  # of the ink that was there: what is left of a digit
_ONE_PART: Final = 0.7  # of the ink that is left: a digit that stands free
_SMALL_PART: Final = 0.12  # of the largest part: what is left of lines


def is_lined(depth: NDArray[np.float64], least: float) -> bool:
    """Return whether what is at least that deep hangs together from rim to rim, as lines do.

    Args:
        depth: Shape (h, w), 0 is paper.
        least: What counts as ink.
    """
    return _network(depth >= least) is not None


def without_lines(depth: NDArray[np.float64], strongest: float) -> tuple[NDArray[np.float64], bool]:
    """Return ink without lines: the least cleaning after which one part stands free of the rim.

    Tries higher thresholds, then removal of all that is thin, then both.

    Args:
        depth: Shape (h, w), 0 is paper.
        strongest: The depth of full ink.

    Returns:
        The ink, and whether it came free; else it is what comes nearest to that.
    """
    n_before = int((depth >= _LEVELS[0] * strongest).sum())
    ladder = [(level, 1) for level in _LEVELS]
    ladder += [(level, width) for width in _WIDTHS for level in (_LEVELS[0], _LEVELS[2])]
    best, most = depth, 0.0
    for level, width in ladder:
        is_ink = _opened(depth >= level * strongest, width)
        if is_ink.sum() < _LEAST_LEFT * n_before or _network(is_ink) is not None:
            continue
        large, share = _large_parts(is_ink)
        if share > most:
            near = spread(large, 1 if width == 1 else width // 2 + 1)
            least = level if width > 1 else 0.8 * level
            best, most = np.where(near & (depth >= least * strongest), depth, 0.0), share
        if share >= _ONE_PART:
            break
    return best, most >= _ONE_PART


def _large_parts(is_ink: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], float]:
    """Return the parts that are not small against the largest, and its share of all ink."""
    block = -(-max(is_ink.shape) // 160)
    numbers, n_parts = connected(_coarse(is_ink, block))
    fine = numbers.repeat(block, axis=0).repeat(block, axis=1)
    fine = fine[: is_ink.shape[0], : is_ink.shape[1]]
    sizes = np.bincount(fine[is_ink], minlength=n_parts + 1)
    is_large = sizes >= _SMALL_PART * sizes.max()
    is_large[0] = False
    return is_large[fine] & is_ink, float(sizes.max() / max(1, sizes.sum()))


def _coarse(is_ink: NDArray[np.bool_], block: int) -> NDArray[np.bool_]:
    rows, columns = (np.arange(0, side, block) for side in is_ink.shape)
    whole = np.logical_or.reduceat(np.logical_or.reduceat(is_ink, rows, axis=0), columns, axis=1)
    return np.asarray(whole)


def _network(is_ink: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Return the part that reaches from rim to rim, as lines do; None if there is none."""
    block = -(-max(is_ink.shape) // 160)
    numbers, n_parts = connected(_coarse(is_ink, block))
    if n_parts == 0:
        return None
    sizes = np.bincount(numbers.ravel(), minlength=n_parts + 1)
    sizes[0] = 0
    for number in np.argsort(-sizes)[:3]:
        part = numbers == number
        if not sizes[number] or not _reaches_across(part):
            continue
        return np.asarray(part)
    return None


def _reaches_across(part: NDArray[np.bool_]) -> bool:
    """Return whether a part meets two opposite sides, and is no surface."""
    down = part[0].any() and part[-1].any()
    across = part[:, 0].any() and part[:, -1].any()
    return bool(down or across) and part.mean() <= 0.5


def _opened(mask: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    """Return what holds a square of that width, an odd number."""
    return slide(slide(mask, width, np.logical_and), width, np.logical_or)


def spread(mask: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Return a mask grown by `reach` pixels to all sides."""
    return slide(mask, 2 * reach + 1, np.logical_or)
