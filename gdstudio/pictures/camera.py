"""Where a surface is looked at from: the one camera that both 3-D views and the picking share."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.arrays import Floats, locked

_HALF_FIELD: Final = np.tan(np.radians(14.0))  # half the picture's height over the distance
_REFERENCE_ASPECT: Final = 1.3  # narrower pictures move the camera back so that the box still fits
_REACH: Final = 3.0  # no point of the box is farther from a centre in reach
ELEVATIONS: Final = (3.0, 90.0)
DISTANCES: Final = (1.6, 30.0)


@dataclass(frozen=True, slots=True)
class Camera:
    """A view of the box, from above its floor.

    Attributes:
        azimuth: Direction of the eye seen from the centre, degrees from +x towards +y.
        elevation: Height of the eye over the horizon, degrees in [3, 90].
        distance: From the eye to the centre, in box units, in [1.6, 30].
        centre: The point of the box in the middle of the picture.
        orthographic: Parallel projection; at the centre it has the scale of the perspective.
    """

    azimuth: float = -62.0
    elevation: float = 34.0
    distance: float = 6.3
    centre: tuple[float, float, float] = (0.0, 0.0, 0.1)
    orthographic: bool = False

    def turned(self, azimuth: float, elevation: float) -> Camera:
        """Return the camera turned about the centre by degrees."""
        return replace(
            self,
            azimuth=(self.azimuth + azimuth + 180) % 360 - 180,
            elevation=float(np.clip(self.elevation + elevation, *ELEVATIONS)),
        )

    def zoomed(self, factor: float) -> Camera:
        """Return the camera with the picture `factor` times as large."""
        return replace(self, distance=float(np.clip(self.distance / factor, *DISTANCES)))

    def panned(self, right: float, down: float, width: int, height: int) -> Camera:
        """Return the camera with the picture moved by pixels of a view of that size."""
        unit = 2 * self._half_height(width, height) / max(height, 1)
        side, up, _ = self._axes()
        centre = np.array(self.centre) + unit * (down * up - right * side)
        x, y, z = np.clip(centre, -1.5, 1.5).tolist()
        return replace(self, centre=(x, y, z))

    def eye(self) -> NDArray[np.float64]:
        """Return the place of the eye, shape (3,)."""
        return np.array(self.centre) - self.distance * self._axes()[2]

    def view_matrix(self) -> NDArray[np.float64]:
        """Return the 4 x 4 matrix from the box to the eye, which looks along -z with y up."""
        side, up, forward = self._axes()
        matrix = np.eye(4)
        matrix[:3, :3] = np.stack([side, up, -forward])
        matrix[:3, 3] = -matrix[:3, :3] @ self.eye()
        return matrix

    def projection_matrix(self, width: int, height: int) -> NDArray[np.float64]:
        """Return the 4 x 4 matrix from the eye to clip coordinates, OpenGL's conventions."""
        half_height = self._half_height(width, height)
        half_width = half_height * max(width, 1) / max(height, 1)
        far = self.distance + _REACH
        matrix = np.zeros((4, 4))
        matrix[0, 0], matrix[1, 1] = 1 / half_width, 1 / half_height
        if self.orthographic:
            near = self.distance - _REACH
            matrix[2, 2], matrix[2, 3] = -2 / (far - near), -(far + near) / (far - near)
            matrix[3, 3] = 1.0
            return matrix
        near = max(self.distance - _REACH, 0.05)
        matrix[:2] *= self.distance
        matrix[2, 2], matrix[2, 3] = -(far + near) / (far - near), -2 * far * near / (far - near)
        matrix[3, 2] = -1.0
        return matrix

    def project(self, points: ArrayLike, width: int, height: int) -> NDArray[np.float64]:
        """Return pixel x, pixel y (downwards) and distance from the eye along its axis, (..., 3).

        NaN for points of the box, shape (..., 3), that are NaN or not in front of the eye. Width
        and height are those of the picture in pixels.
        """
        box = np.asarray(points, np.float64)
        view = self.view_matrix()
        seen = box @ view[:3, :3].T + view[:3, 3]
        projection = self.projection_matrix(width, height)
        depth = -seen[..., 2]
        w = np.ones_like(depth) if self.orthographic else np.where(depth > 1e-3, depth, np.nan)
        x = (1 + projection[0, 0] * seen[..., 0] / w) * width / 2
        y = (1 - projection[1, 1] * seen[..., 1] / w) * height / 2
        return np.stack([x, y, depth], axis=-1)

    def ray(
        self, px: float, py: float, width: int, height: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return start and unit direction, each (3,), of what is seen at a pixel."""
        side, up, forward = self._axes()
        half_height = self._half_height(width, height)
        x = (2 * px / max(width, 1) - 1) * half_height * max(width, 1) / max(height, 1)
        y = (1 - 2 * py / max(height, 1)) * half_height
        target = np.array(self.centre) + x * side + y * up
        if self.orthographic:
            return target - self.distance * forward, forward
        direction = target - self.eye()
        return self.eye(), direction / np.linalg.norm(direction)

    def towards_eye(self, points: NDArray[Any]) -> NDArray[np.float64]:
        """Return unit vectors from points of the box, shape (k, 3), to the eye."""
        if self.orthographic:
            return np.broadcast_to(-self._axes()[2], points.shape)
        away = self.eye() - points
        return np.asarray(away / np.linalg.norm(away, axis=-1, keepdims=True), np.float64)

    def _half_height(self, width: int, height: int) -> float:
        """Return half the height, in box units, of what is seen at the centre."""
        aspect = max(width, 1) / max(height, 1)
        return float(_HALF_FIELD * self.distance * max(1.0, _REFERENCE_ASPECT / aspect))

    def _axes(self) -> tuple[Floats, Floats, Floats]:
        """Return unit vectors to the right, up and forward; read-only."""
        return _axes_of(self.azimuth, self.elevation)


@functools.lru_cache(maxsize=16)  # a picture asks a dozen times, each time of the same camera
def _axes_of(azimuth: float, elevation: float) -> tuple[Floats, Floats, Floats]:
    a, e = np.radians(azimuth), np.radians(elevation)
    side = np.array([-np.sin(a), np.cos(a), 0.0])
    up = np.array([-np.sin(e) * np.cos(a), -np.sin(e) * np.sin(a), np.cos(e)])
    forward = np.array([-np.cos(e) * np.cos(a), -np.cos(e) * np.sin(a), -np.sin(e)])
    return locked(side), locked(up), locked(forward)
