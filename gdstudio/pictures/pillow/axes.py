"""Frame, ticks and names round a plot, and the colours of everything that is not data."""

from __future__ import annotations

from typing import Final

from gdstudio.pictures.pillow.canvas import Canvas
from gdstudio.pictures.pillow.frame import Frame
from gdstudio.pictures.ticks import Ticks, even_ticks

INK: Final = "#1b1f24"
MUTED: Final = "#57606a"
HAIRLINE: Final = "#d5d9e0"
CASING: Final = "#ffffff"

_TICK: Final = 5
_TICK_SIZE: Final = 16


_TICK_WIDTH: Final = 110  # pixels of the axis for each tick, about
_TICK_HEIGHT: Final = 80


def about_ticks(frame: Frame) -> tuple[int, int]:
    """Return about how many ticks have room along both axes."""
    return max(round(frame.width / _TICK_WIDTH), 3), max(round(frame.height / _TICK_HEIGHT), 3)


def draw_axes(
    canvas: Canvas,
    frame: Frame,
    left: float,
    top: float,
    names: tuple[str, str],
    ticks: tuple[Ticks, Ticks] | None = None,
) -> None:
    """Draw frame, ticks and names of the axes round the box whose corner is given."""
    right, bottom = left + frame.width, top + frame.height
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    canvas.line(corners, HAIRLINE, 1.0)
    across, up = about_ticks(frame)
    along_x, along_y = ticks or (even_ticks(*frame.x, across), even_ticks(*frame.y, up))
    for value, label in zip(along_x.places.tolist(), along_x.labels, strict=True):
        x = left + frame.width * (value - frame.x[0]) / (frame.x[1] - frame.x[0])
        canvas.line(((x, bottom), (x, bottom + _TICK)), MUTED, 1.0)
        canvas.text(x, bottom + 24, label, _TICK_SIZE, MUTED, align=0.5)
    for value, label in zip(along_y.places.tolist(), along_y.labels, strict=True):
        y = bottom - frame.height * (value - frame.y[0]) / (frame.y[1] - frame.y[0])
        canvas.line(((left - _TICK, y), (left, y)), MUTED, 1.0)
        canvas.text(left - 10, y + 6, label, _TICK_SIZE, MUTED, align=1.0)
    canvas.text((left + right) / 2, bottom + 52, names[0], 19, INK, align=0.5)
    canvas.text(left - 10, top - 13, names[1], 19, INK, align=1.0)
