"""What is drawn over the network's loss surface, and its height."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from gdstudio.studio.views.common.layouts import explained
from gdstudio.studio.views.common.overlay_boxes import OverlayBoxes

PLANE_OVERLAYS: Final = ("path", "earlier", "gaps", "walk")


class PlaneOverlayChecks(OverlayBoxes):
    """One check box for each of `PLANE_OVERLAYS`, and one for a logarithmic height.

    Signals:
        log_toggled(bool): The user wants the logarithm of the cost as height, or the cost.
    """

    log_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__(PLANE_OVERLAYS)
        self.log_box = QCheckBox()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for name, (text, explanation) in self._texts().items():
            box = self.log_box if name == "log" else self.box(name)
            explained(box, text, explanation)
            layout.addWidget(box)
        self.set_overlay("path", True)
        self.log_box.toggled.connect(self.log_toggled)

    def is_log(self) -> bool:
        """Return whether the height is logarithmic."""
        return self.log_box.isChecked()

    def set_log(self, log: bool) -> None:
        """Check the logarithmic height or not; nothing is emitted."""
        with QSignalBlocker(self.log_box):
            self.log_box.setChecked(log)

    def _texts(self) -> dict[str, tuple[str, str]]:
        return {
            "log": (
                self.tr("Log height"),
                self.tr("Draws the logarithm of the cost, so that low parts can be told apart"),
            ),
            "path": (
                self.tr("Path of this run"),
                self.tr("Where the network has been, as its shadow in this plane"),
            ),
            "earlier": (
                self.tr("Paths of earlier runs"),
                self.tr("The shadows of the runs before this one"),
            ),
            "gaps": (
                self.tr("Gaps to the true cost"),
                self.tr("From the surface to the true cost of each point of the path"),
            ),
            "walk": (
                self.tr("Random walk control"),
                self.tr("A walk of pure chance with the same steps: what PCA makes of nothing"),
            ),
        }
