"""Digits as masks of ink: MNIST's test digits with sharp edges, pen strokes, and fonts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from gdstudio.data.mnist import load_mnist

SIDE: Final = 240  # of a mask

Mask = NDArray[np.float64]
"""Shape (240, 240), 1 is ink, the ink about 200 high."""


def _arc(x: float, y: float, rx: float, ry: float, begin: float, end: float) -> list[list[float]]:
    turns = np.radians(np.linspace(begin, end, 40))
    return [[x + rx * float(np.cos(t)), y + ry * float(np.sin(t))] for t in turns]


_STROKES: Final[dict[int, list[list[list[float]]]]] = {
    0: [_arc(0.5, 0.5, 0.28, 0.42, 0, 361)],
    1: [[[0.34, 0.28], [0.55, 0.08], [0.55, 0.92]]],
    2: [[*_arc(0.5, 0.33, 0.25, 0.25, 190, 395), [0.26, 0.92], [0.78, 0.92]]],
    3: [_arc(0.48, 0.28, 0.24, 0.2, 205, 450), _arc(0.48, 0.7, 0.27, 0.22, -90, 150)],
    4: [[[0.56, 0.08], [0.22, 0.62], [0.82, 0.62]], [[0.62, 0.36], [0.62, 0.94]]],
    5: [[[0.74, 0.1], [0.34, 0.1], [0.31, 0.47], *_arc(0.48, 0.66, 0.26, 0.25, -130, 140)]],
    6: [[*_arc(0.7, 0.6, 0.42, 0.52, 265, 190), *_arc(0.5, 0.69, 0.24, 0.23, 200, 561)]],
    7: [[[0.22, 0.1], [0.78, 0.1], [0.42, 0.92]]],
    8: [_arc(0.5, 0.29, 0.2, 0.2, 90, 451), _arc(0.5, 0.71, 0.25, 0.22, -90, 271)],
    9: [_arc(0.5, 0.32, 0.22, 0.23, 0, 361), [[0.72, 0.3], [0.7, 0.6], [0.6, 0.92]]],
}


def mnist_digit(index: int) -> tuple[Mask, int]:
    """Return a test digit with sharp edges, and its label."""
    test = load_mnist().test
    digit = Image.fromarray(test.pictures()[index])
    large = np.asarray(digit.resize((SIDE, SIDE), Image.Resampling.BICUBIC), float)
    return np.clip((large - 100) / 60, 0, 1), int(test.labels[index])


def stroke_digit(label: int, width: int) -> Mask:
    """Return a digit drawn by a round pen, `width` of 240 wide."""
    scale = 4
    image = Image.new("L", (SIDE * scale, SIDE * scale))
    draw = ImageDraw.Draw(image)
    room, pen = SIDE * scale * 0.88, width * scale
    for stroke in _STROKES[label]:
        points = [
            (SIDE * scale * 0.06 + room * x, SIDE * scale * 0.06 + room * y) for x, y in stroke
        ]
        draw.line(points, 255, pen, "curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), 255)
    return np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX), float) / 255


def font_digit(label: int, font: Path) -> Mask:
    """Return a digit as a font draws it, 200 of 240 high."""
    image = Image.new("L", (3 * SIDE, 3 * SIDE))
    type_face = ImageFont.truetype(font, 200)
    ImageDraw.Draw(image).text((SIDE, SIDE), str(label), 255, type_face)
    box = image.getbbox()
    assert box is not None, font
    drawn = image.crop(box)
    factor = 200 / max(drawn.size)
    drawn = drawn.resize([max(1, round(side * factor)) for side in drawn.size])
    mask = Image.new("L", (SIDE, SIDE))
    mask.paste(drawn, ((SIDE - drawn.width) // 2, (SIDE - drawn.height) // 2))
    return np.asarray(mask, float) / 255
