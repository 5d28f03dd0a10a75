import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gdstudio.descent.formula.typography import written
from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY, library
from gdstudio.studio.views.descent.function_chooser import PAUSE_MS, FunctionChooser


@pytest.fixture
def chooser(qtbot: QtBot) -> FunctionChooser:
    chooser = FunctionChooser()
    qtbot.addWidget(chooser)
    chooser.resize(258, 150)
    chooser.show()
    qtbot.waitExposed(chooser)
    return chooser


def begin_typing(chooser: FunctionChooser) -> None:
    chooser.box.setCurrentIndex(chooser.box.count() - 1)


def test_that_the_box_holds_the_library_of_that_dimension(chooser: FunctionChooser) -> None:
    for dimension in (2, 1):
        chooser.set_function(library(dimension)[3])
        titles = [chooser.box.itemText(i) for i in range(chooser.box.count())]
        assert titles[:-2] == [function.title for function in library(dimension)]
        assert titles[-1].startswith("Type your own")
        assert chooser.box.currentText() == library(dimension)[3].title


def test_that_a_choice_shows_formula_and_note(chooser: FunctionChooser) -> None:
    spy = QSignalSpy(chooser.function_chosen)
    chooser.box.setCurrentIndex(1)
    assert [spy.at(i)[0] for i in range(spy.count())] == [library(1)[1]]
    assert chooser.function() is library(1)[1]
    assert chooser.formula.text() == "C(w) = w⁴/4 − 2 w² + w/2 + 5"
    assert chooser.note.text() == library(1)[1].note
    assert chooser.note.objectName() == "muted"
    assert not chooser.field.isVisible()


@pytest.mark.parametrize("name", LIBRARY)
def test_that_a_formula_as_in_print_means_the_same(name: str) -> None:
    function = LIBRARY[name]
    copied = typed_function(written(function.formula), function.dimension)
    rng = np.random.default_rng(1)
    low, high = np.array(function.domain).T
    points = rng.uniform(low, high, (50, function.dimension)).T
    np.testing.assert_array_equal(copied.value(points), function.value(points))


def test_that_formulas_in_print_have_proper_signs() -> None:
    assert written("-x^2*y^3 - 2 pi x²⁵") == "−x²·y³ − 2 π x²⁵"


def test_that_typing_begins_with_what_is_shown(chooser: FunctionChooser) -> None:
    chooser.set_function(LIBRARY["long-valley"])
    spy = QSignalSpy(chooser.function_chosen)
    begin_typing(chooser)
    assert chooser.field.isVisible()
    assert not chooser.formula.isVisible()
    assert chooser.field.text() == "0.5 x^2 + 5 y^2"
    assert chooser.field.selectedText() == chooser.field.text()
    assert spy.count() == 1
    assert spy.at(0)[0].name == "typed"
    assert chooser.function() is spy.at(0)[0]


def test_that_wrong_input_is_answered_below_the_field(
    chooser: FunctionChooser, qtbot: QtBot
) -> None:
    begin_typing(chooser)
    before = chooser.function()
    spy = QSignalSpy(chooser.function_chosen)
    chooser.field.selectAll()
    qtbot.keyClicks(chooser.field, "w + foo")
    assert "'foo' is not known" in chooser.note.text()
    assert chooser.note.objectName() == "warning"
    assert chooser.function() is before
    assert spy.count() == 0
    qtbot.keyClick(chooser.field, "\b")
    for _ in range(2):
        qtbot.keyClick(chooser.field, "\b")
    # "w + " is not wrong, only unfinished
    assert "missing after +" in chooser.note.text()
    assert chooser.note.objectName() == "muted"
    with qtbot.waitSignal(chooser.function_chosen) as blocker:
        qtbot.keyClicks(chooser.field, "3")
    assert float(blocker.args[0].value((4.0,))) == 7.0
    assert chooser.note.text() == blocker.args[0].note


def test_that_an_empty_field_asks_for_a_formula(chooser: FunctionChooser, qtbot: QtBot) -> None:
    chooser.set_function(library(2)[0])
    begin_typing(chooser)
    chooser.field.selectAll()
    qtbot.keyClick(chooser.field, "\b")
    assert chooser.note.text() == "A formula of x and y."


def test_that_each_dimension_remembers_what_was_typed(
    chooser: FunctionChooser, qtbot: QtBot
) -> None:
    begin_typing(chooser)
    chooser.field.selectAll()
    qtbot.keyClicks(chooser.field, "w^6")
    chooser.field.commit()
    chooser.set_function(library(2)[0])
    assert chooser.formula.isVisible()
    begin_typing(chooser)
    assert chooser.field.text() == library(2)[0].formula
    chooser.set_function(library(1)[0])
    begin_typing(chooser)
    assert chooser.field.text() == "w^6"


def test_that_a_typed_function_is_shown_as_typed(chooser: FunctionChooser) -> None:
    spy = QSignalSpy(chooser.function_chosen)
    chooser.set_function(typed_function("sin x cos y", 2))
    assert chooser.box.currentData() == "typed"
    assert chooser.field.text() == "sin x cos y"
    assert chooser.field.isVisible()
    assert spy.count() == 0


def test_that_an_echo_of_the_choice_does_not_disturb_typing(
    chooser: FunctionChooser, qtbot: QtBot
) -> None:
    chooser.function_chosen.connect(lambda function: chooser.set_function(function))
    begin_typing(chooser)
    chooser.field.selectAll()
    qtbot.keyClicks(chooser.field, "w^2 + 1")
    chooser.field.setCursorPosition(3)
    chooser.field.commit()
    assert chooser.field.cursorPosition() == 3
    assert chooser.function().formula == "w^2 + 1"


def test_that_a_function_set_while_typing_is_not_overruled(
    chooser: FunctionChooser, qtbot: QtBot
) -> None:
    begin_typing(chooser)
    spy = QSignalSpy(chooser.function_chosen)
    chooser.field.selectAll()
    qtbot.keyClicks(chooser.field, "w^4")
    chooser.set_function(library(2)[0])
    qtbot.wait(PAUSE_MS + 50)  # nothing may come
    assert spy.count() == 0
    assert chooser.function() is library(2)[0]


@pytest.mark.parametrize(
    ("formula", "printed"),
    [
        ("w^2.5", "w^2.5"),
        ("w^2 + w^0.5", "w^2 + w^0.5"),
        ("w**3 - w^-2", "w³ − w⁻²"),
        ("2*pi*pink", "2·π·pink"),
        ("w^2e1", "w^2e1"),
    ],
)
def test_that_one_formula_is_written_in_one_style(formula: str, printed: str) -> None:
    assert written(formula) == printed


def test_that_what_is_only_unfinished_is_no_warning(chooser: FunctionChooser, qtbot: QtBot) -> None:
    begin_typing(chooser)
    for text, name, note in (
        ("w + ", "muted", "A number, name or bracket is missing after +."),
        ("( + w", "warning", ""),
        ("w )", "warning", ""),
        ("  ", "muted", "A formula of w."),
        ("w", "muted", ""),
    ):
        chooser.field.selectAll()
        qtbot.keyClicks(chooser.field, text)
        assert chooser.note.objectName() == name
        assert chooser.note.text() == (note or chooser.note.text())


def test_that_a_right_formula_that_is_hidden_or_shown_again_has_its_note(
    chooser: FunctionChooser, qtbot: QtBot
) -> None:
    begin_typing(chooser)
    chooser.field.selectAll()
    qtbot.keyClicks(chooser.field, "w + foo")
    chooser.set_function(library(1)[2])
    assert (chooser.note.text(), chooser.note.objectName()) == (library(1)[2].note, "muted")
    begin_typing(chooser)
    assert chooser.field.text() == "w + foo"
    assert chooser.note.objectName() == "warning"
    assert chooser.function() is library(1)[2]


def test_that_the_field_has_the_keyboard_when_typing_begins(
    chooser: FunctionChooser, qtbot: QtBot
) -> None:
    chooser.activateWindow()
    begin_typing(chooser)
    qtbot.waitUntil(chooser.field.hasFocus)
    assert chooser.field.selectedText() == chooser.field.text()
