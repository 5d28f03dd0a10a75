"""The lines that belong to a surface, with their colours in a theme; both 3-D views draw these.

Each function returns segments, shape (k, 2, 3), float32, in the box, and a red, green, blue, alpha
for each, shape (k, 4), float32, in [0, 1].
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdstudio.pictures.box import BOX_FLOOR, BOX_HEIGHT, floor_lines
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.common.painted_widget import rgb_of

_GRID_OPACITY: Final = 0.9
_SURFACE_OPACITY: Final = 0.22
_LIFT: Final = 0.002  # of the lines over the surface, against being half buried


def floor_grid(mesh: SurfaceMesh, theme: Theme) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the floor's border and its lines at the ticks of x and y."""
    lines = floor_lines(mesh.transform)
    return lines, _one_colour(QColor(theme.border), _GRID_OPACITY, len(lines))


def floor_contours(
    mesh: SurfaceMesh, theme: Theme
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the contour lines on the floor, in the colours of their heights."""
    rows = np.clip(mesh.contour_heights / BOX_HEIGHT * 255, 0, 255).astype(np.intp)
    rgb = mesh.lut[rows].astype(np.float32) / 255
    text = rgb_of(theme.text).astype(np.float32) / 255
    rgb = 0.82 * rgb + 0.18 * text  # yellow on white and purple on black would be lost
    alpha = np.ones((len(rgb), 1), np.float32)
    return _raised(mesh, np.float32(BOX_FLOOR)), np.hstack([rgb, alpha]).astype(np.float32)


def surface_contours(
    mesh: SurfaceMesh, theme: Theme
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the same contour lines where they lie on the surface, faint."""
    colour = QColor("#ffffff" if theme.is_dark else "#000000")
    lines = _raised(mesh, mesh.contour_heights[:, None] + np.float32(_LIFT))
    return lines, _one_colour(colour, _SURFACE_OPACITY, len(lines))


def _raised(mesh: SurfaceMesh, heights: NDArray[np.float32] | np.float32) -> NDArray[np.float32]:
    """Return the contour segments at these heights."""
    lines = np.empty((len(mesh.contours), 2, 3), np.float32)
    lines[..., :2], lines[..., 2] = mesh.contours, heights
    return lines


def _one_colour(colour: QColor, opacity: float, n: int) -> NDArray[np.float32]:
    shade = colour.redF(), colour.greenF(), colour.blueF(), opacity
    return np.tile(np.array(shade, np.float32), (n, 1))
