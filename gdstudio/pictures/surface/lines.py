"""The lines that belong to a surface, with their colours; every picture of one draws these.

`floor_grid`, `floor_contours` and `surface_contours` return segments, shape (k, 2, 3), float32, in
the box, and a red, green, blue, alpha for each, shape (k, 4), float32, in [0, 1].
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.box import BOX_FLOOR, BOX_HEIGHT, floor_lines
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.palette import Palette, rgb
from gdstudio.pictures.picking import visible
from gdstudio.pictures.scene import Strokes

Coloured = tuple[NDArray[np.float32], NDArray[np.float32]]

_GRID_OPACITY: Final = 0.9
_SURFACE_OPACITY: Final = 0.22
_BEYOND: Final = 1e5  # pixels
_LIFT: Final = 0.002  # of the lines over the surface, against being half buried


def floor_strokes(
    mesh: SurfaceMesh, camera: Camera, size: tuple[int, int], palette: Palette
) -> Iterator[Strokes]:
    """Yield grid and contour lines of the floor in a view of a size in pixels."""
    yield from _strokes(*floor_grid(mesh, palette), camera, size, 1.0)
    yield from _strokes(*floor_contours(mesh, palette), camera, size, 1.5)


def height_strokes(
    mesh: SurfaceMesh, camera: Camera, size: tuple[int, int], palette: Palette
) -> Iterator[Strokes]:
    """Yield the contour lines on the surface, as far as they are seen."""
    lines, colours = surface_contours(mesh, palette)
    seen = visible(mesh, camera, lines.mean(axis=1, dtype=np.float64), from_below=True)
    yield from _strokes(lines[seen], colours[seen], camera, size, 1.0)


def _strokes(
    lines: NDArray[np.float32],
    colours: NDArray[np.float32],
    camera: Camera,
    size: tuple[int, int],
    width: float,
) -> Iterator[Strokes]:
    """Yield segments grouped by colour."""
    pixels = camera.project(lines, *size)
    there = np.isfinite(pixels).all(axis=(1, 2))
    flat = np.clip(pixels[there][:, :, :2], -_BEYOND, _BEYOND)
    kinds, which = np.unique(colours[there], axis=0, return_inverse=True)
    for kind, (*shade, opacity) in enumerate(kinds.tolist()):
        ink = "#" + bytes(round(255 * part) for part in shade).hex()
        yield Strokes(flat[which.ravel() == kind], ink, width, opacity)


def floor_grid(mesh: SurfaceMesh, palette: Palette) -> Coloured:
    """Return the floor's border and its lines at the ticks of x and y."""
    lines = floor_lines(mesh.transform)
    return lines, _one_colour(palette.border, _GRID_OPACITY, len(lines))


def floor_contours(mesh: SurfaceMesh, palette: Palette) -> Coloured:
    """Return the contour lines on the floor, in the colours of their heights."""
    rows = np.clip(mesh.contour_heights / BOX_HEIGHT * 255, 0, 255).astype(np.intp)
    shades = mesh.lut[rows].astype(np.float32) / 255
    text = rgb(palette.text).astype(np.float32) / 255
    shades = 0.82 * shades + 0.18 * text  # yellow on white and purple on black would be lost
    alpha = np.ones((len(shades), 1), np.float32)
    return _raised(mesh, np.float32(BOX_FLOOR)), np.hstack([shades, alpha]).astype(np.float32)


def surface_contours(mesh: SurfaceMesh, palette: Palette) -> Coloured:
    """Return the same contour lines where they lie on the surface, faint."""
    colour = "#ffffff" if palette.is_dark else "#000000"
    lines = _raised(mesh, mesh.contour_heights[:, None] + np.float32(_LIFT))
    return lines, _one_colour(colour, _SURFACE_OPACITY, len(lines))


def _raised(mesh: SurfaceMesh, heights: NDArray[np.float32] | np.float32) -> NDArray[np.float32]:
    """Return the contour segments at these heights."""
    lines = np.empty((len(mesh.contours), 2, 3), np.float32)
    lines[..., :2], lines[..., 2] = mesh.contours, heights
    return lines


def _one_colour(colour: str, opacity: float, n: int) -> NDArray[np.float32]:
    shade = np.append(rgb(colour) / 255, opacity)
    return np.tile(shade.astype(np.float32), (n, 1))
