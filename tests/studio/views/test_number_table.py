"""The table of numbers: it asks for no more rows than are seen, and follows what is meant."""

import pytest

from gdstudio.studio.views.inside.number_table import EMPTY, NumberTable, Rows
from tests.studio.seen import shown

MANY = 13_002


def rows(asked, marked=-1, count=MANY, last="0.5"):
    def cells(row):
        asked.append(row)
        return f"{row + 1:,}", f"W1[{row},0]", last

    return Rows(("#", "weight", "nudge"), count, cells, marked, frozenset({1}))


def made(qtbot, **given):
    return shown(qtbot, NumberTable("Numbers", **given), 400, 300)


def test_that_of_many_rows_few_are_asked_whatever_is_shown_anew(qtbot):
    table, asked = made(qtbot), []
    for marked in (-1, 3, 7000):
        table.set_rows(rows(asked, marked))
        table.repaint()
    assert len(set(asked)) < 200


def test_that_the_last_and_widest_row_fits_too(qtbot):
    table = made(qtbot)
    table.set_rows(rows([], last="−1.234·10⁻¹²"))
    broad = table.fontMetrics().horizontalAdvance
    assert table.columnWidth(0) > broad("13,002")
    assert table.columnWidth(2) > broad("−1.234·10⁻¹²")
    wide = table.columnWidth(2)
    table.set_rows(rows([]))  # live: numbers that become shorter move nothing
    assert table.columnWidth(2) == wide
    table.set_rows(rows([], count=5))
    assert table.columnWidth(2) < wide


@pytest.mark.parametrize("follows", [True, False])
def test_that_the_row_that_is_meant_comes_into_sight_if_it_is_to(qtbot, follows):
    table = made(qtbot, follows_mark=follows)
    table.set_rows(rows([]))
    table.set_rows(rows([], marked=7000))
    assert table.viewport().rect().contains(
        table.visualRect(table.model().index(7000, 0))
    ) == follows  # fmt: skip
    above = table.rowAt(0)
    assert (above > 6900) == follows
    table.set_rows(rows([], marked=7001))
    assert table.rowAt(0) == above  # it is seen already


def test_that_an_empty_table_may_be_shown_again(qtbot):
    table = NumberTable("numbers")
    qtbot.addWidget(table)
    table.set_rows(EMPTY)
    table.set_rows(EMPTY)
    assert table.model().rowCount() == 0
