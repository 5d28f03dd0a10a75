"""The one field in which numbers are typed."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, Literal

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QStyle, QStyleOptionSpinBox

from gdstudio.errors import InvalidValue
from gdstudio.settings.settings import Field
from gdstudio.settings.typed import write_number
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.refusal import Refusing

Steps = Literal["add", "multiply", "adapt"]

_LONGEST: Final = 9  # characters for which the field asks room
_FIRST_STEP: Final = 0.01  # from 0, where numbers have no second figure
_LOWEST_STEP: Final = 1e-6  # where arrows stop above 0; what is typed may be lower
_PER_DECADE: Final = 10  # steps that multiply
_LEAST_ABOVE_0: Final = 5e-324  # of a double
_BEHIND_GROUPS: Final = ".,eE"  # behind these a number has no groups


class _NumberLine(QLineEdit):
    """A double click chooses all of the number: Qt would take it for two at the point."""

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.selectAll()


class NumberField(Refusing, QAbstractSpinBox):
    """A number that is typed, or stepped with arrows, keys and the wheel.

    It reads as `settings.typed` does and writes one way, in every language. A space is part of a
    number only in the middle of typing; else it is the window's key.

    Values and steps are named as in Qt's spin boxes, in whose place it stands.

    Signals:
        valueChanged(float): Another number is in force, by the user or `setValue`.
        refused(str): A sentence on what is wrong with what was typed; "" when nothing is any more.
    """

    valueChanged = Signal(float)
    refused = Signal(str)

    def __init__(
        self,
        low: float,
        high: float,
        *,
        whole: bool = False,
        above: bool = False,
        steps: Steps = "add",
    ) -> None:
        """Accept numbers from `low` to `high`.

        Args:
            low: The smallest number, which is shown first; also what arrows stop at.
            high: The largest number.
            whole: Whether only whole numbers are accepted.
            above: Accept whatever is above 0; `low` is only where the arrows stop.
            steps: What an arrow does: add the single step, multiply by the tenth root of ten
                (above 0 only), or add one in the second figure of the number.
        """
        super().__init__()
        self._whole, self._above, self._steps = whole, above, steps
        self._low, self._high = low, high
        self._step = 1.0
        self._value: float = low
        kind: Literal["whole", "real"] = "whole" if whole else "real"
        self._field = Field("", kind, 0 if above else low, high, above=above)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # not the wheel's: it would step on the way
        self.setKeyboardTracking(False)
        line = _NumberLine()
        line.setObjectName(self.lineEdit().objectName())
        self.setLineEdit(line)
        line.textEdited.connect(self._on_text_edited)
        self.put_back()

    @classmethod
    def of(cls, field: Field) -> NumberField:
        """Return a field for a setting that is a number.

        Arrows add the setting's step; without one they multiply what is above 0, and go by the
        second figure of all else. None stands below the lowest number, by its word.
        """
        whole, low = field.kind == "whole", field.low
        low = max(low, _LOWEST_STEP) if field.above else low - bool(field.none)
        steps: Steps = "add" if field.step else "multiply" if field.above else "adapt"
        low, high = (round(v) if whole else v for v in (low, field.high))
        made = cls(low, high, whole=whole, above=field.above, steps=steps)
        made._field = field
        made.setSpecialValueText(told(field.none))
        made.setSingleStep(field.step)
        made.setAccessibleName(told(field.label))
        if field.default is not None:
            made.setValue(field.default)
        return made

    def value(self) -> float:
        """Return the number in force, an int if it is whole."""
        return self._value

    def setValue(self, value: float) -> None:
        """Show a number, within the range; what was typed and not taken is forgotten."""
        if math.isnan(value):
            return
        lowest = _LEAST_ABOVE_0 if self._above else self._low
        value = min(max(value, lowest), self._high)
        value = int(value) if self._whole else float(value)
        changed, self._value = value != self._value, value
        self.put_back()
        if changed:
            self.valueChanged.emit(value)

    def shown_value(self) -> float | None:
        """Return the value in force of the setting."""
        return None if self._field.none and self._value == self._low else self._value

    def show_value(self, value: float | None) -> None:
        """Show a value of the setting; nothing is emitted."""
        with QSignalBlocker(self):
            self.setValue(self._low if value is None else value)

    @property
    def edited(self) -> SignalInstance:
        """Another number is in force."""
        return self.valueChanged

    def setRange(self, low: float, high: float) -> None:
        """Accept other numbers; the one in force goes to the nearest of them."""
        self._low, self._high = low, high
        self._field = replace(self._field, low=low, high=high)
        self.setValue(self._value)
        self.updateGeometry()

    def minimum(self) -> float:
        """Return the smallest number."""
        return self._low

    def maximum(self) -> float:
        """Return the largest number."""
        return self._high

    def setSingleStep(self, step: float) -> None:
        self._step = step

    def textFromValue(self, value: float) -> str:
        """Return how a number that was set is shown."""
        return self._as_typed(value)

    def put_back(self) -> None:
        """Show the number in force again, which may be rounded; one just typed never is."""
        self._show(self.textFromValue(self._value))
        self._say(None)

    def _line(self) -> QLineEdit:
        return self.lineEdit()

    def _tell(self) -> None:
        self.valueChanged.emit(self._value)

    def _as_typed(self, value: float) -> str:
        special = self.specialValueText()
        return special if special and value == self._low else write_number(value)

    def _read(self, text: str) -> float:
        special = self.specialValueText()
        if special and text.strip().casefold() == special.casefold():
            return self._low
        called = self._field.called or self.accessibleName().lower() or self.tr("number")
        read: float = replace(self._field, term=called).parse(text)
        return read

    def _word(self, error: InvalidValue) -> str:
        text = " ".join(self.text().split())
        shown = text if len(text) <= 24 else f"{text[:21]}…"
        if not shown:
            return self.tr("Nothing is typed: give {0}").format(told(error.accepted))
        return self.tr("{0}: give {1}").format(shown, told(error.accepted))

    @Slot()
    def _on_text_edited(self) -> None:
        """Forgive with the key that makes it right; never judge in the middle of typing."""
        if self.error is None:
            return
        try:
            self._read(self.text())
        except InvalidValue as error:
            self._say(error)
        else:
            self._say(None)

    def _types_space(self) -> bool:
        """Return whether a space would go into a number that is being typed.

        Behind a point, a comma or an exponent no group can follow: there it is Run's.
        """
        line = self.lineEdit()
        text = line.text().strip()
        is_at_end = line.cursorPosition() == len(line.text())
        if is_at_end and any(sign in _BEHIND_GROUPS for sign in text):
            return False
        return line.isModified() and bool(text) and line.selectedText() != line.text()

    def stepBy(self, steps: int) -> None:
        """Go up or down from the number in force, or from the one being typed if it is accepted."""
        if not self.commit():
            self.put_back()
        value = self._value
        if self._steps == "multiply":
            value = float(f"{value * 10 ** (steps / _PER_DECADE):.2g}")
        elif self._steps == "adapt":
            size = 10.0 ** (math.floor(math.log10(abs(value))) - 1) if value else 0.0
            value += steps * (max(size, 1) if self._whole else size or _FIRST_STEP)
        else:
            value += steps * self._step
        value = round(value) if self._whole else float(f"{value:.12g}")
        self.setValue(max(value, self._low))
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._value > self._low:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        if self._value < self._high:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        return flags

    def _is_for_window(self, event: QKeyEvent) -> bool:
        """Return whether a key is the window's, as a space is that is no part of a number."""
        is_space = event.key() == Qt.Key.Key_Space and not event.modifiers()
        return (is_space and not self._types_space()) or super()._is_for_window(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not self._types_space():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # that is the field's own menu
            self.commit()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self.put_back()  # it no longer counts

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step only with the focus: the page scrolls under the pointer."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        # For the widest number, or nine figures.
        texts = [self.textFromValue(self._low), write_number(self._high), self.specialValueText()]
        metrics = self.fontMetrics()
        width = max(metrics.horizontalAdvance(text[:_LONGEST]) for text in texts)
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        inside = QSize(width + metrics.horizontalAdvance("0"), self.lineEdit().sizeHint().height())
        kind = QStyle.ContentsType.CT_SpinBox
        return self.style().sizeFromContents(kind, option, inside, self)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
