"""Shapes cut off at the edges of a rectangle, as numbers: not all programs know clipping paths."""

from __future__ import annotations

import numpy as np

from gdstudio.pictures.lines import clipped_path
from gdstudio.pictures.scene import Area, Clip, Floats, Line, Rect, Shape, Signs, Strokes


class Clipping:
    """Cuts shapes, one after another, as `Clip` among them says."""

    def __init__(self) -> None:
        self._rect: Rect | None = None

    def cut(self, shape: Shape) -> Shape | None:
        """Return what is left of a shape; None for nothing, and of a `Clip`.

        A line or an area is cut at the edge; signs whose middle lies outside are left out; texts,
        plates and images are made to fit by whoever draws them.
        """
        if isinstance(shape, Clip):
            self._rect = shape.rect
            return None
        rect = self._rect
        if rect is None:
            return shape
        if isinstance(shape, Line):
            return _with(shape, clipped_path(shape.points, *_ends(rect)))
        if isinstance(shape, Strokes):
            gap = np.full((len(shape.ends), 1, 2), np.nan)
            way = np.concatenate([shape.ends, gap], axis=1).reshape(-1, 2)
            path = clipped_path(way, *_ends(rect))
            return Line(path, shape.colour, shape.width, opacity=shape.opacity, flat=True)
        if isinstance(shape, Area):
            corners = cut_polygon(shape.corners, rect)
            return Area(corners, shape.colour, shape.opacity) if len(corners) else None
        if isinstance(shape, Signs):
            (left, right), (top, bottom) = _ends(rect)
            x, y = shape.places.T
            kept = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
            parts = shape.sign, shape.colour, shape.radius, shape.rim, shape.rim_width
            return Signs(shape.places[kept], *parts)
        return shape


def cut_polygon(corners: Floats, rect: Rect) -> Floats:
    """Return the part of a polygon, shape (k, 2), in a rectangle (Sutherland and Hodgman, 1974)."""
    sides = ((0, rect.left, 1), (0, rect.right, -1), (1, rect.top, 1), (1, rect.bottom, -1))
    for axis, edge, sign in sides:
        if not len(corners):
            break
        before = np.roll(corners, 1, axis=0)
        into, was = (sign * (points[:, axis] - edge) for points in (corners, before))
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = before + (was / (was - into))[:, None] * (corners - before)
        crossing[:, axis] = edge
        both = np.stack([crossing, corners], axis=1)
        kept = np.stack([(into >= 0) != (was >= 0), into >= 0], axis=1)
        corners = both[kept]
    return corners


def _with(line: Line, points: Floats) -> Line:
    return Line(points, line.colour, line.width, line.dashes, line.opacity, line.flat)


def _ends(rect: Rect) -> tuple[tuple[float, float], tuple[float, float]]:
    return (rect.left, rect.right), (rect.top, rect.bottom)
