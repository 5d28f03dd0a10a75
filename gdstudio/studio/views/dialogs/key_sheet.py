"""The sheet of keys, made from the actions themselves so that it cannot be wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from gdstudio.studio.style import numeral_font
from gdstudio.studio.views.common.reaching_scroll import ReachingScroll
from gdstudio.studio.window_place import resize_within_screen

_SCROLL_BAR_PX: Final = 16


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
            (self.tr("Turn a surface"), self.tr("arrow keys on it")),
            (self.tr("Zoom a surface"), self.tr("+ and − on it, with Ctrl or without")),
            (self.tr("Look at a surface as at first"), self.tr("Home on it")),
            (self.tr("Let the cost plot follow its data again"), self.tr("Ctrl+0 on it")),
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
        body = QWidget()
        body.setLayout(grid)
        layout.addWidget(ReachingScroll(body))
        layout.addWidget(buttons)
        hint = self.sizeHint()
        resize_within_screen(self, hint.width() + _SCROLL_BAR_PX, hint.height())
