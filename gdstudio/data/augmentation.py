"""Digits shifted, turned, scaled and bent by chance, as if more hands had written them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from gdstudio.arrays import locked
from gdstudio.settings.typed import known_name

Levels = NDArray[np.uint8]

_PIECE: Final = 32  # pictures resampled at once; see `resample`
_SMOOTHING: Final = 4.0  # pixels; sigma of Simard, Steinkraus, Platt 2003
_KEPT: Final = 0.999  # share of the bending's variance that its modes must hold


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far pictures may be changed; each amount is drawn afresh for every picture.

    Attributes:
        name: The name used in recipes.
        shift: Largest shift along each axis, in pixels; whole pixels if nothing else is changed.
        rotation: Largest rotation to either side, in degrees.
        scaling: Largest change of height and of width, as a share; drawn apart.
        shearing: Largest slant to either side, columns per row.
        bending: Standard deviation of the elastic displacement of a pixel, in pixels. Simard,
            Steinkraus and Platt (2003) smooth uniform noise by a Gaussian of sigma 4 and multiply
            by alpha 34, which comes to 1.4 pixels.
    """

    name: str
    shift: float = 0.0
    rotation: float = 0.0
    scaling: float = 0.0
    shearing: float = 0.0
    bending: float = 0.0

    def apply(self, images: Levels, generator: np.random.Generator) -> Levels:
        """Return changed pictures; what enters is 0, what leaves is lost.

        `images`, shape (n, rows, columns), uint8, are not altered, and are returned themselves if
        nothing is to be changed. The same draws of the generator change the same pictures in the
        same way only as long as `n` is the same.
        """
        if self.rotation or self.scaling or self.shearing or self.bending:
            return self._warped(images, generator)
        return _shifted(images, int(self.shift), generator) if self.shift else images

    def _warped(self, images: Levels, generator: np.random.Generator) -> Levels:
        n, rows, columns = images.shape
        matrices, centres = self._maps(n, rows, columns, generator)
        bends = self._bends(n, rows, columns, generator)
        across = np.arange(columns, dtype=np.float32) - np.float32((columns - 1) / 2)
        along = np.arange(rows, dtype=np.float32) - np.float32((rows - 1) / 2)
        warped = np.empty_like(images)
        for begin in range(0, n, _PIECE):
            piece = slice(begin, begin + _PIECE)
            x, y = (
                (matrices[piece, axis, :1] * across)[:, None, :]
                + (matrices[piece, axis, 1:] * along + centres[piece, axis, None])[:, :, None]
                for axis in (0, 1)
            )
            if bends is not None:
                x += bends[0, piece]
                y += bends[1, piece]
            warped[piece] = resample(images[piece], x, y)
        return warped

    def _maps(
        self, n: int, rows: int, columns: int, generator: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Draw affine maps: where a pixel, seen from the centre, comes from.

        Matrices (n, 2, 2) from (column, row) to (column, row), both counted from the centre; and
        the places (n, 2) from which the central pixels come, counted from the corner.
        """
        angle = np.deg2rad(self.rotation) * generator.uniform(-1, 1, n)
        size = 1 + self.scaling * generator.uniform(-1, 1, (2, n))
        slant = self.shearing * generator.uniform(-1, 1, n)
        shift = self.shift * generator.uniform(-1, 1, (n, 2))
        cosine, sine = np.cos(angle), np.sin(angle)
        matrices = np.empty((n, 2, 2), np.float32)
        matrices[:, 0, 0] = cosine / size[0]
        matrices[:, 0, 1] = (slant * cosine - sine) / size[0]
        matrices[:, 1, 0] = sine / size[1]
        matrices[:, 1, 1] = (slant * sine + cosine) / size[1]
        centres = shift + np.array([columns - 1, rows - 1]) / 2
        return matrices, centres.astype(np.float32)

    def _bends(
        self, n: int, rows: int, columns: int, generator: np.random.Generator
    ) -> NDArray[np.float32] | None:
        """Draw elastic displacements along x and y in pixels, shape (2, n, rows, columns)."""
        if not self.bending:
            return None
        modes = _bending_modes(rows, columns)
        amounts = generator.standard_normal((2 * n, len(modes)), np.float32)
        amounts *= np.float32(self.bending)
        bends: NDArray[np.float32] = amounts @ modes
        return bends.reshape(2, n, rows, columns)


def _shifted(images: Levels, reach: int, generator: np.random.Generator) -> Levels:
    """Return pictures moved by whole pixels, up to `reach` along each axis."""
    padded = np.pad(images, ((0, 0), (reach, reach), (reach, reach)))
    views: NDArray[Any] = sliding_window_view(padded, images.shape[1:], (1, 2))
    down, right = generator.integers(2 * reach + 1, size=(2, len(images)))
    shifted: Levels = views[np.arange(len(images)), down, right]
    return shifted


@lru_cache(maxsize=8)
def _bending_modes(rows: int, columns: int) -> NDArray[np.float32]:
    """Return patterns whose sum, each times a number from N(0, 1), is smoothed white noise.

    White noise smoothed by a Gaussian of deviation s has the covariance exp(-d^2 / 4 s^2) at
    distance d; a few of its principal components hold nearly all of it, so that few numbers need to
    be drawn. Shape (modes, rows * columns), read-only; squares sum to 1 at a pixel on average.
    """
    along, across = _principal(rows), _principal(columns)
    patterns = np.einsum("ir,jc->ijrc", along, across).reshape(-1, rows * columns)
    shares = (patterns**2).sum(axis=1)
    order = np.argsort(-shares, kind="stable")
    enough = int(np.searchsorted(np.cumsum(shares[order]), _KEPT * shares.sum())) + 1
    modes = patterns[order[:enough]]
    modes /= np.sqrt((modes**2).sum(axis=0).mean())
    return locked(modes.astype(np.float32))


def _principal(side: int) -> NDArray[np.float64]:
    """Return the principal components, in rows, of smoothed white noise along one side."""
    places = np.arange(side)
    covariance = np.exp(-((places[:, None] - places) ** 2) / (4 * _SMOOTHING**2))
    values, vectors = np.linalg.eigh(covariance)
    components: NDArray[np.float64] = (vectors * np.sqrt(np.maximum(values, 0.0))).T
    return components


AUGMENTATIONS: Final[dict[str, Augmentation]] = {
    augmentation.name: augmentation
    for augmentation in (
        Augmentation("none"),
        Augmentation("shift-1", shift=1),
        Augmentation("affine", shift=1, rotation=10, scaling=0.1, shearing=0.1),
        # Little enough for 16 neurons, chosen on held-out digits: docs/accuracy.md.
        Augmentation("elastic", shift=0.3, rotation=3, scaling=0.03, shearing=0.03, bending=0.5),
        Augmentation(
            "elastic-strong", shift=1, rotation=10, scaling=0.1, shearing=0.1, bending=1.0
        ),
    )
}


def find_augmentation(name: str) -> Augmentation:
    """Return the augmentation of that name; raise InvalidValue if there is none."""
    return AUGMENTATIONS[known_name("augmentation", name, AUGMENTATIONS)]


def resample(images: Levels, x: NDArray[Any], y: NDArray[Any]) -> Levels:
    """Return pictures, (n, rows, columns), uint8, with pixels read at other places of those given.

    Each comes from column `x` and row `y`, of that shape, counted from 0. Between four pixel
    centres the level is bilinear and rounded to the nearest of the 256; outside the picture it is 0
    and falls to it over one pixel. Some 30 pictures at once are fastest, for then the arrays of
    this function stay in the cache.
    """
    n, rows, columns = images.shape
    high, wide = rows + 3, columns + 3  # one dark pixel before, one and its neighbour after
    padded = np.zeros((n, high, wide), np.uint8)
    padded[:, 1:-2, 1:-2] = images
    right, down = np.clip(x, -1, columns), np.clip(y, -1, rows)
    left, top = np.floor(right), np.floor(down)
    right -= left
    down -= top
    top *= wide
    top += left
    index = top.astype(np.intp)
    index += (np.arange(n) * (high * wide) + wide + 1)[:, None, None]
    levels = padded.reshape(-1)
    upper = _between(levels, index, right)
    lower = _between(levels[wide:], index, right)
    lower -= upper
    lower *= down
    lower += upper
    lower += 0.5
    return lower.astype(np.uint8)


def _between(levels: Levels, index: NDArray[np.intp], share: NDArray[Any]) -> NDArray[Any]:
    """Return the levels at `index`, mixed with a share of those one place further on."""
    # Clipping changes no index, all being inside; but NumPy checks them faster so.
    mixed = levels.take(index, mode="clip").astype(share.dtype)
    step = levels[1:].take(index, mode="clip") - mixed
    step *= share
    mixed += step
    return mixed
