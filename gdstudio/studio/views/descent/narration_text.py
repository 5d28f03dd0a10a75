"""The lines of an update: sentences, rules in symbols, rules with their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QFontMetricsF,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from gdstudio.studio.style import numeral_font
from gdstudio.studio.views.common.painted_widget import FollowsLook

Part: TypeAlias = Literal["sentence", "rule", "numbers"]

_INDENT: Final = "    "  # how `explain` begins a line of numbers
_STEP_IN_PX: Final = 12.0
_VALUES: Final = ("g = ", "H = ")  # lines that give numbers, not a rule
# Qt 6.11 loses the circumflex of m\u0302 and v\u0302 in this face; its sister keeps it.
_WITHOUT_HATS: Final = "DejaVu Sans"
_WITH_HATS: Final = "DejaVu Sans Mono"
_HATTED: Final = re.compile("(.\u0302)")


def part_of(line: str) -> Part:
    """Return what a line of `explain` is."""
    if line.startswith(_INDENT):
        return "numbers"
    told = line.endswith((".", "diagonal")) or line.startswith(_VALUES)
    return "sentence" if told else "rule"


class NarrationText(FollowsLook, QTextEdit):
    """Read-only text that keeps its place while the numbers change."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[str, ...] = ()
        self._parts: tuple[Part, ...] = ()
        self._results_apart = False
        self._is_writing = False
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("The update, spelt out"))
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.follow_look()

    def set_lines(self, lines: Sequence[str]) -> None:
        """Show lines as `explain` gives them."""
        lines = tuple(lines)
        if lines == self._lines:
            return
        parts = tuple(part_of(line) for line in lines)
        if parts != self._parts:
            self._results_apart = False
        self._lines, self._parts = lines, parts
        self._write()

    def look_changed(self) -> None:
        """Write the text anew."""
        self._take_font()
        self._write()

    def _write(self) -> None:
        """Write the text anew, at the same place of the scroll bar."""
        if self._is_writing:
            return  # the scroll bar came or went, and resized the text that is being written
        self._is_writing = True
        self._results_apart = self._results_apart or not self._results_fit()
        bar = self.verticalScrollBar()
        place = bar.value()
        self.setUpdatesEnabled(False)
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for i, (line, part) in enumerate(zip(self._lines, self._parts, strict=True)):
            if i:
                cursor.insertBlock()
            cursor.setBlockFormat(_block_format(part, first=not i))
            self._insert(cursor, line.strip(), part)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setUpdatesEnabled(True)
        bar.setValue(place)
        self._is_writing = False

    def _insert(self, cursor: QTextCursor, line: str, part: Part) -> None:
        ordinary = _char_format(self.theme.text)
        if part == "sentence":
            cursor.insertText(line, ordinary)
        elif part == "rule":
            self._insert_rule(cursor, line)
        else:
            name, _, numbers = line.partition(" ")
            left, _, result = numbers.rpartition(" = ")
            cursor.insertText(f"{name} ", _char_format(self.theme.muted))
            cursor.insertText(left, ordinary)
            # A line separator keeps the result in the block, and so in its indentation.
            cursor.insertText("\u2028= " if self._results_apart else " = ", ordinary)
            cursor.insertText(result, _char_format(self.theme.text, bold=True))

    def _insert_rule(self, cursor: QTextCursor, line: str) -> None:
        plain, hatted = _char_format(self.theme.accent), _char_format(self.theme.accent)
        if QFontInfo(self.document().defaultFont()).family() == _WITHOUT_HATS:
            hatted.setFontFamilies([_WITH_HATS])
        for i, piece in enumerate(_HATTED.split(line)):
            cursor.insertText(piece, hatted if i % 2 else plain)

    def _results_fit(self) -> bool:
        """Return whether every line of numbers has room for its result behind it."""
        metrics = QFontMetricsF(self.document().defaultFont())
        room = self.viewport().width() - 2 * _STEP_IN_PX
        numbers = zip(self._lines, self._parts, strict=True)
        return all(
            1.05 * metrics.horizontalAdvance(line.strip()) <= room
            for line, part in numbers
            if part == "numbers"
        )

    def _take_font(self) -> None:
        self.document().setDefaultFont(numeral_font(self.font()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._results_apart = False
            self._write()


def _block_format(part: Part, *, first: bool) -> QTextBlockFormat:
    block = QTextBlockFormat()
    if part == "numbers":
        block.setLeftMargin(2 * _STEP_IN_PX)
        block.setTextIndent(-_STEP_IN_PX)
    elif not first:
        block.setTopMargin(4)
    return block


def _char_format(colour: str, *, bold: bool = False) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(QColor(colour))
    if bold:
        style.setFontWeight(600)
    return style
