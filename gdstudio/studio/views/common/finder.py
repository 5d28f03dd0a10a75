"""A field above a list, laid over the window: letters find, arrows mark, Enter chooses."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.layouts import called

_PAGE: Final = 10  # rows
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_PAGE,
    Qt.Key.Key_PageDown: _PAGE,
}


class Finder(QFrame):
    """Stands above the window until something is chosen, Escape, or the focus goes elsewhere.

    Attributes:
        field: What is typed; it keeps the focus.
        list: What is found. Rows that cannot be selected, such as headings, are passed over.
    """

    def __init__(self, window: QWidget, words: str, found: str) -> None:
        """Be hidden; `words` say what may be typed, `found` names the list for readers."""
        super().__init__(window)
        self._window = window
        self._left_for: QWidget | None = None
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.field = called(QLineEdit(placeholderText=words), words)
        self.list = called(QListWidget(), found)
        self.list.setObjectName("experiments")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sized(self.field, minimumHeight=32)
        self.field.setTextMargins(px(6), 0, px(6), 0)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._on_list_item_clicked)
        self.list.currentItemChanged.connect(self._on_list_current_item_changed)
        self.hide()

    def choose(self) -> None:
        """Do what is marked."""
        raise NotImplementedError

    def close_again(self) -> None:
        """Go away; the focus returns to the window."""
        if self.isVisible():
            has_focus = self.field.hasFocus()
            self.hide()
            if has_focus:
                self._give_focus_back()

    def was_left_for(self, widget: QWidget) -> bool:
        """Tell, once, whether a click on this widget has just closed it."""
        left_for, self._left_for = self._left_for, None
        return left_for is widget

    def mark(self, row: int, way: int = 1) -> None:
        """Mark a row, or the next one that can be chosen: below with `way` 1, above with -1.

        Beyond the first and last of them it is that one.
        """
        can = [
            k
            for k in range(self.list.count())
            if self.list.item(k).flags() & Qt.ItemFlag.ItemIsSelectable
        ]
        if not can:
            return
        if way > 0:
            found = next((k for k in can if k >= row), can[-1])
        else:
            found = next((k for k in reversed(can) if k <= row), can[0])
        self.list.setCurrentRow(found)
        if found == can[0]:
            self.list.scrollToTop()  # with the heading above it

    def _open(self) -> None:
        self._left_for = None
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give_focus_back(self) -> None:
        self._window.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that the field has no use for, before the window's shortcuts do."""
        kind = event.type()
        if isinstance(event, QFocusEvent) and kind == QEvent.Type.FocusOut:
            if event.reason() != Qt.FocusReason.PopupFocusReason:  # the field's own menu
                by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
                self._left_for = QApplication.focusWidget() if by_mouse else None
                self.close_again()
            return False
        if not isinstance(event, QKeyEvent) or kind not in (
            QEvent.Type.KeyPress,
            QEvent.Type.ShortcutOverride,
        ):
            return False
        key = Qt.Key(event.key())
        if key not in (*_MOVES, *_ENTER, Qt.Key.Key_Escape):
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress:
            self._obey(key)
        return True

    def _obey(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Escape:
            self.close_again()
        elif key in _ENTER:
            self.choose()
        else:
            self.mark(self.list.currentRow() + _MOVES[key], 1 if _MOVES[key] > 0 else -1)

    @Slot(QListWidgetItem)
    def _on_list_current_item_changed(self, item: QListWidgetItem | None) -> None:
        """Let readers of the screen say what is marked: the focus stays in the field."""
        said = "" if item is None else item.data(Qt.ItemDataRole.AccessibleTextRole)
        self.field.setAccessibleDescription(said or "")

    @Slot(QListWidgetItem)
    def _on_list_item_clicked(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.list.setCurrentItem(item)
            self.choose()
