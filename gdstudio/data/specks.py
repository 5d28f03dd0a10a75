"""Telling strokes from specks: dust, table edges and shadows around a photographed digit."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.regions import connected

_GRID: Final = 128  # longest side of the grid on which parts are found; joins what nearly touches
_DUST: Final = 0.002  # of the heaviest part's ink; MNIST's own digits have parts as light as that
_SPECK: Final = 0.04  # of the heaviest part's ink, in a photo
_NEAR_RIM: Final = 1 / 16  # of the longest side
_EDGE: Final = 0.2  # of the longest side: a part along that much of the rim is no stroke


class _Parts(NamedTuple):
    """The connected parts of some ink, numbered from 1, on a grid of square blocks.

    Attributes:
        block: Side of a block in pixels.
        numbers: Part of each block, shape (h, w), 0 is none.
        weights: Ink in each block, shape (h, w).
        masses: Ink of each part, shape (n + 1,).
        peaks: Fullest ink of each part, shape (n + 1,).
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
        near = _is_near_rim(shape, round(_NEAR_RIM * max(shape)))
        masses_near = np.bincount(parts.numbers[near], parts.weights[near], n_numbers)
        masses[masses_near > masses / 2] = 0
    contact = np.bincount(parts.numbers[_is_near_rim(shape, 1)], minlength=n_numbers)
    inner = np.where(contact < _EDGE * max(shape), masses, 0)
    if inner.max() >= _SPECK * masses.max():
        masses = inner
    return _only(ink, parts, masses >= max(_SPECK * masses.max(), np.finfo(float).tiny))


def _parts(ink: NDArray[np.float64]) -> _Parts:
    block = -(-max(ink.shape) // _GRID)
    strengths = _over_blocks(np.maximum, ink, block)
    weights = _over_blocks(np.add, ink, block)
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


def _is_near_rim(shape: tuple[int, ...], reach: int) -> NDArray[np.bool_]:
    is_near = np.ones(shape, np.bool_)
    is_near[reach : shape[0] - reach, reach : shape[1] - reach] = False
    return is_near


def _over_blocks(reduce: np.ufunc, ink: NDArray[np.float64], block: int) -> NDArray[np.float64]:
    """Return the sums or maxima over square blocks; those at the far edges may be cut."""
    down, across = (np.arange(0, side, block) for side in ink.shape)
    return np.asarray(reduce.reduceat(reduce.reduceat(ink, down, axis=0), across, axis=1))
