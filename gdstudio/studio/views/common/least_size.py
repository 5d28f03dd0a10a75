"""Widgets that are no smaller than they can be read at, whatever they hold."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from gdstudio.studio.text_size import px


class LeastSizeWidget(QWidget):
    """Asks for what its layout needs, and at least a size in pixels of usual text."""

    least_px: ClassVar[tuple[int, int]]

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(*map(px, self.least_px)))
