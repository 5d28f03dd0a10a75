"""What all flat plots draw: paths, balls, arrows, and the marks of stationary points."""

from __future__ import annotations

from typing import Final, Literal, Protocol

import numpy as np

from gdstudio.pictures.lines import thinned
from gdstudio.pictures.scene import Area, Floats, Line, Rect, Sign, Signs, finite_runs
from gdstudio.pictures.sheet import Sheet

MarkKind = Literal["minimum", "maximum", "saddle", "degenerate"]

CASING_PX: Final = 1.5  # of background colour around what must stand out
DASHES: Final = (4.0, 2.0)
_LEAST_HEAD_PX: Final = 3.0  # shorter arrows have no direction to see
_NEAR: Final = 0.4  # of a ball's diameter: those nearer than that hide each other
_MARKS: Final[dict[MarkKind, Sign]] = {
    "minimum": "circle",
    "maximum": "triangle",
    "degenerate": "diamond",
}


class Stationary(Protocol):
    """A point where the gradient is zero."""

    @property
    def point(self) -> tuple[float, ...]:
        """Where it is."""

    @property
    def value(self) -> float:
        """The cost there."""

    @property
    def kind(self) -> MarkKind:
        """What it is."""


def write_words(sheet: Sheet, rect: Rect, words: str) -> None:
    """Write words in the middle of a rectangle, where there is nothing to draw."""
    lines = sheet.wrapped(words, rect.width - 24)
    top = rect.middle[1] - len(lines) * sheet.line / 2
    for k, line in enumerate(lines):
        sheet.write(line, rect.middle[0], top + k * sheet.line, anchor=(0.5, 0.0))


def draw_path(sheet: Sheet, pixels: Floats, colour: str, width: float, diameter: float) -> None:
    """Draw a line in a casing with a ball at each point, shape (k, 2); NaN breaks the line."""
    near, casing = thinned(pixels, 1.0), sheet.palette.base
    sheet.add(Line(near, casing, width + 2 * CASING_PX), Line(near, colour, width))
    draw_balls(sheet, near, colour, casing, diameter)


def draw_balls(
    sheet: Sheet, pixels: Floats, colour: str, casing: str | None, diameter: float
) -> None:
    """Draw small balls, shape (k, 2), in a casing; those that would hide each other only once."""
    shown = thinned(pixels[np.isfinite(pixels).all(axis=1)], _NEAR * diameter)
    more = 0.5 * CASING_PX if casing else 0.0
    sheet.add(Signs(shown, "circle", colour, 0.5 * diameter + more, casing, CASING_PX))


def draw_ball(
    sheet: Sheet, at: tuple[float, float], radius: float, colour: str, rim: str | None = None
) -> None:
    """Draw a ball; its rim has the colour of the ground if none is given."""
    sheet.add(Signs(np.array([at]), "circle", colour, radius, rim or sheet.palette.base, 2.0))


def draw_arrow(
    sheet: Sheet,
    start: Floats,
    tip: Floats,
    colour: str,
    width: float,
    casing: str | None = None,
) -> None:
    """Draw an arrow between two pixels, each of shape (2,); its tip is exactly at `tip`.

    A short arrow has a small head; nothing is drawn if it is too short to have a direction.
    """
    along = tip - start
    length = float(np.hypot(*along))
    if not length > _LEAST_HEAD_PX:
        return
    along = along / length
    across = np.array([-along[1], along[0]])
    head = min(length, 4.5 * width)
    neck = tip - head * along
    wings = np.array([tip, neck + 0.45 * head * across, neck - 0.45 * head * across])
    shaft = np.array([start, neck + 0.2 * head * along])
    if casing is not None:
        if length > head:
            sheet.add(Line(shaft, casing, width + 2 * CASING_PX, flat=True))
        sheet.add(Line(np.vstack([wings, wings[:2]]), casing, 2 * CASING_PX))
    if length > head:
        sheet.add(Line(shaft, colour, width, flat=True))
    sheet.add(Area(wings, colour))


def draw_mark(
    sheet: Sheet, kind: MarkKind, at: tuple[float, float], size: float, fill: str, rim: str
) -> None:
    """Draw the sign of a stationary point.

    A dot is a minimum, a triangle a maximum, a cross a saddle, a diamond one that cannot be told.
    """
    if kind == "saddle":
        arm = 0.8 * size * np.array([[-1.0, -1.0], [1.0, 1.0]])
        for colour, width in ((rim, 5.0), (fill, 2.5)):
            sheet.add(*(Line(arm * (1, slant) + at, colour, width) for slant in (1, -1)))
        return
    radius = (0.9 if kind == "minimum" else 0.85) * size
    sheet.add(Signs(np.array([at]), _MARKS[kind], fill, radius, rim, 1.5))


def draw_ground(sheet: Sheet, pixels: Floats, foot: float, opacity: float) -> None:
    """Shade what lies between a line, shape (k, 2), and the height `foot` under it."""
    for run in finite_runs(pixels):
        feet = np.array([[run[-1, 0], foot], [run[0, 0], foot]])
        sheet.add(Area(np.vstack([run, feet]), sheet.palette.text, opacity))
