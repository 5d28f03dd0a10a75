"""A picture drawn without Qt: three times too large, then made smaller for smooth edges."""

from __future__ import annotations

import io
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from gdstudio.pictures.pillow.lettering import draw_text, text_width
from gdstudio.pictures.scene import Weight

_SCALE: Final = 3

Shape = Literal["circle", "square", "triangle", "diamond", "down", "hexagon"]

SHAPES: Final[tuple[Shape, ...]] = ("circle", "square", "triangle", "diamond", "down", "hexagon")
_CORNERS: Final[dict[Shape, tuple[int, float, float]]] = {  # how many, first angle, reach
    "square": (4, 45.0, 1.25),
    "triangle": (3, -90.0, 1.35),
    "diamond": (4, 0.0, 1.3),
    "down": (3, 90.0, 1.35),
    "hexagon": (6, 0.0, 1.15),
}


class Canvas:
    """A picture in the making; lengths are pixels of the finished one, y downwards.

    Attributes:
        width: Of the finished picture.
        height: Of the finished picture.
    """

    def __init__(self, width: int, height: int, background: str = "#ffffff") -> None:
        self.width = width
        self.height = height
        self._image = Image.new("RGB", (width * _SCALE, height * _SCALE), background)
        self._draw = ImageDraw.Draw(self._image)

    def png(self) -> bytes:
        """Return the finished picture as a PNG file."""
        file = io.BytesIO()
        self._image.reduce(_SCALE).save(file, "PNG", optimize=True)
        return file.getvalue()

    def line(self, points: ArrayLike, colour: str, width: float) -> None:
        """Draw a line with round corners through points, shape (k, 2); finite."""
        places = np.rint(_SCALE * np.asarray(points, np.float64)).astype(np.int64)
        places = places[np.append(True, (np.diff(places, axis=0) != 0).any(axis=1))]
        stretches = np.unique(np.hstack([places[:-1], places[1:]]), axis=0)
        wide = max(round(width * _SCALE), 1)
        for stretch in stretches.tolist():
            self._draw.line(stretch, fill=colour, width=wide)
        if wide > 2:
            for x, y in np.unique(places, axis=0).tolist():
                self._draw.circle((x, y), wide / 2 - 0.5, fill=colour)

    def dashes(self, start: ArrayLike, end: ArrayLike, colour: str, width: float) -> None:
        """Draw a dashed line between two points."""
        a, b = np.asarray(start, np.float64), np.asarray(end, np.float64)
        n = max(int(np.hypot(*(b - a)) / 12), 1)
        for k in range(n):
            self.line(a + np.array([[k], [k + 0.55]]) / n * (b - a), colour, width)

    def shape(self, shape: Shape, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a sign around a place."""
        if shape == "circle":
            self._draw.circle((x * _SCALE, y * _SCALE), radius * _SCALE, fill=colour)
            return
        n, first, reach = _CORNERS[shape]
        angles = np.radians(first + 360 / n * np.arange(n))
        corners = np.stack(
            [x + reach * radius * np.cos(angles), y + reach * radius * np.sin(angles)]
        )
        self._draw.polygon((_SCALE * corners.T).ravel().tolist(), fill=colour)

    def strokes(
        self, segments: NDArray[np.float64], colour: str, width: float, opacity: float
    ) -> None:
        """Draw thin segments, shape (k, 2, 2), that do not darken where they meet."""
        mask = Image.new("L", self._image.size)
        draw = ImageDraw.Draw(mask)
        for stretch in (_SCALE * segments).reshape(-1, 4).tolist():
            draw.line(stretch, fill=round(255 * opacity), width=max(round(width * _SCALE), 1))
        self._image.paste(colour, (0, 0), mask)

    def area(self, corners: ArrayLike, colour: str, opacity: float = 1.0) -> None:
        """Fill the shape with these corners, shape (k, 2), at least three."""
        mask = Image.new("L", self._image.size)
        places = (_SCALE * np.asarray(corners, np.float64)).ravel().tolist()
        ImageDraw.Draw(mask).polygon(places, fill=round(255 * opacity))
        self._image.paste(colour, (0, 0), mask)

    def picture(self, pixels: NDArray[Any], left: float, top: float) -> None:
        """Place pixels of the finished picture, shape (height, width, 3), uint8."""
        image = Image.fromarray(np.ascontiguousarray(pixels))
        large = image.resize(
            (image.width * _SCALE, image.height * _SCALE), Image.Resampling.NEAREST
        )
        self._image.paste(large, (round(left * _SCALE), round(top * _SCALE)))

    def place(self, other: Canvas, left: float, top: float) -> None:
        """Place another picture in the making."""
        self._image.paste(other._image, (round(left * _SCALE), round(top * _SCALE)))

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        size: float,
        colour: str,
        *,
        align: float = 0.0,
        weight: Weight = "regular",
    ) -> None:
        """Write a text beside `x`: to the right of it for align 0, centred for 0.5, left for 1."""
        left = x - align * text_width(text, size, weight)
        draw_text(self._draw, left * _SCALE, baseline * _SCALE, text, size * _SCALE, colour, weight)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Return the lines of a text that are at most `width` wide, words kept whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shortened(text: str, size: float, width: float) -> str:
    """Return a text cut so that it is at most `width` wide."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
