"""The middle of the window: a header for what is in sight, and workspaces as tabs below it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.header import Header, HeaderStack
from gdstudio.studio.views.common.layouts import called, in_column, label
from gdstudio.studio.views.common.page_tabs import PageTabs
from gdstudio.studio.views.common.reaching_scroll import ReachingScroll
from gdstudio.studio.views.common.recovery_bar import RecoveryBar
from gdstudio.studio.views.common.split_page import SplitPage

# Of files that are taken; an .npz may as well hold digits.
_SUFFIXES: Final = (".gdrun", ".gdsession", ".safetensors", ".onnx")

_LAYOUTS: Final = 4  # one in another: each asks that which it stands in, by an event


class WorkspaceTabs(QWidget):
    """Shows one page with its header; takes runs, sessions and data that are dropped on it.

    Args:
        titles: What the tabs say; they are empty until they are filled.

    Attributes:
        tabs: The pages.
        recovery: Offers what a killed window has left, above all else.

    Signals:
        file_dropped: The Path of a run, session, network or data set, once the drag is over.
    """

    file_dropped = Signal(object)

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._headers = HeaderStack()
        self._strip: QWidget | None = None
        self._with_strip: set[int] = set()  # pages
        self.tabs = called(PageTabs(), self.tr("Workspaces"))
        self.tabs.page_turning.connect(self._on_tabs_page_turning)
        self.recovery = RecoveryBar()
        parts = self.recovery, self._headers, (self.tabs, 1)
        self._column = in_column(*parts, of=self, spacing=0)
        self.setAcceptDrops(True)
        self._drop_words = label("dropWords", self.tr("Drop it to open it"))
        self._drop_words.setParent(self)  # over the pages, in no layout
        self._drop_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._drop_words.hide()
        for title in titles:
            self._headers.addWidget(QWidget())
            self.tabs.addTab(QWidget(), title)

    def fill(self, index: int, header: Header, page: QWidget, *, with_strip: bool = False) -> None:
        """Give a tab its page and the header above it; which tab is shown stays.

        Args:
            index: Place of the tab.
            header: What stands above the tabs while the page is shown.
            page: What the tab shows.
            with_strip: The strip of `put_below_header` is shown with it.
        """
        shown, title = self.tabs.currentIndex(), self.tabs.tabText(index)
        empty = self.tabs.widget(index), self._headers.widget(index)
        scroll = ReachingScroll(page)
        if isinstance(page, SplitPage):
            scroll.room_changed.connect(page.fit)
        with QSignalBlocker(self.tabs):
            self.tabs.removeTab(index)
            self.tabs.insertTab(index, scroll, title)
            self.tabs.setCurrentIndex(shown)
        self._headers.insertWidget(index, header)
        for widget in empty:
            assert widget is not None  # each tab has been made with them
            widget.setParent(None)  # no longer of the stack, whose height counts all headers
            widget.deleteLater()
        if with_strip:
            self._with_strip.add(index)
        self._show_above(shown)

    def put_below_header(self, strip: QWidget) -> None:
        """Let a widget stand between the header and those pages that are filled with a strip."""
        self._strip = strip
        self._column.insertWidget(self._column.indexOf(self._headers) + 1, strip)
        self._show_above(self.tabs.currentIndex())

    def put_at_bottom(self, bar: QWidget) -> None:
        """Let a widget stand below the pages."""
        self._column.addWidget(bar)

    def _show_above(self, index: int) -> None:
        self._headers.setCurrentIndex(index)
        if self._strip is not None:
            self._strip.setVisible(index in self._with_strip)

    @Slot(int)
    def _on_tabs_page_turning(self, index: int) -> None:
        # What stands above has another height: the next page is first laid out in the room that is
        # left for it, and the last one, which is about to be hidden, not again.
        last, coming = self.tabs.currentWidget(), self.tabs.widget(index)
        if isinstance(last, ReachingScroll):
            last.rest()
        if isinstance(coming, ReachingScroll):
            coming.wake()
        self._show_above(index)
        self._column.activate()

    def settle(self) -> None:
        """Lay out all of a page that has just been turned to, so that it is painted once.

        Otherwise it would be painted between one layout and the next, and again after them.
        """
        for _ in range(_LAYOUTS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateLater.value)

    @property
    def header_place(self) -> QWidget:
        """What stands above the pages."""
        return self._headers

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
        if _dropped_file(event) is not None:
            event.acceptProposedAction()
            self._drop_words.setGeometry(self.rect())
            self._drop_words.raise_()
            self._drop_words.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_words.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_words.hide()
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)


def _dropped_file(event: QDropEvent) -> Path | None:
    """Return the one file, or folder with data, that is dragged and would be taken, or None."""
    from gdstudio.data.opening import looks_like_data

    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
    if len(paths) != 1:
        return None
    is_taken = paths[0].suffix.casefold() in _SUFFIXES or looks_like_data(paths[0])
    return paths[0] if is_taken else None
