"""How a field says that what was typed is not accepted: at its place, without moving anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.painted_widget import ENTER_KEYS, MixinBase

_WIDEST: Final = 320  # pixels of the note; longer words go on in another line
_FRAME: Final = 2.0  # pixels


class Refusing(MixinBase):
    """Goes before the widget's own class: a field in which something is typed that may be refused.

    What is typed is judged when it is finished: with Enter, which then gives the focus back, or
    when the focus leaves. What is not accepted stays, framed in red, with a word on what is; the
    value in force is the one before. Escape brings that back and gives the focus back. The word
    stands in a note below the field while it has the focus; it is also the field's accessible
    description and stands in its tip. Undo is the field's own while something is typed there.

    Attributes:
        error: What is wrong with what was typed; None if nothing is, or it is not judged yet.
    """

    error: InvalidValue | None = None
    editingFinished: Any  # Qt's signal
    refused: Any  # a signal of the widget, with a sentence or "" when nothing is wrong any more
    _value: Any  # in force
    _line: Callable[[], QLineEdit]  # where it is typed
    _read: Callable[[str], Any]  # returns the value of a text, or raises InvalidValue
    _as_typed: Callable[[Any], str]  # returns the text of a value that was typed
    _tell: Callable[[], None]  # emits that another value is in force
    _note: QLabel | None = None
    _said = _tip = _description = ""  # the word; tip and description without it

    @Slot()
    def commit(self) -> bool:
        """Take what was typed; return whether it is accepted."""
        if not self._line().isModified():
            return self.error is None
        try:
            value = self._read(self._line().text())
        except InvalidValue as error:
            self._say(error)
            return False
        changed, self._value = value != self._value, value
        self._show(self._as_typed(value))
        self._say(None)
        if changed:
            self._tell()
        return True

    def put_back(self) -> None:
        """Show the value in force again."""
        self._show(self._as_typed(self._value))
        self._say(None)

    def _show(self, text: str) -> None:
        self._line().setText(text)  # is no longer modified then
        self._line().setCursorPosition(0)

    def _word(self, error: InvalidValue) -> str:
        """Return what the note says."""
        return told(error)

    def _say(self, error: InvalidValue | None) -> None:
        self.error = error
        word = "" if error is None else self._word(error)
        if word == self._said:
            return
        if not self._said:
            self._tip, self._description = self.toolTip(), self.accessibleDescription()
        self._said = word
        self.setToolTip("\n".join(filter(None, (word, self._tip))))
        self.setAccessibleDescription(word or self._description)
        self.update()
        if word and self.hasFocus():
            self._show_note()
        else:
            self._hide_note()
        self.refused.emit("" if error is None else told(error))

    def _show_note(self) -> None:
        """Show the word below the field, or above it where there is no room."""
        if not (self._said and self.isVisible()):
            return
        window = self.window()
        if self._note is None or self._note.parent() is not window:
            self._note = QLabel(window)
            self._note.setObjectName("refusal")
            self._note.setTextFormat(Qt.TextFormat.PlainText)
            self._note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        note = self._note
        note.setText(self._said)
        note.setWordWrap(note.fontMetrics().horizontalAdvance(self._said) > px(_WIDEST - 20))
        note.setFixedWidth(min(px(_WIDEST), window.width())) if note.wordWrap() else None
        note.adjustSize()
        below = self.mapTo(window, QPoint(0, self.height() + 2))
        above = below.y() - self.height() - note.height() - 4
        y = below.y() if below.y() + note.height() <= window.height() else above
        note.move(max(0, min(below.x(), window.width() - note.width() - 4)), y)
        note.raise_()
        note.show()

    def _hide_note(self) -> None:
        if self._note is not None:
            self._note.hide()
            self._note.deleteLater()
            self._note = None

    def _is_for_window(self, event: QKeyEvent) -> bool:
        """Return whether a key is the window's: Undo and Redo, unless something is typed here."""
        keys = QKeySequence.StandardKey
        is_undo = event.matches(keys.Undo) or event.matches(keys.Redo)
        return is_undo and not self._line().isModified()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave keys to the window; asked only with the focus, as all other events cost time."""
        is_asked = watched is self and event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._is_for_window(event):
            event.ignore()
            return True
        return bool(super().eventFilter(watched, event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.installEventFilter(self)
        self._show_note()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.removeEventFilter(self)
        self._hide_note()

    def hideEvent(self, event: QHideEvent) -> None:
        self._hide_note()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._said:
            painter, half = QPainter(self), _FRAME / 2
            painter.setPen(QPen(self.palette().brightText().color(), _FRAME))
            painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            if self.commit():
                self.clearFocus()
                self.editingFinished.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.put_back()
            self.clearFocus()
        else:
            super().keyPressEvent(event)


def first_refused(widget: QWidget) -> tuple[QWidget, GdstudioError] | None:
    """Take what is being typed into the fields of a widget that are in sight.

    Returns:
        The first field that is not accepted, and why; None if all are.
    """
    for field in widget.findChildren(QWidget):
        if isinstance(field, Refusing) and field.isVisibleTo(widget) and not field.commit():
            assert field.error is not None
            return field, field.error
    return None
