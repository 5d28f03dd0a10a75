"""The cells of a surface as polygons, in the order in which none hides an earlier one."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.scene import Faces

CELLS_FINE: Final = 100  # along each side
_FAR_AWAY: Final = 1e6  # box units: the eye of a parallel projection
_BEYOND: Final = 1e5  # pixels


def surface_cells(
    mesh: SurfaceMesh, camera: Camera, size: tuple[int, int], most: int = CELLS_FINE
) -> Faces:
    """Return at most `most` x `most` cells in a view of a size in pixels, from back to front."""
    ny, nx = mesh.heights.shape
    rows, columns = _thinned(ny, most), _thinned(nx, most)
    index = rows[:, None] * nx + columns
    pixels = camera.project(mesh.vertices[index.ravel()], *size)[:, :2]
    corners = _cells(np.arange(index.size).reshape(index.shape))
    kept = np.isfinite(mesh.heights.ravel()[index.ravel()[corners]]).all(axis=1)
    kept &= np.isfinite(pixels[corners]).all(axis=(1, 2))
    order = _back_to_front(mesh, camera, rows, columns)
    order = order[kept[order]]
    colours = mesh.colours[index.ravel()][corners[order], :3].mean(axis=1) * 255
    places = np.clip(np.nan_to_num(pixels), -_BEYOND, _BEYOND)
    return Faces(places, corners[order], colours.astype(np.uint8))


def _thinned(n: int, max_cells: int) -> NDArray[np.intp]:
    """Return at most max_cells + 1 places of n, evenly spread, with both ends."""
    return np.unique(np.linspace(0, n - 1, min(n, max_cells + 1)).round().astype(np.intp))


def _cells(index: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the four corners of each cell, going round it, shape (cells, 4), row after row."""
    around = (index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1])
    return np.stack(around, axis=-1).reshape(-1, 4)


def _back_to_front(
    mesh: SurfaceMesh, camera: Camera, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the cells in an order in which none hides an earlier one.

    Away from the eye along any ray, the distances |dx| and |dy| from the eye never shrink; so it is
    enough to go through rows by falling |dy| and in each row through cells by falling |dx|.
    """
    ny, nx = mesh.heights.shape
    eye = camera.eye()
    if camera.orthographic:
        eye = eye + camera.towards_eye(np.zeros((1, 3)))[0] * _FAR_AWAY
    middle_y = (rows[:-1] + rows[1:]) / (ny - 1) - 1
    middle_x = (columns[:-1] + columns[1:]) / (nx - 1) - 1
    by_row = np.argsort(-np.abs(middle_y - eye[1]), kind="stable")
    by_column = np.argsort(-np.abs(middle_x - eye[0]), kind="stable")
    return (by_row[:, None] * len(middle_x) + by_column).ravel()
