"""A slice that came out: what is printed of it, and what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray

from gdstudio.commands.landscape import save_as
from gdstudio.commands.output import print_json
from gdstudio.numerals import numeral
from gdstudio.pictures.palette import LIGHT
from gdstudio.pictures.pillow.drawing import png_of
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.plane.page import Panel, lay_out_page
from gdstudio.pictures.plane.slices import SliceChart, SlicePicture, role_colour

_BOX: Final = (820.0, 480.0)
_NAMES: Final = {
    "straight": "straight line",
    "matched": "neurons matched",
    "bezier": "trained curve",
}


@dataclass(frozen=True, slots=True, eq=False)
class SliceOutcome:
    """What came out.

    Attributes:
        title: What is shown.
        columns: Name -> values, all of one length, for files; the first is across.
        picture: What a file shows.
        facts: For JSON.
        lines: For people.
    """

    title: str
    columns: dict[str, NDArray[Any]]
    picture: SlicePicture
    facts: dict[str, Any]
    lines: tuple[str, ...]

    def show(self, *, as_json: bool) -> None:
        """Print the result on standard output."""
        if as_json:
            print_json(self.facts)
        else:
            print("\n".join(self.lines))

    def save(self, path: Path) -> None:
        """Write arrays, table or picture; raises FileError."""
        save_as(path, self.columns, self.columns, lambda: _png(self.title, self.picture))


def _png(title: str, picture: SlicePicture) -> bytes:
    """Return the plot of the window as a file, and what its lines and marks are."""

    def write(panel: Panel) -> None:
        if len(picture.lines) > 1:
            for line in picture.lines:
                panel.entry(_NAMES[line.role], role_colour(line.role, LIGHT))
            panel.write("")
        for mark in picture.marks:
            panel.write(mark.label, weight="strong")
            panel.write(f"at {picture.symbol} {numeral(mark.t, 4)}, cost {numeral(mark.cost, 4)}")
            panel.write("")

    chart = SliceChart(picture)
    return png_of(lay_out_page(chart, _BOX, (title, picture.caption), measure, write))
