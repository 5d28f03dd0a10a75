"""Where the word on what is not accepted stands, and when."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.refusal import first_refused


@pytest.fixture
def page(qtbot, qapp):
    qapp.setPalette(LIGHT.palette())
    page = QWidget()
    page.resize(600, 200)
    page.field = NumberField(0, 1)
    page.field.setParent(page)
    page.field.setGeometry(50, 20, 120, 28)
    page.other = NumberField(0, 1)
    page.other.setParent(page)
    page.other.setGeometry(400, 20, 120, 28)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)
    return page


def enter(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def note_of(page):
    labels = [one for one in page.findChildren(QLabel, "refusal") if one.isVisible()]
    assert len(labels) <= 1
    return labels[0] if labels else None


def test_that_the_note_stands_just_below_its_field(page):
    enter(page.field, "2")
    note = note_of(page)
    assert note.pos() == QPoint(50, 20 + 28 + 2)
    assert note.size() == note.sizeHint()
    assert not note.wordWrap()
    assert page.childAt(note.geometry().center()) is not note  # the mouse goes through it


def test_that_the_note_stands_above_where_there_is_no_room_below(page):
    enter(page.field, "2")
    height = note_of(page).height()
    for room, above in ((height, False), (height - 1, True)):
        QTest.keyClick(page.field, Qt.Key.Key_Escape)
        page.field.move(50, 200 - 28 - 2 - room)
        enter(page.field, "2")
        note = note_of(page)
        at = page.field.y() - height - 2 if above else page.field.y() + 28 + 2
        assert note.y() == at
        assert page.rect().contains(note.geometry())


def test_that_the_note_ends_within_the_window(page):
    page.field.move(600 - 120, 20)
    enter(page.field, "2")
    note = note_of(page)
    assert note.x() + note.width() == 600 - 4
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    page.field.move(-10, 20)
    enter(page.field, "2")
    assert note_of(page).x() == 0


def test_that_long_words_go_on_in_another_line(page):
    enter(page.field, "2")
    one_line = note_of(page).height()
    font = page.font()
    font.setPointSize(40)
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    page.setFont(font)
    enter(page.field, "2")
    note = note_of(page)
    assert (note.wordWrap(), note.width()) == (True, 320)
    assert note.height() > one_line
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    page.resize(200, 200)
    enter(page.field, "2")
    assert note_of(page).width() == 200


def test_that_the_note_lies_over_what_stands_below(page):
    below = QLabel("below", page)
    below.setGeometry(0, 40, 600, 100)
    below.show()
    enter(page.field, "2")
    children = [one for one in page.children() if isinstance(one, QWidget)]
    assert children[-1] is note_of(page)


def test_that_there_is_one_note_which_goes_with_its_field(page):
    enter(page.field, "2")
    enter(page.field, "3")
    assert note_of(page).text().startswith("3: give")
    page.other.setFocus()
    assert note_of(page) is None
    page.field.setFocus()
    assert note_of(page) is not None
    page.field.hide()
    assert note_of(page) is None


def test_that_the_same_refusal_is_told_once(page):
    page.field.setToolTip("Share")
    told = QSignalSpy(page.field.refused)
    enter(page.field, "2")
    enter(page.field, "2")
    assert told.count() == 1
    enter(page.field, "3")
    assert told.count() == 2
    assert page.field.toolTip().count("\n") == 1
    assert page.field.toolTip().endswith("\nShare")


def test_that_enter_finishes_only_what_is_accepted(page):
    finished, edited = QSignalSpy(page.field.editingFinished), QSignalSpy(page.field.valueChanged)
    enter(page.field, "2")
    assert (page.field.hasFocus(), edited.count()) == (True, 0)
    enter(page.field, "0.5")
    assert not page.field.hasFocus()
    assert finished.count() > 0
    assert [edited.at(k) for k in range(edited.count())] == [[0.5]]
    enter(page.field, "0.5")
    assert edited.count() == 1


def test_that_enter_is_told_though_nothing_was_typed(page):
    page.field.setFocus()
    QTest.keyClick(page.field, Qt.Key.Key_Tab)
    finished = QSignalSpy(page.field.editingFinished)
    page.field.setFocus()
    left = finished.count()
    QTest.keyClick(page.field, Qt.Key.Key_Enter)
    by_enter = finished.count() - left
    page.field.setFocus()
    left = finished.count()
    page.field.clearFocus()
    assert by_enter == finished.count() - left + 1


def test_that_the_frame_runs_round_the_field_two_pixels_wide(page):
    warning = LIGHT.warning
    before = page.field.grab().toImage()
    enter(page.field, "2")
    page.other.setFocus()
    picture = page.field.grab().toImage()
    right, low = picture.width() - 1, picture.height() - 1
    middle_x, middle_y = right // 2, low // 2
    framed = [(middle_x, 0), (middle_x, 1), (middle_x, low), (middle_x, low - 1)]
    framed += [(0, middle_y), (1, middle_y), (right, middle_y), (right - 1, middle_y)]
    assert {picture.pixelColor(*at).name() for at in framed} == {warning}
    assert picture.pixelColor(middle_x, 2).name() != warning
    assert picture.pixelColor(2, middle_y).name() != warning
    assert before.pixelColor(middle_x, 1).name() != warning


def test_that_the_first_field_in_sight_that_is_not_accepted_is_found(page):
    assert first_refused(page) is None
    for field in (page.field, page.other):
        field.selectAll()
        QTest.keyClicks(field, "2")
    found, error = first_refused(page)
    assert (found, error) == (page.field, page.field.error)
    page.field.hide()
    assert first_refused(page)[0] is page.other
    page.other.put_back()
    assert first_refused(page) is None
