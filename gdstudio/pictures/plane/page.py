"""A plot on a page of its own, for a file: heading, plot, colour bar, panel at the side, note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from gdstudio.pictures.contour_map import round_costs
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.layouts.heat_chart import draw_colour_bar
from gdstudio.pictures.palette import LIGHT
from gdstudio.pictures.plane.box import PlaneChart, draw_plane, place_box
from gdstudio.pictures.plane.contours import ContourMap
from gdstudio.pictures.scene import Line, Measure, Rect, Scene, Sign, Signs, Weight
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.ticks import tick_labels

TEXT_PX: Final = 16.0
LINE_PX: Final = 23.0
PANEL_PX: Final = 268.0  # width of the panel
_TITLE_PX, _LEAST_TITLE_PX = 27.0, 15.0
_SUBTITLE_PX, _LEAST_SUBTITLE_PX = 19.0, 14.0
_MARGIN_PX: Final = 24.0
_TOP_PX: Final = 92.0  # of the plot
_NOTE_PX: Final = 28.0
_BAR_PX, _BAR_GAP_PX, _BAR_TEXT_PX = 18.0, 14.0, 92.0
_SIGN_PX: Final = 40.0  # before the name of an entry
_TRIAL: Final = Rect(0.0, 0.0, 1000.0, 1000.0)


class Panel:
    """What is written at the side of a plot, from the top; `y` is where the next line begins."""

    def __init__(self, sheet: Sheet, left: float, top: float) -> None:
        self.y = top
        self._sheet, self._left = sheet, left

    def write(
        self, text: str, *, weight: Weight = "regular", indent: float = 0.0, breaks: bool = False
    ) -> None:
        """Write a text, broken into lines or cut short; an empty one is half a line high."""
        sheet, room = self._sheet, PANEL_PX - indent
        lines = sheet.wrapped(text, room) if breaks else [sheet.shortened(text, room)]
        ink = sheet.palette.text if weight == "strong" else None
        for line in lines:
            sheet.write(line, self._left + indent, self.y, ink, weight=weight)
            self.y += LINE_PX if line else 0.45 * LINE_PX

    def entry(self, name: str, colour: str, sign: Sign | None = None) -> None:
        """Write a name behind the line, and the sign at its end, that stand for it."""
        sheet, left, middle = self._sheet, self._left, self.y + 0.5 * self._sheet.line
        sheet.add(Line(np.array([(left, middle), (left + 28, middle)]), colour, 2.4))
        if sign is not None:
            sheet.add(Signs(np.array([(left + 24, middle)]), sign, colour, 6.6))
        sheet.write(name, left + _SIGN_PX, self.y, sheet.palette.text, weight="strong")
        self.y += LINE_PX

    def sign(self, name: str, draw: Callable[[Sheet, tuple[float, float]], None]) -> None:
        """Write a name behind a sign that `draw` draws around a place."""
        sheet, middle = self._sheet, self.y + 0.5 * self._sheet.line
        draw(sheet, (self._left + 14, middle))
        sheet.write(name, self._left + _SIGN_PX, self.y)
        self.y += LINE_PX


def lay_out_page(
    chart: PlaneChart,
    box: tuple[float, float],
    heading: tuple[str, str],
    measure: Measure,
    write_panel: Callable[[Panel], None] | None = None,
    note: str = "",
) -> Scene:
    """Return a plot on its page.

    Args:
        chart: What is shown, as in the window.
        box: Width and height of the box of the plot in pixels.
        heading: Title and subtitle.
        measure: Of the hand that will draw.
        write_panel: Writes what stands at the side; None for nothing.
        note: Under all.
    """
    sheet = Sheet((0.0, 0.0), measure, LIGHT, TEXT_PX)
    trial = place_box(sheet, _TRIAL, chart.axes).rect
    width = _TRIAL.width - trial.width + box[0]
    height = _TRIAL.height - trial.height + box[1]
    room = Rect(_MARGIN_PX, _TOP_PX, width, height)
    rect = draw_plane(sheet, room, chart).rect
    right = room.right
    if isinstance(chart, ContourMap) and chart.grid is not None:
        bar = Rect(rect.right + _BAR_GAP_PX, rect.top, _BAR_PX, rect.height)
        draw_cost_bar(sheet, bar, chart.grid)
        right = bar.right + _BAR_TEXT_PX
    bottom = room.bottom
    if write_panel is not None:
        panel = Panel(sheet, right + _MARGIN_PX / 2, rect.top)
        write_panel(panel)
        right += PANEL_PX + _MARGIN_PX
        bottom = max(bottom, panel.y)
    _write_heading(sheet, heading, rect.left, right - rect.left)
    if note:
        sheet.write(note, rect.left, bottom + 4)
        bottom += _NOTE_PX
    sheet.size = right + _MARGIN_PX / 2, bottom + _MARGIN_PX / 2
    sheet.size = float(round(sheet.size[0])), float(round(sheet.size[1]))
    return sheet.scene()


def draw_cost_bar(sheet: Sheet, strip: Rect, grid: Grid) -> None:
    """Draw which cost each colour of a map stands for."""
    lines = strip.height / sheet.line
    costs = round_costs(grid, max(round(lines / 4), 3), 1.4 / lines)
    low, high = (float(grid.height(cost)) for cost in (grid.low, grid.high))
    names = tick_labels(costs)
    if grid.log_height:
        names = [tick_labels(costs[k : k + 1])[0] for k in range(len(costs))]
    shares = ((np.asarray(grid.height(costs)) - low) / (high - low)).tolist()
    draw_colour_bar(sheet, strip, list(zip(shares, names, strict=True)), strip.grown(0, sheet.line))
    sheet.write("cost", strip.left, strip.top - 5, sheet.palette.text, (0.0, 1.0))


def _write_heading(sheet: Sheet, heading: tuple[str, str], left: float, room: float) -> None:
    title, subtitle = heading
    size = _fitting(sheet, title, room, (_TITLE_PX, _LEAST_TITLE_PX), "strong")
    shown = sheet.shortened(title, room, size, "strong")
    sheet.write(shown, left, 44, sheet.palette.text, (0.0, 1.0), size, "strong")
    size = _fitting(sheet, subtitle, room, (_SUBTITLE_PX, _LEAST_SUBTITLE_PX), "regular")
    sheet.write(sheet.shortened(subtitle, room, size), left, 76, None, (0.0, 1.0), size)


def _fitting(
    sheet: Sheet, text: str, room: float, sizes: tuple[float, float], weight: Weight
) -> float:
    """Return the largest size, from the first to the least, in which a text has room."""
    size, least = sizes
    while size > least and sheet.width_of(text, size, weight) > room:
        size -= 1
    return size
