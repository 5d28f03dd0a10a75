"""The key of a chart: signs and names beside the plot where there is room, else above it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gdstudio.pictures.scene import Rect
from gdstudio.pictures.sheet import Sheet

SIGN_PX: Final = 22.0
_GAP_PX: Final = 5.0
_APART_PX: Final = 12.0
_BESIDE_FROM_PX: Final = 560.0  # width of a chart that has room for a key at its side
_BESIDE_MOST: Final = 0.33  # of that width
_ABOVE_MOST: Final = 0.3  # of the height of a chart for a key above the plot


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One line of the key: `draw_sign(x, y)` draws around the middle of its place."""

    name: str
    draw_sign: Callable[[float, float], None]


@dataclass(frozen=True, slots=True)
class Key:
    """Where the entries stand: the room of each, sign and name.

    Height is taken above the plot, width at the right of it.
    """

    entries: tuple[KeyEntry, ...]
    places: tuple[Rect, ...]
    height: float
    width: float

    def draw(self, sheet: Sheet) -> None:
        """Draw signs and names; what has no room is cut short."""
        for entry, place in zip(self.entries, self.places, strict=True):
            middle = place.middle[1]
            entry.draw_sign(place.left + SIGN_PX / 2, middle)
            left = place.left + SIGN_PX + _GAP_PX
            name = sheet.shortened(entry.name, place.right - left + 1)
            sheet.write(name, left, middle, sheet.palette.text, (0.0, 0.5))


def place_key(entries: Sequence[KeyEntry], sheet: Sheet, room: Rect) -> Key:
    """Return the key of a chart that fills `room`, as a column at the right or lines at the top.

    Lines at the top never take more than a share of the height; what has no room is counted.
    """
    named = tuple(entry for entry in entries if entry.name)
    line = sheet.line + 1
    width = max((_width(entry, sheet) for entry in named), default=0.0)
    has_room = room.width >= _BESIDE_FROM_PX and width <= _BESIDE_MOST * room.width
    if len(named) > 1 and has_room and len(named) * line < room.height:
        left = room.right - width
        places = [Rect(left, room.top + k * line, width, line) for k in range(len(named))]
        return Key(named, tuple(places), 0.0, width + _APART_PX)
    most = max(math.floor(_ABOVE_MOST * room.height / line), 1)
    short = named if len(_lines(named, sheet, room)) <= 1 else _said_once(named)
    shown = next(
        _cut(short, n)
        for n in range(len(short), -1, -1)
        if len(_lines(_cut(short, n), sheet, room)) <= most or n <= 1
    )
    lines = _lines(shown, sheet, room)
    return Key(shown, tuple(p for row in lines for p in row), len(lines) * line, 0.0)


def _lines(entries: Sequence[KeyEntry], sheet: Sheet, room: Rect) -> list[list[Rect]]:
    line, x = sheet.line + 1, room.left
    lines: list[list[Rect]] = []
    for entry in entries:
        width = min(_width(entry, sheet), room.width)
        if not lines or x + width > room.right:
            lines.append([])
            x = room.left
        lines[-1].append(Rect(x, room.top + (len(lines) - 1) * line, width, line))
        x += width + _APART_PX
    return lines


def _width(entry: KeyEntry, sheet: Sheet) -> float:
    return SIGN_PX + _GAP_PX + sheet.width_of(entry.name) + 1


def _said_once(entries: tuple[KeyEntry, ...]) -> tuple[KeyEntry, ...]:
    """Return the entries with the words that end all names only in the last: 25, 50 neurons."""
    words = [entry.name.split(" ") for entry in entries]
    n = 0
    while len(words) > 1 and all(len(w) > n + 1 and w[-1 - n] == words[0][-1 - n] for w in words):
        n += 1
    if not n:
        return entries
    first = [replace(e, name=" ".join(w[:-n])) for e, w in zip(entries, words, strict=True)]
    return (*first[:-1], entries[-1])


def _cut(entries: tuple[KeyEntry, ...], n: int) -> tuple[KeyEntry, ...]:
    """Return the first `n` entries, and how many more there are."""
    if n == len(entries):
        return entries
    return (*entries[:n], KeyEntry(f"+ {len(entries) - n}", lambda x, y: None))
