"""Figures that stand in a row under the header, in two where it is too short for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.layouts import in_column, in_row


class Figures(QWidget):
    """Base of strips of figures; a subclass fills `_row`."""

    def __init__(self, spacing: tuple[int, int]) -> None:
        """Make an empty row with these pixels between figures: usually, and where room is short."""
        super().__init__()
        self._spacing: Final = spacing
        self._is_folded = self._is_brief = False
        self._row, self._below = in_row(spacing=spacing[0]), in_row(spacing=spacing[0])
        in_column(self._row, self._below, of=self, spacing=0)

    def set_folded(self, folded: bool) -> None:
        """Let the last figures stand in a row of their own, or all in one."""
        if folded != self._is_folded:
            self._is_folded = folded
            for figure in self._last():
                (self._below if folded else self._row).addWidget(figure)

    def set_brief(self, brief: bool) -> None:
        """Leave out the figure that can be spared best, or show all."""
        if brief != self._is_brief:
            self._is_brief = brief
            self._show_spared()
            for row in (self._row, self._below):
                row.invalidate()  # the width is asked for before the next event

    def _show_spared(self) -> None:
        """Show the figure that can be spared best, or not."""
        raise NotImplementedError

    def _last(self) -> Sequence[QWidget]:
        """Return the figures that can stand below the others, from left to right."""
        raise NotImplementedError

    def _space(self, compact: bool) -> None:
        for row in (self._row, self._below):
            sized(row, spacing=self._spacing[compact])
