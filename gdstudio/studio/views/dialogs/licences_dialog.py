"""What the program is made of, and the licence of every part."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gdstudio.licences import Component
from gdstudio.studio.window_place import resize_within_screen


class LicencesDialog(QDialog):
    """A list to choose from, a field that shortens it, and the text of the chosen part."""

    def __init__(self, components: Sequence[Component], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Licences"))
        resize_within_screen(self, 1060, 620)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a part or a licence"))
        self.filter.setAccessibleName(self.tr("Find a part or a licence"))
        self.filter.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Parts of the program"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSpacing(3)
        for component in components:
            item = QListWidgetItem(f"{component.name} {component.version}\n{component.licence}")
            item.setToolTip(component.licence)
            item.setData(Qt.ItemDataRole.UserRole, component)
            self.list.addItem(item)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Licence"))
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._lay_out()
        self.filter.textChanged.connect(self._on_filter_text_changed)
        self.list.currentItemChanged.connect(self._on_list_current_item_changed)
        self.list.setCurrentRow(0)
        self.filter.setFocus()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filter)
        column.addWidget(self.list)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.text)
        halves.setSizes([320, 740])
        note = QLabel(self.tr("Each part belongs to its makers and is used under its own licence."))
        note.setObjectName("muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(halves, 1)
        layout.addWidget(note)
        layout.addWidget(buttons)

    @Slot(str)
    def _on_filter_text_changed(self, text: str) -> None:
        wanted = text.casefold().strip()
        items = [self.list.item(row) for row in range(self.list.count())]
        for item in items:
            item.setHidden(wanted not in item.text().casefold())
        shown = [item for item in items if not item.isHidden()]
        if shown and self.list.currentItem() not in shown:
            self.list.setCurrentItem(shown[0])

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_list_current_item_changed(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            component: Component = item.data(Qt.ItemDataRole.UserRole)
            missing = self.tr("Its makers ship no text of the licence with it.")
            self.text.setPlainText(component.text() or missing)
