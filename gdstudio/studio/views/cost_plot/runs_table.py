"""The table of the runs: what they are called, how they differ, and what came of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gdstudio import numerals
from gdstudio.studio.text_size import px, text_scale
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row
from gdstudio.studio.views.common.measured import measured
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.cost_plot.curves import run_colour
from gdstudio.studio.window_place import resize_within_screen

_NAME, _DIFFERS, _SEED, _STEPS, _COST, _ACCURACY, _NOTE = range(7)
_NUMBER: Final = Qt.ItemDataRole.UserRole
_RUN: Final = Qt.ItemDataRole.UserRole + 1
_SWATCH: Final = 12
_SIZE: Final = (960, 300)  # pixels at 100 %
_WIDTHS: Final = {_NAME: (120, 220), _DIFFERS: (180, 300)}  # pixels at 100 %: least and most


@dataclass(frozen=True, slots=True)
class RunRow:
    """What the table says of one run.

    Attributes:
        run_id: Its number.
        name: What it is called.
        differs: What differs in its settings from those of the present run.
        seed: Its seed.
        steps: Its updates.
        cost: Its last cost on training digits, NaN before there is one.
        accuracy: Its last accuracy on test digits, a share, NaN before there is one.
        position: Its place among the earlier runs, which gives its colour; -1 of the present one.
        visible: Whether it is drawn.
        can_go_on: Whether it can be opened.
        note: What the user has noted of it.
    """

    run_id: int
    name: str
    differs: str
    seed: int
    steps: int
    cost: float
    accuracy: float
    position: int
    visible: bool
    can_go_on: bool
    note: str


class _Item(QTableWidgetItem):
    """A cell that is sorted by its number, if it has one, and by its text else."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        mine, others = self.data(_NUMBER), other.data(_NUMBER)
        if mine is None or others is None:
            return self.text().casefold() < other.text().casefold()
        return bool(mine < others)


class RunsTable(FollowsLook, QDialog):
    """Shows the runs of the sitting beside the plot, which stays in use.

    Signals:
        renamed(int, str): A run is to be called so.
        noted(int, str): This is to be noted of a run.
        run_toggled(int, bool): A run is to be drawn, or not.
        open_requested(int): A run is to go on.
        delete_requested(int): A run is to be taken out; agreed to.
        undo_requested(): The run taken out last is to be put back.
    """

    renamed = Signal(int, str)
    noted = Signal(int, str)
    run_toggled = Signal(int, bool)
    open_requested = Signal(int)
    delete_requested = Signal(int)
    undo_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Runs of this sitting"))
        self._rows: dict[int, RunRow] = {}
        self._agreed = False
        self.question: QMessageBox | None = None
        self.table = called(QTableWidget(0, 7), self.tr("Runs of this sitting"))
        self.table.setHorizontalHeaderLabels(
            [
                self.tr("name"),
                self.tr("differs from the present run"),
                self.tr("seed"),
                self.tr("steps"),
                measured("train_cost"),
                measured("test_accuracy"),
                self.tr("note"),
            ]
        )
        self.table.verticalHeader().hide()
        lines = QHeaderView.ResizeMode.ResizeToContents  # texts may have several
        self.table.verticalHeader().setSectionResizeMode(lines)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().setStretchLastSection(True)
        resize = QHeaderView.ResizeMode.ResizeToContents
        for column in (_SEED, _STEPS, _COST, _ACCURACY):
            self.table.horizontalHeader().setSectionResizeMode(column, resize)
        self.open_button = QPushButton(self.tr("&Open"))
        self.delete_button = QPushButton(self.tr("&Delete"))
        self.undo_button = QPushButton(self.tr("&Undo delete"))
        self.copy_button = QPushButton(self.tr("Copy &table"))
        for button, tip in (
            (self.open_button, self.tr("Go on with this run; the present one stays in the table")),
            (self.delete_button, self.tr("Take this run out of table and plot (Del)")),
            (self.undo_button, self.tr("Put back the run that was taken out last")),
            (self.copy_button, self.tr("Copy all rows as text with tabs, for a spreadsheet")),
        ):
            button.setToolTip(tip)
            button.setAutoDefault(False)
        buttons = in_row(
            self.open_button, self.delete_button, self.undo_button, STRETCH, self.copy_button
        )
        in_column((self.table, 1), buttons, of=self, margins=(8, 8, 8, 8))
        self._scale = 0.0  # the text size for which it has its own size
        self._connect()
        self.follow_look()
        self.set_rows([], can_undo=False)

    def set_rows(self, rows: Sequence[RunRow], *, can_undo: bool) -> None:
        """Show these runs, in the order of the column that was chosen.

        What is being typed, and the run that is selected, stay.
        """
        self.undo_button.setEnabled(can_undo)
        found = {row.run_id: row for row in rows}
        is_typing = self.table.state() is QAbstractItemView.State.EditingState
        if found == self._rows or is_typing:
            return
        selected, self._rows = self.selected(), found
        with QSignalBlocker(self.table):
            self.table.setSortingEnabled(False)
            self.table.setRowCount(len(rows))
            for at, row in enumerate(rows):
                self._fill(at, row)
            self.table.setSortingEnabled(True)
            if selected in found:
                self._select(selected)
        self._fit_columns()
        self._enable()

    def selected(self) -> int | None:
        """Return the number of the run that is selected; None if none is."""
        item = self.table.item(self.table.currentRow(), _NAME)
        return None if item is None else item.data(_RUN)

    def as_text(self) -> str:
        """Return what is seen, a line a run, with tabs."""
        header, columns = self.table.horizontalHeader().model(), range(self.table.columnCount())
        lines = [[str(header.headerData(c, Qt.Orientation.Horizontal)) for c in columns]]
        for at in range(self.table.rowCount()):
            cells = [self.table.item(at, column) for column in columns]
            lines.append(["" if cell is None else " ".join(cell.text().split()) for cell in cells])
        return "\n".join("\t".join(line) for line in lines) + "\n"

    def look_changed(self) -> None:
        """Colour the runs anew, and give texts of another size the room they need."""
        if self._scale != text_scale():
            self._scale = text_scale()
            resize_within_screen(self, px(_SIZE[0]), px(_SIZE[1]))
        self._fit_columns()
        with QSignalBlocker(self.table):
            for at in range(self.table.rowCount()):
                item = self._named(at)
                item.setIcon(self._swatch(self._rows[item.data(_RUN)].position))

    def _fit_columns(self) -> None:
        """Show names and differences whole, as far as that leaves room for the rest."""
        header = self.table.horizontalHeader()
        for column, (least, most) in _WIDTHS.items():
            needed = max(self.table.sizeHintForColumn(column), header.sectionSizeHint(column))
            self.table.setColumnWidth(column, min(max(needed, px(least)), px(most)))

    def _named(self, at: int) -> QTableWidgetItem:
        item = self.table.item(at, _NAME)
        assert item is not None
        return item

    def _evaluated(self, row: RunRow, write: Callable[[float], str], value: float) -> str:
        """Return a figure; the present run's is on its way if it is not there."""
        is_computing = row.position < 0 and math.isnan(value)
        return self.tr("computing…") if is_computing else write(value)

    def _fill(self, at: int, row: RunRow) -> None:
        cells: tuple[tuple[str, float | None], ...] = (
            (row.name, None),
            (row.differs, None),
            (str(row.seed), row.seed),
            (numerals.whole(row.steps), row.steps),
            (self._evaluated(row, numerals.cost, row.cost), _in_order(row.cost)),
            (self._evaluated(row, numerals.percent, row.accuracy), _in_order(row.accuracy)),
            (row.note, None),
        )
        for column, (text, number) in enumerate(cells):
            item = _Item(text)
            item.setData(_NUMBER, number)
            item.setToolTip(text)
            if number is not None:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if column not in (_NAME, _NOTE):
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.table.setItem(at, column, item)
        name = self._named(at)
        name.setData(_RUN, row.run_id)
        name.setIcon(self._swatch(row.position))
        if row.position >= 0:  # the present run is always drawn
            checked = Qt.CheckState.Checked if row.visible else Qt.CheckState.Unchecked
            name.setCheckState(checked)

    def _swatch(self, position: int) -> QIcon:
        pixels = QPixmap(px(_SWATCH), px(_SWATCH))
        accent = QColor(self.theme.accent)
        pixels.fill(accent if position < 0 else run_colour(self.theme, position))
        return QIcon(pixels)

    def _select(self, run_id: int) -> None:
        for at in range(self.table.rowCount()):
            if self._named(at).data(_RUN) == run_id:
                self.table.setCurrentCell(at, max(self.table.currentColumn(), 0))

    def _connect(self) -> None:
        self.table.itemChanged.connect(self._on_table_item_changed)
        self.table.itemSelectionChanged.connect(self._enable)
        self.open_button.clicked.connect(self._on_open_clicked)
        self.delete_button.clicked.connect(self._on_delete_clicked)
        self.undo_button.clicked.connect(self.undo_requested)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_delete_clicked)

    @Slot()
    def _enable(self) -> None:
        row = self._rows.get(self.selected() or 0)
        is_earlier = row is not None and row.position >= 0
        self.open_button.setEnabled(is_earlier and row is not None and row.can_go_on)
        self.delete_button.setEnabled(is_earlier)

    @Slot(QTableWidgetItem)
    def _on_table_item_changed(self, item: QTableWidgetItem) -> None:
        run_id = self._named(item.row()).data(_RUN)
        row = self._rows[run_id]
        if item.column() == _NOTE:
            self.noted.emit(run_id, item.text())
            return
        if item.text() != row.name:
            self.renamed.emit(run_id, item.text())
        elif row.position >= 0:
            self.run_toggled.emit(run_id, item.checkState() is Qt.CheckState.Checked)

    @Slot()
    def _on_open_clicked(self) -> None:
        selected = self.selected()
        if selected is not None:
            self.open_requested.emit(selected)

    @Slot()
    def _on_delete_clicked(self) -> None:
        """Ask the first time; what was taken out can be put back."""
        if not self.delete_button.isEnabled() or self.question is not None:
            return
        if self._agreed:
            self._delete()
            return
        name = self._rows[self.selected() or 0].name
        text = self.tr(
            "Take “{0}” out of table and plot? “Undo delete” puts it back until the program is "
            "closed; then it is gone. This is asked once."
        )
        title, icon = self.tr("Delete a run"), QMessageBox.Icon.Question
        self.question = box = QMessageBox(icon, title, text.format(name), parent=self)
        box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.accepted.connect(self._on_question_accepted)
        box.finished.connect(self._on_question_finished)
        box.open()

    @Slot()
    def _on_question_accepted(self) -> None:
        self._agreed = True
        self._delete()

    @Slot()
    def _on_question_finished(self) -> None:
        self.question = None

    def _delete(self) -> None:
        selected = self.selected()
        if selected is not None:
            self.delete_requested.emit(selected)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())


def _in_order(number: float) -> float:
    """Return what a number is sorted by: one that is missing comes first."""
    return number if math.isfinite(number) else -math.inf
