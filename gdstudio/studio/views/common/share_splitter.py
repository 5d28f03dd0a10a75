"""A splitter that shares its room: as the program proposes until the user moves a handle."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gdstudio.studio.views.common.card import MARGIN


class ShareSplitter(QSplitter):
    """Keeps what the user chose as shares, so that it holds in a window of any size."""

    def __init__(
        self,
        name: str,
        orientation: Qt.Orientation,
        widgets: Sequence[QWidget],
        usual_sizes: Callable[[int], list[int]],
    ) -> None:
        """Lay out the widgets.

        Args:
            name: Name under which the shares are kept.
            orientation: Side by side or one above the other.
            widgets: What to show.
            usual_sizes: The proposed sizes in pixels for the room there is.
        """
        super().__init__(orientation)
        self.setObjectName(name)
        self.setHandleWidth(MARGIN)
        self.setChildrenCollapsible(False)
        self._usual_sizes = usual_sizes
        self._shares: list[float] | None = None
        for widget in widgets:
            self.addWidget(widget)
        self.splitterMoved.connect(self._on_self_splitter_moved)

    def shares(self) -> list[float] | None:
        """Return the user's shares, which add up to 1, or None if the user has chosen none."""
        return self._shares

    def set_shares(self, shares: list[float] | None) -> None:
        """Share the room like this; None for the usual way."""
        self._shares = shares
        self.share()

    def share(self) -> None:
        """Share the room again, as after another widget has come into it."""
        room = self.width() if self.orientation() == Qt.Orientation.Horizontal else self.height()
        if self._shares is None:
            self.setSizes(self._usual_sizes(room))
        else:
            self.setSizes([round(share * room) for share in self._shares])

    @Slot()
    def _on_self_splitter_moved(self) -> None:
        total = sum(self.sizes())
        self._shares = [size / total for size in self.sizes()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new room."""
        super().resizeEvent(event)
        self.share()
