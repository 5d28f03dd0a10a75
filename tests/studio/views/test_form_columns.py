"""The rows of a form stand in one column or in two, whoever they are."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from gdstudio.studio.views.common.form_columns import FormColumns
from tests.studio.seen import shown


def _form(qtbot, count):
    form = QWidget()
    rows = QFormLayout(form)
    fields = [QLineEdit() for _ in range(count)]
    for k, field in enumerate(fields):
        rows.addRow(f"row {k}", field)
    last = QLabel("of all")
    rows.addRow(last)
    return shown(qtbot, form, 600, 300), FormColumns(rows), [*fields, last]


def _place(part, form):
    return part.mapTo(form, QPoint())


def test_that_the_second_half_of_the_rows_stands_beside_the_first(qtbot):
    form, columns, parts = _form(qtbot, 4)
    columns.set_two(True)
    qtbot.waitUntil(lambda: _place(parts[3], form).x() > 300)
    assert [_place(part, form).x() > 300 for part in parts] == [False, False, False, True, True]
    assert _place(parts[0], form).y() == _place(parts[3], form).y()
    assert all(part.isVisible() and part.window() is form for part in parts)


def test_that_rows_go_back_to_one_column_in_their_order(qtbot):
    form, columns, parts = _form(qtbot, 5)
    before = [part.geometry() for part in parts]
    columns.set_two(True)
    qtbot.waitUntil(lambda: parts[4].geometry() != before[4])
    columns.set_two(False)
    columns.set_two(False)
    qtbot.waitUntil(lambda: [part.geometry() for part in parts] == before)
    assert form.layout().rowCount() == len(parts)
