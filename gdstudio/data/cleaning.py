"""Telling strokes from what is none: dust, table edges, shadows, and lines of the paper.

The lines of ruled and squared paper are paler or thinner than the digit.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.regions import connected, over_blocks, rim, slide

_GRID: Final = 128  # longest side of the grid on which parts are found; joins what nearly touches
_DUST: Final = 0.002  # of the heaviest part's ink; MNIST's own digits have parts as light as that
_SPECK: Final = 0.04  # of the heaviest part's ink, in a photo
_NEAR_RIM: Final = 1 / 16  # of the longest side
_EDGE: Final = 0.2  # of the longest side: a part along that much of the rim is no stroke
_LEVELS: Final = (0.45, 0.55, 0.65, 0.75)  # of the strongest ink: paler is a line
_WIDTHS: Final = (3, 5, 7, 9)  # pixels: what is thinner is a line
_LEAST_LEFT: Final = 0.03  # of the ink that was there: what is left of a digit
_ONE_PART: Final = 0.7  # of the ink that is left: a digit that stands free
_SMALL_PART: Final = 0.12  # of the largest part: what is left of lines


class _Parts(NamedTuple):
    """The connected parts of some ink, numbered from 1, on a grid of square blocks.

    Side of a block in pixels; number of the part, 0 is none, and ink of each block, both (h, w);
    ink and fullest ink of each part, both (n + 1,).
    """

    block: int
    numbers: NDArray[np.intp]
    weights: NDArray[np.float64]
    masses: NDArray[np.float64]
    peaks: NDArray[np.float64]


def without_dust(ink: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ink of a drawing or scan, shape (h, w), without single stray pixels."""
    parts = _parts(ink)
    return _only(ink, parts, parts.masses >= _DUST * parts.masses.max())


def without_specks(
    ink: NDArray[np.float64], least_peak: float, is_rim_doubtful: bool
) -> NDArray[np.float64]:
    """Return the ink of a photo, shape (h, w), without the parts that belong to no digit.

    Parts that nowhere reach `least_peak` go first, such as ruled lines; then those that run along
    much of the rim, if enough ink lies elsewhere; with `is_rim_doubtful` also those that have most
    of their ink near the rim; then those that are light against the heaviest.
    """
    parts = _parts(ink)
    shape, n_numbers = parts.numbers.shape, len(parts.masses)
    masses = np.where(parts.peaks >= least_peak, parts.masses, 0)
    if is_rim_doubtful:
        reach = round(_NEAR_RIM * max(shape))
        near = rim(shape, reach, reach)
        masses_near = np.bincount(parts.numbers[near], parts.weights[near], n_numbers)
        masses[masses_near > masses / 2] = 0
    contact = np.bincount(parts.numbers[rim(shape, 1, 1)], minlength=n_numbers)
    inner = np.where(contact < _EDGE * max(shape), masses, 0)
    if inner.max() >= _SPECK * masses.max():
        masses = inner
    return _only(ink, parts, masses >= max(_SPECK * masses.max(), np.finfo(float).tiny))


def _parts(ink: NDArray[np.float64]) -> _Parts:
    block = -(-max(ink.shape) // _GRID)
    strengths = over_blocks(np.maximum, ink, block)
    weights = over_blocks(np.add, ink, block)
    numbers, n_parts = connected(strengths > 0)
    masses = np.bincount(numbers.ravel(), weights.ravel(), n_parts + 1).astype(np.float64)
    peaks = np.zeros(n_parts + 1)
    np.maximum.at(peaks, numbers, strengths)
    return _Parts(block, numbers, weights, masses, peaks)


def _only(
    ink: NDArray[np.float64], parts: _Parts, is_kept: NDArray[np.bool_]
) -> NDArray[np.float64]:
    kept = is_kept[parts.numbers].repeat(parts.block, axis=0).repeat(parts.block, axis=1)
    return np.where(kept[: ink.shape[0], : ink.shape[1]], ink, 0.0)


def is_lined(depth: NDArray[np.float64], least: float) -> bool:
    """Return whether what is that deep hangs together from rim to rim, as lines do; 0 is paper."""
    return _has_lines(depth >= least)


def without_lines(depth: NDArray[np.float64], strongest: float) -> tuple[NDArray[np.float64], bool]:
    """Return ink without lines: the least cleaning after which one part stands free of the rim.

    Tries higher thresholds, then removal of all that is thin, then both. `depth`, shape (h, w), is
    0 for paper and `strongest` for full ink. Returns too whether the ink came free; else it is what
    comes nearest to that.
    """
    n_before = int((depth >= _LEVELS[0] * strongest).sum())
    ladder = [(level, 1) for level in _LEVELS]
    ladder += [(level, width) for width in _WIDTHS for level in (_LEVELS[0], _LEVELS[2])]
    best, most = depth, 0.0
    for level, width in ladder:
        is_ink = _opened(depth >= level * strongest, width)
        if is_ink.sum() < _LEAST_LEFT * n_before or _has_lines(is_ink):
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
    numbers, n_parts = connected(over_blocks(np.logical_or, is_ink, block))
    fine = numbers.repeat(block, axis=0).repeat(block, axis=1)
    fine = fine[: is_ink.shape[0], : is_ink.shape[1]]
    sizes = np.bincount(fine[is_ink], minlength=n_parts + 1)
    is_large = sizes >= _SMALL_PART * sizes.max()
    is_large[0] = False
    return is_large[fine] & is_ink, float(sizes.max() / max(1, sizes.sum()))


def _has_lines(is_ink: NDArray[np.bool_]) -> bool:
    """Return whether a large part reaches from rim to rim, as lines do."""
    numbers, n_parts = connected(over_blocks(np.logical_or, is_ink, -(-max(is_ink.shape) // 160)))
    sizes = np.bincount(numbers.ravel(), minlength=n_parts + 1)
    sizes[0] = 0
    return any(sizes[k] and _reaches_across(numbers == k) for k in np.argsort(-sizes)[:3])


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
