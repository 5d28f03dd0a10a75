"""The one number field: what it reads, refuses and gives back, in every language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import gdstudio.studio
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.settings_form import TypedLine

LANGUAGES = ("C", "de_DE", "fr_FR", "tr_TR", "ar_EG", "de_CH", "hi_IN")
ENTER, ESCAPE, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


def make(qtbot: QtBot, *args, **kwargs) -> NumberField:
    """Show a field in a window with another that can take the focus."""
    page = QWidget()
    layout = QVBoxLayout(page)
    field = NumberField(*args, **kwargs)
    other = NumberField(0, 1)
    for widget in (field, other, QLabel("below")):
        layout.addWidget(widget)
    page.resize(400, 200)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)
    field.page, field.other = page, other
    return field


def enter(qtbot: QtBot, field: NumberField, text: str, key: Qt.Key = ENTER) -> None:
    field.setFocus()
    field.selectAll()
    for sign in text:  # of any script: QTest knows only those of Latin-1
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, none, sign))
    qtbot.keyClick(field, key)


def note(field: NumberField) -> str:
    labels = field.page.findChildren(QLabel, "refusal")
    return labels[-1].text() if labels and labels[-1].isVisible() else ""


MEANT = (
    ("0.1", 0.1, "0.1"),
    ("0,2", 0.2, "0.2"),
    ("1e-3", 0.001, "0.001"),
    ("2E\u22123", 0.002, "0.002"),
    ("1 000,5", 1000.5, "1000.5"),
    ("2.000,5", 2000.5, "2000.5"),
    ("1.000", 1.0, "1"),
    ("1e-7", 1e-7, "1e-07"),
    ("0.12345678", 0.12345678, "0.12345678"),
    ("\u22122", -2.0, "-2"),
    ("٠٫٥", 0.5, "0.5"),
)


def test_that_a_number_means_the_same_in_every_language(qtbot: QtBot, language: str) -> None:
    field = make(qtbot, -10, 10_000)
    for text, value, shown in MEANT:
        enter(qtbot, field, text)
        assert (field.value(), field.text(), field.error) == (value, shown, None)


def test_that_what_cannot_be_read_is_never_another_number(qtbot: QtBot, language: str) -> None:
    field = make(qtbot, -10, 10_000)
    field.setValue(3)
    edited = QSignalSpy(field.valueChanged)
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    for text in ("", "1,000", "1,5,5", "5%", "1e", "--5", "nan", "10001", "-11", "1٢", "0x1"):
        enter(qtbot, field, text)
        assert field.error is not None
        assert (field.value(), field.text(), field.hasFocus()) == (3, text, True)
    assert edited.count() == 0


def test_that_whole_numbers_are_whole(qtbot: QtBot, language: str) -> None:
    field = make(qtbot, 1, 100_000, whole=True)
    for text in ("60,000", "60 000", "60000", "6e4", "60\u202f000"):
        field.setValue(1)
        enter(qtbot, field, text)
        assert (field.value(), field.text()) == (60_000, "60000")
    for text in ("1,5", "1.5", "0,5", "60.000", "100001", "0"):
        enter(qtbot, field, text)
        assert field.error is not None
        assert field.value() == 60_000
        qtbot.keyClick(field, ESCAPE)


def test_that_a_refusal_is_told_at_its_place(qtbot: QtBot) -> None:
    field = make(qtbot, 1, 9999, whole=True)
    field.setAccessibleName("Epochs")
    field.setToolTip("Passes")
    told = QSignalSpy(field.refused)
    enter(qtbot, field, "1.5")
    word = "1.5: give a whole number from 1 to 9,999"
    assert note(field) == word
    assert field.accessibleDescription() == word
    assert field.toolTip() == f"{word}\nPasses"
    assert told.at(0) == ["epochs: '1.5' is not accepted; give a whole number from 1 to 9,999"]
    assert "1000 or 1.0" not in word
    enter(qtbot, field, "0")
    assert note(field) == "0: give a whole number from 1 to 9,999"
    enter(qtbot, field, "12")
    assert (note(field), field.accessibleDescription(), field.toolTip()) == ("", "", "Passes")
    assert told.at(told.count() - 1) == [""]


def test_that_a_refused_field_has_a_frame_in_the_colour_of_warnings(qtbot: QtBot, qapp) -> None:
    qapp.setPalette(LIGHT.palette())
    field = make(qtbot, 0, 1)
    enter(qtbot, field, "2")
    picture = field.grab().toImage()
    ratio = picture.devicePixelRatio()
    corner = picture.pixelColor(round(picture.width() / 2), round(1 * ratio))
    assert corner.name() == LIGHT.warning


def test_that_an_ambiguous_number_is_told_both_ways(qtbot: QtBot) -> None:
    field = make(qtbot, 0, 1e6)
    enter(qtbot, field, "1,000")
    assert note(field) == "1,000: give 1000 or 1.0"


def test_that_a_number_is_judged_when_it_is_finished_and_forgiven_at_once(qtbot: QtBot) -> None:
    field = make(qtbot, 0, 10)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1e")
    assert field.error is None
    qtbot.keyClick(field, ENTER)
    assert field.error is not None
    qtbot.keyClicks(field, "-")
    assert field.error is not None
    qtbot.keyClicks(field, "3")
    assert field.error is None
    assert field.value() == 0  # taken with Enter, not before
    qtbot.keyClick(field, ENTER)
    assert field.value() == 0.001


def test_that_leaving_takes_the_number_or_keeps_the_frame(qtbot: QtBot) -> None:
    field = make(qtbot, 0, 10)
    enter(qtbot, field, "2.5", Qt.Key.Key_Tab)
    assert field.value() == 2.5
    enter(qtbot, field, "x", Qt.Key.Key_Tab)
    assert field.error is not None
    assert note(field) == ""
    field.setFocus()
    assert note(field).startswith("x: give")


def test_that_enter_takes_the_number_and_gives_the_focus_back(qtbot: QtBot) -> None:
    field = make(qtbot, 0, 10)
    enter(qtbot, field, "0.5")
    assert not field.hasFocus()
    assert field.value() == 0.5


def test_that_escape_puts_back_this_field_alone_and_leaves_it(qtbot: QtBot) -> None:
    field = make(qtbot, 0, 10)
    field.setValue(3)
    field.other.setFocus()
    field.other.selectAll()
    qtbot.keyClicks(field.other, "0.")
    edited = QSignalSpy(field.valueChanged)
    enter(qtbot, field, "7", ESCAPE)
    assert (field.text(), field.value(), field.hasFocus()) == ("3", 3.0, False)
    assert edited.count() == 0
    enter(qtbot, field, "99")
    qtbot.keyClick(field, ESCAPE)
    assert (field.text(), field.error, field.hasFocus()) == ("3", None, False)


def goes_to_window(field: QWidget, keys: str) -> bool:
    """Return whether keys are left to the window's shortcuts."""
    key = QKeySequence(keys)[0]
    override = QEvent.Type.ShortcutOverride
    event = QKeyEvent(override, key.key(), key.keyboardModifiers(), " " if keys == "Space" else "")
    event.ignore()
    QApplication.sendEvent(field, event)
    return not event.isAccepted()


def test_that_undo_is_the_fields_own_only_while_something_is_typed(qtbot: QtBot) -> None:
    line = TypedLine(str, str, "a")
    for field in (make(qtbot, 0, 100), line):
        qtbot.addWidget(field)
        field.show()
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        for keys in ("Ctrl+Z", "Ctrl+Shift+Z"):
            assert goes_to_window(field, keys)
        qtbot.keyClicks(field, "7")
        for keys in ("Ctrl+Z", "Ctrl+Shift+Z"):
            assert not goes_to_window(field, keys)
        field.commit()
        assert goes_to_window(field, "Ctrl+Z")


def test_that_a_double_click_chooses_all_of_a_number(qtbot: QtBot) -> None:
    field = make(qtbot, 0, 10, above=True)
    field.setValue(1.05)
    for place in (2, 30):  # before and behind the point
        line = field.lineEdit()
        QTest.mouseDClick(line, Qt.MouseButton.LeftButton, pos=QPoint(place, line.height() // 2))
        assert line.selectedText() == "1.05"


def test_that_a_space_is_typed_only_inside_a_number(qtbot: QtBot) -> None:
    field = make(qtbot, 0, 100_000)
    field.setValue(3)
    field.setFocus()
    field.selectAll()
    assert goes_to_window(field, "Space")
    qtbot.keyClick(field, SPACE)
    assert field.text() == "3"
    qtbot.keyClicks(field, "60")
    assert not goes_to_window(field, "Space")
    qtbot.keyClick(field, SPACE)
    qtbot.keyClicks(field, "000")
    assert field.text() == "60 000"
    field.selectAll()
    assert goes_to_window(field, "Space")
    qtbot.keyClick(field, SPACE)
    assert field.text() == "60 000"
    qtbot.keyClick(field, ENTER)
    assert field.value() == 60_000


def test_that_arrows_add_multiply_or_adapt(qtbot: QtBot) -> None:
    added = make(qtbot, 0, 1)
    added.setSingleStep(0.1)
    for _ in range(3):
        added.stepUp()
    assert (added.value(), added.text()) == (0.3, "0.3")
    added.stepBy(99)
    assert added.value() == 1
    times = make(qtbot, 1e-6, 1e6, above=True, steps="multiply")
    times.setValue(1)
    times.stepBy(10)
    assert times.value() == 10
    times.stepDown()
    assert times.value() == 7.9
    whole = make(qtbot, 0, 10_000, whole=True, steps="adapt")
    whole.setValue(500)
    whole.stepUp()
    assert whole.value() == 510
    whole.setValue(7)
    whole.stepDown()
    assert whole.value() == 6


def test_that_an_arrow_counts_from_what_is_being_typed(qtbot: QtBot) -> None:
    field = make(qtbot, 1, 100, whole=True)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "20")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 21
    field.selectAll()
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert (field.value(), field.error) == (22, None)


def test_that_the_wheel_steps_only_with_the_focus(qtbot: QtBot) -> None:
    field = make(qtbot, 0, 100, whole=True)
    middle = QPointF(field.rect().center())

    def turn() -> bool:
        event = QWheelEvent(
            middle, field.mapToGlobal(middle), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(field, event)
        return event.isAccepted()

    field.clearFocus()
    turn()
    assert field.value() == 0
    field.setFocus()
    assert turn()
    assert field.value() == 1


def test_that_a_word_may_stand_for_the_lowest_number(qtbot: QtBot, language: str) -> None:
    field = make(qtbot, 0, 10_000, whole=True)
    field.setSpecialValueText("all")
    field.setValue(5)
    enter(qtbot, field, "ALL")
    assert (field.value(), field.text()) == (0, "all")
    enter(qtbot, field, "0")
    assert (field.value(), field.text()) == (0, "all")


def test_that_what_is_set_is_shown_whole_and_forgets_what_was_typed(qtbot: QtBot) -> None:
    field = make(qtbot, 0, 1)
    enter(qtbot, field, "x")
    field.setValue(0.125)
    assert (field.text(), field.error) == ("0.125", None)
    assert field.commit()
    assert field.value() == 0.125


def test_that_every_number_is_typed_in_this_field() -> None:
    root = Path(gdstudio.studio.__file__).parent
    others = (
        "QSpinBox",
        "QDoubleSpinBox",
        "QDoubleValidator",
        "QIntValidator",
        "getDouble",
        "getInt",
    )
    found = [
        f"{path.relative_to(root)}: {other}"
        for path in root.rglob("*.py")
        for other in others
        if other in path.read_text(encoding="utf-8")
    ]
    assert not found


@pytest.mark.parametrize(
    ("typed", "is_runs"), [("0.3", True), ("0,3", True), ("1e-3", True), ("60", False)]
)
def test_that_a_space_behind_a_fraction_is_not_the_fields(
    qtbot: QtBot, typed: str, is_runs: bool
) -> None:
    field = make(qtbot, 0, 100_000)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, typed)
    assert goes_to_window(field, "Space") is is_runs
    qtbot.keyClick(field, SPACE)
    assert (field.text() == typed) is is_runs
