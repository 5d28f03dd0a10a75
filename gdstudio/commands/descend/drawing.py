"""What both pictures of a descent share: colours, paths and the panel beside them."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.commands.descend.job import Outcome, Track
from gdstudio.commands.descend.output import ending, place, reason
from gdstudio.numerals import numeral
from gdstudio.pictures.pillow.axes import CASING, INK, MUTED
from gdstudio.pictures.pillow.canvas import SHAPES, Canvas, shortened, wrapped
from gdstudio.pictures.pillow.lettering import text_width
from gdstudio.pictures.scene import Weight

# Of paths, told apart by lightness too and by the sign at their ends.
TRACKS: Final = ("#e4002b", "#0b0d10", "#ff8c1a", "#0067d6", "#d63fb4", "#7a4a12")
PANEL_WIDTH: Final = 268
LEFT, TOP, BELOW = 100, 104, 72  # pixels round the box

_BALL_GAP: Final = 9.0  # pixels between balls that are drawn
_END: Final = 6.6  # pixels, radius of the sign at the end of a path
_RING: Final = 4.5  # pixels that a sign is larger for each one within it
_TEXT_SIZE: Final = 16
_LINE: Final = 23


def finite(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return those points, shape (k, n), that are finite."""
    return np.asarray(points[np.isfinite(points).all(axis=1)])


def draw_tracks(canvas: Canvas, tracks: list[NDArray[np.float64]]) -> None:
    """Draw paths, places of shape (k, 2), the first on top: lines and balls, a sign at each end.

    Ends at one place are drawn as signs one within the other; a path may be empty.
    """
    shown = [(k, pixels) for k, pixels in enumerate(tracks) if len(pixels)]
    for k, pixels in reversed(shown):
        balls = _spread(pixels)
        for hue, more in ((CASING, 1.5), (TRACKS[k], 0.0)):
            canvas.line(pixels, hue, 2.4 + 2 * more)
            for x, y in balls:
                canvas.shape("circle", x, y, 3.8 + more, hue)
    ends = [pixels[-1] for _, pixels in shown]
    for i, (k, _) in reversed(list(enumerate(shown))):
        n_within = sum(float(np.hypot(*(ends[i] - end))) < _END for end in ends[:i])
        x, y = ends[i]
        for hue, radius in ((CASING, _END + 2.4), (TRACKS[k], _END)):
            canvas.shape(SHAPES[k], x, y, radius + _RING * n_within, hue)


def draw_start(canvas: Canvas, x: float, y: float) -> None:
    """Draw the sign of the start, a ring."""
    for radius, colour in ((9.5, CASING), (8.0, INK), (5.0, CASING)):
        canvas.shape("circle", x, y, radius, colour)


def draw_head(canvas: Canvas, left: float, title: str, formula: str) -> None:
    """Write what is shown above the picture."""
    canvas.text(left, 44, title, 27, INK, weight="strong")
    room = canvas.width - left - 24
    size = 19.0
    while size > 14 and text_width(formula, size) > room:
        size -= 1
    canvas.text(left, 76, shortened(formula, size, room), size, MUTED)


def draw_panel(canvas: Canvas, outcome: Outcome, left: float, top: float) -> float:
    """Write who descended, how and to where; returns where the text ends."""
    if outcome.is_race:
        return _draw_legend(canvas, outcome, left, top)
    track = outcome.tracks[0]
    y = _entry(canvas, track, 0, left, top + 16)
    lines = [(f"learning rate {track.learning_rate:.4g}", "regular"), ("", "regular")]
    for title, index in (("Start", 0), ("End", -1)):
        lines.append((title, "strong"))
        lines += [
            (line, "regular")
            for line in wrapped(place(outcome.function, track, index), _TEXT_SIZE, PANEL_WIDTH)
        ]
        lines += [(_cost(track, index), "regular"), ("", "regular")]
    lines.append((ending(track).capitalize(), "strong"))
    why = wrapped(reason(outcome.function, track), _TEXT_SIZE, PANEL_WIDTH)
    lines += [(line, "regular") for line in why]
    return _write(canvas, lines, left, y)


def _cost(track: Track, index: int) -> str:
    cost = track.path[index].cost
    return f"cost {cost:.5g}" if np.isfinite(cost) else "cost not defined"


def _draw_legend(canvas: Canvas, outcome: Outcome, left: float, top: float) -> float:
    y = top + 16
    for k, track in enumerate(outcome.tracks):
        y = _entry(canvas, track, k, left, y)
        rate = f"rate {track.learning_rate:.4g}, cost {track.last.cost:.3g}"
        y = _write(canvas, [(rate, "regular"), (ending(track), "regular")], left + 40, y) + 14
    return y


def _entry(canvas: Canvas, track: Track, index: int, left: float, y: float) -> float:
    colour, shape = TRACKS[index], SHAPES[index]
    canvas.line(((left, y - 6), (left + 28, y - 6)), colour, 2.4)
    canvas.shape("circle", left + 4, y - 6, 3.8, colour)
    canvas.shape(shape, left + 24, y - 6, _END, colour)
    canvas.text(left + 40, y, track.method, 18, INK, weight="strong")
    return y + _LINE


def _write(canvas: Canvas, lines: list[tuple[str, str]], left: float, y: float) -> float:
    for text, weight in lines:
        strong: Weight = "strong" if weight == "strong" else "regular"
        colour = INK if strong == "strong" else MUTED
        canvas.text(left, y, _signs(text), _TEXT_SIZE, colour, weight=strong)
        y += _LINE if text else _LINE * 0.45
    return y


def _signs(text: str) -> str:
    """Return a text with true minus signs before numbers and powers of ten as in print."""
    text = re.sub(
        r"(-?\d[\d.]*)e([+-]?\d+)(?![\d.])", lambda m: numeral(float(m[0]), len(m[1])), text
    )
    return "".join(
        "\N{MINUS SIGN}" if c == "-" and text[i + 1 : i + 2].isdigit() else c
        for i, c in enumerate(text)
    )


def _spread(pixels: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Return the places, in order, that keep apart from the last one taken."""
    taken: list[tuple[float, float]] = []
    for x, y in pixels.tolist():
        if not taken or np.hypot(x - taken[-1][0], y - taken[-1][1]) >= _BALL_GAP:
            taken.append((x, y))
    return taken
