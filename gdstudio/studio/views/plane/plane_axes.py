"""Axes of the flat plots: the same round numbers as on the axes of the surface."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.pictures.ticks import nice_ticks, tick_labels
from gdstudio.studio.views.cost_plot.cost_plot_axes import PlotAxis

_ROOM_PX: Final = {"bottom": 80, "left": 48}  # for one tick


class PlaneAxis(PlotAxis):
    """An axis of an input or a cost, ticks at 1, 2 and 5 times powers of ten."""

    def tickValues(
        self, minVal: float, maxVal: float, size: float
    ) -> list[tuple[float | None, list[float]]]:
        """Return as many round values as can be read."""
        about = max(2, round(size / _ROOM_PX[self.orientation]))
        return [(None, nice_ticks(minVal, maxVal, about).tolist())]

    def tickStrings(self, values: list[float], scale: float, spacing: float | None) -> list[str]:
        """Return them as short as tells them apart, with a true minus sign."""
        return tick_labels(np.array(values, np.float64))
