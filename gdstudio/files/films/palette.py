"""One palette for a whole film, so that what does not change does not flicker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gdstudio.files.films.writer import Pixels

COLOURS: Final = 255  # the last index of 256 says that a pixel stays as it was
_EXACT: Final = 24  # of the most frequent colours: grounds, letters, lines
_BITS: Final = 6  # of each part of a colour that is told apart
_SIDE: Final = 1 << _BITS
_CHUNK: Final = 1 << 14
_MOST_PIXELS: Final = 1 << 20  # from which colours are chosen


class FilmPalette:
    """At most 255 colours, and which of them stands for any other.

    Attributes:
        colours: Shape (256, 3), uint8; those that are not needed are black.
    """

    def __init__(self, samples: Sequence[Pixels]) -> None:
        """Choose colours from pictures of the film, at least one."""
        pixels = np.concatenate([sample.reshape(-1, 3) for sample in samples])
        pixels = pixels[:: -(-len(pixels) // _MOST_PIXELS)]
        found, counts = np.unique(_packed(pixels), return_counts=True)
        often = _unpacked(found[np.argsort(-counts, kind="stable")])
        chosen = often[:COLOURS]
        if len(often) > COLOURS:
            rest = pixels[~np.isin(_packed(pixels), _packed(often[:_EXACT]))]
            chosen = np.concatenate([often[:_EXACT], _median_cut(rest, COLOURS - _EXACT)])
        self.colours: NDArray[np.uint8] = np.zeros((256, 3), np.uint8)
        self.colours[: len(chosen)] = chosen
        self._nearest = _nearest_of_all(chosen)
        # Where two colours are too near to be told apart, the more frequent one stands for both.
        for k in range(len(chosen) - 1, -1, -1):
            self._nearest[_places(chosen[k])] = k

    def indices(self, pixels: Pixels) -> NDArray[np.uint8]:
        """Return which colour stands for each pixel, shape (height, width)."""
        found: NDArray[np.uint8] = self._nearest[_places(pixels)]
        return found


def _median_cut(pixels: Pixels, n: int) -> Pixels:
    """Return at most `n` colours that stand for many (median cut, Heckbert 1982)."""
    image = Image.fromarray(np.ascontiguousarray(pixels.reshape(1, -1, 3)))
    cut = image.quantize(n, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colours = np.array(cut.getpalette(), np.uint8).reshape(-1, 3)
    return colours[:n]


def _nearest_of_all(chosen: Pixels) -> NDArray[np.uint8]:
    """Return the nearest of the colours chosen to the middle of each cell of the cube."""
    steps = (np.arange(_SIDE, dtype=np.float32) + 0.5) * (256 / _SIDE)
    cells = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    colours = chosen.astype(np.float32)
    lengths = (colours**2).sum(axis=1)
    nearest = np.empty(len(cells), np.uint8)
    for begin in range(0, len(cells), _CHUNK):
        part = cells[begin : begin + _CHUNK]
        nearest[begin : begin + _CHUNK] = (lengths - 2 * part @ colours.T).argmin(axis=1)
    return nearest


def _places(pixels: Pixels) -> NDArray[np.intp]:
    parts = (pixels >> (8 - _BITS)).astype(np.intp)
    return (parts[..., 0] << 2 * _BITS) | (parts[..., 1] << _BITS) | parts[..., 2]


def _packed(pixels: Pixels) -> NDArray[np.int64]:
    packed: NDArray[np.int64] = pixels.astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    return packed


def _unpacked(packed: NDArray[np.int64]) -> Pixels:
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=-1).astype(np.uint8)
