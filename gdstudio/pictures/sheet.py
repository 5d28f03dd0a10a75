"""Where a scene is put together: shapes in order, texts measured, wrapped and cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from gdstudio.pictures.clear_place import clear_place
from gdstudio.pictures.palette import LIGHT, Palette
from gdstudio.pictures.readings import ChartLayout, Readings
from gdstudio.pictures.scene import Floats, Label, Line, Measure, Plate, Rect, Scene, Shape, Weight
from gdstudio.pictures.spans import Spans

TEXT_PX: Final = 13.0
_LABEL_ROOM: Final = (8.0, 2.0)  # pixels of a plate that are wider and higher than its text
_LABEL_RADIUS: Final = 3.0


@dataclass(slots=True, eq=False)
class Sheet:
    """A scene in the making.

    Attributes:
        size: Of the scene in pixels, width and height.
        measure: Of the hand that will draw.
        palette: Its colours.
        text_size: Of normal text, in pixels.
        ratio: Pixels of the screen for one of the scene.
        shapes: What is drawn so far.
    """

    size: tuple[float, float]
    measure: Measure
    palette: Palette = LIGHT
    text_size: float = TEXT_PX
    ratio: float = 1.0
    shapes: list[Shape] = field(default_factory=list, init=False)
    _plates: list[Rect] = field(default_factory=list, init=False)

    @property
    def rect(self) -> Rect:
        """All of it."""
        return Rect(0.0, 0.0, *self.size)

    @property
    def line(self) -> float:
        """The height of a line of normal text."""
        return self.measure("", self.text_size, "regular")[1]

    def width_of(self, text: str, size: float | None = None, weight: Weight = "regular") -> float:
        """Return the width of a text, of normal size if none is given."""
        return self.measure(text, size or self.text_size, weight)[0]

    def height_of(self, size: float) -> float:
        """Return the height of a line of a size."""
        return self.measure("", size, "regular")[1]

    def widest(self, texts: ArrayLike) -> float:
        """Return the width of the widest of some texts of normal size."""
        return max(map(self.width_of, set(np.ravel(texts).tolist())), default=0.0)

    def add(self, *shapes: Shape) -> None:
        """Draw shapes over what there is."""
        self.shapes += shapes

    def stroke(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        width: float = 1.0,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """Draw a straight line with flat ends."""
        self.add(Line(np.array([start, end]), colour, width, dashes, flat=True))

    def write(
        self,
        text: str,
        x: float,
        y: float,
        colour: str | None = None,
        anchor: tuple[float, float] = (0.0, 0.0),
        size: float | None = None,
        weight: Weight = "regular",
    ) -> None:
        """Write one line; `x` and `y` are where `anchor` lies, see `Label`; muted if no colour."""
        ink = colour or self.palette.muted
        if text:
            self.add(Label(text, x, y, size or self.text_size, ink, anchor, weight))

    def write_upwards(self, text: str, x: float, y: float) -> None:
        """Write one muted line that is read upwards, around a middle."""
        if text:
            ink = self.palette.muted
            self.add(Label(text, x, y, self.text_size, ink, (0.5, 0.5), is_upwards=True))

    def label(
        self,
        text: str,
        middle: tuple[float, float],
        colour: str,
        plate: str,
        opacity: float,
        room: Rect,
        weight: Weight = "regular",
        lines: Sequence[Floats] = (),
    ) -> Rect:
        """Write a text on a plate around a point, moved so far that it lies in `room`.

        It is moved on from plates of texts that were written before, and from `lines`, each of
        shape (k, 2), where there is room. Returns the place of the plate.
        """
        width = self.width_of(text, weight=weight) + _LABEL_ROOM[0]
        height = self.line + _LABEL_ROOM[1]
        left = min(max(middle[0] - width / 2, room.left), max(room.right - width, room.left))
        top = min(max(middle[1] - height / 2, room.top), max(room.bottom - height, room.top))
        place = Rect(round(left), round(top), width, height)
        if lines:
            place = clear_place(place, room, self._plates, lines)
        place = self._free(place, room)
        self._plates.append(place)
        self.add(Plate(place, plate, opacity, radius=_LABEL_RADIUS))
        self.write(text, *place.middle, colour, (0.5, 0.5), weight=weight)
        return place

    def _free(self, place: Rect, room: Rect) -> Rect:
        """Return the nearest place in `room` whose text lies on no other's; `place` if none is."""
        (across, down), plates = _LABEL_ROOM, self._plates

        def is_free(at: Rect) -> bool:
            text = at.grown(-across / 2, -down)
            return not any(text.meets(plate.grown(-across / 2, -down)) for plate in plates)

        if is_free(place):
            return place
        tops = [place.top, room.top, room.bottom - place.height]
        tops += [top for p in plates for top in (p.top - place.height + down, p.bottom - down)]
        lefts = [place.left, room.left, room.right - place.width]
        lefts += [x for p in plates for x in (p.left - place.width + across, p.right - across)]
        near = [Rect(float(round(x)), float(round(y)), *place.size) for x in lefts for y in tops]
        near.sort(key=lambda at: abs(at.top - place.top) + abs(at.left - place.left))
        inside = room.grown(1)
        return next((at for at in near if inside.holds(at) and is_free(at)), place)

    def wrapped(
        self, text: str, room: float, size: float | None = None, weight: Weight = "regular"
    ) -> list[str]:
        """Return a text broken between words into lines not wider than `room`.

        A long word stays whole; no text has no lines.
        """
        return wrapped(text, lambda line: self.width_of(line, size, weight), room)

    def shortened(
        self, text: str, room: float, size: float | None = None, weight: Weight = "regular"
    ) -> str:
        """Return a text cut so that it is at most `room` wide."""
        if self.width_of(text, size, weight) <= room:
            return text
        while text and self.width_of(f"{text}…", size, weight) > room:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def layout(self, readings: Readings, spans: Spans | None = None) -> ChartLayout:
        """Return what is drawn, and what can be read off it."""
        return ChartLayout(self.scene(), readings, self.text_size, spans)

    def scene(self) -> Scene:
        """Return what is drawn."""
        return Scene(*self.size, self.palette.base, tuple(self.shapes))


def wrapped(text: str, width_of: Callable[[str], float], room: float) -> list[str]:
    """Return a text broken between words into lines not wider than `room`; a long word stays."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def crisp(place: float) -> float:
    """Return the place nearest to where a line of one pixel fills whole pixels."""
    return round(place) + 0.5


def spread(
    places: Sequence[float], widths: Sequence[float], room: float, gap: float
) -> list[float]:
    """Return the left edges of labels, each as near under its place as the others allow.

    The middles of the labels are wanted at `places`, rising. They lie between 0 and `room`, if they
    fit at all, and at least `gap` apart.
    """
    groups: list[tuple[float, float, list[int]]] = []  # wanted left edge, width, labels
    for i, (place, width) in enumerate(zip(places, widths, strict=True)):
        left, members = place - width / 2, [i]
        left = _inside(left, width, room)
        while groups and groups[-1][0] + groups[-1][1] + gap > left:
            before_left, before_width, before = groups.pop()
            weight = len(before) / (len(before) + len(members))
            left = weight * before_left + (1 - weight) * (left - before_width - gap)
            width, members = before_width + gap + width, before + members
            left = _inside(left, width, room)
        groups.append((left, width, members))
    lefts = [0.0] * len(places)
    for left, _, members in groups:
        for i in members:
            lefts[i] = left
            left += widths[i] + gap
    return lefts


def _inside(left: float, width: float, room: float) -> float:
    return max(min(left, room - width), 0.0)
