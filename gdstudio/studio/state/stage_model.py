"""What is done to the picture that an audience sees."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

DARK, PARTS, CIRCLE = "", "parts", "circle"
_AFTER: Final = {DARK: PARTS, PARTS: CIRCLE, CIRCLE: DARK}


class StageModel(QObject):
    """Owned by the window, lives in the GUI thread.

    Attributes:
        is_blank: The audience sees nothing.
        is_frozen: It sees what was there when this began.
        is_changing: It sees the scene before: the next one is not yet there as a whole.
        has_halo: A ring follows the mouse.
        spotlight: What is lit while all else is dim: `PARTS` that are looked at, a `CIRCLE` round
            the mouse, or `DARK`: no spotlight.
        has_parts: Something is looked at that can be lit.

    Signals:
        changed: One of these is another one.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_blank = self.is_frozen = self.has_halo = self.has_parts = False
        self.is_changing = False
        self.spotlight = DARK

    @property
    def is_still(self) -> bool:
        """Whether the audience sees a still."""
        return self.is_frozen or self.is_changing

    def set_changing(self, changing: bool) -> None:
        """Let the audience see the scene before, or the one that stands."""
        if changing != self.is_changing:
            self.is_changing = changing
            self.changed.emit()

    @Slot()
    def toggle_blank(self) -> None:
        """Show the audience nothing, or its picture again."""
        self.is_blank = not self.is_blank
        self.changed.emit()

    @Slot()
    def toggle_frozen(self) -> None:
        """Let the audience see a still from now on, or what there is."""
        self.is_frozen = not self.is_frozen
        self.changed.emit()

    @Slot()
    def toggle_halo(self) -> None:
        """Let a ring follow the mouse, or none."""
        self.set_halo(not self.has_halo)

    def set_halo(self, halo: bool) -> None:
        """Say whether a ring follows the mouse."""
        self.has_halo = halo
        self.changed.emit()

    @Slot()
    def turn_spotlight(self) -> None:
        """Light the parts that are looked at, then a circle, then all."""
        self.spotlight = _AFTER[self.spotlight]
        if self.spotlight == PARTS and not self.has_parts:
            self.spotlight = CIRCLE
        self.changed.emit()

    @Slot()
    def uncover(self) -> None:
        """Let the audience see what there is."""
        if self.is_blank or self.is_frozen:
            self.is_blank = self.is_frozen = False
            self.changed.emit()

    def clear(self) -> None:
        """Do nothing to the picture any more."""
        self.is_blank = self.is_frozen = self.has_halo = False
        self.spotlight = DARK
        self.changed.emit()
