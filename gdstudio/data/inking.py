"""Ink and background: what of one sheet's light is ink, by the kind of picture it is."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.background import (
    Light,
    PaperSheet,
    is_dark_on_light,
    light_behind_ink,
    sheet_behind,
)
from gdstudio.data.cleaning import is_lined, spread, without_dust, without_lines, without_specks
from gdstudio.data.tight import TwoLevels, two_levels

_LEAST_CONTRAST: Final = 0.12  # of the background's light: paler marks are paper, not ink
_LEAST_DRAWN: Final = 0.04  # the same where a program drew, without any noise
_NOISE_FACTOR: Final = 5.0  # ink stands out by this many standard deviations of the noise
_LEAST_GREY: Final = 0.02  # paler pixels of a drawing are traces of its compression
# Shares of a photo's strongest ink.
_FAINTEST: Final = 0.35  # what counts as ink
_STROKE: Final = 0.6  # what every stroke has somewhere; ruled lines are paler
_PALE: Final = (0.33, 0.26, 0.2, 0.14, 0.09, 0.05, 0.02)  # of lines that are no ink at all
_ABOVE_PALE: Final = 1.5  # times as deep is ink
_FULL: Final = 0.75  # what becomes 255


class Inked(NamedTuple):
    """The ink of one sheet.

    Attributes:
        ink: Shape (h, w), 0 is background, 1 full ink, some above 1; all 0 if nothing stands out.
        depth: How far the strongest ink stands out, as a share of the background's light.
        contrast: The same in grey levels, from 0 to 255; compares colours of one picture.
        threshold: What counted as ink, as a share of the background's light.
        is_cut_out: Whether the picture was taken to be cut out along its ink.
        is_lined: Whether lines of the paper were taken out.
        is_free: Whether one part stood out when they were.
    """

    ink: NDArray[np.float64]
    depth: float
    contrast: float
    threshold: float
    is_cut_out: bool = False
    is_lined: bool = False
    is_free: bool = True


def inked(light: NDArray[np.float64], may_be_flat: bool = True) -> Inked:
    """Return the ink of a sheet that fills its picture, shape (h, w), light from 0 to 255.

    Dark on light or light on dark, as the border tells; a border of ink and paper is told by
    thickness instead. `may_be_flat` as for `sheet_behind`.
    """
    sheet = sheet_behind(light, may_be_flat)
    found = _by_border(light, sheet)
    if not found.ink.any() and sheet.light is not Light.FLAT:
        levels = two_levels(light, sheet.light, is_last_resort=True)
        return found if levels is None else _cut_out_ink(light, levels)
    return found


def _by_border(light: NDArray[np.float64], sheet: PaperSheet) -> Inked:
    levels = two_levels(light, sheet.light)
    if levels is not None:
        is_told = sheet.light is Light.FLAT and abs(levels.paper - sheet.surface[0, 0]) <= 2
        if not is_told:  # a flat border that is paper shows the ink's grey levels as they are
            return _cut_out_ink(light, levels)
    if not is_dark_on_light(sheet):
        light, sheet = 255 - light, sheet.inverted()
    background = light_behind_ink(light, sheet)
    depth = (background - light) / np.maximum(background, 1)
    if sheet.light is Light.FLAT:
        result = _drawn_ink(depth, may_have_lines=levels is None)
    else:
        result = _photographed_ink(depth, sheet.light is Light.SHADOWED)
    contrast = result.depth * float(np.median(background))
    return result._replace(contrast=contrast, is_cut_out=levels is not None)


def _cut_out_ink(light: NDArray[np.float64], levels: TwoLevels) -> Inked:
    """Return the ink of a picture whose two levels are known."""
    depth = (levels.paper - light) / (levels.paper - levels.ink)
    ink = without_dust(np.where(depth < _FAINTEST, 0.0, depth)) / _FULL
    gap = abs(levels.paper - levels.ink)
    depth_of_ink = gap / max(levels.paper, levels.ink)
    return Inked(ink, depth_of_ink, gap, _FAINTEST * depth_of_ink, is_cut_out=True)


def _drawn_ink(depth: NDArray[np.float64], may_have_lines: bool) -> Inked:
    """Return the ink of a drawing made by a program, whose grey levels are meant."""
    strongest = _strongest(depth)
    if strongest < _LEAST_DRAWN:
        return Inked(np.zeros_like(depth), strongest, 0.0, _LEAST_DRAWN)
    has_lines, is_free = may_have_lines and is_lined(depth, _FAINTEST * strongest), True
    if has_lines:
        depth, is_free = without_lines(depth, strongest)
    elif may_have_lines and (paler := _paler_lines(depth, strongest)) is not None:
        has_lines, depth = True, np.where(paler, 0.0, depth)
    ink = without_dust(np.where(depth < _LEAST_GREY, 0.0, depth)) / strongest
    return Inked(ink, strongest, 0.0, _LEAST_GREY, is_lined=has_lines, is_free=is_free)


def _paler_lines(depth: NDArray[np.float64], strongest: float) -> NDArray[np.bool_] | None:
    """Return what is as pale as lines that are no ink, and not at the rim of ink; or None."""
    for share in _PALE:
        if is_lined(depth, max(share * strongest, _LEAST_GREY)):
            least = _ABOVE_PALE * share * strongest
            return ~spread(depth >= least, 1)
    return None


def _photographed_ink(depth: NDArray[np.float64], is_shadowed: bool) -> Inked:
    """Return the ink of a photo, whose faint grey levels are paper, blur and noise."""
    middle, noise = _middle_and_noise(depth)
    depth = depth - middle
    strongest = _strongest(depth)
    least = max(_LEAST_CONTRAST, _NOISE_FACTOR * noise)
    if strongest < least:
        return Inked(np.zeros_like(depth), strongest, 0.0, least)
    least = max(_FAINTEST * strongest, _NOISE_FACTOR * noise)
    has_lines, is_free = is_lined(depth, least), True
    if has_lines:
        depth, is_free = without_lines(depth, strongest)
    drawn = np.where(depth < least, 0.0, depth)
    ink = without_specks(drawn, _STROKE * strongest, is_shadowed) / (_FULL * strongest)
    return Inked(ink, strongest, 0.0, least, is_lined=has_lines, is_free=is_free)


def _middle_and_noise(depth: NDArray[np.float64]) -> tuple[float, float]:
    """Return the median, which is the paper's, and its noise as a standard deviation."""
    sample = depth.ravel()[:: max(1, depth.size // 50_000)]
    middle = float(np.median(sample))
    return middle, 1.4826 * float(np.median(np.abs(sample - middle)))


def _strongest(depth: NDArray[np.float64]) -> float:
    """Return the depth that some pixels reach, but not single ones by noise."""
    few = min(depth.size, max(4, depth.size // 5000))
    return float(np.partition(depth, depth.size - few, axis=None)[depth.size - few])
