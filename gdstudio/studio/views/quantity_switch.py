"""Three joined buttons: which numbers of the first layer are drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gdstudio.studio.theme import LIGHT, Theme

QUANTITIES: Final = ("weights", "nudges", "change")


class QuantitySwitch(QWidget):
    """Chooses between weights, nudges and change; exactly one is always chosen.

    Signals:
        quantity_chosen(str): The user chose "weights", "nudges" or "change".
    """

    quantity_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quantity = QUANTITIES[0]
        self._buttons = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for i, (text, explanation) in enumerate(self._texts()):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setToolTip(explanation)
            button.setAccessibleName(text)
            button.setAccessibleDescription(explanation)
            button.setProperty("place", ("first", "middle", "last")[i])
            self._buttons.addButton(button, i)
            row.addWidget(button)
        self._buttons.button(0).setChecked(True)
        self._buttons.idToggled.connect(self._on_button_toggled)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Numbers shown"))
        self.set_theme(LIGHT)

    def quantity(self) -> str:
        """Return "weights", "nudges" or "change"."""
        return self._quantity

    def set_quantity(self, quantity: str) -> None:
        """Show that "weights", "nudges" or "change" is drawn."""
        self._quantity = quantity
        self._buttons.blockSignals(True)
        self._buttons.button(QUANTITIES.index(quantity)).setChecked(True)
        self._buttons.blockSignals(False)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.setStyleSheet(_style(theme))

    def _texts(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Weights"), self.tr("The weights themselves")),
            (
                self.tr("Nudges"),
                self.tr("The negative gradient: which way, and how hard, each weight is pushed"),
            ),
            (self.tr("Change"), self.tr("How far each weight has moved since the start")),
        )

    @Slot(int, bool)
    def _on_button_toggled(self, button: int, checked: bool) -> None:
        if checked and QUANTITIES[button] != self._quantity:
            self._quantity = QUANTITIES[button]
            self.quantity_chosen.emit(self._quantity)


def _style(theme: Theme) -> str:
    return f"""
        QPushButton {{
            background: {theme.raised}; color: {theme.text};
            border: 1px solid {theme.border}; border-left-width: 0; border-radius: 0;
            padding: 3px 9px;
        }}
        QPushButton[place="first"] {{
            border-left-width: 1px;
            border-top-left-radius: 6px; border-bottom-left-radius: 6px;
        }}
        QPushButton[place="last"] {{
            border-top-right-radius: 6px; border-bottom-right-radius: 6px;
        }}
        QPushButton:hover {{ background: {theme.border}; }}
        QPushButton:checked {{
            background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent};
        }}
        QPushButton:focus {{ border: 1px solid {theme.text}; }}
    """
