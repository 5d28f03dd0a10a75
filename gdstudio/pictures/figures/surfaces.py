"""Figures of surfaces: polygons from back to front, with axes and what lies on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array, Floats
from gdstudio.pictures.box import BOX_HEIGHT, height_ticks
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.figure import Figure, Table
from gdstudio.pictures.figures.charts import table_of
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker, SurfacePath
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.scene import Image, Line, Rect, Scene, Strokes
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.surface.axes import lay_out_axes
from gdstudio.pictures.surface.cells import surface_cells
from gdstudio.pictures.surface.lines import floor_strokes, height_strokes
from gdstudio.pictures.surface.marked import draw_marks

_SIZE: Final = (860.0, 640.0)
_STRIP_PX, _TICK_PX, _GAP_PX = 14.0, 4.0, 8.0
_WIDEST: Final = "−2.5·10⁻⁶"
_AXIS_PX: Final = 1.2


def surface_figure(
    name: str,
    title: str,
    mesh: SurfaceMesh,
    camera: Camera,
    titles: tuple[str, str, str],
    paths: Sequence[SurfacePath] = (),
    arrows: Sequence[SurfaceArrow] = (),
    markers: Sequence[SurfaceMarker] = (),
) -> Figure:
    """Return a surface as it is looked at.

    Args:
        name: For files.
        title: What it shows.
        mesh: The surface.
        camera: Where it is looked at from.
        titles: Of x, y and height.
        paths: Lines on it.
        arrows: Arrows on it.
        markers: Balls on it.
    """
    table = partial(_table, mesh, titles, paths)
    draw = partial(_draw, mesh, camera, titles, paths, arrows, markers)
    return Figure(name, title, draw, table, dict(_arrays(mesh, paths)), size=_SIZE)


def _draw(
    mesh: SurfaceMesh,
    camera: Camera,
    titles: tuple[str, str, str],
    paths: Sequence[SurfacePath],
    arrows: Sequence[SurfaceArrow],
    markers: Sequence[SurfaceMarker],
    sheet: Sheet,
) -> Scene:
    beside = _STRIP_PX + _TICK_PX + 2 * _GAP_PX + sheet.width_of(_WIDEST)
    view = Sheet((sheet.size[0] - beside, sheet.size[1]), sheet.measure, sheet.palette)
    view.text_size = sheet.text_size
    size = round(view.size[0]), round(view.size[1])
    view.add(*floor_strokes(mesh, camera, size, view.palette))
    view.add(surface_cells(mesh, camera, size))
    view.add(*height_strokes(mesh, camera, size, view.palette))
    laid = lay_out_axes(mesh, camera, titles, size, view.width_of, view.line)
    view.add(Strokes(laid.lines, view.palette.muted, _AXIS_PX))
    for text, box in laid.words:
        view.write(text, *box.middle, view.palette.text, (0.5, 0.5))
    draw_marks(view, mesh, camera, paths, arrows, markers)
    sheet.add(*view.shapes)
    _draw_scale(sheet, mesh, Rect(view.size[0] + _GAP_PX, 0.0, beside, sheet.size[1]))
    return sheet.scene()


def _draw_scale(sheet: Sheet, mesh: SurfaceMesh, room: Rect) -> None:
    """Draw which colour stands for which value."""
    high = min(0.62 * room.height, room.height - sheet.line)
    strip = Rect(room.left, (room.height - high) / 2, _STRIP_PX, high)
    sheet.add(Image(np.ascontiguousarray(mesh.lut[::-1, None, :]), strip))
    last = np.inf
    for height, label in zip(*height_ticks(mesh.transform), strict=True):
        y = strip.bottom - float(height) / BOX_HEIGHT * strip.height
        if last - y >= sheet.line:
            last = y
            ends = np.array([(strip.right, y), (strip.right + _TICK_PX, y)])
            sheet.add(Line(ends, sheet.palette.muted, flat=True))
            at = strip.right + _TICK_PX + _GAP_PX / 2
            sheet.write(label, at, y, sheet.palette.text, (0.0, 0.5))


def _places(mesh: SurfaceMesh, path: SurfacePath) -> Floats:
    """Return x, y of a path in data, shape (k, 2)."""
    return mesh.transform.xy_of(np.asarray(path.points, np.float64).reshape(-1, 3))


def _table(mesh: SurfaceMesh, titles: tuple[str, str, str], paths: Sequence[SurfacePath]) -> Table:
    x, y = np.meshgrid(mesh.x, mesh.y)
    columns = (part.ravel().tolist() for part in (x, y, mesh.values))
    rows: list[tuple[Any, ...]] = [("surface", *row) for row in zip(*columns, strict=True)]
    for k, path in enumerate(paths, 1):
        rows += [(f"path {k}", *place, None) for place in _places(mesh, path).tolist()]
    names = [title or default for title, default in zip(titles, ("x", "y", "cost"), strict=True)]
    return table_of(("what", *names), rows)


def _arrays(mesh: SurfaceMesh, paths: Sequence[SurfacePath]) -> Iterator[tuple[str, Array]]:
    yield from (("x", mesh.x), ("y", mesh.y), ("cost", mesh.values))
    for k, path in enumerate(paths, 1):
        yield f"path-{k}", _places(mesh, path)
