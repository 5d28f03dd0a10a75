"""A workspace made of splitters whose shares the user may choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdstudio.studio.preferences import Preferences
from gdstudio.studio.views.common.card import MARGIN
from gdstudio.studio.views.common.share_splitter import ShareSplitter


class SplitPage(QWidget):
    """Base of the workspaces: a subclass makes its splitters and hands them to `_show`."""

    def __init__(self) -> None:
        super().__init__()
        self._splitters: tuple[ShareSplitter, ...] = ()

    def reset_layout(self) -> None:
        """Give every card its usual share of the room."""
        for splitter in self._splitters:
            splitter.set_shares(None)

    def save_layout(self, settings: Preferences) -> None:
        """Keep the shares of the cards."""
        for splitter in self._splitters:
            settings.set_shares(splitter.objectName(), splitter.shares())

    def restore_layout(self, settings: Preferences) -> None:
        """Take up the kept shares, if there are any."""
        for splitter in self._splitters:
            splitter.set_shares(settings.shares(splitter.objectName(), splitter.count()))

    def _show(self, outermost: ShareSplitter, inner: Sequence[ShareSplitter]) -> None:
        """Fill the workspace with a splitter that holds the others."""
        self._splitters = (outermost, *inner)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(outermost)
