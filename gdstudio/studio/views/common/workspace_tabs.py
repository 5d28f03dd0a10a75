"""The middle of the window: a header for what is in sight, and workspaces as tabs below it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from gdstudio.studio.views.common.header import Header, HeaderStack
from gdstudio.studio.views.common.layouts import called, in_column
from gdstudio.studio.views.common.reaching_scroll import ReachingScroll


class WorkspaceTabs(QWidget):
    """Shows one page with its header; takes run files that are dropped on it.

    Attributes:
        tabs: The pages, in the order in which they were added.

    Signals:
        run_dropped: The Path of a run file, once the drag is over.
    """

    run_dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._headers = HeaderStack()
        self.tabs = called(QTabWidget(), self.tr("Workspaces"))
        self.tabs.setDocumentMode(True)
        self.tabs.currentChanged.connect(self._headers.setCurrentIndex)
        in_column(self._headers, (self.tabs, 1), of=self, spacing=0)
        self.setAcceptDrops(True)

    def add(self, title: str, header: Header, page: QWidget) -> None:
        """Add a page at the end; the first one is shown."""
        self._headers.addWidget(header)
        self.tabs.addTab(ReachingScroll(page), title)

    @Slot()
    def show_next(self) -> None:
        """Show the next page, after the last one the first."""
        self._turn(1)

    @Slot()
    def show_previous(self) -> None:
        """Show the page before, before the first one the last."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_run(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_run(event)
        if path is not None:
            event.acceptProposedAction()
            self.run_dropped.emit(path)


def _dropped_run(event: QDropEvent) -> Path | None:
    """Return the one run file that is dragged, or None."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.casefold() == ".gdrun" else None
