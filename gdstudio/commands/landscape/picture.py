"""The picture of a slice for a file: the plot of the window, and what its lines and marks are."""

from __future__ import annotations

from typing import Final

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


def slice_png(title: str, picture: SlicePicture) -> bytes:
    """Return a PNG file."""

    def write(panel: Panel) -> None:
        if len(picture.lines) > 1:
            for line in picture.lines:
                panel.entry(_NAMES[line.role], role_colour(line.role, LIGHT))
            panel.write("")
        for mark in picture.marks:
            panel.write(mark.label, weight="strong")
            panel.write(f"at {picture.symbol} {mark.t:.4g}, cost {mark.cost:.4g}")
            panel.write("")

    chart = SliceChart(picture)
    return png_of(lay_out_page(chart, _BOX, (title, picture.caption), measure, write))
