"""A table of numbers as text, whose rows are made when they are seen; a row can be chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import current_theme
from gdstudio.studio.views.common.painted_widget import ENTER_KEYS, FollowsLook, takes_copy

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MOST_COPIED: Final = 100_000  # rows
_MEASURED: Final = 24  # rows that say how wide a column is
_CELL_PX: Final = 14  # left and right of what stands in a cell

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What a table shows.

    Attributes:
        titles: Of the columns; the first says what a row is, the others are numbers.
        count: How many rows there are.
        cells: Returns the texts of a row, from 0, one for each column.
        marked: The row that is meant; -1 for none.
        texts: Columns that hold words, which have the room that numbers leave.
    """

    titles: tuple[str, ...]
    count: int
    cells: Callable[[int], tuple[str, ...]]
    marked: int = -1
    texts: frozenset[int] = frozenset()


EMPTY: Final = Rows((), 0, lambda row: ())


class _Model(QAbstractTableModel):
    """Hands rows to the view."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = EMPTY
        self.is_pale = False
        self._made: tuple[int, tuple[str, ...]] = -1, ()  # the row asked last, and its cells

    def cells(self, row: int) -> tuple[str, ...]:
        """Return the texts of a row, made once for all its columns."""
        if self._made[0] != row:
            self._made = row, self.rows.cells(row)
        return self._made[1]

    def show(self, rows: Rows) -> None:
        before, self._made = self.rows, (-1, ())
        if (before.titles, before.count) == (rows.titles, rows.count):
            self.rows = rows
            if rows.count and rows.titles:
                last = self.index(rows.count - 1, len(rows.titles) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.rows.count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows.titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells(index.row())[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_text = index.column() == 0 or index.column() in self.rows.texts
            return _LEFT if is_text else _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and index.row() == self.rows.marked:
            return QColor(current_theme().accent)
        if role == Qt.ItemDataRole.ForegroundRole and self.is_pale:
            return QColor(current_theme().muted)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.cells(index.row())[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows.titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == 0 or section in self.rows.texts else _RIGHT
        return None


class NumberTable(FollowsLook, QTableView):
    """Shows rows; arrow keys go from one to the next, Enter or a click chooses one, Ctrl+C copies.

    Signals:
        row_chosen(int): The user wants this row, counted from 0.
    """

    row_chosen = Signal(int)

    def __init__(self, name: str, *, follows_mark: bool = True) -> None:
        """Show nothing yet.

        Args:
            name: What it is, for readers of the screen.
            follows_mark: Scroll to the row that is meant when that is another one.
        """
        super().__init__()
        self._follows_mark = follows_mark
        self._model = _Model()
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        in_figures(self)
        self.clicked.connect(self._on_clicked)
        self.follow_look()

    @property
    def rows(self) -> Rows:
        """What is shown."""
        return self._model.rows

    def set_rows(self, rows: Rows) -> None:
        """Show these; where it is scrolled to stays unless another row is meant."""
        before = self.rows
        self._model.show(rows)
        self._share_width(is_new=(rows.titles, rows.count) != (before.titles, before.count))
        is_other = (rows.titles, rows.marked) != (before.titles, before.marked)
        if self._follows_mark and is_other and 0 <= rows.marked < rows.count:
            self._bring_into_sight(self._model.index(rows.marked, 0))

    def set_pale(self, pale: bool) -> None:
        """Show numbers as what was asked before, while others are on their way."""
        if pale != self._model.is_pale:
            self._model.is_pale = pale
            self.viewport().update()

    @property
    def is_pale(self) -> bool:
        """Whether what is shown was asked before."""
        return self._model.is_pale

    def text(self) -> str:
        """Return all of it as text, columns parted by tabs."""
        rows = self.rows
        lines = [rows.titles, *(rows.cells(k) for k in range(min(rows.count, _MOST_COPIED)))]
        return "\n".join("\t".join(line) for line in lines)

    def look_changed(self) -> None:
        """Let rows be as high as the font asks for."""
        self._share_width(is_new=True)
        header = self.verticalHeader()
        high = self.fontMetrics().height() + px(5)
        header.setMinimumSectionSize(high)
        header.setDefaultSectionSize(high)
        self.viewport().update()

    def _bring_into_sight(self, index: QModelIndex) -> None:
        """Scroll to a row that is not seen, with as many rows above it as below."""
        if not self.viewport().rect().contains(self.visualRect(index)):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _share_width(self, *, is_new: bool) -> None:
        """Give all columns the same width, or to those with words what the others leave.

        A column of numbers is as wide as a few rows ask for: to ask all of them, as Qt does, takes
        a third of a second where there are 13,000. While the rows stay it only grows.
        """
        rows, header, mode = self.rows, self.horizontalHeader(), QHeaderView.ResizeMode
        if is_new:
            for column in range(len(rows.titles)):
                is_broad = not rows.texts or column in rows.texts
                header.setSectionResizeMode(column, mode.Stretch if is_broad else mode.Fixed)
        if not rows.texts:
            return
        first = range(min(rows.count, _MEASURED))
        asked = [rows.cells(row) for row in {*first, *range(rows.count)[-1:]}]
        broad = self.fontMetrics().horizontalAdvance
        for column, title in enumerate(rows.titles):
            if column not in rows.texts:
                width = max(broad(text) for text in (title, *(cells[column] for cells in asked)))
                least = 0 if is_new else header.sectionSize(column)
                header.resizeSection(column, max(width + px(_CELL_PX), least))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.row_chosen.emit(index.row())

    def sizeHint(self) -> QSize:
        return QSize(px(360), px(160))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(220), px(72))

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+C before the window does."""
        if takes_copy(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter, copy all with Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
        elif event.key() in ENTER_KEYS and self.currentIndex().isValid():
            self.row_chosen.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
