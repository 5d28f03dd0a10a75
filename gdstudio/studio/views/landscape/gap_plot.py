"""The true cost along a path, and the cost that a picture of a plane shows instead."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.frame import PlaneFrame
from gdstudio.studio.style import numeral_font
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.cost_plot.cost_plot_axes import CountAxis
from gdstudio.studio.views.plane.plane_axes import PlaneAxis
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas
from gdstudio.studio.views.plane.plane_layer import PlaneLayer
from gdstudio.studio.views.plane.plane_painting import (
    draw_balls,
    faded,
    finite_runs,
    polygon,
    round_pen,
)

Floats = NDArray[np.float64]

_MARGIN: Final = 0.08  # of the height
_LARGEST: Final = 8e307  # the sum of two such is still a number


class GapLayer(PlaneLayer):
    """Two lines with the gap between them filled, in data coordinates."""

    def __init__(self) -> None:
        super().__init__()
        self._steps = self._true = self._shadow = np.zeros(0)

    def set_costs(self, steps: Floats, true: Floats, shadow: Floats) -> None:
        """Take the steps and both costs, each of shape (k,)."""
        self._steps, self._true, self._shadow = steps, true, shadow
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Fill the gaps, then draw what the picture shows, and over it what is true."""
        true = frame.to_pixels(np.column_stack([self._steps, self._true]))
        shadow = frame.to_pixels(np.column_stack([self._steps, self._shadow]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self.theme.muted, 0.25))
        for run in finite_runs(np.hstack([true, shadow])):
            painter.drawPolygon(polygon(np.vstack([run[:, :2], run[::-1, 2:]])))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        lines = ((shadow, self.theme.muted, 1.5), (true, self.theme.accent, 2.0))
        for pixels, colour, width in lines:
            for run in finite_runs(pixels):
                painter.setPen(round_pen(colour, width))
                painter.drawPolyline(polygon(run))
                if len(run) == 1:
                    draw_balls(painter, run, colour, None, 5.0)


class GapPlot(PlaneCanvas):
    """Both costs against the step; setters only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._cost_axis = PlaneAxis("left", "0.0005")
        super().__init__(self._cost_axis, CountAxis("bottom", "1000k"))
        self._gaps = GapLayer()
        self.add_layer(self._gaps)
        self.set_font(numeral_font(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().unsetCursor()
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("True cost and shown cost along the path"))
        self.set_costs([], [], [])

    def set_costs(self, steps: ArrayLike, true: ArrayLike, shadow: ArrayLike) -> None:
        """Draw both costs.

        Args:
            steps: Shape (k,), rising.
            true: Cost at each point of the path, shape (k,); what is not finite is left out.
            shadow: Cost that the picture shows there, shape (k,).
        """
        x, below, above = (np.array(values, np.float64) for values in (steps, true, shadow))
        assert x.ndim == 1
        assert x.shape == below.shape == above.shape
        self._gaps.set_costs(x, below, above)
        self.set_range(_x_range(x), _y_range(np.concatenate([below, above])))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        super().set_theme(theme)
        self._cost_axis.setGrid(110)

    def changeEvent(self, event: QEvent) -> None:
        """Write the axes in the new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_font(numeral_font(self.font()))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that can be read."""
        return QSize(160, 84)

    def sizeHint(self) -> QSize:
        """Return the size it has on a projector."""
        return QSize(300, 100)


def _x_range(steps: Floats) -> tuple[float, float]:
    if not len(steps):
        return 0.0, 10.0
    low, high = float(steps[0]), float(steps[-1])
    return (low, high) if high > low else (low, low + 10.0)


def _y_range(costs: Floats) -> tuple[float, float]:
    finite = np.clip(costs[np.isfinite(costs)], -_LARGEST, _LARGEST)
    if not len(finite):
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    least = max(abs(low), abs(high)) * 1e-3 or 1.0
    margin = max((high - low) * _MARGIN, least)
    return low - margin, high + margin
