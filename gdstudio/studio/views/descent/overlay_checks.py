"""What is drawn over a cost of one or two inputs."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QGridLayout

from gdstudio.studio.views.common.layouts import explained
from gdstudio.studio.views.common.overlay_boxes import OverlayBoxes

OVERLAYS: Final = ("basins", "stationary_points", "inner_state", "log_height")


class OverlayChecks(OverlayBoxes):
    """One check box for each of `OVERLAYS`."""

    def __init__(self) -> None:
        super().__init__(OVERLAYS)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(4)
        layout.setColumnStretch(1, 1)
        for i, name in enumerate(OVERLAYS):
            layout.addWidget(self.box(name), *divmod(i, 2))
        self._dimension = 1
        self._basins = {1: False, 2: False}  # each number of inputs has its own
        self.set_dimension(1)

    def set_dimension(self, dimension: int) -> None:
        """Speak of the valleys of a cost of one input, of the basins of one of two.

        Each is shown or not by itself.
        """
        self._basins[self._dimension] = self.is_shown("basins")
        self._dimension = dimension
        self.set_overlay("basins", self._basins[dimension])
        for name, (text, explanation) in self._texts(dimension).items():
            explained(self.box(name), text, explanation)
        self.box("log_height").setVisible(dimension == 2)

    def set_has_inner_state(self, has_inner_state: bool) -> None:
        """Tell whether the method keeps anything between its steps."""
        self.box("inner_state").setEnabled(has_inner_state)

    def _texts(self, dimension: int) -> dict[str, tuple[str, str]]:
        basins = self.tr("Colours each start by the minimum it reaches")
        stationary = self.tr("Where the slope is zero: minima, maxima, saddles")
        inner = self.tr("What the method remembers, as arrows: velocity, averages")
        height = self.tr("Draws the logarithm of the cost, so that low parts can be told apart")
        return {
            "basins": (self.tr("Valleys") if dimension == 1 else self.tr("Basins"), basins),
            "stationary_points": (self.tr("Stationary points"), stationary),
            "inner_state": (self.tr("Inner state"), inner),
            "log_height": (self.tr("Log height"), height),
        }
