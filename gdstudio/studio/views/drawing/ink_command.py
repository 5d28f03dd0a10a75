"""One undoable change of the ink on a drawing canvas."""

from __future__ import annotations

import weakref
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QUndoCommand

from gdstudio.pictures.ink import Box


class TakesInk(Protocol):
    """What a command changes."""

    def put(self, box: Box, pixels: NDArray[np.uint8]) -> None:
        """Overwrite part of the ink."""


class InkCommand(QUndoCommand):
    """Other pixels in one box; knows the surface only weakly, so that it can go first.

    Args:
        surface: Gets the pixels.
        box: Which pixels change.
        before: Shape of the box, what was there; kept, not copied.
        after: Shape of the box, what comes; kept, not copied.
        text: What the command does, for the undo list.
    """

    def __init__(
        self,
        surface: TakesInk,
        box: Box,
        before: NDArray[np.uint8],
        after: NDArray[np.uint8],
        text: str,
    ) -> None:
        super().__init__(text)
        self._surface = weakref.ref(surface)
        self._box = box
        self._before = before
        self._after = after

    def _put(self, pixels: NDArray[np.uint8]) -> None:
        surface = self._surface()
        if surface is not None:
            surface.put(self._box, pixels)

    def undo(self) -> None:
        """Put back what was there."""
        self._put(self._before)

    def redo(self) -> None:
        """Put what comes; also called when the command is pushed."""
        self._put(self._after)
