"""One line of text in the longest of several wordings that fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class FittingLabel(QLabel):
    """Plain text that takes what room it is given and is never cut while a wording fits."""

    def __init__(self) -> None:
        super().__init__()
        self._forms: tuple[str, ...] = ("",)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_forms(self, forms: Sequence[str]) -> None:
        """Show one of these wordings, longest first; the last one if none fits."""
        self._forms = tuple(forms)
        self._choose()

    def _choose(self) -> None:
        metrics, room = self.fontMetrics(), self.width()
        fitting = (form for form in self._forms if metrics.horizontalAdvance(form) <= room)
        text = next(fitting, self._forms[-1])
        if text != self.text():
            self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again for the new width."""
        super().resizeEvent(event)
        self._choose()

    def changeEvent(self, event: QEvent) -> None:
        """Choose again for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._choose()
