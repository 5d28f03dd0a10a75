"""One setting of an experiment: a spin box, a choice or a text, with its error below."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.experiments.settings import Field
from gdstudio.studio.views.common.wrapped_text import WrappedText

_LARGEST: Final = 2**31 - 1  # that a spin box can hold


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
        if isinstance(self.input, QSpinBox):
            value: Any = self.input.value()
            self.field.check(value)
            return value
        if isinstance(self.input, QComboBox):
            return self.input.currentData()
        return self.field.parse(self.input.text())

    def set_value(self, value: Any) -> None:
        """Show a value; nothing is emitted."""
        with QSignalBlocker(self.input):
            if isinstance(self.input, QSpinBox):
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

    def _make_input(self) -> QSpinBox | QComboBox | QLineEdit:
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
        if field.kind == "whole" and field.high <= _LARGEST:
            spin = QSpinBox()
            spin.setRange(round(field.low), round(field.high))
            spin.setGroupSeparatorShown(True)
            spin.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
            spin.setKeyboardTracking(True)
            spin.setMinimumWidth(80)
            spin.valueChanged.connect(self._on_input_changed)
            return spin
        line = QLineEdit()
        line.setMinimumWidth(80)
        line.textEdited.connect(self._on_input_changed)
        return line

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
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)
