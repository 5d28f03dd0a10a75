"""Text on pictures; signs that Pillow's own font lacks are drawn or spelled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final

from PIL import ImageDraw, ImageFont

from gdstudio.numerals import FROM_RAISED, MINUS
from gdstudio.pictures.scene import Label, Weight

_RAISED_SIZE: Final = 0.66  # of the text's size
_RISE: Final = 0.34  # of the text's size
_STRONG: Final = 0.022  # of the text's size: the stroke around letters of a heading
_LINE: Final = 1.18  # of the text's size: the height of a line
_ASCENT: Final = 0.93  # of the text's size: from the top of a line to its letters' feet
_SPELLED: Final = str.maketrans({"π": "pi", "×": "·", "⋅": "·", "÷": "/", "→": "to"})


def measure(text: str, size: float, weight: Weight = "regular") -> tuple[float, float]:
    """Return the width of a text and the height of a line, in pixels."""
    return sum(width for *_, width in _pieces(text, size, weight)), _LINE * size


def write(draw: ImageDraw.ImageDraw, text: Label, scale: int) -> None:
    """Write a text on a picture that is `scale` times as large."""
    width, height = measure(text.text, text.size, text.weight)
    left, top = text.x - text.anchor[0] * width, text.y - text.anchor[1] * height
    size = text.size * scale
    x, baseline = left * scale, round(top + _ASCENT * text.size) * scale
    for kind, piece, font, wide in _pieces(text.text, size, text.weight):
        if kind == "minus":
            middle, half = baseline - 0.335 * size, 0.035 * size
            box = (x + 0.12 * wide, middle - half, x + 0.88 * wide, middle + half)
            draw.rectangle(box, fill=text.colour)
        else:
            place = x, baseline - (_RISE * size if kind == "raised" else 0)
            stroke = _STRONG * size if text.weight == "strong" else 0
            draw.text(place, piece, fill=text.colour, font=font, anchor="ls", stroke_width=stroke)
        x += wide


def _pieces(
    text: str, size: float, weight: Weight
) -> Iterator[tuple[str, str, ImageFont.FreeTypeFont, float]]:
    """Yield kind, letters, font and width of each stretch of one kind."""
    extra = 2 * _STRONG * size if weight == "strong" else 0.0
    for kind, letters in groupby(text.translate(_SPELLED), _kind):
        piece = "".join(letters).translate(FROM_RAISED)
        if kind == "minus":
            font = _font(size)
            for _ in piece:
                yield kind, MINUS, font, font.getlength("+")
            continue
        font = _font(size * _RAISED_SIZE) if kind == "raised" else _font(size)
        yield kind, piece, font, font.getlength(piece) + extra


def _kind(letter: str) -> str:
    return "minus" if letter == MINUS else "raised" if ord(letter) in FROM_RAISED else "plain"


@lru_cache(maxsize=64)
def _font(size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
