"""Asks what the layers are whose weights a file holds."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from gdstudio.errors import InvalidValue, printable
from gdstudio.files.models.importing import LayersNotTold
from gdstudio.files.models.said import SaidLayers, shape_said
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, in_column
from gdstudio.studio.views.common.settings_form import SettingsForm
from gdstudio.studio.views.dialogs.dialog_buttons import dialog_buttons

_MARGINS = (24, 20, 24, 16)
_WIDTH_PX = 460


class LayersQuestion(QDialog):
    """A form of `SaidLayers`; open until it is answered or given up.

    Attributes:
        path: The file.
        form: What is said of its layers.
        note: What is not accepted, "" for nothing.

    Signals:
        layers_told: (path, Shape) What the layers are.
    """

    layers_told = Signal(object, object)

    def __init__(self, error: LayersNotTold, parent: QWidget) -> None:
        super().__init__(parent)
        self.path = error.path
        self.setWindowTitle(self.tr("Which layers are these?"))
        name = printable(error.path.name, 60)
        text = self.tr(
            "{0} holds weights, but does not say of which layers. Leave the architecture empty "
            "where all layers are dense."
        )
        words = WrappedText("")
        words.setText(text.format(name))
        self.form = SettingsForm(SaidLayers())
        self.note = WrappedText("warning", lines=3)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = dialog_buttons(self, kinds.Ok | kinds.Cancel)
        self.buttons.button(kinds.Ok).setText(self.tr("Import"))
        in_column(words, self.form, self.note, STRETCH, self.buttons, of=self, spacing=12,
                  margins=_MARGINS)  # fmt: skip
        self.setMinimumWidth(px(_WIDTH_PX))
        self.form.refused.connect(self.note.setText)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    @Slot()
    def accept(self) -> None:
        """Tell what is said, if it is accepted; else say why not."""
        try:
            said = self.form.value()
        except InvalidValue as error:
            self.note.setText(told(error))
            return
        names = [field.name for field in fields(SaidLayers)]
        self.layers_told.emit(self.path, shape_said({name: getattr(said, name) for name in names}))
        super().accept()
