"""A surface made ready to draw, without Qt: both 3-D views show exactly these arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.arrays import lock
from gdstudio.errors import InvalidValue
from gdstudio.pictures.box import BOX_HEIGHT, BoxTransform, HeightScale
from gdstudio.pictures.contour_map import contour_segments
from gdstudio.pictures.grid import bilinear
from gdstudio.pictures.palette import VIRIDIS
from gdstudio.texts import Text

# From high at the left of the first view: slopes differ, none is black.
_LIGHT: Final = np.array([-0.45, -0.35, 0.82])
_AMBIENT: Final = 0.5
_SHINE: Final = 0.6  # how much white a slope takes on that faces the light
N_LEVELS: Final = 14
_LARGEST: Final = 1e300  # beyond it, differences of two values overflow


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceMesh:
    """A height grid as triangles, colours and contour lines; all arrays are read-only.

    Attributes:
        x: Data coordinates of the columns, shape (nx,), evenly spaced, rising.
        y: Data coordinates of the rows, shape (ny,), evenly spaced, rising.
        values: Shape (ny, nx), NaN where cut out.
        heights: Box heights, shape (ny, nx), float32, in [0, BOX_HEIGHT]; NaN where cut out.
        vertices: Points of the box, row after row, shape (ny * nx, 3), float32; cut out: height 0.
        faces: Corners of each triangle, shape (m, 3), uint32. A cell with a corner cut out has
            none; every other cell has two, one after the other.
        normals: Unit normals of the vertices in the box, shape (ny * nx, 3), float32.
        colours: Red, green, blue, alpha in [0, 1], shape (ny * nx, 4), float32, shaded.
        contours: Ends of the contour segments in the box, shape (k, 2, 2), float32: x and y.
        contour_heights: Box height of each segment's level, shape (k,), float32.
        lut: The colours from bottom to top, shape (256, 3), uint8.
        transform: The map between data and box.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    values: NDArray[np.float64]
    heights: NDArray[np.float32]
    vertices: NDArray[np.float32]
    faces: NDArray[np.uint32]
    normals: NDArray[np.float32]
    colours: NDArray[np.float32]
    contours: NDArray[np.float32]
    contour_heights: NDArray[np.float32]
    lut: NDArray[np.uint8]
    transform: BoxTransform

    def height_at(self, box_x: NDArray[Any], box_y: NDArray[Any]) -> NDArray[np.float64]:
        """Return the surface's height over places of the box; NaN outside and in holes."""
        ny, nx = self.heights.shape
        return bilinear(self.heights, (box_x + 1) / 2 * (nx - 1), (box_y + 1) / 2 * (ny - 1))

    def place_on_surface(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return box points on the surface, shape (k, 3), of data points x, y, shape (k, 2).

        The height is NaN outside the grid and in holes.
        """
        xy = np.asarray(points, np.float64).reshape(-1, 2)
        box = self.transform.to_box(xy[:, 0], xy[:, 1], np.float64(0))
        box[:, 2] = self.height_at(box[:, 0], box[:, 1])
        return box

    def drape(self, points: ArrayLike, step: float = 0.02) -> NDArray[np.float64]:
        """Return a path on the surface that follows its bends between data points x, y, (k, 2).

        Box points, shape (n, 3) with n >= k, every given one among them, at most `step` apart.
        """
        xy = np.asarray(points, np.float64).reshape(-1, 2)
        if len(xy) < 2:
            return self.place_on_surface(xy)
        flat = self.transform.to_box(xy[:, 0], xy[:, 1], np.float64(0))[:, :2]
        lengths = np.hypot(*np.diff(flat, axis=0).T)
        lengths = np.minimum(np.where(np.isfinite(lengths), lengths, 0.0), 4.0)
        pieces = np.maximum(np.ceil(lengths / step).astype(int), 1)
        first = np.cumsum(pieces) - pieces
        part = np.arange(pieces.sum()) - np.repeat(first, pieces)
        places = np.repeat(np.arange(len(pieces)), pieces) + part / np.repeat(pieces, pieces)
        places = np.append(places, len(pieces))
        known = np.arange(len(xy))
        box_x, box_y = (np.interp(places, known, flat[:, axis]) for axis in (0, 1))
        return np.column_stack([box_x, box_y, self.height_at(box_x, box_y)])


def surface_mesh(
    x: ArrayLike,
    y: ArrayLike,
    z: ArrayLike,
    *,
    scale: HeightScale = HeightScale.LINEAR,
    z_range: tuple[float, float] | None = None,
    lut: NDArray[np.uint8] = VIRIDIS,
    n_levels: int = N_LEVELS,
) -> SurfaceMesh:
    """Return the surface of a height grid.

    Args:
        x: Columns, shape (nx,), evenly spaced and rising, nx >= 2.
        y: Rows, shape (ny,), evenly spaced and rising, ny >= 2.
        z: Values, shape (ny, nx); what is not finite or beyond 1e300 is cut out.
        scale: Whether heights and colours are the values or their logarithm.
        z_range: Values at bottom and top; of the finite values if not given. Values beyond are
            drawn at the edge, so that a surface which is renewed can keep its scale.
        lut: Colours from bottom to top, shape (256, 3), uint8.
        n_levels: Number of contour levels, evenly spaced in height.

    Raises:
        InvalidValue: The coordinates are not finite and rising, or the grid is below 2 x 2.
    """
    columns, rows = _coordinates("x", x), _coordinates("y", y)
    values = np.array(z, np.float64)
    assert values.shape == (len(rows), len(columns))
    values[~(np.abs(values) < _LARGEST)] = np.nan
    transform = BoxTransform(
        (float(columns[0]), float(columns[-1])),
        (float(rows[0]), float(rows[-1])),
        _z_range(values) if z_range is None else z_range,
        scale,
    )
    points = transform.to_box(columns[None, :], rows[:, None], values)
    heights = points[..., 2]
    normals = _normals(heights)
    levels = BOX_HEIGHT * (np.arange(n_levels) + 0.5) / n_levels
    segments, of_level = contour_segments(heights, levels)
    arrays: dict[str, NDArray[Any]] = {
        "x": columns,
        "y": rows,
        "values": values,
        "heights": heights.astype(np.float32),
        "vertices": np.nan_to_num(points, nan=0.0).reshape(-1, 3).astype(np.float32),
        "faces": _faces(np.isfinite(heights)),
        "normals": normals.reshape(-1, 3).astype(np.float32),
        "colours": _colours(heights, normals, lut),
        "contours": segments.astype(np.float32),
        "contour_heights": levels[of_level].astype(np.float32),
        "lut": np.array(lut, np.uint8),
    }
    lock(*arrays.values())
    return SurfaceMesh(transform=transform, **arrays)


def _coordinates(name: str, given: ArrayLike) -> NDArray[np.float64]:
    coordinates = np.array(given, np.float64)
    rising = coordinates.ndim == 1 and len(coordinates) >= 2 and np.isfinite(coordinates).all()
    if not rising or not (np.diff(coordinates) > 0).all():
        shown = coordinates.ravel()[:3].tolist()
        raise InvalidValue(
            Text("{0} of the surface", name), shown, Text("at least two finite, rising numbers")
        )
    return coordinates


def _z_range(values: NDArray[np.float64]) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)


def _faces(finite: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Return the triangles of the cells whose four corners are there."""
    nx = finite.shape[1]
    whole = finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, :-1] & finite[1:, 1:]
    rows, columns = np.nonzero(whole)
    a = (rows * nx + columns).astype(np.uint32)
    b, c, d = a + np.uint32(1), a + np.uint32(nx + 1), a + np.uint32(nx)
    return np.stack([a, b, c, a, c, d], axis=1).reshape(-1, 3)


def _normals(heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return unit normals, shape (ny, nx, 3), by central differences, one-sided beside holes."""
    ny, nx = heights.shape
    slope_y, slope_x = _slope(heights, 0) * (ny - 1) / 2, _slope(heights, 1) * (nx - 1) / 2
    normals = np.stack([-slope_x, -slope_y, np.ones_like(heights)], axis=-1)
    lengths = np.linalg.norm(normals, axis=-1, keepdims=True)
    return np.asarray(normals / lengths)


def _slope(heights: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Return the mean of the differences to both neighbours that are there, 0 if neither is."""
    step = np.diff(heights, axis=axis)
    gap = np.full_like(np.take(heights, [0], axis=axis), np.nan)
    both = np.stack([np.concatenate([gap, step], axis), np.concatenate([step, gap], axis)])
    there = np.isfinite(both)
    total = np.where(there, both, 0.0).sum(axis=0)
    return np.asarray(total / np.maximum(there.sum(axis=0), 1))


def _colours(
    heights: NDArray[np.float64], normals: NDArray[np.float64], lut: NDArray[np.uint8]
) -> NDArray[np.float32]:
    """Return the colour of each height: itself where level, darker or lighter on slopes."""
    share = np.nan_to_num(heights / BOX_HEIGHT, nan=0.0).ravel()
    place = np.clip(share, 0, 1) * 255
    low = np.minimum(place.astype(np.intp), 254)
    table, part = lut.astype(np.float64) / 255, (place - low)[:, None]
    base = table[low] * (1 - part) + table[low + 1] * part
    towards = _LIGHT / np.linalg.norm(_LIGHT)
    lambert = np.maximum(normals.reshape(-1, 3) @ towards, 0.0)
    shade = (_AMBIENT + (1 - _AMBIENT) * lambert / towards[2])[:, None]  # 1 where it is level
    rgb = base * np.minimum(shade, 1.0)
    rgb += (1 - rgb) * np.maximum(shade - 1.0, 0.0) * _SHINE
    return np.column_stack([rgb, np.ones(len(rgb))]).astype(np.float32)
