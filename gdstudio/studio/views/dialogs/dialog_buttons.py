"""The row of buttons below a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox


def dialog_buttons(
    dialog: QDialog, kinds: QDialogButtonBox.StandardButton | None = None
) -> QDialogButtonBox:
    """Return a row of buttons without icons, as the style sheet of the dialog's window asks.

    Qt looks when they are made. The row then has no parent: what is laid out before it comes first
    for Tab.
    """
    row = QDialogButtonBox(dialog)
    if kinds is not None:
        row.setStandardButtons(kinds)
    row.setParent(None)
    return row
