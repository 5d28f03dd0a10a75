"""The picture that `gdstudio descend --save` writes, drawn without a window."""

from __future__ import annotations

from gdstudio.commands.descend_curve import draw_curve_picture
from gdstudio.commands.descend_drawing import LEFT, draw_head
from gdstudio.commands.descend_frame import picture_bounds
from gdstudio.commands.descend_job import Outcome
from gdstudio.commands.descend_map import draw_map_picture
from gdstudio.files.drawing.canvas_text import typeset


def picture(outcome: Outcome) -> bytes:
    """Return a PNG file: a contour map or a curve, with the paths and what they did."""
    function = outcome.function
    draw = draw_curve_picture if function.dimension == 1 else draw_map_picture
    canvas = draw(outcome, picture_bounds(outcome))
    title = "A typed cost" if function.name == "typed" else function.title
    draw_head(canvas, LEFT, title, typeset(function.formula))
    return canvas.png()
