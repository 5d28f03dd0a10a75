"""The hand that draws a `Scene` without Qt: too large, then reduced to smooth edges."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import singledispatchmethod
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pil
from PIL import ImageDraw

from gdstudio.pictures.pillow.lettering import measure, write
from gdstudio.pictures.scene import (
    Area,
    Clip,
    Faces,
    Floats,
    Image,
    Label,
    Line,
    Plate,
    Rect,
    Scene,
    Shape,
    Signs,
    Strokes,
    finite_runs,
)

_SMOOTH: Final = {1: 3}  # pixels drawn for one of the file; 2 where the file itself is finer
_FINE: Final = 2
_STRIP_PIXELS: Final = 10_000_000

Stroke = Callable[[ImageDraw.ImageDraw, "str | int"], None]


def png_of(scene: Scene, scale: int = 1) -> bytes:
    """Return a scene as a PNG file, `scale` pixels of the file for one of the scene."""
    file = io.BytesIO()
    Pil.fromarray(pixels_of(scene, scale)).save(file, "PNG", optimize=True)
    return file.getvalue()


def pixels_of(scene: Scene, scale: int = 1) -> NDArray[np.uint8]:
    """Return a scene as pixels, shape (height, width, 3), `scale` for one of the scene."""
    hand = _Hand(scene, scale)
    for shape in scene.shapes:
        hand.draw(shape)
    return hand.finished()


class _Hand:
    def __init__(self, scene: Scene, scale: int) -> None:
        self._reduced = _SMOOTH.get(scale, _FINE)
        self._scale = self._reduced * scale
        size = round(scene.width) * self._scale, round(scene.height) * self._scale
        self._image = Pil.new("RGB", size, scene.ground)
        self._draw = ImageDraw.Draw(self._image)
        self._unclipped: tuple[Pil.Image, Rect] | None = None

    def finished(self) -> NDArray[np.uint8]:
        self.draw(Clip(None))
        return np.asarray(self._image.reduce(self._reduced))

    @singledispatchmethod
    def draw(self, shape: Shape) -> None:
        raise TypeError(shape)

    @draw.register
    def _(self, shape: Line) -> None:
        wide = max(round(shape.width * self._scale), 1)
        found = [run for run in finite_runs(shape.points) if len(run) > 1]
        runs = [_whole(run, self._scale) for run in found]
        if shape.dashes:
            runs = [dash for run in found for dash in _dashed(run, shape.dashes, self._scale)]
        is_round = wide > 2 and not (shape.flat or shape.dashes)

        def stroke(draw: ImageDraw.ImageDraw, ink: str | int) -> None:
            for run in runs:
                stretches = np.unique(np.hstack([run[:-1], run[1:]]), axis=0)
                for stretch in stretches.tolist():
                    draw.line(stretch, fill=ink, width=wide)
                for x, y in np.unique(run if is_round else run[1:-1], axis=0).tolist():
                    draw.circle((x, y), wide / 2 - 0.5, fill=ink)

        self._ink(stroke, shape.colour, shape.opacity)

    @draw.register
    def _(self, shape: Strokes) -> None:
        ends = shape.ends[np.isfinite(shape.ends).all(axis=(1, 2))]
        wide = max(round(shape.width * self._scale), 1)

        def stroke(draw: ImageDraw.ImageDraw, ink: str | int) -> None:
            for stretch in (self._scale * ends - 0.5).reshape(-1, 4).tolist():
                draw.line(stretch, fill=ink, width=wide)

        self._ink(stroke, shape.colour, shape.opacity)

    @draw.register
    def _(self, shape: Area) -> None:
        if len(shape.corners) > 1:
            self._fill(shape.corners, shape.colour, shape.opacity)

    @draw.register
    def _(self, shape: Faces) -> None:
        places = self._scale * shape.places - 0.5
        for corners, colour in zip(places[shape.corners], shape.colours.tolist(), strict=True):
            ink = tuple(colour)
            self._draw.polygon(corners.ravel().tolist(), fill=ink, outline=ink)

    @draw.register
    def _(self, shape: Signs) -> None:
        for place in shape.places[np.isfinite(shape.places).all(axis=1)]:
            if shape.rim is not None:
                self._sign(shape, place, shape.rim, shape.rim_width / 2)
                self._sign(shape, place, shape.colour, -shape.rim_width / 2)
            else:
                self._sign(shape, place, shape.colour, 0.0)

    def _sign(self, shape: Signs, place: Floats, colour: str, more: float) -> None:
        if shape.sign == "circle":
            x, y = (self._scale * place - 0.5).tolist()
            self._draw.circle((x, y), self._scale * (shape.radius + more) - 0.5, fill=colour)
        else:
            corners = place + shape.outline() * (1 + more / shape.radius)
            self._draw.polygon((self._scale * corners - 0.5).ravel().tolist(), fill=colour)

    @draw.register
    def _(self, shape: Plate) -> None:
        if shape.fill is not None and shape.radius:
            left, top, right, bottom = self._box(shape.rect)
            self._ink(
                lambda draw, ink: draw.rounded_rectangle(
                    (left, top, right - 1, bottom - 1), self._scale * shape.radius, fill=ink
                ),
                shape.fill,
                shape.opacity,
            )
        elif shape.fill is not None:
            self._fill(shape.rect.corners(), shape.fill, shape.opacity)
        if shape.rim is not None:
            left, top, right, bottom = self._box(shape.rect.grown(shape.rim_width / 2))
            self._draw.rounded_rectangle(
                (left, top, right - 1, bottom - 1),
                self._scale * shape.radius,
                outline=shape.rim,
                width=max(round(self._scale * shape.rim_width), 1),
            )

    @draw.register
    def _(self, shape: Label) -> None:
        if not shape.is_upwards:
            write(self._draw, shape, self._scale)
            return
        width, height = (math.ceil(side) for side in measure(shape.text, shape.size, shape.weight))
        letters = Pil.new("L", (width * self._scale, height * self._scale))
        level = replace(shape, x=0.0, y=0.0, anchor=(0.0, 0.0), colour="#ffffff")
        write(ImageDraw.Draw(letters), level, self._scale)
        left, top = shape.x - shape.anchor[1] * height, shape.y - (1 - shape.anchor[0]) * width
        turned = letters.transpose(Pil.Transpose.ROTATE_90)
        self._image.paste(
            shape.colour, (round(left * self._scale), round(top * self._scale)), turned
        )

    @draw.register
    def _(self, shape: Image) -> None:
        left, top, right, bottom = self._box(shape.rect)
        if shape.pixels.size and right > left and bottom > top:
            small = Pil.fromarray(np.ascontiguousarray(shape.pixels))
            large = small.resize((right - left, bottom - top), Pil.Resampling.NEAREST)
            self._image.paste(large, (left, top))

    @draw.register
    def _(self, shape: Clip) -> None:
        if self._unclipped is not None:
            whole, rect = self._unclipped
            box = self._box(rect)
            for part in _strips(box):
                whole.paste(self._image.crop(part), part[:2])
            self._image.paste(whole)
            self._unclipped = None
        if shape.rect is not None:
            self._unclipped = self._image.copy(), shape.rect

    def _fill(self, corners: Floats, colour: str, opacity: float) -> None:
        places = (self._scale * corners - 0.5).ravel().tolist()
        self._ink(lambda draw, ink: draw.polygon(places, fill=ink), colour, opacity)

    def _ink(self, stroke: Stroke, colour: str, opacity: float) -> None:
        """Draw with a colour; what overlaps itself does not darken."""
        if opacity >= 1:
            stroke(self._draw, colour)
            return
        mask = Pil.new("L", self._image.size)
        stroke(ImageDraw.Draw(mask), round(255 * opacity))
        box = mask.getbbox()
        if box is not None:
            for part in _strips(box):
                self._image.paste(colour, part, mask.crop(part))

    def _box(self, rect: Rect) -> tuple[int, int, int, int]:
        left, top, right, bottom = (
            round(self._scale * edge) for edge in (rect.left, rect.top, rect.right, rect.bottom)
        )
        return left, top, right, bottom


def _strips(box: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield a box in parts one below the other, none so large that Pillow warns of it."""
    left, top, right, bottom = box
    rows = max(_STRIP_PIXELS // max(right - left, 1), 1)
    for first in range(top, bottom, rows):
        yield left, first, right, min(first + rows, bottom)


def _whole(points: Floats, scale: int) -> NDArray[np.int64]:
    """Return points as whole pixels of the large picture, each but once in a row."""
    places: NDArray[np.int64] = np.rint(scale * points - 0.5).astype(np.int64)
    return np.asarray(places[np.append(True, (np.diff(places, axis=0) != 0).any(axis=1))])


def _dashed(run: Floats, dashes: tuple[float, float], scale: int) -> list[NDArray[np.int64]]:
    """Return the dashes of a line, which go round its corners."""
    along = np.append(0.0, np.cumsum(np.hypot(*np.diff(run, axis=0).T)))
    found = []
    for begin in np.arange(0.0, along[-1], sum(dashes)):
        end = min(begin + dashes[0], along[-1])
        inner = along[(along > begin) & (along < end)]
        at = np.concatenate([[begin], inner, [end]])
        places = np.column_stack([np.interp(at, along, run[:, k]) for k in (0, 1)])
        found.append(_whole(places, scale))
    return found
