import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gdstudio.licences import Component
from gdstudio.studio.views.dialogs.help_dialogs import LicencesDialog

PARTS = (
    Component("gdstudio", "1", "MIT", "This very program.", ()),
    Component("Qt", "6.11", "LGPL-3.0-only", "", ()),
    Component("NumPy", "2.4", "BSD-3-Clause", "Arithmetic.", ()),
)


@pytest.fixture
def dialog(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = LicencesDialog(PARTS, parent)
    made.show()
    yield made
    del parent  # it owns the dialog, so it has to live as long as the test


def test_that_the_first_part_is_shown_at_once(dialog):
    assert dialog.text.toPlainText() == "This very program."


def test_that_typing_finds_parts_by_name_or_licence(dialog):
    QTest.keyClicks(dialog.filter, "bsd")
    shown = [row for row in range(3) if not dialog.list.item(row).isHidden()]
    assert shown == [2]
    assert dialog.text.toPlainText() == "Arithmetic."


def test_that_the_arrow_keys_choose_a_part_and_a_missing_text_is_told(dialog):
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.list.currentRow() == 1
    assert dialog.text.toPlainText().startswith("Its makers ship no text")
