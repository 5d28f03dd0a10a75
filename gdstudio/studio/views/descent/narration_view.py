"""One update spelt out with its numbers, and what the descent does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final, Literal, TypeAlias

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QFontMetricsF,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from gdstudio.descent.diagnosis import Behaviour, Diagnosis
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.texts import texts_figure
from gdstudio.studio.style import numeral_font
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import Theme
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import in_column
from gdstudio.studio.views.common.painted_widget import FollowsLook


class NarrationView(QWidget):
    """The diagnosis on top, then a heading and the lines of the update; setters only."""

    def __init__(self) -> None:
        super().__init__()
        self.diagnosis = DiagnosisLine()
        self.heading = WrappedText("cardTitle")
        self.text = NarrationText()
        in_column(self.diagnosis, self.heading, (self.text, 1), of=self, spacing=4)

    def set_lines(self, lines: Sequence[str], heading: str) -> None:
        """Show an update under a heading, e.g. "Step 3, Adam".

        The lines are what `explain` gives: sentences, rules in symbols, and rules with their
        numbers, which are indented.
        """
        self.heading.set_text(heading)
        self.text.set_lines([told(line) for line in lines])

    def figure(self) -> Figure | None:
        """Return what is read, line by line; None while there is nothing."""
        lines = self.text.lines()
        if not lines:
            return None
        diagnosis = self.diagnosis.accessibleName()
        sentences = [text for text in (diagnosis, self.heading.text(), *lines) if text]
        return texts_figure("next-step", self.tr("The next step in numbers"), sentences)

    def set_diagnosis(self, diagnosis: Diagnosis | None) -> None:
        """Say what the descent does, or nothing."""
        self.diagnosis.set_diagnosis(diagnosis)


# As long as the longest sentence of `diagnose`: room for it is kept.
_LONGEST: Final = (
    "Diverges. Every step lands further out on the other side: "
    "the learning rate 0.0123 is not below 2 / curvature = 0.0111."
)


def behaviour_colour(behaviour: Behaviour, theme: Theme) -> str:
    """Return the colour of a behaviour, from calm to alarming."""
    colours = {
        "ready": theme.muted,
        "underway": theme.muted,
        "settles": theme.curves[1],
        "overshoots": theme.curves[3],
        "bounces": theme.curves[0],
        "diverges": theme.warning,
    }
    return colours[behaviour]


class DiagnosisLine(FollowsLook, WrappedText):
    """The behaviour in its colour, then the reason."""

    def __init__(self) -> None:
        super().__init__()
        self._diagnosis: Diagnosis | None = None
        self.setTextFormat(Qt.TextFormat.RichText)
        self.follow_look()

    def set_diagnosis(self, diagnosis: Diagnosis | None) -> None:
        """Show a diagnosis, or none."""
        if diagnosis != self._diagnosis:
            self._diagnosis = diagnosis
            self._show()

    def look_changed(self) -> None:
        """Colour the word anew, and keep room in the new font."""
        self._show()
        self._take_height()

    def _show(self) -> None:
        diagnosis = self._diagnosis
        if diagnosis is None:
            self.setText("")
            self.setAccessibleName(self.tr("What the descent does: nothing yet"))
            return
        word = self._words()[diagnosis.behaviour]
        colour = behaviour_colour(diagnosis.behaviour, self.theme)
        self.setText(f'<b style="color: {colour}">{word}.</b> {escape(told(diagnosis.reason))}')
        self.setAccessibleName(f"{word}. {told(diagnosis.reason)}")

    def _words(self) -> dict[Behaviour, str]:
        return {
            "ready": self.tr("Ready"),
            "underway": self.tr("Under way"),
            "settles": self.tr("Settles"),
            "overshoots": self.tr("Overshoots"),
            "bounces": self.tr("Bounces"),
            "diverges": self.tr("Diverges"),
        }

    def _take_height(self) -> None:
        """Keep room for the longest sentence, so that what stands below stays where it is."""
        width = QRect(0, 0, max(self.width() - 8, 1), 10_000)
        flags = Qt.TextFlag.TextWordWrap
        self.setMinimumHeight(self.fontMetrics().boundingRect(width, flags, _LONGEST).height() + 2)


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
        if [*map(part_of, lines)] != [*map(part_of, self._lines)]:
            self._results_apart = False
        self._lines = lines
        self._write()

    def lines(self) -> list[str]:
        """Return the lines that are shown."""
        return [line.strip() for line in self._lines]

    def look_changed(self) -> None:
        """Write the text anew."""
        self.document().setDefaultFont(numeral_font(self.font()))
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
        for i, line in enumerate(self._lines):
            if i:
                cursor.insertBlock()
            part = part_of(line)
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
        room = self.viewport().width() - 2 * px(_STEP_IN_PX)
        numbers = [line.strip() for line in self._lines if part_of(line) == "numbers"]
        return all(1.05 * metrics.horizontalAdvance(line) <= room for line in numbers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._results_apart = False
            self._write()


def _block_format(part: Part, *, first: bool) -> QTextBlockFormat:
    block = QTextBlockFormat()
    if part == "numbers":
        block.setLeftMargin(2 * px(_STEP_IN_PX))
        block.setTextIndent(-px(_STEP_IN_PX))
    elif not first:
        block.setTopMargin(4)
    return block


def _char_format(colour: str, *, bold: bool = False) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(QColor(colour))
    if bold:
        style.setFontWeight(600)
    return style
