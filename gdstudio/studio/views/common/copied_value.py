"""A number on the screen that a click offers to copy."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget


class CopyMenu(QMenu):
    """Offers to copy a text; gone once it is closed."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.addAction(self.tr("Copy {0}").format(text)).triggered.connect(self._on_triggered)

    @Slot()
    def _on_triggered(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


def offer_value(text: str, parent: QWidget, place: QPoint) -> bool:
    """Offer to copy a text at a place of the screen; return whether it has a number."""
    has_number = any(letter.isdecimal() for letter in text)
    if has_number:
        CopyMenu(text, parent).popup(place)
    return has_number
