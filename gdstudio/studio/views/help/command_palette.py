"""One field that finds whatever the window can do or show, by name and by near words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QIcon, QPainter
from PySide6.QtWidgets import (
    QListWidgetItem,
    QMainWindow,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from gdstudio.studio.painting import faded
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import current_theme
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.finder import Finder
from gdstudio.studio.views.common.layouts import in_column, label
from gdstudio.studio.views.help.matching import fit

_WIDTH: Final = 640  # pixels at 100 %
_ROWS: Final = 10
_MOST: Final = 60
_ABOUT: Final = 6.0  # for each letter: a match in other words, beside those in names
_WORSE: Final = 0.4  # of the best match: less than this is chance
_COMMAND: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, eq=False)
class Command:
    """Something the palette finds.

    Attributes:
        name: What it is called.
        kind: What it is, e.g. "Action", and where.
        do: Does it, or goes there.
        keys: Its shortcut, or "".
        about: More words by which it is found.
        why_not: Why it cannot be done now; None if it can.
        icon: Before its name, or None.
    """

    name: str
    kind: str
    do: Callable[[], object]
    keys: str = ""
    about: str = ""
    why_not: str | None = None
    icon: QIcon | None = None


def found(commands: Sequence[Command], typed: str) -> list[Command]:
    """Return the commands that fit typed letters, best first; all of them if nothing is typed."""
    rated: list[tuple[float, bool, int, Command]] = []
    words = typed.casefold().split()
    for place, command in enumerate(commands):
        worth = fit(typed, command.name)
        if words and all(word in command.about.casefold() for word in words):
            worth = max(worth or 0.0, _ABOUT * len("".join(words)))
        if worth is not None:
            rated.append((-worth, command.why_not is not None, place, command))
    rated.sort(key=lambda one: one[:3])
    least = _WORSE * rated[0][0] if rated else 0.0
    return [command for worth, *_, command in rated if worth <= least]


class CommandPalette(Finder):
    """Stands at the top middle of the window; what is found stands best first."""

    def __init__(self, window: QMainWindow) -> None:
        words = tr("Find an action, a setting, a page or a word")
        super().__init__(window, words, tr("What is found"))
        self._main_window = window
        self._commands: Sequence[Command] = ()
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Row(self.list))
        self._none = label("muted", tr("Nothing is called so. Try fewer letters."))
        in_column(self.field, self.list, self._none, of=self, spacing=6, margins=(10, 10, 10, 10))
        self.field.textChanged.connect(self._show_found)

    def ask(self, commands: Sequence[Command]) -> None:
        """Show itself, empty; one of the commands is done when it is chosen."""
        self._commands = commands
        self.field.clear()
        self._show_found()
        self._open()

    def choose(self) -> None:
        """Do what is marked, if it can be done, and go away."""
        item = self.list.currentItem()
        command = None if item is None else item.data(_COMMAND)
        if command is not None and command.why_not is None:
            self.close_again()
            command.do()

    @Slot()
    def _show_found(self) -> None:
        self.list.clear()
        for command in found(self._commands, self.field.text())[:_MOST]:
            item = QListWidgetItem(command.name)
            item.setData(_COMMAND, command)
            said = ", ".join(filter(None, (command.name, command.kind, command.keys)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip(command.why_not or "")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._take_place()

    def _take_place(self) -> None:
        """Stand at the top middle, as high as what was found, inside the window."""
        count = self.list.count()
        self._none.setVisible(not count)
        self.list.setVisible(bool(count))
        room = self._main_window.contentsRect()
        top = self._main_window.menuBar().height() + px(8)
        row = self.list.sizeHintForRow(0) if count else 0
        most = max(row, room.height() - top - self.field.sizeHint().height() - px(60))
        self.list.setFixedHeight(min(count, _ROWS, max(1, most // row) if row else 1) * row)
        self.setFixedWidth(min(px(_WIDTH), room.width() - px(24)))
        self.adjustSize()
        self.move(QPoint((room.width() - self.width()) // 2, top))


class _Row(QStyledItemDelegate):
    """One command: icon and name at the left; keys and kind, or why not, at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: object) -> QSize:
        return QSize(0, option.fontMetrics.height() + px(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        command: Command = index.data(_COMMAND)  # type: ignore[attr-defined]
        theme = current_theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        room = QRectF(option.rect).adjusted(1, 1, -1, -1)
        ink = QColor(theme.on_accent if chosen else theme.text)
        quiet = QColor(theme.on_accent if chosen else theme.muted)
        if command.why_not is not None:
            ink = quiet = faded(quiet, 0.75)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(room, 6, 6)
        inner = room.adjusted(px(8), 0, -px(8), 0)
        side = px(16)
        if command.icon is not None and not chosen:
            square = QRectF(inner.left(), inner.center().y() - side / 2, side, side).toRect()
            enabled = command.why_not is None
            mode = QIcon.Mode.Normal if enabled else QIcon.Mode.Disabled
            command.icon.paint(painter, square, mode=mode)
        right = command.why_not or command.kind
        if command.keys and not command.why_not:
            right = f"{right}    {command.keys}"
        painter.setFont(option.font)
        painter.setPen(quiet)
        metrics, at = option.fontMetrics, Qt.AlignmentFlag
        painter.drawText(inner, at.AlignRight | at.AlignVCenter, right)
        inner.setLeft(inner.left() + side + px(8))
        inner.setRight(inner.right() - metrics.horizontalAdvance(right) - px(16))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(ink)
        name = metrics.elidedText(command.name, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, at.AlignLeft | at.AlignVCenter, name)
        painter.restore()
