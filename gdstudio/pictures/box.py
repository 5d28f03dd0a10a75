"""The box a surface is drawn in, and the way from data to box and back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

BOX_HEIGHT: Final = 0.95
"""Height of the highest point; the box is 2 wide and 2 deep, so hills look like hills."""

BOX_FLOOR: Final = -0.42
"""Height of the floor that carries the contour lines: below the surface, so that both are seen."""

_LOG_SOFTENING: Final = 1e-3
"""Share of the range at which a log scale that reaches its minimum turns linear."""


class HeightScale(Enum):
    """How values become heights."""

    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class BoxTransform:
    """The map between data (x, y, value) and the box [-1, 1] x [-1, 1] x [0, BOX_HEIGHT].

    Attributes:
        x_range: Smallest and largest x shown.
        y_range: Smallest and largest y shown.
        z_range: Values at the bottom and the top; values beyond are drawn at the edge.
        scale: Linear, or logarithmic. The logarithm is taken of the value itself where the whole
            range is positive and spans at most nine decades; otherwise of its distance from the
            bottom, softened near zero.
    """

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    z_range: tuple[float, float]
    scale: HeightScale = HeightScale.LINEAR

    def to_box(self, x: ArrayLike, y: ArrayLike, z: ArrayLike) -> NDArray[np.float64]:
        """Return points of the box, shape (..., 3); NaN stays NaN."""
        parts = np.broadcast_arrays(
            _unit(x, self.x_range) * 2 - 1, _unit(y, self.y_range) * 2 - 1, self.height_of(z)
        )
        return np.stack(parts, axis=-1)

    def height_of(self, z: ArrayLike) -> NDArray[np.float64]:
        """Return the height in the box, in [0, BOX_HEIGHT], for each value; NaN stays NaN."""
        low, high = self.z_range
        values = np.clip(np.asarray(z, np.float64), low, high)
        if self.scale is HeightScale.LINEAR:
            return _unit(values, self.z_range) * BOX_HEIGHT
        ends = (float(self._log(np.float64(low))), float(self._log(np.float64(high))))
        return _unit(self._log(values), ends) * BOX_HEIGHT

    def xy_of(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return data x, y, shape (..., 2), of points of the box, shape (..., 2) or (..., 3)."""
        share = (np.asarray(points, np.float64)[..., :2] + 1) / 2
        low = np.array([self.x_range[0], self.y_range[0]])
        high = np.array([self.x_range[1], self.y_range[1]])
        return low * (1 - share) + high * share

    def _log(self, z: Any) -> NDArray[np.float64]:
        offset, softening = self._log_origin()
        return np.asarray(np.log(np.maximum(z - offset, 0) + softening), np.float64)

    def _log_origin(self) -> tuple[float, float]:
        """Return what is taken off and what is added before the logarithm."""
        low, high = self.z_range
        if low > 0 and high / low <= 1e9:
            return 0.0, 0.0
        return low, (high - low) * _LOG_SOFTENING or 1.0


def _unit(values: ArrayLike, ends: tuple[float, float]) -> NDArray[np.float64]:
    """Return the share of the way from one end to the other; 0 everywhere if they are equal."""
    low, span = ends[0], ends[1] - ends[0]
    offsets = np.asarray(values, np.float64) - low
    return np.asarray(offsets / span if span > 0 else offsets * 0.0, np.float64)
