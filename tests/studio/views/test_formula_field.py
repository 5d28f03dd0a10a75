import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.descent.function_chooser import FormulaField
from tests.studio.views.chart_pixels import colours
from tests.studio.views.repaints import is_repainted


@pytest.fixture
def field(qtbot: QtBot) -> FormulaField:
    field = FormulaField()
    qtbot.addWidget(field)
    field.resize(240, 26)
    field.set_formula("", 2)
    field.show()
    qtbot.waitExposed(field)
    return field


def test_that_a_pause_ends_the_typing(field: FormulaField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.function_typed) as blocker:
        qtbot.keyClicks(field, "0.5 x^2 + 5 y^2")
    (function,) = blocker.args
    assert float(function.value((1.0, 1.0))) == 5.5
    assert function.formula == "0.5 x^2 + 5 y^2"


def test_that_enter_ends_the_typing_at_once_and_only_once(
    field: FormulaField, qtbot: QtBot
) -> None:
    spy = QSignalSpy(field.function_typed)
    qtbot.keyClicks(field, "x y")
    assert spy.count() == 0
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    field.clearFocus()
    assert spy.count() == 1
    assert float(spy.at(0)[0].value((3.0, 4.0))) == 12.0


def test_that_nothing_wrong_is_emitted(field: FormulaField, qtbot: QtBot) -> None:
    spy = QSignalSpy(field.function_typed)
    qtbot.keyClicks(field, "x + y")
    qtbot.keyClicks(field, " +")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.error is not None
    assert spy.count() == 0
    assert not field.findChild(QTimer).isActive()


def test_that_every_key_is_checked(field: FormulaField, qtbot: QtBot) -> None:
    wrong = []
    field.checked.connect(lambda: wrong.append(field.error is not None))
    qtbot.keyClicks(field, "sin(x")
    qtbot.keyClicks(field, ")")
    # s, si, sin, sin( and sin(x are no formulas
    assert wrong == [True] * 5 + [False]


@pytest.mark.parametrize("cursor", [0, 7, 23])
def test_that_the_wave_is_under_the_wrong_characters(field: FormulaField, cursor: int) -> None:
    field.set_formula("0.5 x^2 + quux y^2 + 10", 2)
    field.setCursorPosition(cursor)
    assert field.error is not None
    assert (field.error.position, field.error.length) == (10, 4)
    part = field.wrong_part()
    assert part is not None
    middle = part.center().y()
    assert field.cursorPositionAt(QPoint(round(part.left() + 1), round(middle))) == 10
    assert field.cursorPositionAt(QPoint(round(part.right() - 1), round(middle))) == 14


def test_that_the_wave_follows_a_text_longer_than_the_field(field: FormulaField) -> None:
    field.set_formula("x + " * 30 + "quux", 2)
    field.setCursorPosition(0)
    hidden = field.wrong_part()
    assert hidden is not None
    assert hidden.left() > field.width()
    field.setCursorPosition(len(field.text()))
    field.grab()  # Qt moves the text when it paints
    shown = field.wrong_part()
    assert shown is not None
    assert 0 < shown.left() < shown.right() <= field.width()


def test_that_what_is_missing_is_marked_behind_the_text(field: FormulaField) -> None:
    field.set_formula("x +", 2)
    part = field.wrong_part()
    assert part is not None
    assert part.left() > field.fontMetrics().horizontalAdvance("x +")
    assert part.width() > 3
    field.set_formula("", 2)
    assert field.wrong_part() is None
    field.set_formula("x + y", 2)
    assert field.wrong_part() is None


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_only_wrong_text_is_drawn_in_the_warning_colour(field: FormulaField, theme) -> None:
    def reddish() -> int:
        image = field.grab().toImage()
        wanted = QColor(theme.warning)
        near = 0
        for x in range(image.width()):
            for y in range(image.height()):
                c = image.pixelColor(x, y)
                distance = abs(c.red() - wanted.red()) + abs(c.green() - wanted.green())
                near += distance + abs(c.blue() - wanted.blue()) < 60
        return near

    put_on(theme)
    field.set_formula("x + y", 2)
    assert reddish() == 0
    field.set_formula("x + quux", 2)
    assert reddish() > 15


def test_that_showing_the_same_formula_leaves_the_cursor(field: FormulaField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "x + y")
    field.setCursorPosition(2)
    assert field.set_formula("x + y", 2) is not None
    assert field.cursorPosition() == 2


def test_that_the_names_of_inputs_depend_on_their_number(field: FormulaField) -> None:
    assert field.set_formula("w^2", 1) is not None
    assert field.set_formula("w^2", 2) is None
    assert field.set_formula("x y", 1) is None


def test_that_hostile_text_is_answered(field: FormulaField, qtbot: QtBot) -> None:
    for text in ("__import__('os')", "(" * 600, "\u202e\u0000x", "x" * 5000, "9^9^9^9", "é𝔵"):
        field.clear()
        field.insert(text)
        field.textEdited.emit(text)
        field.grab()
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_that_only_the_wrong_part_is_tinted_and_waves_along_its_bottom(field: FormulaField) -> None:
    put_on(LIGHT)
    field.clearFocus()
    field.set_formula("x + y", 2)
    field.set_formula("x + quux + y", 2)
    part = field.wrong_part()
    assert part is not None
    shown = colours(field)
    middle = round(part.center().y())
    reddish = shown[:, :, 0] - shown[:, :, 2] > 20
    inside = np.flatnonzero(reddish[middle - 2 : middle + 3].all(axis=0))
    assert inside[0] == pytest.approx(part.left(), abs=1)
    assert inside[-1] + 1 == pytest.approx(part.right(), abs=1)
    strong = shown[:, :, 0] - shown[:, :, 2] > 60
    rows = np.flatnonzero(strong[:, inside[0] : inside[-1]].any(axis=1))
    assert part.bottom() - 6 <= rows[0]
    assert 3 <= len(rows) <= 6
    per_column = [np.flatnonzero(strong[:, x]).mean() for x in inside if strong[:, x].any()]
    assert len(per_column) > 0.9 * len(inside)  # a line without gaps
    assert np.ptp(per_column) >= 1  # and not a straight one


def test_that_missing_text_takes_the_width_of_a_letter(field: FormulaField) -> None:
    field.set_formula("x +", 2)
    part = field.wrong_part()
    assert part is not None
    assert part.width() == pytest.approx(field.fontMetrics().horizontalAdvance("x"), abs=1)


@pytest.mark.parametrize("dimension", [1, 2])
def test_that_the_empty_field_shows_a_formula_of_its_inputs(
    field: FormulaField, dimension: int
) -> None:
    field.set_formula("", dimension)
    typed = field.set_formula(field.placeholderText(), dimension)
    assert typed is not None
    assert typed.dimension == dimension


def test_that_a_formula_is_shown_from_its_beginning_and_judged_anew(field: FormulaField) -> None:
    field.set_formula("x + y " * 20, 2)
    assert field.cursorPosition() == 0
    field.set_formula("w^2", 1)
    assert is_repainted(field, lambda: field.set_formula("w^2", 2))
    assert field.error is not None
    assert field.accessibleName() == "Formula"
    assert "sigmoid" in field.toolTip()


def test_that_a_formula_shown_ends_the_typing_of_another(field: FormulaField, qtbot: QtBot) -> None:
    spy = QSignalSpy(field.function_typed)
    for end in (lambda: field.set_formula("y", 2), field.discard):
        field.clear()
        qtbot.keyClicks(field, "x y")
        assert field.findChild(QTimer).isActive()
        end()
        assert not field.findChild(QTimer).isActive()
        field.commit()
    assert spy.count() == 0


def test_that_the_wave_is_smooth_and_stays_inside_the_field(field: FormulaField) -> None:
    put_on(LIGHT)
    field.clearFocus()
    field.set_formula("x + " + "q" * 60, 2)
    part = field.wrong_part()
    assert part is not None
    assert part.right() > field.width() + 20
    shown = colours(field)
    reddish = shown[:, :, 0] - shown[:, :, 2] > 20
    option = QStyleOptionFrame()
    option.initFrom(field)
    option.lineWidth = field.style().pixelMetric(
        QStyle.PixelMetric.PM_DefaultFrameWidth, option, field
    )
    inside = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    columns = np.flatnonzero(reddish.any(axis=0))
    assert columns[-1] == inside.right()
    wave = shown[round(part.bottom()) - 5 : round(part.bottom()), columns]
    assert len(np.unique(wave.reshape(-1, 3), axis=0)) > 8
