"""Editors of a setting besides numbers: a choice, and a line in which something is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from PySide6.QtCore import QSignalBlocker, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit

from gdstudio.errors import InvalidValue
from gdstudio.settings.choices import title_of
from gdstudio.settings.settings import Field
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.refusal import Refusal, Refusing


class Editor(Protocol):
    """A widget that shows a value; `edited` tells that the user has put another in force."""

    @property
    def edited(self) -> SignalInstance:
        """Another value is in force."""

    def shown_value(self) -> Any:
        """Return the value in force."""

    def show_value(self, value: Any, /) -> None:
        """Show a value; nothing is emitted."""


class ChoiceBox(QComboBox):
    """Chooses one of some values."""

    def __init__(self, choices: Iterable[tuple[Any, str]]) -> None:
        """Offer values with their titles; the first is shown."""
        super().__init__()
        self._values: list[Any] = []
        for value, title in choices:
            self._values.append(value)
            self.addItem(title, value)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)

    @property
    def edited(self) -> SignalInstance:
        """Another value is chosen."""
        return self.currentIndexChanged

    def shown_value(self) -> Any:
        """Return the value chosen."""
        return self._values[self.currentIndex()]

    def show_value(self, value: Any) -> None:
        """Show one of the values; nothing is emitted."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self._values.index(value))


class TypedLine(Refusing, QLineEdit):
    """A line of text that means a value; judged when the typing is finished, as `NumberField` is.

    Enter takes the text, Escape puts back the one before; both give the focus back.

    Signals:
        edited(): Another value is in force.
        refused(str): A sentence on what is wrong with what was typed; "" when nothing is any more.
    """

    edited = Signal()
    refused = Signal(str)

    def __init__(self, read: Callable[[str], Any], write: Callable[[Any], str], value: Any) -> None:
        """Show a value.

        Args:
            read: Returns the value of a text, or raises InvalidValue.
            write: Returns the text of a value.
            value: The first one.
        """
        super().__init__()
        self._read, self._write, self._value = read, write, value
        self._refusal = Refusal(self)
        self.error: InvalidValue | None = None
        self._judged = ""
        self.put_back()
        self.editingFinished.connect(self._on_editing_finished)

    def shown_value(self) -> Any:
        """Return the value in force."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Show a value; what was typed and not taken is forgotten, and nothing is emitted."""
        self._value = value
        with QSignalBlocker(self):
            self.put_back()

    def commit(self) -> bool:
        """Take what was typed; return whether it is accepted."""
        if self.text() == self._judged:
            return self.error is None
        self._judged = self.text()
        try:
            value = self._read(self.text())
        except InvalidValue as error:
            self._say(error)
            return False
        changed, self._value = value != self._value, value
        self.put_back()
        if changed:
            self.edited.emit()
        return True

    def put_back(self) -> None:
        """Show the value in force again."""
        self.setText(self._write(self._value))
        self.setCursorPosition(0)
        self._judged = self.text()
        self._say(None)

    @Slot()
    def _on_editing_finished(self) -> None:
        self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the field on Enter and Escape, so that the window's keys act again."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.commit():
                self.clearFocus()
        elif event.key() == Qt.Key.Key_Escape:
            self.put_back()
            self.clearFocus()
        else:
            super().keyPressEvent(event)


def make_editor(field: Field) -> NumberField | ChoiceBox | TypedLine:
    """Return the editor that a setting has unless it has one of its own."""
    if field.kind in ("whole", "real"):
        return NumberField.of(field)
    if field.kind == "choice":
        return ChoiceBox((name, told(title_of(name))) for name in field.choices)
    return TypedLine(field.parse, field.write, field.default)
