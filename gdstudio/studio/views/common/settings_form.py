"""Settings as a form, made from what they say they accept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from gdstudio.settings.settings import Field, Settings
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.editors import Editor, make_editor
from gdstudio.studio.views.common.refusal import Refusing, first_refused


class SettingsForm(QWidget):
    """One row for each setting, or for several that one editor shows together.

    Attributes:
        editors: By the name of the setting, of several the first one's.
        rows: The layout, to which other rows may be added.

    Signals:
        edited(): The user has put another value in force.
        refused(str): A sentence on what is wrong with what was typed; "" when it is right again.
    """

    edited = Signal()
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
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setHorizontalSpacing(8)
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = {field.name: field for field in settings.fields()}
        for row in rows or tuple(fields):
            if isinstance(row, str):
                self._add((row,), make_editor(fields[row]), fields[row])
            else:
                self._add(row[0], row[1], fields[row[0][0]])
        for child in self.findChildren(QWidget):
            if isinstance(child, Refusing):
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
        if field.label:
            editor.setAccessibleName(told(field.label))
        editor.setMinimumWidth(60)
        editor.edited.connect(self._on_editor_edited)
        self.editors[names[0]], self._names[names[0]] = editor, names
        self.rows.addRow(label, editor) if field.label else self.rows.addRow(editor)

    @Slot()
    def _on_editor_edited(self) -> None:
        self.edited.emit()

    @Slot(str)
    def _on_field_refused(self, text: str) -> None:
        self.refused.emit(text)
