"""Tabs that tell of a turn before it is made, so that a page is laid out once and painted once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QTabBar, QTabWidget


class PageTabs(QTabWidget):
    """Shows one of several pages.

    Signals:
        page_turning: Index of the page that is about to be shown; the one before still is.
    """

    page_turning = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._least: QSize | None = None  # None: to be asked anew
        bar = QTabBar()
        bar.setObjectName(self.tabBar().objectName())
        bar.setDrawBase(False)  # as the bar that Qt makes
        bar.currentChanged.connect(self.page_turning)  # before the tabs themselves listen to it
        self.setTabBar(bar)
        self.setDocumentMode(True)

    def sizeHint(self) -> QSize:
        """Ask for no more than is needed; it has all room that others leave."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Ask each page only once: whatever is on it, it can be scrolled."""
        if self._least is None:
            self._least = super().minimumSizeHint()
        return QSize(self._least)

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self._least = None

    def tabRemoved(self, index: int) -> None:
        super().tabRemoved(index)
        self._least = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._least = None
