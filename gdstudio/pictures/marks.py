"""What is drawn on a surface: paths, marked points and arrows, in coordinates of the box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class SurfacePath:
    """A line over the surface.

    Attributes:
        points: Points of the box, shape (k, 3); NaN breaks the line. See `SurfaceMesh.drape`.
        colour: "#rrggbb".
        width: In pixels.
    """

    points: NDArray[Any]
    colour: str
    width: float = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceMarker:
    """A ball of constant size.

    Attributes:
        point: Point of the box, shape (3,); not drawn if NaN.
        colour: "#rrggbb".
        radius: In pixels.
        label: Text beside it, may be empty.
        current: The present position: drawn larger and last, and it can be dragged.
        hollow: A ring, for a point that is known and not visited, e.g. a minimum.
    """

    point: NDArray[Any]
    colour: str
    radius: float = 5.0
    label: str = ""
    current: bool = False
    hollow: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceArrow:
    """An arrow from one point of the box to another, each of shape (3,); a shaft `width` wide."""

    start: NDArray[Any]
    end: NDArray[Any]
    colour: str
    width: float = 3.0
