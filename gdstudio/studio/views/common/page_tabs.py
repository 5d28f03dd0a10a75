"""Tabs that tell of a turn before it is made, so that a page is laid out once and painted once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QTabWidget


class PageTabs(QTabWidget):
    """Shows one of several pages.

    Signals:
        page_turning: Index of the page that is about to be shown; the one before still is.
    """

    page_turning = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        bar = QTabBar()
        bar.setObjectName(self.tabBar().objectName())
        bar.setDrawBase(False)  # as the bar that Qt makes
        bar.currentChanged.connect(self.page_turning)  # before the tabs themselves listen to it
        self.setTabBar(bar)
        self.setDocumentMode(True)
