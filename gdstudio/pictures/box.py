"""The box a surface is drawn in, the way from data to box and back, and the axes round it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.ticks import decade_ticks, nice_ticks, tick_labels

BOX_HEIGHT: Final = 0.95  # of the highest point; 2 wide and 2 deep: so hills look like hills
BOX_FLOOR: Final = -0.42  # of the contour lines: below the surface, so that both are seen
_LOG_SOFTENING: Final = 1e-3  # of the range: a log scale that reaches its minimum is linear there
_MIN_TICK_DISTANCE: Final = 0.12  # of the box's height, between ticks of a logarithmic axis


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


@dataclass(frozen=True, slots=True, eq=False)
class SceneAxis:
    """One axis as it stands in the box.

    Attributes:
        start: Where its line begins, shape (3,).
        end: Where it ends, shape (3,).
        ticks: Where the ticks stand on it, shape (k, 3).
        labels: Their k labels.
        outwards: Unit vector away from the box, the side of ticks and labels, shape (3,).
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    ticks: NDArray[np.float64]
    labels: list[str]
    outwards: NDArray[np.float64]


def height_ticks(transform: BoxTransform, about: int = 5) -> tuple[NDArray[np.float64], list[str]]:
    """Return box heights, shape (k,), and labels of round values between bottom and top."""
    low, high = transform.z_range
    if transform.scale is HeightScale.LINEAR:
        values = nice_ticks(low, high, about)
        return transform.height_of(values), tick_labels(values)
    values = decade_ticks(low, high)
    heights = transform.height_of(values)
    kept = _spread(values, heights)
    if len(kept) < 2:
        values = nice_ticks(low, high, about)
        return transform.height_of(values), tick_labels(values)
    return heights[kept], [tick_labels(values[k : k + 1])[0] for k in kept]


def scene_axes(
    transform: BoxTransform, camera: Camera, about: int = 5
) -> tuple[SceneAxis, SceneAxis, SceneAxis]:
    """Return the axes of x, y and height on those edges of the box that the surface never hides.

    x and y stand on the two edges of the floor next to the eye, the height on the upright edge
    farthest to the left.
    """
    azimuth = np.radians(camera.azimuth)
    near = np.where([np.cos(azimuth) >= 0, np.sin(azimuth) >= 0], 1.0, -1.0)
    x_axis, y_axis = (_floor_axis(transform, along, near[1 - along], about) for along in (0, 1))
    return x_axis, y_axis, _height_axis(transform, camera, about)


def _floor_axis(transform: BoxTransform, along: int, near: float, about: int) -> SceneAxis:
    """Return the axis of x or y, `along` 0 or 1, on the edge of the floor at `near`."""
    values = nice_ticks(*(transform.x_range, transform.y_range)[along], about)
    points = np.full((len(values) + 2, 3), BOX_FLOOR)
    points[:, 1 - along] = near
    points[:2, along] = -1.0, 1.0
    points[2:, along] = transform.to_box(values, values, transform.z_range[0])[:, along]
    outwards = np.zeros(3)
    outwards[1 - along] = near
    return SceneAxis(points[0], points[1], points[2:], tick_labels(values), outwards)


def floor_lines(transform: BoxTransform, about: int = 5) -> NDArray[np.float32]:
    """Return the floor's grid at the ticks and its border, shape (k, 2, 3), as segments."""
    x_values, y_values = (
        nice_ticks(*ends, about) for ends in (transform.x_range, transform.y_range)
    )
    x = np.append(transform.to_box(x_values, 0.0, 0.0)[:, 0], [-1.0, 1.0])
    y = np.append(transform.to_box(0.0, y_values, 0.0)[:, 1], [-1.0, 1.0])
    lines = np.empty((len(x) + len(y), 2, 3), np.float32)
    lines[..., 2] = BOX_FLOOR
    lines[: len(x), :, 0], lines[: len(x), :, 1] = x[:, None], (-1, 1)
    lines[len(x) :, :, 1], lines[len(x) :, :, 0] = y[:, None], (-1, 1)
    return lines


def _height_axis(transform: BoxTransform, camera: Camera, about: int) -> SceneAxis:
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64)
    feet = np.column_stack([corners, np.full(4, BOX_FLOOR)])
    foot = feet[np.nanargmin(camera.project(feet, 1000, 1000)[:, 0])]
    heights, labels = height_ticks(transform, about)
    ticks = np.column_stack([np.tile(foot[:2], (len(heights), 1)), heights])
    top = np.array([foot[0], foot[1], BOX_HEIGHT])
    azimuth = np.radians(camera.azimuth)
    left = np.array([np.sin(azimuth), -np.cos(azimuth), 0.0])
    return SceneAxis(foot, top, ticks, labels, left)


def _spread(values: NDArray[Any], heights: NDArray[Any]) -> list[int]:
    """Return which ticks to keep, in order: zero and powers of ten before their multiples."""
    log = np.log10(np.where(values == 0, 1.0, np.abs(values)))
    plain = np.abs(log - np.round(log)) < 1e-9
    kept: list[int] = []
    for k in (*np.flatnonzero(plain)[::-1], *np.flatnonzero(~plain)[::-1]):
        if all(abs(heights[k] - heights[j]) >= _MIN_TICK_DISTANCE * BOX_HEIGHT for j in kept):
            kept.append(int(k))
    return sorted(kept)
