"""What is drawn over the network's loss surface, and its height: check boxes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

PLANE_OVERLAYS: Final = ("path", "earlier", "gaps", "walk")


class PlaneOverlayChecks(QWidget):
    """One check box for each of `PLANE_OVERLAYS`, and one for a logarithmic height.

    Signals:
        overlay_toggled(str, bool): The user wants that overlay drawn, or no longer.
        log_toggled(bool): The user wants the logarithm of the cost as height, or the cost.
    """

    overlay_toggled = Signal(str, bool)
    log_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._boxes = {name: QCheckBox() for name in PLANE_OVERLAYS}
        self.log_box = QCheckBox()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for name, (text, explanation) in self._texts().items():
            box = self._boxes.get(name, self.log_box)
            box.setText(text)
            box.setToolTip(explanation)
            box.setAccessibleName(text)
            box.setAccessibleDescription(explanation)
            layout.addWidget(box)
        self.set_overlay("path", True)
        self._connect()

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

    def _connect(self) -> None:
        self.log_box.toggled.connect(self.log_toggled)
        self._boxes["path"].toggled.connect(self._on_path_toggled)
        self._boxes["earlier"].toggled.connect(self._on_earlier_toggled)
        self._boxes["gaps"].toggled.connect(self._on_gaps_toggled)
        self._boxes["walk"].toggled.connect(self._on_walk_toggled)

    @Slot(bool)
    def _on_path_toggled(self, shown: bool) -> None:
        self.overlay_toggled.emit("path", shown)

    @Slot(bool)
    def _on_earlier_toggled(self, shown: bool) -> None:
        self.overlay_toggled.emit("earlier", shown)

    @Slot(bool)
    def _on_gaps_toggled(self, shown: bool) -> None:
        self.overlay_toggled.emit("gaps", shown)

    @Slot(bool)
    def _on_walk_toggled(self, shown: bool) -> None:
        self.overlay_toggled.emit("walk", shown)
