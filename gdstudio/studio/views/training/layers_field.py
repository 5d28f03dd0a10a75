"""The field in which the layers of a network are typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from gdstudio.errors import InvalidValue
from gdstudio.learning.layers_typed import read_layers
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.studio.views.common.refusal import Refusal


class LayersField(QLineEdit):
    """Sizes of hidden layers, or an architecture; judged when the typing is finished.

    As in `NumberField`, what is not accepted stays, framed in red, and the layers before are in
    force; Enter takes the text, Escape puts back the one before, both give the focus back.

    Signals:
        layers_edited(): Other layers are in force.
        refused(str): A sentence on what is wrong with what was typed; "" when nothing is any more.
    """

    layers_edited = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._in_shape, self._n_out = DIGIT, 10
        self._refusal = Refusal(self)
        self._setting: dict[str, Any] = {"hidden": ()}
        self._judged = ""
        self.error: InvalidValue | None = None
        self.setPlaceholderText(self.tr("none"))
        self.editingFinished.connect(self._on_editing_finished)

    def setting(self) -> dict[str, Any]:
        """Return the layers in force, as a setting of a recipe."""
        return self._setting

    def set_data_shape(self, in_shape: PictureShape, n_out: int) -> None:
        """Tell what the network sees and how many outputs it has."""
        self._in_shape, self._n_out = in_shape, n_out

    def set_layers(self, recipe: Recipe) -> None:
        """Show the layers of a recipe; what was typed and not taken is forgotten."""
        self._setting = {"hidden": recipe.hidden}
        if recipe.architecture:
            self._setting = {"architecture": recipe.architecture}
        self._show()
        self._say(None)

    def commit(self) -> bool:
        """Take what was typed; return whether it is accepted."""
        if self.text() == self._judged:
            return self.error is None
        self._judged = self.text()
        try:
            setting = read_layers(self.text(), self._in_shape.size, self._n_out)
            recipe = Recipe().changed(**setting)
            recipe.layers(self._in_shape, self._n_out)
        except InvalidValue as error:
            self._say(error)
            return False
        before = self._setting
        self.set_layers(recipe)
        if self._setting != before:
            self.layers_edited.emit()
        return True

    def put_back(self) -> None:
        """Show the layers in force again."""
        self._show()
        self._say(None)

    def _show(self) -> None:
        hidden = ", ".join(str(size) for size in self._setting.get("hidden", ()))
        self.setText(self._setting.get("architecture") or hidden)
        self.setCursorPosition(0)
        self._judged = self.text()

    def _say(self, error: InvalidValue | None) -> None:
        self.error = error
        text = "" if error is None else str(error)
        if self._refusal.set_word(text):
            self.refused.emit(text)

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what is wrong, if something is."""
        super().focusInEvent(event)
        self._refusal.show_note()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the note; the frame stays."""
        super().focusOutEvent(event)
        self._refusal.hide_note()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the note along."""
        self._refusal.hide_note()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the field while what was typed is not accepted."""
        super().paintEvent(event)
        self._refusal.paint()
