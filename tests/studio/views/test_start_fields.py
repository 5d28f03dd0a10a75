import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.studio.views.descent.start_fields import StartFields


@pytest.fixture
def fields(qtbot: QtBot) -> StartFields:
    fields = StartFields()
    qtbot.addWidget(fields)
    fields.show()
    return fields


def emitted(spy: QSignalSpy) -> list[object]:
    return [spy.at(i)[0] for i in range(spy.count())]


def test_that_there_is_a_named_field_for_each_input(fields: StartFields) -> None:
    fields.set_function(LIBRARY["parabola"])
    assert [box.isVisible() for box in fields.boxes] == [True, False]
    assert fields.boxes[0].accessibleName() == "Start w"
    assert (fields.start(), fields.boxes[0].text()) == ((-3.0,), "-3")
    fields.set_function(LIBRARY["himmelblau"])
    assert [box.isVisible() for box in fields.boxes] == [True, True]
    assert [box.accessibleName() for box in fields.boxes] == ["Start x", "Start y"]
    assert [box.text() for box in fields.boxes] == ["-0.5", "-1.2"]


def test_that_a_typed_number_is_the_new_start(fields: StartFields, qtbot: QtBot) -> None:
    fields.set_function(LIBRARY["himmelblau"])
    spy = QSignalSpy(fields.boxes[1].edited)
    fields.boxes[1].selectAll()
    qtbot.keyClicks(fields.boxes[1], "2,25")
    assert spy.count() == 0
    qtbot.keyClick(fields.boxes[1], Qt.Key.Key_Return)
    assert emitted(spy) == [2.25]
    assert fields.start() == (-0.5, 2.25)


def test_that_the_other_coordinate_of_a_click_is_not_rounded(fields: StartFields) -> None:
    fields.set_function(LIBRARY["himmelblau"])
    spy = QSignalSpy(fields.boxes[1].edited)
    fields.set_start((1.23456789, -2.0))
    assert fields.start() == (1.23456789, -2.0)
    assert fields.boxes[0].text() == "1.235"
    fields.boxes[1].stepUp()
    assert emitted(spy) == [-1.9]
    assert fields.start() == (1.23456789, -1.9)


@pytest.mark.parametrize("name", LIBRARY)
def test_that_every_start_of_the_library_can_be_shown(fields: StartFields, name: str) -> None:
    function = LIBRARY[name]
    spies = [QSignalSpy(box.edited) for box in fields.boxes]
    fields.set_function(function)
    assert fields.start() == function.start
    shown = [float(box.text()) for box in fields.boxes[: function.dimension]]
    assert shown == pytest.approx(function.start, abs=1e-9)
    assert [spy.count() for spy in spies] == [0, 0]


def test_that_numbers_far_away_stay_in_sight_of_the_domain(
    fields: StartFields, qtbot: QtBot
) -> None:
    fields.set_function(typed_function("x^2 + y^2", 2))  # shown on [-5, 5]
    fields.boxes[0].setValue(1e9)
    assert fields.start() == (55.0, 2.0)
    qtbot.keyClicks(fields.boxes[0], "1e9")
    qtbot.keyClick(fields.boxes[0], Qt.Key.Key_Return)
    assert fields.boxes[0].error is not None
    assert fields.start() == (55.0, 2.0)
    fields.boxes[0].setValue(-0.0001)
    assert fields.boxes[0].text() == "0"
    fields.set_start((123.25, 0.0))  # clicked where nobody would type
    assert fields.start() == (123.25, 0.0)


def test_that_a_typed_number_is_not_rounded(fields: StartFields, qtbot: QtBot) -> None:
    fields.set_function(LIBRARY["himmelblau"])
    fields.boxes[0].selectAll()
    qtbot.keyClicks(fields.boxes[0], "1.23456789")
    qtbot.keyClick(fields.boxes[0], Qt.Key.Key_Return)
    assert fields.start()[0] == 1.23456789
    assert fields.boxes[0].text() == "1.23456789"


@pytest.mark.parametrize(
    ("low", "high", "step", "text"),
    [
        (0.0, 10.0, 0.1, "1.235"),  # 10 in ten thousand parts: three decimals
        (0.0, 1.0, 0.01, "1.2346"),
        (-25.0, 25.0, 1.0, "1.235"),
        (-25.0, 24.0, 0.1, "1.235"),
        (0.0, 1e4, 100.0, "1"),
        (0.0, 1e6, 10_000.0, "1"),
    ],
)
def test_that_steps_and_decimals_are_those_of_the_domain(
    fields: StartFields, low: float, high: float, step: float, text: str
) -> None:
    (box, _) = fields.boxes
    box.set_domain(low, high)
    box.setValue(0.0)
    box.stepUp()
    assert box.value() == pytest.approx(step)
    assert box.textFromValue(1.23456) == text
    assert (box.minimum(), box.maximum()) == (low - 5 * (high - low), high + 5 * (high - low))


def test_that_a_new_function_has_its_own_range_again(fields: StartFields) -> None:
    fields.set_function(typed_function("x^2 + y^2", 2))
    fields.set_start((123.25, -99.0))
    assert (fields.boxes[0].maximum(), fields.boxes[1].minimum()) == (123.25, -99.0)
    fields.set_start((0.0, 0.0))
    assert fields.boxes[0].minimum() == -55.0
    fields.set_function(typed_function("x + y", 2))
    assert (fields.boxes[0].maximum(), fields.boxes[1].minimum()) == (55.0, -55.0)
    assert all(box.toolTip() == "Or click in the picture" for box in fields.boxes)


def test_that_there_are_two_fields_before_anything_is_descended(fields: StartFields) -> None:
    assert fields.start() == (0.0, 0.0)
    (box, _) = fields.boxes
    assert (box.minimum(), box.maximum()) == (0, 1)
    assert box.textFromValue(0.12345) == "0.123"
    assert box.textFromValue(-0.0001) == "0"
    assert box.textFromValue(100.0) == "100"
