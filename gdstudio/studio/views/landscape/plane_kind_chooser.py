"""Which plane is drawn: a box, and one sentence about the plane."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from gdstudio.jobs.plane_request import PLANE_KINDS, PlaneKind
from gdstudio.studio.views.common.labels import WrappedText


class PlaneKindChooser(QWidget):
    """Chooses one of `PLANE_KINDS`; the sentence says what it is, or why it cannot be had.

    Signals:
        kind_chosen(str): The user chose this kind.
    """

    kind_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._available: frozenset[str] = frozenset(PLANE_KINDS)
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("Plane"))
        self.box.setToolTip(self.tr("The plane through all parameters that is drawn"))
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.box.setSizeAdjustPolicy(policy)
        for kind, title in self._titles().items():
            self.box.addItem(title, kind)
        self.note = WrappedText("muted", lines=2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addWidget(self.note)
        self.setFocusProxy(self.box)
        self.box.currentIndexChanged.connect(self._on_box_chosen)
        self._show_note()

    def kind(self) -> PlaneKind:
        """Return the kind shown."""
        return PLANE_KINDS[self.box.currentIndex()]

    def is_available(self) -> bool:
        """Return whether the kind shown can be had."""
        return self.kind() in self._available

    def set_kind(self, kind: PlaneKind) -> None:
        """Show a kind; nothing is emitted."""
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(PLANE_KINDS.index(kind))
        self._show_note()

    def set_available(self, kinds: Set[str]) -> None:
        """Tell which kinds can be had; the others can be read of, not chosen."""
        self._available = frozenset(kinds)
        model = self.box.model()
        assert isinstance(model, QStandardItemModel)
        for i, kind in enumerate(PLANE_KINDS):
            there = kind in self._available
            model.item(i).setEnabled(there)
            reason = "" if there else self._reasons()[kind]
            self.box.setItemData(i, reason, Qt.ItemDataRole.ToolTipRole)
        self._show_note()

    @Slot()
    def _on_box_chosen(self) -> None:
        self._show_note()
        self.kind_chosen.emit(self.kind())

    def _show_note(self) -> None:
        texts = self._sentences() if self.is_available() else self._reasons()
        self.note.set_text(texts[self.kind()])
        self.box.setAccessibleDescription(texts[self.kind()])

    def title(self, kind: PlaneKind) -> str:
        """Return what a kind is called."""
        return self._titles()[kind]

    def _titles(self) -> dict[PlaneKind, str]:
        return {
            "trajectory": self.tr("Training path (PCA)"),
            "random": self.tr("Random directions"),
            "gradient": self.tr("Downhill and random"),
            "parameters": self.tr("Two parameters"),
            "networks": self.tr("Three runs"),
        }

    def _sentences(self) -> dict[PlaneKind, str]:
        return {
            "trajectory": self.tr("The two directions in which this run has moved most."),
            "random": self.tr("Two directions drawn by chance, through where the network is."),
            "gradient": self.tr("Straight downhill, and across it one direction drawn by chance."),
            "parameters": self.tr("Two single parameters change, all others stay as they are."),
            "networks": self.tr("The one plane that holds this run and two others."),
        }

    def _reasons(self) -> dict[PlaneKind, str]:
        return {
            "trajectory": self.tr("Needs a path of at least 4 points: train on."),
            "random": self.tr("Needs a network whose weights are not all zero."),
            "gradient": self.tr("Needs a slope: here the gradient is zero."),
            "parameters": self.tr("Needs a network of fully connected layers."),
            "networks": self.tr("Needs two other runs of the same network: keep or open some."),
        }
