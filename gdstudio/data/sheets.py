"""Finding the sheet in a picture: on a desk, in a frame, in a window, in the square of a viewer.

A sheet is a convex, nearly rectangular part of one smooth light with marks wholly inside it, the
marks less than its half. What lies around the innermost such part is no ink. The picture itself is
the sheet where nothing lies around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.regions import (
    Mask,
    connected,
    hull,
    otsu,
    rectangularity,
    rim,
    shrunk,
    smooth_regions,
)
from gdstudio.data.resize import block_means

_GRID: Final = 160  # longest side of the grid on which sheets are looked for
_LEAST_SHEET: Final = 0.05  # of the picture
_LEAST_REST: Final = 0.004  # of the picture: less beside the sheet is no frame
_SOLID: Final = 0.9  # of its hull: what a sheet with its marks fills
_RECTANGULAR: Final = 0.88  # of the least rectangle; an ellipse fills 0.785
_MOST_INK: Final = 0.45  # of the sheet
_LEAST_MARK: Final = 0.12  # of the sheet's longest side: smaller marks are dirt
_LEAST_CONTRAST: Final = 0.1  # of the picture's range, or of the light where that is larger
_RIM: Final = 0.02  # of the sheet's longest side: its soft edge, at least a cell
_ONE_LEVEL: Final = 0.5  # of a sheet: a drawing by a program
_LEAST_SIDE: Final = 33  # of a picture that may hold a sheet; digits as such have 28 or 32
_DEPTH: Final = 3  # sheets within sheets


class CutSheet(NamedTuple):
    """A sheet cut out of a picture: its light, (h, w), which goes on beside it, and what is inside.

    It stood at `place`: top, bottom, left, right, in pixels of the picture, ends excluded. It is
    flat if it is of one grey, as a program draws it.
    """

    light: NDArray[np.float64]
    place: tuple[int, int, int, int]
    is_inside: Mask
    is_flat: bool


def find_sheet(light: NDArray[np.float64]) -> CutSheet | None:
    """Return the innermost sheet in a picture, shape (h, w), 0 to 255; None if it is all of it."""
    found: CutSheet | None = None
    for _ in range(_DEPTH):
        cut = _sheet_in(light)
        if cut is None:
            break
        if found is not None:
            top, _, left, _ = found.place
            bounds = cut.place
            place = (top + bounds[0], top + bounds[1], left + bounds[2], left + bounds[3])
            inner = found.is_inside[bounds[0] : bounds[1], bounds[2] : bounds[3]]
            cut = CutSheet(cut.light, place, cut.is_inside & inner, cut.is_flat)
        found, light = cut, cut.light
    return found


def _sheet_in(light: NDArray[np.float64]) -> CutSheet | None:
    if min(light.shape) < _LEAST_SIDE:
        return None
    grid = block_means(light, _GRID)
    best: tuple[float, Mask, Mask] | None = None
    for region in _regions(grid):
        outline = _outline(region)
        if outline is None or not _has_marks(grid, region, outline):
            continue
        size = float(outline.sum())
        is_smaller = best is None or size < 0.9 * best[0]
        if is_smaller and rectangularity(outline) >= _RECTANGULAR:
            best = (size, region, outline)
    return None if best is None else _cut(light, best[1], best[2])


def _regions(grid: NDArray[np.float64]) -> Iterator[Mask]:
    """Yield large parts of smooth light, the largest of each way of looking first."""
    steps = np.concatenate([np.abs(np.diff(grid, axis=axis)).ravel() for axis in (0, 1)])
    numberings = [smooth_regions(grid, max(1.5, 4 * float(np.median(steps))))]
    middle = otsu(grid)
    yielded: set[bytes] = set()
    thresholds = [middle]
    thresholds += [otsu(part) for part in (grid[grid > middle], grid[grid <= middle]) if part.size]
    for threshold in thresholds:
        numberings += [connected(grid > threshold), connected(grid <= threshold)]
    for numbers, n_regions in numberings:
        sizes = np.bincount(numbers.ravel(), minlength=n_regions + 1)
        sizes[0] = 0
        for number in np.argsort(-sizes)[:6]:
            if sizes[number] >= (1 - _MOST_INK) * _LEAST_SHEET * grid.size:
                region = numbers == number
                key = region.tobytes()
                if key not in yielded:
                    yielded.add(key)
                    yield region


def _outline(region: Mask) -> Mask | None:
    """Return the convex outline of a region with the marks inside it, if it may be a sheet's."""
    outline = hull(region)
    size = int(outline.sum())
    if not _LEAST_SHEET <= size / region.size <= 1 - _LEAST_REST:
        return None
    if region.sum() < _SOLID * size:
        outside, _ = connected(np.pad(~region, 1, constant_values=True))
        if (outside[1:-1, 1:-1] != outside[0, 0]).sum() < _SOLID * size:
            return None
    return outline


def _has_marks(grid: NDArray[np.float64], region: Mask, outline: Mask) -> bool:
    """Return whether marks stand wholly inside an outline, and are marks rather than a hole."""
    longest = _longest(outline)
    inner = shrunk(outline, max(1, round(_RIM * longest)))
    level = float(np.median(grid[region]))
    least = _LEAST_CONTRAST * max(float(np.ptp(grid)), level)
    is_mark = inner & ~region & (np.abs(grid - level) >= least)
    numbers, n_marks = connected(is_mark)
    if n_marks == 0 or is_mark.sum() > _MOST_INK * inner.sum():
        return False
    beside_rim = inner & ~shrunk(inner, 1)
    at_rim = np.unique(numbers[beside_rim | rim(inner.shape, 1, 1)])
    sizes = np.bincount(numbers.ravel(), minlength=n_marks + 1)
    sizes[0] = 0
    at_edges = int(sizes[at_rim].sum())
    sizes[at_rim] = 0
    largest = int(sizes.argmax())
    if sizes[largest] == 0 or at_edges > 0.3 * sizes.sum():
        return False
    mark = numbers == largest
    return _longest(mark) >= _LEAST_MARK * longest and not _is_hole(mark, outline)


def _is_hole(mark: Mask, outline: Mask) -> bool:
    """Return whether a mark is the bare inside of a thick ring: large and without any bay."""
    size = int(mark.sum())
    return bool(size > 0.12 * outline.sum() and size > 0.85 * hull(mark).sum())


def _longest(mask: Mask) -> int:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(max(np.ptp(rows), np.ptp(columns))) + 1


def _cut(light: NDArray[np.float64], region: Mask, outline: Mask) -> CutSheet:
    inner = shrunk(outline, max(1, round(_RIM * _longest(outline))))
    block = -(-max(light.shape) // _GRID)
    fine = inner.repeat(block, axis=0).repeat(block, axis=1)[: light.shape[0], : light.shape[1]]
    missing = [(0, side - have) for side, have in zip(light.shape, fine.shape, strict=True)]
    fine = np.pad(fine, missing)  # what fills no cell may be a frame
    rows, columns = np.flatnonzero(fine.any(axis=1)), np.flatnonzero(fine.any(axis=0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    inside, shown = fine[top:bottom, left:right], light[top:bottom, left:right]
    paper = region.repeat(block, axis=0).repeat(block, axis=1)[top:bottom, left:right]
    paper = np.pad(
        paper, [(0, side - have) for side, have in zip(inside.shape, paper.shape, strict=True)]
    )
    filling = _filling(shown, paper & inside)
    place = (top, bottom, left, right)
    return CutSheet(np.where(inside, shown, filling), place, inside, is_flat=not np.ptp(filling))


def _filling(light: NDArray[np.float64], is_paper: Mask) -> NDArray[np.float64]:
    """Return the light of a sheet without its marks: one level, or a quadratic surface."""
    levels = light[is_paper]
    level = float(np.median(levels))
    if np.mean(np.abs(levels - level) < 0.5) >= _ONE_LEVEL:
        return np.full(light.shape, level)
    height, width = light.shape
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)
    few = slice(None, None, max(1, levels.size // 5000))
    surface = terms @ np.linalg.lstsq(terms[is_paper][few], levels[few], rcond=1e-6)[0]
    return np.asarray(np.clip(surface, levels.min(), levels.max()))
