"""Films of the first layer's weights, on one scale of colours."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.jobs.films.filmed_run import FilmedRun, Show
from gdstudio.jobs.films.shots import Shot
from gdstudio.learning.first_layer import first_layer
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.weights import tiles_figure
from gdstudio.pictures.mosaic import nice_limit
from gdstudio.texts import Text

_LOOKED_AT: Final = 50  # moments from which the scale is chosen


def weights_show(run: FilmedRun) -> Show:
    """Return how the weights at a shot are shown."""
    layer = first_layer(run.subject.make_network(), run.subject.in_shape)
    kept = list(run.moments)
    some = np.unique(np.linspace(0, len(kept) - 1, _LOOKED_AT).astype(int)).tolist()
    limit = max(nice_limit(layer.tiles(kept[k].parameters)) for k in some)
    title = run.tell(Text("First-layer weights"))

    def show(shot: Shot) -> Figure:
        values = layer.tiles(shot.moment.parameters)
        return tiles_figure("weights", title, layer.coloured(values, limit), values)

    return show
