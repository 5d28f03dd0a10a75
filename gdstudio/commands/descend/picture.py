"""The picture that `gdstudio descend --save` writes, drawn without a window."""

from __future__ import annotations

from gdstudio.commands.descend.curve import draw_curve_picture
from gdstudio.commands.descend.drawing import LEFT, draw_head
from gdstudio.commands.descend.frame import picture_bounds, picture_grid
from gdstudio.commands.descend.job import Outcome
from gdstudio.commands.descend.map import draw_map_picture
from gdstudio.descent.curve import is_grid_too_coarse, picture_note, sample_curve
from gdstudio.pictures.pillow.axes import MUTED
from gdstudio.pictures.pillow.lettering import typeset

_POINTS = 501  # of each input of a map: a wave of two pixels is seen as one


def picture_remark(outcome: Outcome) -> str:
    """Return one sentence on what the picture cannot show; empty if it shows all."""
    function, bounds = outcome.function, picture_bounds(outcome)
    if function.dimension == 1:
        curve = sample_curve(function, *bounds[0])
        return picture_note(curve.cost, too_coarse=curve.is_too_coarse)
    grid = picture_grid(function, bounds, _POINTS, _POINTS)
    return picture_note(grid.z, too_coarse=is_grid_too_coarse(function, grid))


def picture(outcome: Outcome) -> bytes:
    """Return a PNG file: a contour map or a curve, with the paths and what they did."""
    function = outcome.function
    draw = draw_curve_picture if function.dimension == 1 else draw_map_picture
    bounds = picture_bounds(outcome)
    canvas = draw(outcome, bounds)
    note = picture_remark(outcome)
    title = "A typed cost" if function.name == "typed" else function.title
    canvas.text(LEFT, canvas.height - 8, note, 15, MUTED)
    draw_head(canvas, LEFT, title, typeset(function.formula))
    return canvas.png()
