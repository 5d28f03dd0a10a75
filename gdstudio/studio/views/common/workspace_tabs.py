"""The middle of the window: a header for what is in sight, and workspaces as tabs below it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QTabWidget, QWidget

from gdstudio.studio.views.common.figures import Figures
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row, label
from gdstudio.studio.views.common.reaching_scroll import ReachingScroll
from gdstudio.studio.views.common.recovery_bar import RecoveryBar
from gdstudio.studio.views.common.split_page import SplitPage


class Squeezable(Protocol):
    """A widget that can do with less width."""

    def set_compact(self, compact: bool) -> None:
        """Keep what matters, closer together; False for the usual look."""


# Of files that are taken; an .npz may as well hold digits.
_SUFFIXES: Final = (".gdrun", ".gdsession", ".safetensors", ".onnx")

# Whether the parts stand closer together, whether the figure that can be spared best is left out,
# and how many rows they take; the first that fits counts.
_STAGES: Final = (
    (False, False, 1),
    (True, False, 1),
    (True, True, 1),
    (False, False, 2),
    (True, False, 2),
    (True, True, 2),
    (True, False, 3),
)


class Header(QWidget):
    """Lays out a bar of controls and a strip of figures so that neither is ever cut off.

    Where both have no room side by side they first move closer together, then leave out one figure,
    then stand in two rows.

    Args:
        bar: The controls; `Squeezable`.
        figures: The figures; `Squeezable`.
    """

    def __init__(self, bar: QWidget, figures: QWidget) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._parts = (bar, figures)
        self._stage = 0
        self._needed: dict[int, int] = {}  # widths that were too much, by stage
        self._is_known = False
        # At the top: another header of the same stack may need two rows.
        top = Qt.AlignmentFlag.AlignTop
        parts = ((bar, 0, top), STRETCH, (figures, 0, top))
        self._row = in_row(*parts, of=self, margins=(12, 6, 16, 5))

    @property
    def figures(self) -> QWidget:
        """What is read, not pressed."""
        return self._parts[1]

    def fit(self, width: int) -> int:
        """Use the first stage that fits into this width; return the height it needs (pixels)."""
        first = next(
            (k for k in range(self._stage) if self._needed.get(k, 0) <= width), self._stage
        )
        for stage in range(first, len(_STAGES)):
            self._use(stage)
            self._needed[stage] = self._row.minimumSize().width()
            if self._needed[stage] <= width:
                break
        return self._row.sizeHint().height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._needed.clear()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_known:  # only now all parts have their looks
            self._is_known = True
            self._needed.clear()
            self.updateGeometry()

    def _use(self, stage: int) -> None:
        if stage == self._stage:
            return
        self._stage = stage
        compact, brief, rows = _STAGES[stage]
        for part in self._parts:
            part.set_compact(compact)  # type: ignore[attr-defined]
            if isinstance(part, Figures):
                part.set_brief(brief)
                part.set_folded(rows > 2)
            if (layout := part.layout()) is not None:
                layout.invalidate()  # its width is asked for before the next event
            part.updateGeometry()
        way, at = QBoxLayout.Direction, Qt.AlignmentFlag
        self._row.setDirection(way.TopToBottom if rows > 1 else way.LeftToRight)
        for part in self._parts:
            self._row.setAlignment(part, at.AlignTop | at.AlignLeft if rows > 1 else at.AlignTop)

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: the last stage makes do with what there is."""
        return QSize(0, super().minimumSizeHint().height())


class HeaderStack(QStackedWidget):
    """Shows one of several headers, all of the same height, so that what stands below stays."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        headers = [self.widget(k) for k in range(self.count())]
        heights = [header.fit(self.width()) for header in headers if isinstance(header, Header)]
        self.setFixedHeight(max(heights, default=0))


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
        self.tabs = called(QTabWidget(), self.tr("Workspaces"))
        self.tabs.setDocumentMode(True)
        self.tabs.currentChanged.connect(self._headers.setCurrentIndex)
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

    def fill(self, index: int, header: Header, page: QWidget) -> None:
        """Give a tab its page and the header above it; which tab is shown stays."""
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
        self._headers.setCurrentIndex(shown)

    def put_below_header(self, strip: QWidget) -> None:
        """Let a widget stand between the header and the pages."""
        self._column.insertWidget(self._column.indexOf(self._headers) + 1, strip)

    def put_at_bottom(self, bar: QWidget) -> None:
        """Let a widget stand below the pages."""
        self._column.addWidget(bar)

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
