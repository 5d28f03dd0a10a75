"""The picture that `gdstudio surface --save FILE.png` writes: the map of the window."""

from __future__ import annotations

from typing import Final

from gdstudio.commands.surface.job import SurfaceOutcome
from gdstudio.jobs.surface_map import surface_map
from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import percent
from gdstudio.pictures.pillow.drawing import png_of
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.plane.page import lay_out_page

_SIDE: Final = 640.0  # pixels of the map


def picture(outcome: SurfaceOutcome) -> bytes:
    """Return a PNG file: costs as colours and lines, the run's path, and where it stands."""
    found = outcome.surface
    share = ""
    if outcome.path is not None:
        share = f" · {percent(outcome.path.share)} of the path's movement lies in this plane"
    name = found.subject.network_name
    here = cost_text(outcome.centre_cost)
    text = f"{name} · {found.grid.examples:,} examples · cost here {here}{share}"
    heading = "Loss surface of the network", text
    return png_of(lay_out_page(surface_map(found, outcome.path), (_SIDE, _SIDE), heading, measure))
