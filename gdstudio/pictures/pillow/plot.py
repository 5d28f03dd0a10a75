"""A plot with title, axes, grid and key, into which charts are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.charts import Level
from gdstudio.pictures.pillow.axes import (
    HAIRLINE,
    INK,
    MUTED,
    about_ticks,
    draw_axes,
)
from gdstudio.pictures.pillow.canvas import Canvas, shortened
from gdstudio.pictures.pillow.frame import Frame
from gdstudio.pictures.pillow.lettering import text_width
from gdstudio.pictures.spans import Span

Array = NDArray[Any]
Floats = NDArray[np.float64]

# The theme's colours of curves on light ground, told apart with any colour vision.
COLOURS: Final = ("#0067b8", "#c04a00", "#00785a", "#a8457f", "#8a6500", "#2a7fb8", "#4b4f56")
LEFT, TOP, WIDTH, HEIGHT, BELOW = 96, 100, 820, 480, 78
TITLE_SIZE: Final = 27
_MARGIN: Final = 24
_KEY_SIZE: Final = 16
_KEY_LINE: Final = 26
_KEY_MOST: Final = 300  # pixels
_SIGN: Final = 30  # pixels for the sign before a name
_LEVEL_SIZE: Final = 14


def span(
    values: Sequence[Array],
    known: tuple[float, float] | None = None,
    *,
    is_log: bool = False,
    is_share: bool = False,
    margin: float = 0.04,
) -> Span:
    """Return the axis that shows all finite values, with a margin as a share of its length."""
    if known is not None and (known[0] > 0 or not is_log):
        return Span(*known, is_log, is_share)
    numbers = np.concatenate([np.ravel(v).astype(np.float64) for v in values] or [np.empty(0)])
    numbers = numbers[np.isfinite(numbers) & ((numbers > 0) | (not is_log))]
    if not len(numbers):
        return Span(1.0, 10.0, is_log, is_share) if is_log else Span(0.0, 1.0, is_log, is_share)
    low, high = float(numbers.min()), float(numbers.max())
    if is_log:
        room = max((high / low) ** margin, 1.05)
        return Span(low / room, high * room, is_log, is_share)
    room = margin * (high - low) or 0.5 * abs(high) or 0.5
    return Span(low - room, high + room, is_log, is_share)


class Plot:
    """A picture with one plot in it: draw into `canvas` at the places of `pixels`, then `png`.

    Attributes:
        canvas: The inside of the plot.
    """

    def __init__(self, x: Span, y: Span) -> None:
        self._x, self._y = x, y
        self._frame = Frame(x.ends, y.ends, WIDTH, HEIGHT)
        about = about_ticks(self._frame)
        self._ticks = x.ticks(about[0]), y.ticks(about[1])
        self.canvas = Canvas(WIDTH, HEIGHT)
        for value in self._ticks[1].places.tolist():
            ends = [[self._frame.x[0], value], [self._frame.x[1], value]]
            self.canvas.line(self._frame.pixels(ends), HAIRLINE, 1.0)

    def pixels(self, x: Array, y: Array) -> Floats:
        """Return the places of data, shape (k, 2); not finite where there is nothing to draw."""
        points = np.column_stack([self._x.along(x), self._y.along(y)])
        there = np.isfinite(points).all(axis=1)
        places = np.full(points.shape, np.nan)
        places[there] = self._frame.pixels(points[there])
        return places

    def draw_levels(self, levels: Sequence[Level]) -> None:
        """Draw lines across or upright, each with its name."""
        for k, level in enumerate(levels):
            if level.is_upright:
                x, _ = self.pixels(np.array([level.value]), np.array([self._y.high]))[0]
                if 0 <= x <= WIDTH:
                    self.canvas.dashes((x, 0), (x, HEIGHT), MUTED, 1.4)
                    self._name_upright(level.name, x, 18 + 20 * (k % 4))
            else:
                _, y = self.pixels(np.array([self._x.high]), np.array([level.value]))[0]
                if 0 <= y <= HEIGHT:
                    self.canvas.dashes((0, y), (WIDTH, y), MUTED, 1.4)
                    baseline = y - 6 if y > 24 else y + 18
                    self.canvas.text(WIDTH - 8, baseline, level.name, _LEVEL_SIZE, MUTED, align=1.0)

    def _name_upright(self, name: str, x: float, baseline: float) -> None:
        fits = x + 6 + text_width(name, _LEVEL_SIZE) < WIDTH
        self.canvas.text(
            x + (6 if fits else -6), baseline, name, _LEVEL_SIZE, MUTED, align=0.0 if fits else 1.0
        )

    def png(self, title: str, names: tuple[str, str], key: Sequence[Key]) -> bytes:
        """Return the finished picture as a PNG file.

        Args:
            title: Above it.
            names: Of both axes.
            key: What the colours stand for; none with an empty name is written.
        """
        entries = [entry for entry in key if entry.name]
        widest = max((text_width(entry.name, _KEY_SIZE) for entry in entries), default=0.0)
        room = min(_SIGN + widest, _KEY_MOST) + _MARGIN if entries else 0
        canvas = Canvas(round(LEFT + WIDTH + _MARGIN + room), TOP + HEIGHT + BELOW)
        canvas.place(self.canvas, LEFT, TOP)
        draw_axes(canvas, self._frame, LEFT, TOP, (names[0], ""), self._ticks)
        canvas.text(LEFT, TOP - 13, names[1], 19, INK)
        draw_title(canvas, title)
        y = TOP + 16.0
        for entry in entries:
            entry.draw_sign(canvas, LEFT + WIDTH + _MARGIN, y - 6)
            name = shortened(entry.name, _KEY_SIZE, _KEY_MOST - _SIGN)
            canvas.text(LEFT + WIDTH + _MARGIN + _SIGN, y, name, _KEY_SIZE, INK)
            y += _KEY_LINE
        return canvas.png()


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the key: `draw_sign(canvas, left, middle)` draws what stands before the name."""

    name: str
    draw_sign: Callable[[Canvas, float, float], None]


def draw_title(canvas: Canvas, title: str, left: float = LEFT) -> None:
    """Write what is shown above the picture, smaller if it is long."""
    room, size = canvas.width - left - _MARGIN, float(TITLE_SIZE)
    while size > 15 and text_width(title, size, "strong") > room:
        size -= 1
    canvas.text(left, 44, shortened(title, size, room), size, INK, weight="strong")
