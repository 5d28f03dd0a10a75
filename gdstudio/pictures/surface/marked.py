"""What lies on a surface: paths, arrows and balls; what the surface hides is faint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker, SurfacePath
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.palette import blend
from gdstudio.pictures.picking import visible
from gdstudio.pictures.plane.strokes import draw_arrow
from gdstudio.pictures.scene import Line, Signs
from gdstudio.pictures.sheet import Sheet

HIDDEN: Final = 0.3  # opacity of what lies behind the surface
HALO: Final = 1.5  # pixels of background colour on each side of a path
HALO_OPACITY: Final = 0.75
_MAX_SIGHT_TESTS: Final = 400  # points of a path whose sight is tested, evenly spread
_CURRENT_GROWTH: Final = 1.7
_BEYOND: Final = 1e4  # pixels
_LABEL_PX: Final = 6.0
_PLATE: Final = 0.8

Size = tuple[int, int]


def drawn_radius(marker: SurfaceMarker) -> float:
    """Return the radius in pixels with which a ball is drawn."""
    return marker.radius * (_CURRENT_GROWTH if marker.current else 1.0)


def seen_runs(
    mesh: SurfaceMesh, camera: Camera, size: Size, path: SurfacePath
) -> list[tuple[NDArray[Any], bool]]:
    """Return the stretches of a path in pixels, shape (k, 2) or more, and whether each is seen."""
    points = np.asarray(path.points, np.float64).reshape(-1, 3)
    if len(points) < 2:
        return []
    points = points[_thinned(camera.project(points, *size))]
    pixels = camera.project(points, *size)
    stride = -(-len(points) // _MAX_SIGHT_TESTS)
    seen = np.repeat(visible(mesh, camera, points[::stride]), stride)[: len(points)]
    return [(np.clip(run, -_BEYOND, _BEYOND), sees) for run, sees in _runs(pixels, seen)]


def draw_marks(
    sheet: Sheet,
    mesh: SurfaceMesh,
    camera: Camera,
    paths: Sequence[SurfacePath],
    arrows: Sequence[SurfaceArrow],
    markers: Sequence[SurfaceMarker],
) -> None:
    """Draw marks over a surface that fills a sheet."""
    size = round(sheet.size[0]), round(sheet.size[1])
    base = sheet.palette.base
    for path in paths:
        runs = [(run[:, :2], sees) for run, sees in seen_runs(mesh, camera, size, path)]
        wide = path.width + 2 * HALO
        sheet.add(*(Line(run, base, wide, opacity=HALO_OPACITY) for run, sees in runs if sees))
        for run, sees in runs:
            sheet.add(Line(run, path.colour, path.width, opacity=1.0 if sees else HIDDEN))
    for arrow in arrows:
        ends = np.array([arrow.start, arrow.end], np.float64)
        start, tip = camera.project(ends, *size)[:, :2]
        if np.isfinite([start, tip]).all():
            sees = bool(visible(mesh, camera, ends[:1])[0])
            ink = arrow.colour if sees else blend(arrow.colour, base, HIDDEN)
            draw_arrow(sheet, start, tip, ink, arrow.width, base)
    _draw_balls(sheet, mesh, camera, size, markers)


def _draw_balls(
    sheet: Sheet, mesh: SurfaceMesh, camera: Camera, size: Size, markers: Sequence[SurfaceMarker]
) -> None:
    """Draw balls, the nearest on top and the current one above all."""
    if not markers:
        return
    points = np.array([marker.point for marker in markers], np.float64).reshape(-1, 3)
    pixels, base = camera.project(points, *size), sheet.palette.base
    sees = visible(mesh, camera, points)
    order = np.argsort(-pixels[:, 2], kind="stable").tolist()
    for k in sorted(order, key=lambda k: markers[k].current):
        if not np.isfinite(pixels[k]).all():
            continue
        marker, at, radius = markers[k], pixels[k : k + 1, :2], drawn_radius(markers[k])
        ink = marker.colour if sees[k] else blend(marker.colour, base, HIDDEN + 0.15)
        if marker.hollow:
            turns = np.linspace(0, 2 * np.pi, 49)
            ring = at + radius * np.column_stack([np.cos(turns), np.sin(turns)])
            sheet.add(Line(ring, base, 5.0), Line(ring, ink, 2.5))
        else:
            sheet.add(Signs(at, "circle", ink, radius, base, 2.0))
        if marker.label:
            x, y = at[0].tolist()
            middle = x + radius + _LABEL_PX + sheet.width_of(marker.label) / 2, y
            sheet.label(marker.label, middle, sheet.palette.text, base, _PLATE, sheet.rect)


def _thinned(pixels: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which points to draw: about one a pixel, every break and both ends."""
    steps = np.hypot(*np.diff(pixels[:, :2], axis=0).T)
    travelled = np.floor(np.cumsum(np.nan_to_num(np.minimum(steps, 1e6), nan=2.0)))
    kept = np.concatenate([[True], np.diff(travelled, prepend=0.0) > 0])
    kept[-1] = True
    return kept


def _runs(pixels: NDArray[Any], seen: NDArray[np.bool_]) -> Iterator[tuple[NDArray[Any], bool]]:
    """Yield the stretches of a line that are seen or hidden throughout; breaks separate them."""
    there = np.isfinite(pixels).all(axis=1)
    state = np.where(there, seen.astype(int), -1)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(state)) + 1, [len(state)]])
    for begin, end in pairwise(starts):
        if state[begin] < 0:
            continue
        joined = end + 1 if end < len(state) and state[end] >= 0 else end
        yield pixels[begin:joined], bool(state[begin])
