"""Frame, ticks and names round a plot, and the colours of everything that is not data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.pillow.canvas import Canvas
from gdstudio.pictures.pillow.frame import Frame
from gdstudio.pictures.ticks import decade_ticks, nice_ticks, tick_labels

INK: Final = "#1b1f24"
MUTED: Final = "#57606a"
HAIRLINE: Final = "#d5d9e0"
CASING: Final = "#ffffff"

_TICK: Final = 5
_TICK_SIZE: Final = 16


_TICK_WIDTH: Final = 110  # pixels of the axis for each tick, about
_TICK_HEIGHT: Final = 80
_MANY_DECADES: Final = 2.2  # from here on only powers of ten have a tick


@dataclass(frozen=True, slots=True, eq=False)
class Ticks:
    """Places along an axis in the numbers of its frame, shape (k,), and what is written there."""

    places: NDArray[np.float64]
    labels: Sequence[str]


def value_labels(values: NDArray[Any], *, is_share: bool = False) -> list[str]:
    """Return numbers as they stand at an axis; shares in percent."""
    return (
        [f"{label} %" for label in tick_labels(100 * values)] if is_share else tick_labels(values)
    )


def even_ticks(low: float, high: float, about: int, *, is_share: bool = False) -> Ticks:
    """Return round numbers."""
    places = nice_ticks(low, high, about)
    return Ticks(places, value_labels(places, is_share=is_share))


def log_ticks(low: float, high: float, about: int, *, is_share: bool = False) -> Ticks:
    """Return round numbers of an axis whose frame counts powers of ten from `low` to `high`."""
    values = decade_ticks(10.0**low, 10.0**high)
    values = values[values > 0]
    if high - low > _MANY_DECADES:
        powers = np.log10(values)
        values = values[np.abs(powers - np.rint(powers)) < 1e-9]
        values = values[:: max(-(-len(values) // max(about, 1)), 1)]
    elif len(values) < 2:
        values = nice_ticks(10.0**low, 10.0**high, about)
        values = values[values > 0]
    return Ticks(np.log10(values), value_labels(values, is_share=is_share))


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
