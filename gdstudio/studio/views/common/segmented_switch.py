"""Joined buttons of which exactly one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QSizePolicy, QWidget

from gdstudio.studio.views.common.layouts import explained, in_row


class SegmentedSwitch(QWidget):
    """Chooses one of a few things; the first at the beginning.

    Signals:
        chosen(str): The key of what the user chose.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        segments: Sequence[tuple[str, str, str]],
        *,
        stretched: bool = False,
    ) -> None:
        """Make the buttons.

        Args:
            name: What is chosen, for screen readers.
            segments: Two or more, from left to right: what the program calls the choice, what
                people read, and one sentence for the tool tip.
            stretched: Whether the buttons share all the width there is.
        """
        super().__init__()
        self._keys = tuple(key for key, _, _ in segments)
        self._choice = self._keys[0]
        self._buttons = QButtonGroup(self)
        for i, (_, text, explanation) in enumerate(segments):
            button = explained(QPushButton(), text, explanation)
            button.setCheckable(True)
            place = "first" if i == 0 else "last" if i + 1 == len(segments) else "middle"
            button.setProperty("place", place)
            self._buttons.addButton(button, i)
        in_row(*((button, 1) for button in self._buttons.buttons()), of=self, spacing=0)
        self._buttons.button(0).setChecked(True)
        self._buttons.idToggled.connect(self._on_button_toggled)
        horizontal = QSizePolicy.Policy.Expanding if stretched else QSizePolicy.Policy.Fixed
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def choice(self) -> str:
        """Return the key of what is chosen."""
        return self._choice

    def choices(self) -> tuple[str, ...]:
        """Return the keys of what can be had now."""
        return tuple(key for key in self._keys if self.button(key).isEnabled())

    def set_choice(self, key: str) -> None:
        """Show that `key` is chosen; nothing is emitted."""
        self._choice, chosen = key, self.button(key)
        with QSignalBlocker(self._buttons):
            chosen.setChecked(True)
        if not chosen.focusPolicy() & Qt.FocusPolicy.TabFocus:
            # Once a button has had the keys, Qt lets Tab go to the one that the user chose last.
            for button in self._buttons.buttons():
                is_stop = button is chosen
                policy = Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus
                button.setFocusPolicy(policy)

    def choose(self, key: str) -> None:
        """Choose `key` as the user would; what is no choice, or cannot be had, changes nothing."""
        if key in self._keys and self.button(key).isEnabled():
            self.button(key).setChecked(True)

    def button(self, key: str) -> QAbstractButton:
        """Return the button of a choice."""
        return self._buttons.button(self._keys.index(key))

    @Slot(int, bool)
    def _on_button_toggled(self, button: int, checked: bool) -> None:
        if checked and self._keys[button] != self._choice:
            self._choice = self._keys[button]
            self.chosen.emit(self._choice)
