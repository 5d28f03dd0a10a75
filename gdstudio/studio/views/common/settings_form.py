"""Settings as a form, made from what they say they accept, and the editors in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from PySide6.QtCore import QSignalBlocker, Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.settings.choices import title_of
from gdstudio.settings.settings import Field, Settings
from gdstudio.studio.text_size import sized
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.layouts import TERM, called, in_row
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.refusal import Refusing, first_refused

STEPS_PER_DECADE: Final = 20
# The slider covers what is sensible; the figure takes anything that the setting accepts.
SLIDER_DECADES: Final = (-4, 2)


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
    """Chooses one of some values; wide enough for all titles unless they may be of any length."""

    def __init__(self, choices: Iterable[tuple[Any, str]], *, cuts: bool = False) -> None:
        """Offer values with their titles; the first is shown. `cuts`: titles may be cut short."""
        super().__init__()
        self.offer(choices)
        if cuts:
            policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            self.setSizeAdjustPolicy(policy)
            self.setMinimumContentsLength(3)

    def offer(self, choices: Iterable[tuple[Any, str]]) -> None:
        """Offer other values with their titles; the first is shown, and nothing is emitted."""
        with QSignalBlocker(self):
            self.clear()
            self._values: list[Any] = []
            for value, title in choices:
                self._values.append(value)
                self.addItem(title, value)

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


class FileChoiceBox(ChoiceBox):
    """Offers names, and the file that settings from elsewhere name."""

    def show_value(self, value: Any) -> None:
        """Show a name or a file; nothing is emitted."""
        if value not in self._values:
            with QSignalBlocker(self):
                self._values.append(value)
                self.addItem(Path(value).name, value)
        super().show_value(value)


class TypedLine(Refusing, QLineEdit):
    """A line of text that means a value.

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
        self._read, self._as_typed, self._value = read, write, value
        self.put_back()
        self.editingFinished.connect(self.commit)

    def shown_value(self) -> Any:
        """Return the value in force."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Show a value; what was typed and not taken is forgotten, and nothing is emitted."""
        self._value = value
        with QSignalBlocker(self):
            self.put_back()

    def _line(self) -> QLineEdit:
        return self

    def _tell(self) -> None:
        self.edited.emit()


class LearningRateField(QWidget):
    """A learning rate, by figure or by slider, on a logarithmic scale.

    Signals:
        edited(): The user has changed the rate, or let go of the slider.
    """

    edited = Signal()

    def __init__(self, field: Field) -> None:
        """Show 1; the setting is a number above 0."""
        super().__init__()
        self.spin_box = NumberField.of(field)
        self.spin_box.setValue(1.0)
        self.slider = called(JumpSlider(), self.tr("Learning rate, coarse"))
        low, high = SLIDER_DECADES
        self.slider.setRange(low * STEPS_PER_DECADE, high * STEPS_PER_DECADE)
        in_row((self.spin_box, 3), (self.slider, 2), of=self, spacing=6)
        self.spin_box.valueChanged.connect(self._on_spin_box_value_changed)
        self.slider.valueChanged.connect(self._on_slider_value_changed)
        self.slider.sliderReleased.connect(self.edited)
        self.setFocusProxy(self.spin_box)
        self._move_slider()

    @property
    def is_held(self) -> bool:
        """Whether the slider is being moved."""
        return self.slider.isSliderDown()

    def shown_value(self) -> float:
        """Return the rate shown."""
        return self.spin_box.value()

    def show_value(self, rate: float) -> None:
        """Show a rate; nothing is emitted."""
        self.spin_box.show_value(rate)
        self._move_slider()

    def _move_slider(self) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(math.log10(self.shown_value()) * STEPS_PER_DECADE))

    @Slot()
    def _on_spin_box_value_changed(self) -> None:
        self._move_slider()
        self.edited.emit()

    @Slot(int)
    def _on_slider_value_changed(self, value: int) -> None:
        self.spin_box.show_value(float(f"{10 ** (value / STEPS_PER_DECADE):.2g}"))
        self.edited.emit()


def make_editor(field: Field) -> NumberField | ChoiceBox | TypedLine:
    """Return the editor that a setting has unless it has one of its own."""
    if field.kind in ("whole", "real"):
        return NumberField.of(field)
    if field.kind == "choice":
        choices = ((name, told(title_of(name))) for name in field.choices)
        return FileChoiceBox(choices) if field.files else ChoiceBox(choices)
    return TypedLine(field.parse, field.write, field.default)


class SettingsForm(QWidget):
    """One row for each setting, or for several that one editor shows together.

    Attributes:
        editors: By the name of the setting, of several the first one's.
        rows: The layout, to which other rows may be added.

    Signals:
        edited(object): The user has put another value in force: the Settings, which go together.
        refused(str): A sentence on what is wrong with what was typed, or with the values in force
            together; "" when nothing is any more.
    """

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self, settings: Settings, rows: Sequence[str | tuple[Sequence[str], Editor]] = ()):
        """Show settings.

        Args:
            settings: Of the type that the form makes; what has no row stays as it is in these.
            rows: Names of settings, each with the editor of its kind, or names with an editor of
                their own, whose value is a tuple if they are several; () for all settings.
        """
        super().__init__()
        self._settings = settings
        self._names: dict[str, Sequence[str]] = {}
        self.editors: dict[str, Any] = {}
        self.rows = QFormLayout(self)
        sized(self.rows, margins=(0, 0, 0, 0), horizontalSpacing=8)
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = {field.name: field for field in settings.fields()}
        for row in rows or tuple(fields):
            if isinstance(row, str):
                self._add((row,), make_editor(fields[row]), fields[row])
            else:
                self._add(row[0], row[1], fields[row[0][0]])
        self._typed = [one for one in self.findChildren(QWidget) if isinstance(one, Refusing)]
        for child in self._typed:
            child.refused.connect(self._on_field_refused)
        self.set_value(settings)

    def value(self) -> Settings:
        """Return what the form says; what is being typed is taken first.

        Raises:
            InvalidValue: A field is not accepted, or they do not go together.
        """
        wrong = first_refused(self)
        if wrong is not None:
            raise wrong[1]
        return self.shown()

    def shown(self) -> Settings:
        """Return the settings in force, whatever is being typed.

        Raises:
            InvalidValue: They do not go together.
        """
        values: dict[str, Any] = {}
        for name, editor in self.editors.items():
            names, value = self._names[name], editor.shown_value()
            values |= zip(names, value if len(names) > 1 else (value,), strict=True)
        return self._settings.changed(**values)

    def set_value(self, settings: Settings) -> None:
        """Show settings; nothing is emitted."""
        self._settings = settings
        for name, editor in self.editors.items():
            values = tuple(getattr(settings, one) for one in self._names[name])
            editor.show_value(values if len(values) > 1 else values[0])

    def _add(self, names: Sequence[str], editor: Any, field: Field) -> None:
        label = QLabel(told(field.label))
        label.setBuddy(editor)
        if not editor.toolTip():
            tip = told(field.help)
            is_number = field.kind in ("whole", "real", "wholes", "reals")
            editor.setToolTip(f"{tip} ({told(field.accepted)})".strip() if is_number else tip)
        label.setToolTip(editor.toolTip())
        for widget in (label, editor):
            widget.setProperty(TERM, str(field.label))  # in English, whatever is told
        if field.label:
            editor.setAccessibleName(told(field.label))
        if not isinstance(editor, ChoiceBox):  # whose titles are never cut
            sized(editor, minimumWidth=60)
        editor.edited.connect(self._on_editor_edited)
        self.editors[names[0]], self._names[names[0]] = editor, names
        self.rows.addRow(label, editor) if field.label else self.rows.addRow(editor)

    @Slot()
    def _on_editor_edited(self) -> None:
        try:
            settings = self.shown()
        except InvalidValue as error:
            self.refused.emit(told(error))
        else:
            self.edited.emit(settings)

    @Slot()
    def _on_field_refused(self) -> None:
        wrong = next((field.error for field in self._typed if field.error is not None), None)
        self.refused.emit("" if wrong is None else told(wrong))
