"""The drawing area of a slice: a plot with a second upright axis, which tells of letting go."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QMouseEvent, QPen

from gdstudio.studio.theme import Theme
from gdstudio.studio.views.cost_plot.cost_plot_axes import AccuracyAxis
from gdstudio.studio.views.landscape.slice_axis import SliceCostAxis
from gdstudio.studio.views.plane.plane_axes import PlaneAxis
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas

ACCURACY_RANGE: Final = (-0.06, 1.08)  # at the lower and upper edge of the box
LEADER_PX: Final = 6  # from the box down to the labels under it


class SliceCanvas(PlaneCanvas):
    """Costs at the left, accuracy at the right, labels of places under the box.

    Signals:
        let_go(): The button that went down in the box is up again, or there is no telling any more.
    """

    let_go = Signal()

    def __init__(self, cost: str, accuracy: str) -> None:
        """Make the plot.

        Args:
            cost: Name of the left axis.
            accuracy: Name of the right axis.
        """
        self._cost_axis = SliceCostAxis("left", "0.0025", cost)
        self._accuracy_axis = AccuracyAxis("right", "100 %", accuracy)
        super().__init__(self._cost_axis, PlaneAxis("bottom", "−0.5"), strip_px=20)
        self._bottom.setStyle(tickLength=0)
        self._accuracy_axis.setRange(*ACCURACY_RANGE)
        self._content.layout().addItem(self._accuracy_axis, 0, 2)

    def set_log(self, log: bool) -> None:
        """Label the left axis as powers of ten or not."""
        self._cost_axis.setLogMode(False, log)

    def set_axes_shown(self, shown: bool) -> None:
        """Write numbers at the axes or leave them bare."""
        for axis in (self._left, self._bottom):
            axis.setStyle(showValues=shown)

    def set_accuracy_shown(self, shown: bool) -> None:
        """Show the right axis or use its room."""
        if shown:
            self._accuracy_axis.show()
        else:
            self._accuracy_axis.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        super().set_theme(theme)
        self._accuracy_axis.dress(theme)
        # The labels stand between this axis and the box, so its line and ticks are not to be seen.
        self._bottom.setPen(QPen(Qt.PenStyle.NoPen))
        self._bottom.setTickPen(QPen(QColor(theme.base)))

    def set_font(self, font: QFont) -> None:
        """Write axes and labels in `font`."""
        self._accuracy_axis.set_font(font)
        self._strip_px = QFontMetrics(font).height() + LEADER_PX
        self._strip.setMinimumHeight(self._strip_px)
        self._strip.setMaximumHeight(self._strip_px)
        super().set_font(font)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go: the release may go elsewhere."""
        super().focusOutEvent(event)
        self._dragging = False
        self.let_go.emit()

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        """Let go."""
        dragged = self._dragging
        super().mouseReleaseEvent(ev)
        if dragged and not self._dragging:
            self.let_go.emit()
