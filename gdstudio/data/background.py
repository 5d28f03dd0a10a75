"""What a photographed sheet looks like without the ink: its light and its shadows."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from gdstudio.data.regions import rim, slide
from gdstudio.data.resize import area_weights

_COARSE: Final = 64  # longest side of the grid on which light and ink are told apart
_FINE: Final = 256  # longest side of the grid on which shadows are followed
_BORDER: Final = 0.05  # of a side: the frame that shows the paper
_ONE_GREY: Final = 0.4  # of the border: noise spreads the light of a photo over more levels
_EVEN: Final = 0.04  # of the light: an evenly lit border departs less from a smooth surface
_WIDEST_STROKE: Final = 1 / 3  # of the longest side
_WIDEST_STROKE_IN_SHADOW: Final = 1 / 6  # less, as the rims of shadows then do less harm
_NEIGHBOURHOOD: Final = 1 / 3  # of the longest side, for a local median

_Grid = NDArray[np.float64]


class Light(Enum):
    """What the border of a picture is like."""

    FLAT = "much of it is of one grey, as in a drawing made by a program"
    EVEN = "a smooth surface but for noise, as in most photos"
    SHADOWED = "neither: a shadow reaches it"


class PaperSheet(NamedTuple):
    """What the border of a picture says of the sheet behind the ink, on a coarse grid.

    The picture, shape (h, w), each side at most 64, values from 0 to 255; the smooth surface
    through its border, shape (h, w); and what that border is like.
    """

    coarse: _Grid
    surface: _Grid
    light: Light

    def inverted(self) -> PaperSheet:
        """Return the sheet of the inverted picture."""
        return PaperSheet(255 - self.coarse, 255 - self.surface, self.light)


def sheet_behind(grey: _Grid, may_be_flat: bool = True) -> PaperSheet:
    """Return what the border of a picture, shape (h, w), says of its light.

    The surface is quadratic, robust against strokes that reach the border, if that fits; else level
    at the border's median. A border that was made up around a photo says nothing of being flat:
    then `may_be_flat` is False.
    """
    coarse = _shrunk(grey, _COARSE)
    border = grey[_is_border(grey.shape)]
    level = float(np.median(border))
    flat = np.full(coarse.shape, level)
    if may_be_flat and np.mean(np.abs(border - level) < 0.5) >= _ONE_GREY:
        return PaperSheet(coarse, flat, Light.FLAT)
    height, width = coarse.shape
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)
    is_border = _is_border(coarse.shape)
    rows, values = terms[is_border], coarse[is_border]
    surface = flat
    for _ in range(4):
        error = np.abs(values - surface[is_border])
        kept = error <= max(2.0, 2.5 * float(np.median(error)))
        surface = terms @ np.linalg.lstsq(rows[kept], values[kept], rcond=1e-6)[0]
    misfit = float(np.quantile(np.abs(values - surface[is_border]), 0.8))
    if misfit > max(2.0, _EVEN * level):
        return PaperSheet(coarse, flat, Light.SHADOWED)
    return PaperSheet(coarse, surface, Light.EVEN)


def _is_border(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    down, across = (max(1, round(_BORDER * side)) for side in shape)
    return rim(shape, down, across)


def is_dark_on_light(sheet: PaperSheet) -> bool:
    """Return whether the ink of a picture is darker than what it stands on.

    The border tells: the surface through it stands for the background, and ink is what departs
    from that the further way. Where shadows reach the border, the median of each neighbourhood
    takes the place of the surface.
    """
    shadowed = sheet.light is Light.SHADOWED
    background = _local_median(sheet.coarse) if shadowed else sheet.surface
    departure = np.sort(sheet.coarse - background, axis=None)
    few = max(1, round(0.003 * departure.size))
    return bool(-departure[:few].mean() >= departure[-few:].mean())


def light_behind_ink(grey: _Grid, sheet: PaperSheet) -> _Grid:
    """Return the background of dark ink, shape (h, w): the picture with its dark strokes filled.

    In photos divides by the surface through the border, then fills strokes by a morphological
    closing: shadows wider than any stroke stay.
    """
    if sheet.light is Light.FLAT:
        return np.full(grey.shape, sheet.surface[0, 0])
    surface = _upsampled(np.maximum(sheet.surface, 8), grey.shape)
    widest = _WIDEST_STROKE if sheet.light is Light.EVEN else _WIDEST_STROKE_IN_SHADOW
    evened = _shrunk(grey / surface, _FINE)
    window = 2 * round(widest * max(evened.shape) / 2) + 1
    closed = slide(slide(evened, window, np.maximum), window, np.minimum)
    return _upsampled(closed, grey.shape) * surface


def _local_median(coarse: _Grid) -> _Grid:
    """Return the median around each cell, of every other cell, the edges repeated outwards."""
    reach = max(1, round(_NEIGHBOURHOOD * max(coarse.shape) / 2))
    windows = sliding_window_view(np.pad(coarse, reach, mode="edge"), (2 * reach + 1,) * 2)
    return np.asarray(np.median(windows[:, :, ::2, ::2], axis=(2, 3)))


def _shrunk(grey: _Grid, max_side: int) -> _Grid:
    """Return a picture averaged to a grid with sides of at most `max_side`."""
    factor = max(1.0, max(grey.shape) / max_side)
    down, across = (area_weights(side, max(1, round(side / factor))) for side in grey.shape)
    return np.asarray(down @ grey @ across.T)


def _upsampled(cells: _Grid, shape: tuple[int, ...]) -> _Grid:
    """Return a grid enlarged to `shape`, with straight lines between the middles of cells."""
    down, across = (_line_weights(n, m) for n, m in zip(cells.shape, shape, strict=True))
    return np.asarray(down @ cells @ across.T)


def _line_weights(n_in: int, n_out: int) -> _Grid:
    at = np.clip((np.arange(n_out) + 0.5) * (n_in / n_out) - 0.5, 0, n_in - 1)
    return np.asarray(np.maximum(1 - np.abs(at[:, None] - np.arange(n_in)), 0))
