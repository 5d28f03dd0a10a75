"""One setting of an experiment: a number, a choice or a list, with its error below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.settings.numbers_typed import write_number
from gdstudio.settings.settings import Field
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.wrapped_text import WrappedText


class FieldEditor(QWidget):
    """Shows a value of a `Field` and says what the user made of it.

    Signals:
        edited(): The text or choice was changed by the user, to something accepted or not.
    """

    edited = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.error = WrappedText("warning")
        self.error.hide()
        self.input = self._make_input()
        self.input.setAccessibleName(field.label)
        self.input.setToolTip(self._tip())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.input)
        layout.addWidget(self.error)

    def value(self) -> Any:
        """Return what is entered.

        Raises:
            InvalidValue: It is not accepted.
        """
        if isinstance(self.input, NumberField):
            if self.input.error is not None:
                raise self.input.error
            return self.input.value()
        if isinstance(self.input, QComboBox):
            return self.input.currentData()
        return self.field.parse(self.input.text())

    def commit(self) -> None:
        """Take what is being typed."""
        if isinstance(self.input, NumberField):
            self.input.commit()

    def set_value(self, value: Any) -> None:
        """Show a value; nothing is emitted."""
        with QSignalBlocker(self.input):
            if isinstance(self.input, NumberField):
                self.input.setValue(value)
            elif isinstance(self.input, QComboBox):
                self.input.setCurrentIndex(self.input.findData(value))
            else:
                self.input.setText(as_text(value))
                self.input.setCursorPosition(0)
        self.show_error("")

    def show_error(self, text: str) -> None:
        """Show what is wrong, or nothing."""
        self.error.set_text(text)
        self.error.setVisible(bool(text))
        self.input.setAccessibleDescription(text or self.field.help)

    def label(self) -> QLabel:
        """Return a label for the form."""
        label = QLabel(self.field.label)
        label.setToolTip(self._tip())
        label.setBuddy(self.input)
        return label

    def _tip(self) -> str:
        return f"{self.field.help} ({self.field.accepted})".strip()

    def _make_input(self) -> NumberField | QComboBox | QLineEdit:
        field = self.field
        if field.kind == "choice":
            box = QComboBox()
            for choice in field.choices:
                box.addItem(choice.replace("-", " "), choice)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(3)
            box.currentIndexChanged.connect(self._on_input_changed)
            return box
        if field.kind in ("whole", "real"):
            whole = field.kind == "whole"
            low, high = (round(v) if whole else v for v in (field.low, field.high))
            number = NumberField(low, high, whole=whole, steps="adapt", note=False)
            number.setMinimumWidth(80)
            number.valueChanged.connect(self._on_input_changed)
            number.refused.connect(self._on_input_changed)
            return number
        line = QLineEdit()
        line.setMinimumWidth(80)
        line.textEdited.connect(self._on_input_changed)
        line.returnPressed.connect(self._on_return_pressed)
        return line

    @Slot()
    def _on_return_pressed(self) -> None:
        """Leave the field, so that the window's keys act again."""
        self.input.clearFocus()

    @Slot()
    def _on_input_changed(self) -> None:
        try:
            self.value()
        except InvalidValue as error:
            self.show_error(str(error))
        else:
            self.show_error("")
        self.edited.emit()


def as_text(value: Any) -> str:
    """Return a value as it is typed: lists with commas, numbers with all their digits."""
    if isinstance(value, tuple):
        return ", ".join(map(as_text, value))
    return write_number(value) if isinstance(value, float) else str(value)
