"""The sheet of keys, made from the actions themselves so that it cannot be wrong."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from gdstudio.studio.style import numeral_font


class KeySheet(QDialog):
    """Lists every key in two columns."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        rows = [
            (action.text().replace("&", "").rstrip("…"), key)
            for action in actions
            if action.isVisible()
            and (key := action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        ]
        rows += [
            (self.tr("Draw with keys: move the pen"), self.tr("arrow keys on the canvas")),
            (self.tr("Draw with keys: pen down or up"), self.tr("Enter on the canvas")),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        half = (len(rows) + 1) // 2
        for k, (words, key) in enumerate(rows):
            row, column = k % half, 2 * (k // half)
            grid.addWidget(QLabel(words), row, column)
            label = QLabel(key)
            label.setFont(numeral_font(label.font(), bold=True))
            grid.addWidget(label, row, column + 1, Qt.AlignmentFlag.AlignLeft)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(grid)
        layout.addWidget(buttons)
