"""What is drawn over a cost besides the path: check boxes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QWidget


class OverlayBoxes(QWidget):
    """One check box for each overlay, by its name; who lays them out also says what they are.

    Signals:
        overlay_toggled(str, bool): The user wants that overlay drawn, or no longer.
    """

    overlay_toggled = Signal(str, bool)

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._boxes = {name: QCheckBox() for name in names}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        for number, box in enumerate(self._boxes.values()):
            self._group.addButton(box, number)
        self._group.idToggled.connect(self._on_group_id_toggled)

    def box(self, name: str) -> QCheckBox:
        """Return the check box of an overlay."""
        return self._boxes[name]

    def is_shown(self, name: str) -> bool:
        """Return whether an overlay is checked."""
        return self._boxes[name].isChecked()

    def set_overlay(self, name: str, shown: bool) -> None:
        """Check an overlay or not; nothing is emitted."""
        with QSignalBlocker(self._group):
            self._boxes[name].setChecked(shown)

    @Slot(int, bool)
    def _on_group_id_toggled(self, number: int, shown: bool) -> None:
        self.overlay_toggled.emit(list(self._boxes)[number], shown)
