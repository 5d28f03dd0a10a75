"""What a widget is, in the words of the glossary: for "What is this?" and for tool tips."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from gdstudio.glossary import Entry, entry_of
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.layouts import TERM

_LONGEST_NAME: Final = 60  # letters; a longer text is a sentence


def entry_at(widget: QWidget | None, *, within: bool = False) -> Entry | None:
    """Return the entry of a widget, or of the nearest of those that hold it, or None.

    `within` keeps to what stands inside a card, and does not ask what the card is.
    """
    while widget is not None and not widget.isWindow():
        if within and isinstance(widget, Card):
            return None
        for name in _names(widget):
            entry = entry_of(name)
            if entry is not None:
                return entry
        widget = widget.parentWidget()
    return None


def tip_at(widget: QWidget | None) -> str:
    """Return the tip of a widget that has none of its own, as rich text; "" if nothing is known.

    A label in front of a field says what the field says; all else what the glossary does.
    """
    if isinstance(widget, QLabel) and (field := widget.buddy()) and field.toolTip():
        return field.toolTip()
    entry = entry_at(widget)
    if entry is None:
        return ""
    term = f"{entry.term[:1].upper()}{entry.term[1:]}"
    return f"<p><b>{escape(term)}.</b> {escape(entry.gist)} ({escape(tr('F1: more'))})</p>"


def _names(widget: QWidget) -> Iterator[str]:
    """Yield what a widget is called: its own term first, then what can be read of it."""
    if isinstance(term := widget.property(TERM), str):
        yield term
    if isinstance(widget, QLabel | QAbstractButton) and len(widget.text()) <= _LONGEST_NAME:
        yield widget.text().replace("&", "").rstrip("▾ ")
    yield widget.accessibleName()
    if isinstance(widget, Card):
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        title = widget.findChild(QLabel, "cardTitle", direct)
        yield "" if title is None else title.text()
    if isinstance(widget, QComboBox):
        yield widget.toolTip()
