import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.cost_plot.runs_table import RunRow, RunsTable


def row(run_id, name, *, position=0, steps=10, cost=0.5, accuracy=0.9, note=""):
    can_go_on = position >= 0
    return RunRow(run_id, name, "L2 0.1", 1, steps, cost, accuracy, position, True, can_go_on, note)


ROWS = [
    row(3, "run 3", position=-1, steps=900, accuracy=0.948),
    row(2, "run 2", position=1, steps=10_000, accuracy=0.951, note="with\ttabs"),
    row(-1, "run 1", steps=20, cost=math.nan, accuracy=math.nan),
]


@pytest.fixture
def table(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = RunsTable(parent)
    made.set_rows(ROWS, can_undo=False)
    made.show()
    return made


def column(table, at):
    return [table.table.item(k, at).text() for k in range(table.table.rowCount())]


def select(table, name):
    table.table.setCurrentCell(column(table, 0).index(name), 0)


def test_that_every_run_is_told_with_its_figures(table):
    assert column(table, 0) == ["run 3", "run 2", "run 1"]
    assert column(table, 3) == ["900", "10,000", "20"]
    assert column(table, 4) == ["0.5000", "0.5000", "–"]
    assert column(table, 5) == ["94.80 %", "95.10 %", "–"]


def test_that_numbers_are_sorted_as_numbers_and_stay_sorted(table):
    table.table.sortItems(3, Qt.SortOrder.DescendingOrder)
    assert column(table, 3) == ["10,000", "900", "20"]
    table.set_rows([row(3, "run 3", position=-1, steps=50_000), *ROWS[1:]], can_undo=False)
    assert column(table, 3) == ["50,000", "10,000", "20"]
    table.table.sortItems(5, Qt.SortOrder.AscendingOrder)
    assert column(table, 5)[0] == "–"


def test_that_a_run_is_renamed_noted_and_hidden_in_its_place(table, qtbot):
    select(table, "run 2")
    item = table.table.currentItem()
    with qtbot.waitSignal(table.renamed) as blocker:
        item.setText("wide")
    assert blocker.args == [2, "wide"]
    with qtbot.waitSignal(table.noted) as blocker:
        table.table.item(item.row(), 6).setText("good")
    assert blocker.args == [2, "good"]
    item.setText("run 2")
    with qtbot.waitSignal(table.run_toggled) as blocker:
        item.setCheckState(Qt.CheckState.Unchecked)
    assert blocker.args == [2, False]


def test_that_showing_rows_asks_for_nothing(table, qtbot):
    with (
        qtbot.assertNotEmitted(table.renamed),
        qtbot.assertNotEmitted(table.noted),
        qtbot.assertNotEmitted(table.run_toggled),
    ):
        table.set_rows(ROWS[:2], can_undo=True)
    assert table.undo_button.isEnabled()


def test_that_only_earlier_runs_are_opened_and_deleted(table, qtbot):
    select(table, "run 3")
    assert not table.open_button.isEnabled()
    assert not table.delete_button.isEnabled()
    select(table, "run 1")
    with qtbot.waitSignal(table.open_requested) as blocker:
        qtbot.mouseClick(table.open_button, Qt.MouseButton.LeftButton)
    assert blocker.args == [-1]


def test_that_the_first_deletion_is_asked_about_and_no_other(table, qtbot):
    select(table, "run 2")
    with qtbot.assertNotEmitted(table.delete_requested):
        qtbot.keyClick(table.table, Qt.Key.Key_Delete)
        table.question.reject()
    assert table.question is None
    qtbot.keyClick(table.table, Qt.Key.Key_Delete)
    with qtbot.waitSignal(table.delete_requested) as blocker:
        table.question.accept()
    assert blocker.args == [2]
    select(table, "run 1")
    with qtbot.waitSignal(table.delete_requested) as blocker:
        qtbot.mouseClick(table.delete_button, Qt.MouseButton.LeftButton)
    assert blocker.args == [-1]


def test_that_the_table_is_copied_as_text_with_tabs(table, qtbot):
    qtbot.mouseClick(table.copy_button, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[0] == "name"
    assert lines[2].split("\t") == [
        "run 2",
        "L2 0.1",
        "1",
        "10,000",
        "0.5000",
        "95.10 %",
        "with tabs",
    ]
    assert len(lines) == 4


def test_that_the_selection_stays_when_rows_change(table):
    select(table, "run 1")
    table.set_rows([row(4, "run 4", position=-1), *ROWS], can_undo=False)
    assert table.selected() == -1
