"""The settings of an experiment as a form, made from what the settings say they accept."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.settings.settings import Settings
from gdstudio.studio.views.common.wrapped_text import WrappedText
from gdstudio.studio.views.experiments.field_editor import FieldEditor


class SettingsForm(QWidget):
    """One field for each setting, and the presets.

    Signals:
        settings_edited(object): The Settings that the user made, or None if they are not accepted.
    """

    settings_edited = Signal(object)

    def __init__(self, last_title: str, last: QWidget) -> None:
        """Show nothing yet; `last` is a field that belongs to no experiment, below the others."""
        super().__init__()
        self._last_title, self._last = last_title, last
        self._presets: Mapping[str, Settings] = {}
        self._settings: Settings | None = None
        self.editors: dict[str, FieldEditor] = {}
        self.preset_box = QComboBox()
        self.preset_box.setAccessibleName(self.tr("Preset"))
        self.preset_box.setToolTip(self.tr("Settings to begin with"))
        self.preset_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.preset_box.setMinimumContentsLength(3)
        self.message = WrappedText("warning")
        self.message.hide()
        self._fields = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._fields)
        self._column.addWidget(self.message)
        self.preset_box.activated.connect(self._on_preset_box_activated)

    def settings(self) -> Settings | None:
        """Take what is being typed; return what the form says, or None if it is not accepted."""
        for editor in self.editors.values():
            editor.commit()
        return self._settings

    def set_presets(self, presets: Mapping[str, Settings]) -> None:
        """Make a form for settings of this type; the first preset is shown."""
        self._presets = presets
        first = next(iter(presets.values()))
        fields = QWidget()
        form = QFormLayout(fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(5)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.preset_box.setParent(None)
        form.addRow(QLabel(self.tr("Preset")), self.preset_box)
        self.editors = {}
        for field in first.fields():
            editor = FieldEditor(field)
            editor.edited.connect(self._on_editor_edited)
            self.editors[field.name] = editor
            form.addRow(editor.label(), editor)
        self._last.setParent(None)
        form.addRow(QLabel(self._last_title), self._last)
        with QSignalBlocker(self.preset_box):
            self.preset_box.clear()
            for name in presets:
                self.preset_box.addItem(name, name)
        self._column.replaceWidget(self._fields, fields)
        self._fields.hide()
        self._fields.deleteLater()
        self._fields = fields
        self.set_settings(first)

    def set_settings(self, settings: Settings) -> None:
        """Show settings of the form's type; nothing is emitted."""
        self._settings = settings
        for name, editor in self.editors.items():
            editor.set_value(getattr(settings, name))
        self.show_message("")
        self._show_preset()

    def show_message(self, text: str) -> None:
        """Show what is wrong with the settings together, or nothing."""
        self.message.set_text(text)
        self.message.setVisible(bool(text))

    def _show_preset(self) -> None:
        """Name the preset that the form equals, or say that it is none."""
        own = self.tr("own settings")
        name = next((n for n, p in self._presets.items() if p == self._settings), None)
        with QSignalBlocker(self.preset_box):
            there = self.preset_box.findData("")
            if name is None and there < 0:
                self.preset_box.addItem(own, "")
            elif name is not None and there >= 0:
                self.preset_box.removeItem(there)
            self.preset_box.setCurrentIndex(self.preset_box.findData(name or ""))

    @Slot()
    def _on_editor_edited(self) -> None:
        self._settings = None
        self.show_message("")
        try:
            values = {name: editor.value() for name, editor in self.editors.items()}
        except InvalidValue:
            pass  # shown at its field
        else:
            try:
                self._settings = next(iter(self._presets.values())).changed(**values)
            except InvalidValue as error:
                self.show_message(str(error))
        self._show_preset()
        self.settings_edited.emit(self._settings)

    @Slot()
    def _on_preset_box_activated(self) -> None:
        preset = self._presets.get(self.preset_box.currentData())
        if preset is not None:
            self.set_settings(preset)
            self.settings_edited.emit(preset)
