"""A picture of costs along lines, drawn without a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.pillow.axes import CASING, HAIRLINE, INK, MUTED, draw_axes
from gdstudio.pictures.pillow.canvas import Canvas
from gdstudio.pictures.pillow.frame import Frame
from gdstudio.pictures.ticks import nice_ticks

_LEFT, _TOP, _WIDTH, _HEIGHT = 96, 84, 820, 480
_MARGIN: Final = 24
_BELOW: Final = 78
_KEY: Final = 210
_COLOURS: Final = ("#0067b8", "#c43d00", "#0b7a3b")


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One line: its name and its points, x and y of shape (k,)."""

    name: str
    x: NDArray[Any]
    y: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of interest."""

    name: str
    x: float
    y: float


def curve_picture(
    title: str, across: str, curves: Sequence[Curve], marks: Sequence[Mark] = ()
) -> bytes:
    """Return a PNG file: costs upwards, places across, marks as balls with their names.

    Args:
        title: Above the picture.
        across: What x is.
        curves: One to three; points that are not finite are left out.
        marks: Places on the curves.
    """
    canvas = Canvas(_LEFT + _WIDTH + _KEY, _TOP + _HEIGHT + _BELOW)
    frame = _frame(curves, marks)
    plot = Canvas(frame.width, frame.height)
    for y in nice_ticks(*frame.y, 6):
        plot.line(frame.pixels([[frame.x[0], y], [frame.x[1], y]]), HAIRLINE, 1.0)
    for curve, colour in zip(curves, _COLOURS, strict=False):
        if len(_finite(curve)):
            plot.line(frame.pixels(_finite(curve)), colour, 3.0)
    for mark in marks:
        if not np.isfinite([mark.x, mark.y]).all():
            continue
        x, y = frame.pixels([[mark.x, mark.y]])[0]
        plot.dashes((x, y), (x, frame.height), MUTED, 1.0)
        for colour, radius in ((CASING, 8.0), (INK, 6.0)):
            plot.shape("circle", x, y, radius, colour)
    canvas.place(plot, _LEFT, _TOP)
    draw_axes(canvas, frame, _LEFT, _TOP, (across, "cost"))
    canvas.text(_LEFT, 44, title, 27, INK, weight="strong")
    _draw_key(canvas, curves, marks)
    return canvas.png()


def _draw_key(canvas: Canvas, curves: Sequence[Curve], marks: Sequence[Mark]) -> None:
    left, y = _LEFT + _WIDTH + _MARGIN, _TOP + 16
    for curve, colour in zip(curves, _COLOURS, strict=False):
        canvas.line(((left, y - 6), (left + 22, y - 6)), colour, 3.0)
        canvas.text(left + 30, y, curve.name, 16, INK)
        y += 26
    for mark in marks:
        canvas.text(left, y + 12, mark.name, 16, INK, weight="strong")
        canvas.text(left, y + 34, f"at {mark.x:.4g}, cost {mark.y:.4g}", 16, MUTED)
        y += 56


def _frame(curves: Sequence[Curve], marks: Sequence[Mark]) -> Frame:
    points = np.concatenate([_finite(curve) for curve in curves])
    places = [(mark.x, mark.y) for mark in marks if np.isfinite([mark.x, mark.y]).all()]
    points = np.concatenate([points, np.reshape(places, (-1, 2))])
    if not len(points):
        points = np.array([[0.0, 0.0], [1.0, 1.0]])  # nothing finite to show: an empty frame
    low, high = points.min(axis=0), points.max(axis=0)
    room = 0.06 * (high - low) + [0.0, 1e-9 * np.abs(high[1]) + 1e-9]
    room[0] = 0.5 if high[0] == low[0] else 0.0
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    return Frame((left, right), (bottom, top), _WIDTH, _HEIGHT)


def _finite(curve: Curve) -> NDArray[np.float64]:
    points = np.column_stack([curve.x, curve.y]).astype(np.float64)
    return points[np.isfinite(points).all(axis=1)]
