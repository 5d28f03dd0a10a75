"""A quiet word in the status bar where nothing can be kept, as in a home that is read-only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QLabel


class NotKeptNote(QLabel):
    """Says that nothing outlives this sitting; its tool tip says why."""

    def __init__(self, folders: Iterable[Path]) -> None:
        super().__init__(self.tr("Settings and the last run are not kept"))
        self.setObjectName("muted")
        self.setContentsMargins(0, 0, 12, 0)
        names = " · ".join(str(folder) for folder in folders)
        self.setToolTip(self.tr("Not every folder for them can be written: {0}").format(names))
