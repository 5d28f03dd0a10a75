"""What is seen where: the place under a pixel, and whether a point is hidden by the surface."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.box import BOX_HEIGHT
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh

_RAY_SAMPLES: Final = 1200
_SIGHT_SAMPLES: Final = 48
_TOLERANCE: Final = 0.015  # a point this deep under the surface still counts as on it


def pick(
    mesh: SurfaceMesh, camera: Camera, px: float, py: float, width: int, height: int
) -> tuple[float, float] | None:
    """Return data x, y of the surface seen at a pixel, or None beside it and in holes.

    The ray is sampled inside the box, and its first crossing is refined by false position. Seen
    through an open side of the box, that crossing may be from below.
    """
    start, direction = camera.ray(px, py, width, height)
    span = _inside_box(start, direction)
    if span is None:
        return None
    t = np.linspace(span[0], span[1], _RAY_SAMPLES)
    gap = _gap(mesh, start, direction, t)
    with np.errstate(invalid="ignore"):
        crossing = np.flatnonzero(gap[:-1] * gap[1:] <= 0)
    if not len(crossing):
        return None
    low, high = t[crossing[0] : crossing[0] + 2]
    for _ in range(3):
        at_low, at_high = _gap(mesh, start, direction, np.array([low, high]))
        if at_low == at_high:
            break
        middle = low + (high - low) * at_low / (at_low - at_high)
        at_middle = _gap(mesh, start, direction, np.array([middle]))[0]
        low, high = (middle, high) if at_low * at_middle > 0 else (low, middle)
    x, y = mesh.transform.xy_of(np.clip(start + (low + high) / 2 * direction, -1, 1)).tolist()
    return x, y


def pick_at_height(
    mesh: SurfaceMesh, camera: Camera, px: float, py: float, width: int, height: int, at: float
) -> tuple[float, float]:
    """Return data x, y where the ray meets the plane of a box height, held inside the grid.

    A ball that is dragged beyond the surface goes on along its edge this way.
    """
    start, direction = camera.ray(px, py, width, height)
    downwards = min(float(direction[2]), -1e-6)
    hit = start + direction * max((at - float(start[2])) / downwards, 0.0)
    x, y = mesh.transform.xy_of(np.clip(hit, -1, 1)).tolist()
    return x, y


def visible(
    mesh: SurfaceMesh, camera: Camera, points: NDArray[Any], *, from_below: bool = False
) -> NDArray[np.bool_]:
    """Return for each point of the box, shape (k, 3), whether the surface does not hide it.

    With `from_below`, points on the surface are seen, too, on its lower side, where the eye looks
    under it through an open side of the box.
    """
    towards = camera.towards_eye(points)
    with np.errstate(invalid="ignore", divide="ignore"):
        level = towards[:, :2]
        out = (1 - np.sign(level) * points[:, :2]) / np.abs(level)
        rise = (BOX_HEIGHT + _TOLERANCE - points[:, 2]) / np.maximum(towards[:, 2], 1e-9)
    reach = np.clip(np.nan_to_num(np.fmin(np.fmin(out[:, 0], out[:, 1]), rise)), 0, 3)
    steps = (np.arange(1, _SIGHT_SAMPLES + 1) / _SIGHT_SAMPLES) ** 1.5
    places = points[:, None, :] + (reach[:, None] * steps)[..., None] * towards[:, None, :]
    over = mesh.height_at(places[..., 0], places[..., 1])
    with np.errstate(invalid="ignore"):
        hidden = (over > places[..., 2] + _TOLERANCE).any(axis=1)
        if from_below:
            hidden &= (over < places[..., 2] - _TOLERANCE).any(axis=1)
    return np.asarray(~hidden)


def _gap(
    mesh: SurfaceMesh, start: NDArray[Any], direction: NDArray[Any], t: NDArray[Any]
) -> NDArray[np.float64]:
    """Return how far the ray is over the surface at each t; NaN over holes."""
    places = start + t[:, None] * direction
    return np.asarray(places[:, 2] - mesh.height_at(places[:, 0], places[:, 1]))


def _inside_box(start: NDArray[Any], direction: NDArray[Any]) -> tuple[float, float] | None:
    """Return between which t the ray is in the box of the surface, or None if it misses it."""
    low = np.array([-1.0, -1.0, -1e-3])
    high = np.array([1.0, 1.0, BOX_HEIGHT + 1e-3])
    slope = np.where(np.abs(direction) < 1e-12, 1e-12, direction)
    a, b = (low - start) / slope, (high - start) / slope
    enter, leave = float(np.minimum(a, b).max()), float(np.maximum(a, b).min())
    return (max(enter, 0.0), leave) if leave > max(enter, 0.0) else None
