"""Scenes put beside one another: shapes moved to another place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import singledispatch

from gdstudio.pictures.scene import (
    Area,
    Clip,
    Faces,
    Image,
    Label,
    Line,
    Plate,
    Rect,
    Scene,
    Shape,
    Signs,
    Strokes,
)


def placed(scene: Scene, left: float, top: float) -> Iterator[Shape]:
    """Yield the shapes of a scene whose upper left corner shall be at a place."""
    for shape in scene.shapes:
        yield _moved(shape, (left, top))
    yield Clip(None)


def _shifted(rect: Rect, way: tuple[float, float]) -> Rect:
    return Rect(rect.left + way[0], rect.top + way[1], rect.width, rect.height)


@singledispatch
def _moved(shape: Shape, way: tuple[float, float]) -> Shape:
    raise TypeError(shape)


@_moved.register
def _(shape: Line, way: tuple[float, float]) -> Shape:
    return replace(shape, points=shape.points + way)


@_moved.register
def _(shape: Strokes, way: tuple[float, float]) -> Shape:
    return replace(shape, ends=shape.ends + way)


@_moved.register
def _(shape: Area, way: tuple[float, float]) -> Shape:
    return replace(shape, corners=shape.corners + way)


@_moved.register
def _(shape: Faces | Signs, way: tuple[float, float]) -> Shape:
    return replace(shape, places=shape.places + way)


@_moved.register
def _(shape: Plate | Image, way: tuple[float, float]) -> Shape:
    return replace(shape, rect=_shifted(shape.rect, way))


@_moved.register
def _(shape: Label, way: tuple[float, float]) -> Shape:
    return replace(shape, x=shape.x + way[0], y=shape.y + way[1])


@_moved.register
def _(shape: Clip, way: tuple[float, float]) -> Shape:
    return Clip(None if shape.rect is None else _shifted(shape.rect, way))
