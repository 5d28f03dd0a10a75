"""What a card shows, to be taken away: one value from which every picture and table comes.

A figure is made from the very values that the card draws, and never looks at a widget. Pictures are
light on white, at a size of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array, locked_copy
from gdstudio.pictures.palette import LIGHT
from gdstudio.pictures.placed import placed
from gdstudio.pictures.scene import Measure, Scene
from gdstudio.pictures.sheet import Sheet

Draw = Callable[[Sheet], Scene]
"""Draws on a sheet of the size wanted, in its colours, measured by the hand that will draw."""

SIZE: Final = (900.0, 560.0)  # pixels of most figures
_TEXT_PX: Final = 14.0
_TITLE: Final = 1.3  # of the size of text
_CAPTION: Final = 0.86
_MARGIN_PX: Final = 14.0


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: its name, its values one a row, and their unit, "" for none."""

    name: str
    values: Sequence[Any] | Array
    unit: str = ""

    @property
    def heading(self) -> str:
        """The name with its unit."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of as many rows each."""

    columns: tuple[Column, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """Names with units."""
        return tuple(column.heading for column in self.columns)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows, of Python's own numbers; what is not there is empty."""
        yield from zip(*(_plain(column.values) for column in self.columns), strict=True)

    def text(self) -> str:
        """Return it as text that a spreadsheet takes: columns parted by tabs, a line a row."""
        lines = (self.header, *self.rows())
        return "\n".join("\t".join(_cell(value) for value in line) for line in lines)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A picture and its numbers.

    Attributes:
        name: For files, in small letters and hyphens.
        title: In a few words.
        draw: Draws it, in any thread.
        tabulate: Returns the numbers drawn, with all their digits; in any thread.
        arrays: The same as arrays, where they are; read-only.
        caption: Settings, seed and step: what the title does not say.
        size: Of the picture without title and caption, in pixels.
    """

    name: str
    title: str
    draw: Draw
    tabulate: Callable[[], Table]
    arrays: Mapping[str, Array] = field(default_factory=dict)
    caption: str = ""
    size: tuple[float, float] = SIZE

    def __post_init__(self) -> None:
        kept = {name: locked_copy(np.asarray(array)) for name, array in self.arrays.items()}
        object.__setattr__(self, "arrays", MappingProxyType(kept))

    def scene(self, measure: Measure, *, titled: bool = False, scale: float = 1.0) -> Scene:
        """Return the picture.

        Args:
            measure: Of the hand that will draw.
            titled: Whether title and caption stand above and below; it is higher then.
            scale: Pixels of the file for one of the scene.
        """
        drawn = self.draw(Sheet(self.size, measure, LIGHT, _TEXT_PX, scale))
        return _page(drawn, self, measure) if titled else drawn


def page_size(figure: Figure, measure: Measure) -> tuple[float, float]:
    """Return the size of a figure's picture between title and caption, in pixels."""
    page = _page(Scene(*figure.size, LIGHT.base, ()), figure, measure)
    return page.width, page.height


def _page(drawn: Scene, figure: Figure, measure: Measure) -> Scene:
    """Return a picture between its title and its caption."""
    sheet, small = Sheet((0.0, 0.0), measure, LIGHT, _TEXT_PX), _CAPTION * _TEXT_PX
    large, y = _TITLE * _TEXT_PX, _MARGIN_PX
    for line in sheet.wrapped(figure.title, drawn.width, large, "strong"):
        sheet.write(line, _MARGIN_PX, y, LIGHT.text, size=large, weight="strong")
        y += sheet.height_of(large)
    y += _MARGIN_PX / 2
    sheet.add(*placed(drawn, _MARGIN_PX, round(y)))
    y += drawn.height + _MARGIN_PX / 2
    for line in sheet.wrapped(figure.caption, drawn.width, small):
        sheet.write(line, _MARGIN_PX, y, size=small)
        y += sheet.height_of(small)
    sheet.size = drawn.width + 2 * _MARGIN_PX, float(round(y + _MARGIN_PX))
    return sheet.scene()


def _plain(values: Sequence[Any] | Array) -> Iterable[Any]:
    """Return values that are written in the shortest form that reads back the same."""
    if isinstance(values, np.ndarray) and values.dtype != np.float32:
        return values.tolist()  # type: ignore[no-any-return]
    return values


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.translate(_BREAKS)


_BREAKS: Final = {ord("\t"): " ", ord("\n"): " ", ord("\r"): " "}
