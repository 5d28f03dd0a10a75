"""The settings of an experiment, and the presets to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.settings.choices import title_of
from gdstudio.settings.settings import Settings
from gdstudio.studio.text_size import sized
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, in_column
from gdstudio.studio.views.common.settings_form import ChoiceBox, SettingsForm


class PresetForm(QWidget):
    """One field for each setting, between the presets and a field that belongs to no experiment.

    Signals:
        edited(object): The Settings in force, or None if something that was typed, or all of them
            together, is not accepted.
    """

    edited = Signal(object)

    def __init__(self, last_title: str, last: QWidget) -> None:
        """Show nothing yet; `last` stands below the settings."""
        super().__init__()
        self._last_title, self._last = last_title, last
        self._presets: Mapping[str, Settings] = {}
        self._form: SettingsForm | None = None
        tip = self.tr("Settings to begin with")
        self.preset_box = called(ChoiceBox(()), self.tr("Preset"), tip)
        self.message = WrappedText("warning")
        self.message.hide()
        self._column = in_column(self.message, of=self, spacing=6)
        self.preset_box.activated.connect(self._on_preset_box_activated)

    @property
    def editors(self) -> Mapping[str, Any]:
        """The editors of the form, by the names of their settings."""
        return {} if self._form is None else self._form.editors

    def settings(self) -> Settings | None:
        """Take what is being typed; return what the form says, or None if it is not accepted."""
        assert self._form is not None
        try:
            settings = self._form.value()
        except InvalidValue as error:
            self.show_message(told(error.text))
            return None
        self.show_message("")
        return settings

    def set_presets(self, presets: Mapping[str, Settings]) -> None:
        """Make a form for settings of this type; the first preset is shown."""
        self._presets = presets
        first = next(iter(presets.values()))
        before, self._form = self._form, SettingsForm(first)
        sized(self._form.rows, verticalSpacing=5)
        self._form.rows.insertRow(0, QLabel(self.tr("Preset")), self.preset_box)
        self._form.rows.addRow(QLabel(self._last_title), self._last)
        self._form.edited.connect(self._on_form_edited)
        self._form.refused.connect(self._on_form_edited)
        if before is not None:
            before.hide()
            before.deleteLater()
        self._column.insertWidget(0, self._form)
        self.set_settings(first)

    def set_settings(self, settings: Settings) -> None:
        """Show settings of the form's type; nothing is emitted."""
        assert self._form is not None
        self._form.set_value(settings)
        self.show_message("")
        self._show_preset(settings)

    def show_message(self, text: str) -> None:
        """Show what is not accepted, or nothing."""
        self.message.set_text(text)
        self.message.setVisible(bool(text))

    def _show_preset(self, settings: Settings | None) -> None:
        """Name the preset that the form equals, or say that it is none."""
        same = next((name for name, preset in self._presets.items() if preset == settings), "")
        own = [] if same else [("", self.tr("own settings"))]
        self.preset_box.offer([*((name, told(title_of(name))) for name in self._presets), *own])
        self.preset_box.show_value(same)

    @Slot()
    def _on_form_edited(self) -> None:
        settings = self.settings()
        self._show_preset(settings)
        self.edited.emit(settings)

    @Slot()
    def _on_preset_box_activated(self) -> None:
        preset = self._presets.get(self.preset_box.currentData())
        if preset is not None:
            self.set_settings(preset)
            self.edited.emit(preset)
