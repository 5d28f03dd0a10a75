"""Where data lie in a box of pixels: the arithmetic of the flat plots, without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

_FAR: Final = 2e4  # pixels from the middle: nothing is drawn further out


@dataclass(frozen=True, slots=True)
class PlaneFrame:
    """The map between data coordinates, y upwards, and pixels of a box, y downwards.

    Attributes:
        x: Data at the left and right edge, rising.
        y: Data at the lower and upper edge, rising.
        width: Of the box in pixels.
        height: Of the box in pixels.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    width: float
    height: float

    def to_pixels(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return pixels, shape (k, 2), of data points, shape (k, 2).

        What is not finite becomes NaN; what is far outside stays in its direction, 20,000 pixels
        from the middle.
        """
        data = np.asarray(points, np.float64).reshape(-1, 2)
        low = np.array([self.x[0], self.y[0]])
        span = np.array([self.x[1], self.y[1]]) - low
        half = 0.5 * np.array([self.width, self.height])
        with np.errstate(all="ignore"):
            # Halves and shares of the longest: no step overflows for the largest numbers there are.
            offset = data / 2 - (low / 2 + span / 4)
            longest = np.abs(offset).max(axis=1, keepdims=True)
            share = offset / np.where(longest > 0, longest, 1.0) / span * [4, -4] * half
            reach = np.abs(share).max(axis=1, keepdims=True)
            far = reach * longest > _FAR
            pixels: NDArray[np.float64] = half + np.where(
                far, share / reach * _FAR, share * longest
            )
        pixels[~(np.isfinite(data) & np.isfinite(pixels)).all(axis=1)] = np.nan
        return pixels

    def direction(self, vector: ArrayLike) -> NDArray[np.float64]:
        """Return the unit vector, in pixels, along which a data vector (2,) points; else NaN."""
        v = np.asarray(vector, np.float64)
        with np.errstate(all="ignore"):
            v = v / np.abs(v).max()
            spans = np.array([self.x[1] - self.x[0], self.y[1] - self.y[0]])
            pixels = v / spans * [self.width, -self.height]
            unit: NDArray[np.float64] = pixels / np.hypot(*pixels)
        return unit

    def to_data(self, x: float, y: float) -> tuple[float, float]:
        """Return the data coordinates of a pixel, the nearest ones inside the box."""
        across = min(max(x / max(self.width, 1.0), 0.0), 1.0)
        up = 1 - min(max(y / max(self.height, 1.0), 0.0), 1.0)
        return (
            self.x[0] + across * (self.x[1] - self.x[0]),
            self.y[0] + up * (self.y[1] - self.y[0]),
        )
