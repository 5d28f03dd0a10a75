"""What is drawn over a cost besides the path: check boxes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

OVERLAYS: Final = ("basins", "stationary_points", "inner_state", "log_height")


class OverlayChecks(QWidget):
    """One check box for each of `OVERLAYS`.

    Signals:
        overlay_toggled(str, bool): The user wants that overlay drawn, or no longer.
    """

    overlay_toggled = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._boxes = {name: QCheckBox() for name in OVERLAYS}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(4)
        layout.setColumnStretch(1, 1)
        for i, box in enumerate(self._boxes.values()):
            layout.addWidget(box, *divmod(i, 2))
        self._boxes["basins"].toggled.connect(self._on_basins_toggled)
        self._boxes["stationary_points"].toggled.connect(self._on_stationary_points_toggled)
        self._boxes["inner_state"].toggled.connect(self._on_inner_state_toggled)
        self._boxes["log_height"].toggled.connect(self._on_log_height_toggled)
        self._dimension = 1
        self._basins = {1: False, 2: False}  # each number of inputs has its own
        self.set_dimension(1)

    def box(self, name: str) -> QCheckBox:
        """Return the check box of an overlay."""
        return self._boxes[name]

    def is_shown(self, name: str) -> bool:
        """Return whether an overlay is checked."""
        return self._boxes[name].isChecked()

    def set_overlay(self, name: str, shown: bool) -> None:
        """Check an overlay or not; nothing is emitted."""
        with QSignalBlocker(self._boxes[name]):
            self._boxes[name].setChecked(shown)

    def set_dimension(self, dimension: int) -> None:
        """Speak of the valleys of a cost of one input, of the basins of one of two.

        Each is shown or not by itself.
        """
        self._basins[self._dimension] = self.is_shown("basins")
        self._dimension = dimension
        self.set_overlay("basins", self._basins[dimension])
        for name, (text, explanation) in self._texts(dimension).items():
            box = self._boxes[name]
            box.setText(text)
            box.setToolTip(explanation)
            box.setAccessibleName(text)
            box.setAccessibleDescription(explanation)
        self._boxes["log_height"].setVisible(dimension == 2)

    def set_has_inner_state(self, has_inner_state: bool) -> None:
        """Tell whether the method keeps anything between its steps."""
        self._boxes["inner_state"].setEnabled(has_inner_state)

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

    @Slot(bool)
    def _on_basins_toggled(self, shown: bool) -> None:
        self.overlay_toggled.emit("basins", shown)

    @Slot(bool)
    def _on_stationary_points_toggled(self, shown: bool) -> None:
        self.overlay_toggled.emit("stationary_points", shown)

    @Slot(bool)
    def _on_inner_state_toggled(self, shown: bool) -> None:
        self.overlay_toggled.emit("inner_state", shown)

    @Slot(bool)
    def _on_log_height_toggled(self, shown: bool) -> None:
        self.overlay_toggled.emit("log_height", shown)
