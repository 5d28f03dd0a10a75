"""The guide beside the window: pages, glossary, search, back and forward."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QFont, QKeySequence, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDockWidget,
    QLineEdit,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from gdstudio.studio.icons import icon
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.layouts import called, in_column, in_row
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.common.settings_form import ChoiceBox
from gdstudio.studio.views.help.dock_title import DockTitle
from gdstudio.studio.views.help.glossary_pictures import picture_of
from gdstudio.studio.views.help.guide_pages import (
    GLOSSARY,
    PAGES,
    PICTURE,
    SEARCH,
    TERM,
    markdown_of,
    page_titles,
)

_LETTERS: Final = 52  # in a line that reads well
_ICON: Final = 16  # pixels at 100 %, as the next one
_MARGIN: Final = 14  # pixels at 100 %
_HEADING: Final = 1.25  # of the font


class GuideText(FollowsLook, QTextBrowser):
    """A page of the guide, with its pictures in the colours of the theme."""

    def __init__(self) -> None:
        super().__init__()
        self._address = ""
        self._written_for = 0  # pixels: the width for which the page was written
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setAccessibleName(self.tr("Guide"))
        self.follow_look()

    @property
    def address(self) -> str:
        """Of the page shown; "" before the first one."""
        return self._address

    def show_page(self, address: str) -> None:
        """Show a page from its beginning."""
        self._address = address
        self.look_changed()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def look_changed(self) -> None:
        """Write the page anew, at the same place."""
        self._written_for = self.width()
        place = self.verticalScrollBar().value()
        self.document().setDocumentMargin(px(_MARGIN))
        self.document().setDefaultFont(self.font())
        self.setMarkdown(markdown_of(self._address) if self._address else "")
        self._set_headings()
        self.verticalScrollBar().setValue(place)

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        address = url.toString() if isinstance(url, QUrl) else url
        is_picture = kind == QTextDocument.ResourceType.ImageResource.value
        if is_picture and address.startswith(PICTURE):
            name, ratio = address.removeprefix(PICTURE), self.devicePixelRatioF()
            room = max(px(120), self.viewport().width() - 2 * px(_MARGIN))
            return picture_of(name, self.theme, self.font(), ratio, room)
        return super().loadResource(kind, QUrl(address))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_made and self._written_for != self.width():  # not: the scroll bar came
            self.look_changed()  # its pictures are as wide as there is room

    def _set_headings(self) -> None:
        """Make headings a little larger than the text, not twice as large."""
        document, block = self.document(), self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level:
                cursor = QTextCursor(block)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                form = block.charFormat()
                font = QFont(document.defaultFont())
                font.setPointSizeF(font.pointSizeF() * (_HEADING if level == 1 else 1.0))
                font.setWeight(QFont.Weight.DemiBold)
                form.setFont(font)
                cursor.setCharFormat(form)
            block = block.next()


class GuideDock(QDockWidget):
    """Stands beside the workspaces; can be closed, moved to the other side, or taken off.

    Attributes:
        text: The page.
        search: What to find in all pages and in the glossary.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Guide"), parent)
        self.setObjectName("guide")
        sides = Qt.DockWidgetArea
        self.setAllowedAreas(sides.LeftDockWidgetArea | sides.RightDockWidgetArea)
        self._back: list[str] = []
        self._forward: list[str] = []
        self.text = GuideText()
        self.back_button = self._button("back", tr("Back"), QKeySequence.StandardKey.Back)
        self.forward_button = self._button(
            "forward", tr("Forward"), QKeySequence.StandardKey.Forward
        )
        self.pages = called(ChoiceBox(page_titles().items()), tr("Page of the guide"))
        find = tr("Find in the guide (Ctrl+F)")
        self.search = called(QLineEdit(placeholderText=tr("Find"), clearButtonEnabled=True), find)
        self.search.setToolTip(find)
        body = QWidget()
        fields = (self.pages, 2), (self.search, 3)
        bar = in_row(self.back_button, self.forward_button, *fields, margins=(6, 4, 6, 0))
        in_column(bar, (self.text, 1), of=body, spacing=4)
        self.setWidget(body)
        self.setTitleBarWidget(DockTitle(self))
        self._connect()
        self._show_buttons()

    @property
    def address(self) -> str:
        """Of the page shown."""
        return self.text.address

    @property
    def shows_workspace(self) -> bool:
        """Whether the page of a workspace is shown, which another workspace may replace."""
        return self.address in PAGES

    def show_page(self, address: str) -> None:
        """Show a page or an entry of the glossary; Back returns to the one before."""
        if self.address and address != self.address:
            self._back.append(self.address)
            self._forward.clear()
        self._show(address)

    def follow(self, page: str) -> None:
        """Show the page of another workspace in the place of this one."""
        self._show(page)

    def sizeHint(self) -> QSize:
        return QSize(_LETTERS * self.fontMetrics().averageCharWidth(), px(600))

    def _show(self, address: str) -> None:
        self.text.show_page(address)
        self.pages.show_value(address if address in page_titles() else GLOSSARY)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.back_button.setEnabled(bool(self._back))
        self.forward_button.setEnabled(bool(self._forward))

    def _button(self, name: str, words: str, key: QKeySequence.StandardKey) -> QToolButton:
        button = sized(called(QToolButton(), words), iconSize=(_ICON, _ICON))
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.triggered.connect(button.click)
        self.addAction(action)
        button.setToolTip(f"{words} ({keys})")
        button.setIcon(icon(name, self.text.theme))
        return button

    def _connect(self) -> None:
        find = QAction(tr("Find in the guide"), self)
        find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.triggered.connect(self._on_find_triggered)
        self.addAction(find)
        self.back_button.clicked.connect(self._on_back_clicked)
        self.forward_button.clicked.connect(self._on_forward_clicked)
        self.pages.edited.connect(self._on_pages_edited)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.returnPressed.connect(self._on_search_return_pressed)
        self.text.anchorClicked.connect(self._on_text_anchor_clicked)

    def look_changed(self) -> None:
        """Colour the icons anew; the text follows itself."""
        for button, name in ((self.back_button, "back"), (self.forward_button, "forward")):
            button.setIcon(icon(name, self.text.theme))

    @Slot()
    def _on_find_triggered(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot()
    def _on_back_clicked(self) -> None:
        if self._back:
            self._forward.append(self.address)
            self._show(self._back.pop())

    @Slot()
    def _on_forward_clicked(self) -> None:
        if self._forward:
            self._back.append(self.address)
            self._show(self._forward.pop())

    @Slot()
    def _on_pages_edited(self) -> None:
        self.show_page(self.pages.shown_value())

    @Slot(str)
    def _on_search_text_changed(self, words: str) -> None:
        """Show what is found while it is typed; the whole search is one page of Back."""
        if not words.strip():
            if self.address.startswith(SEARCH) and self._back:
                self._show(self._back.pop())
        elif self.address.startswith(SEARCH):
            self._show(SEARCH + words)
        else:
            self.show_page(SEARCH + words)

    @Slot()
    def _on_search_return_pressed(self) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QUrl)
    def _on_text_anchor_clicked(self, url: QUrl) -> None:
        address, words = url.toString(), self.search.text().strip()
        was_found = self.address.startswith(SEARCH)
        self.show_page(address)
        if was_found:
            with QSignalBlocker(self.search):
                self.search.clear()
            if not address.startswith(TERM):
                self.text.find(words.split()[0])
