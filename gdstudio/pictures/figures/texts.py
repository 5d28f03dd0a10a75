"""Figures of cards that are read: sentences, and tables of short texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from gdstudio.pictures.figure import Figure, Table
from gdstudio.pictures.figures.charts import table_of
from gdstudio.pictures.scene import Scene
from gdstudio.pictures.sheet import Sheet

_WIDTH: Final = 900.0
_LINE_PX: Final = 19.0  # of the widest font that is met
_LETTER_PX: Final = 8.5
_GAP_PX: Final = 18.0  # between columns
_APART_PX: Final = 6.0  # between rows


@dataclass(frozen=True, slots=True)
class TextTable:
    """Short texts in rows and columns.

    Attributes:
        header: Names of the columns.
        rows: As many texts each.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def texts_figure(
    name: str,
    title: str,
    sentences: Sequence[str] = (),
    texts: TextTable | None = None,
    table: Table | None = None,
) -> Figure:
    """Return sentences above a table.

    Args:
        name: For files.
        title: What is read.
        sentences: Each in lines of its own.
        texts: The table as it is read.
        table: Its numbers with all digits; None for the texts themselves.
    """
    if table is None and texts is not None:
        table = table_of(texts.header, texts.rows)
    given = table or table_of(("text",), [(line,) for line in sentences])
    draw = partial(_draw, tuple(sentences), texts)
    size = _WIDTH, _height(sentences, texts)
    return Figure(name, title, draw, lambda: given, size=size)


def _draw(sentences: Sequence[str], texts: TextTable | None, sheet: Sheet) -> Scene:
    y, width = 0.0, sheet.size[0]
    for sentence in sentences:
        for line in sheet.wrapped(sentence, width):
            sheet.write(line, 0.0, y, sheet.palette.text)
            y += sheet.line
        y += _APART_PX
    if texts is not None:
        lefts, widths = _columns(sheet, texts)
        rows = [(texts.header, True), *((row, False) for row in texts.rows)]
        for row, is_head in rows:
            y = _draw_row(sheet, row, lefts, widths, y, is_head=is_head)
    return sheet.scene()


def _draw_row(
    sheet: Sheet,
    row: Sequence[str],
    lefts: Sequence[float],
    widths: Sequence[float],
    y: float,
    *,
    is_head: bool,
) -> float:
    """Write a row; return where the next begins."""
    lowest = y + sheet.line
    for text, left, width in zip(row, lefts, widths, strict=True):
        colour = sheet.palette.muted if is_head else sheet.palette.text
        at = y
        for line in sheet.wrapped(text, width):
            sheet.write(line, left, at, colour)
            at += sheet.line
        lowest = max(lowest, at)
    return lowest + _APART_PX


def _columns(sheet: Sheet, texts: TextTable) -> tuple[list[float], list[float]]:
    """Return left edge and width of each column: what it needs, or its share of the room."""
    columns = list(zip(texts.header, *texts.rows, strict=True))
    widths = _shared([sheet.widest(column) for column in columns], sheet.size[0])
    lefts = [sum(widths[:k]) + k * _GAP_PX for k in range(len(widths))]
    return lefts, widths


def _shared(needed: Sequence[float], room: float) -> list[float]:
    """Return the width of each column; those that need little leave the rest to the others."""
    left, waiting = room - (len(needed) - 1) * _GAP_PX, sorted(needed)
    while waiting and waiting[0] <= left / len(waiting):
        left -= waiting.pop(0)
    most = left / len(waiting) if waiting else room
    return [min(width, most) for width in needed]


def _height(sentences: Sequence[str], texts: TextTable | None) -> float:
    """Return a height that is enough in any font."""
    lines, gaps = sum(_n_lines(one, _WIDTH) for one in sentences), len(sentences)
    if texts is not None:
        rows = [texts.header, *texts.rows]
        columns = zip(*rows, strict=True)
        widest = [max(map(len, column)) * _LETTER_PX for column in columns]
        widths = _shared(widest, _WIDTH)
        lines += sum(max(map(_n_lines, row, widths)) for row in rows)
        gaps += len(rows)
    return round(max(lines, 1) * _LINE_PX + gaps * _APART_PX)


def _n_lines(text: str, width: float) -> int:
    """Return how many lines a text takes at most: its last word may not fit in any of them."""
    longest = max(map(len, text.split()), default=0) * _LETTER_PX
    return max(1, -int(-len(text) * _LETTER_PX // max(width - longest / 3, _LETTER_PX * 8)))
