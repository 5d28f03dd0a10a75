"""The pictures of a report: the figures of the cards, at a size that can be read on a telephone."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pil

from gdstudio.arrays import Array
from gdstudio.jobs.cost_figure import CostRun, cost_figure
from gdstudio.jobs.planes import Honesty, LossSurface, loss_mesh
from gdstudio.jobs.subject import Subject
from gdstudio.jobs.surface_map import is_stretched, surface_map
from gdstudio.learning.first_layer import FirstLayer
from gdstudio.learning.history import History
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.charts import BarChart
from gdstudio.pictures.figure import Column, Figure, Table
from gdstudio.pictures.figures.cells import Cells, confusion_colours, draw_cells
from gdstudio.pictures.figures.charts import chart_figure
from gdstudio.pictures.figures.planes import map_figure
from gdstudio.pictures.figures.surfaces import surface_figure
from gdstudio.pictures.figures.weights import tiles_figure
from gdstudio.pictures.marks import SurfaceMarker, SurfacePath
from gdstudio.pictures.mosaic import nice_limit
from gdstudio.pictures.palette import LIGHT

MOST_TILES: Final = 64  # of a first layer; more are a grey mass
_WIDTH: Final = 520.0  # pixels: on a telephone, letters of 14 shrink to 9
_CURVES, _MAP, _SURFACE, _BARS = 620.0, 440.0, 340.0, 260.0  # heights
_CELL_PX: Final = 44.0  # of a confusion matrix of few classes
_FEW: Final = 10
_LONGEST: Final = 8  # letters of a name beside it
_NAMES_PX: Final = 60.0


def curves_figure(history: History) -> Figure:
    """Return costs and accuracies over the updates."""

    def positions(_history: History, steps: Any) -> NDArray[np.float64]:
        return np.asarray(steps, np.float64)

    run = CostRun.of("", history, positions)
    return replace(cost_figure([run], "updates"), size=(_WIDTH, _CURVES))


def plane_figure(found: LossSurface, true: Honesty | None) -> Figure:
    """Return a plane of the loss surface from above, with the path of the run."""
    path = None if true is None else true.path
    figure = map_figure("loss-map", "Loss surface from above", surface_map(found, path))
    return replace(figure, size=(_WIDTH, _MAP))


def relief_figure(found: LossSurface, true: Honesty | None) -> Figure:
    """Return a plane of the loss surface in relief, the path of the run laid over it."""
    mesh = loss_mesh(found.grid, log_height=is_stretched(found.grid))
    paths = []
    if true is not None and len(true.path.coordinates) > 1:
        paths.append(SurfacePath(mesh.drape(true.path.coordinates), LIGHT.accent))
    here = mesh.place_on_surface([(0.0, 0.0)])[0]
    ball = SurfaceMarker(here, LIGHT.accent, current=True)
    titles = "across", "up", "cost"
    figure = surface_figure(
        "loss-surface", "Loss surface", mesh, Camera(), titles, paths, markers=[ball]
    )
    return replace(figure, size=(_WIDTH, _SURFACE))


def weights_figure(layer: FirstLayer, subject: Subject) -> Figure:
    """Return the weights of the first layer, of the first tiles if there are many."""
    values = layer.tiles(subject.parameters)[:MOST_TILES]
    tiles = layer.coloured(values, nice_limit(values))
    figure = tiles_figure("first-layer", "Weights of the first layer", tiles, values)
    factor = _WIDTH / figure.size[0]
    return replace(figure, size=(_WIDTH, round(figure.size[1] * factor)))


def confusion_figure(counts: NDArray[np.int64], names: tuple[str, ...]) -> Figure:
    """Return how often each class was answered with each."""
    n = len(counts)
    texts = tuple(tuple(str(count) if count else "" for count in row) for row in counts.tolist())
    short = tuple(name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in names)
    cells = Cells(confusion_colours(counts, LIGHT), texts, short, short, ("label", "answer"))
    side = min(_NAMES_PX + _CELL_PX * max(n, _FEW), _WIDTH) if n <= _FEW else _WIDTH
    columns = zip(names, counts.T, strict=True)
    table = Table((Column("label", names), *(Column(*column) for column in columns)))
    draw = partial(draw_cells, cells)
    title = "Confusion matrix"
    return Figure("confusion", title, draw, lambda: table, {"counts": counts}, size=(side, side))


def answer_figure(outputs: Array, names: tuple[str, ...]) -> Figure:
    """Return the outputs of a network as bars."""
    values = np.asarray(outputs, np.float64)
    best = int(values.argmax()) if np.isfinite(values).all() else None
    chart = BarChart("The answer", "output", names, values, highlighted=best)
    return replace(chart_figure(chart, "answer"), size=(_WIDTH, _BARS))


def digit_png(pixels: NDArray[np.uint8]) -> bytes:
    """Return a digit, shape (rows, columns), as dark ink on white, a pixel for each of its own."""
    file = io.BytesIO()
    Pil.fromarray(np.ascontiguousarray(255 - pixels)).save(file, "PNG", optimize=True)
    return file.getvalue()
