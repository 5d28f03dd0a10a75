"""The upright axis of a slice: costs, linear or as powers of ten."""

from __future__ import annotations

import math

import numpy as np

from gdstudio.pictures.ticks import tick_labels
from gdstudio.studio.views.plane.plane_axes import PlaneAxis


class SliceCostAxis(PlaneAxis):
    """Round costs; in log mode the plot holds powers of ten."""

    def tickValues(
        self, minVal: float, maxVal: float, size: float
    ) -> list[tuple[float | None, list[float]]]:
        """Return as many round values as can be read."""
        if not self.logMode:
            return super().tickValues(minVal, maxVal, size)
        first, last = math.floor(minVal), math.ceil(maxVal)
        if maxVal - minVal <= 2:
            places = [p + s for p in range(first, last) for s in np.log10([1.0, 2.0, 5.0]).tolist()]
        else:
            stride = math.ceil((maxVal - minVal) * 28 / max(size, 28))
            places = [float(p) for p in range(first, last + 1) if p % stride == 0]
        return [(None, [place for place in places if minVal <= place <= maxVal])]

    def tickStrings(self, values: list[float], scale: float, spacing: float | None) -> list[str]:
        """Return them as short as tells them apart."""
        if not self.logMode:
            return super().tickStrings(values, scale, spacing)
        return [tick_labels(np.array([float(f"{10.0**value:.3g}")]))[0] for value in values]
