"""Where points lie in a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

HUGE: Final = 1e100  # larger numbers are taken for this one, so that nothing overflows
_FAR: Final = 2e4  # pixels from the middle: nothing is drawn further out


@dataclass(frozen=True, slots=True)
class Frame:
    """The map between data, y upwards, and pixels of a box, y downwards.

    Attributes:
        x: Data at the left and right edge, rising.
        y: Data at the lower and upper edge, rising.
        width: Of the box in pixels.
        height: Of the box in pixels.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    width: int
    height: int

    def pixels(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return the places of finite points; both of shape (k, 2).

        What is far outside stays in its direction, 20,000 pixels from the middle.
        """
        data = np.asarray(points, np.float64).reshape(-1, 2)
        (left, right), (bottom, top) = self.x, self.y
        middle = np.array([left / 2 + right / 2, bottom / 2 + top / 2])
        share = (np.clip(data, -HUGE, HUGE) - middle) / [right - left, top - bottom]
        offset = share * [self.width, -self.height]
        reach = np.abs(offset).max(axis=1, keepdims=True, initial=1.0)
        half = 0.5 * np.array([self.width, self.height])
        return np.asarray(half + offset * np.minimum(_FAR / reach, 1.0))
