import pytest
from pytestqt.qtbot import QtBot

from gdstudio.studio.views.landscape.plane_fields import ExamplesBox, NumberBox


def texts(box) -> list[str]:
    return [box.itemText(i) for i in range(box.count())]


@pytest.fixture
def examples(qtbot: QtBot) -> ExamplesBox:
    box = ExamplesBox()
    qtbot.addWidget(box)
    return box


def test_that_a_number_from_outside_joins_the_choice_in_order(qtbot: QtBot) -> None:
    box = NumberBox((25, 51, 101), "{0} × {0}")
    qtbot.addWidget(box)
    with qtbot.assertNotEmitted(box.edited):
        box.show_value(75)
    assert texts(box) == ["25 × 25", "51 × 51", "75 × 75", "101 × 101"]
    assert (box.shown_value(), box.currentText()) == (75, "75 × 75")
    with qtbot.waitSignal(box.edited):
        box.setCurrentIndex(0)
    assert box.shown_value() == 25
    box.show_value(51)
    assert texts(box) == ["25 × 25", "51 × 51", "101 × 101"]


def test_that_only_numbers_that_there_are_can_be_chosen(examples: ExamplesBox) -> None:
    assert texts(examples) == ["500", "2,000", "10,000"]
    examples.set_example_count(60_000)
    assert texts(examples) == ["500", "2,000", "10,000", "all 60,000"]
    assert examples.shown_value() == 2000
    examples.set_example_count(10_000)
    assert texts(examples) == ["500", "2,000", "all 10,000"]
    examples.set_example_count(100)
    assert texts(examples) == ["all 100"]
    assert examples.shown_value() == 100
    examples.set_example_count(60_000)
    assert (examples.shown_value(), examples.currentText()) == (2000, "2,000")


def test_that_all_stays_all_when_there_are_more(examples: ExamplesBox, qtbot: QtBot) -> None:
    examples.set_example_count(1000)
    with qtbot.waitSignal(examples.edited, raising=False, timeout=0):
        examples.setCurrentIndex(0)
    with qtbot.waitSignal(examples.edited):
        examples.setCurrentIndex(1)
    assert examples.shown_value() == 1000
    examples.set_example_count(60_000)
    assert (examples.shown_value(), examples.currentText()) == (60_000, "all 60,000")
    examples.set_example_count(0)
    assert examples.shown_value() == 10_000


def test_that_an_unusual_number_of_examples_is_shown(examples: ExamplesBox) -> None:
    examples.set_example_count(60_000)
    examples.show_value(3500)
    assert texts(examples) == ["500", "2,000", "3,500", "10,000", "all 60,000"]
    assert examples.currentText() == "3,500"
    examples.show_value(60_000)
    assert examples.currentText() == "all 60,000"
    examples.show_value(70_000)
    assert (examples.shown_value(), examples.currentText()) == (60_000, "all 60,000")


def test_that_a_number_box_shows_its_first_number(qtbot: QtBot) -> None:
    box = NumberBox((500, 2_000), "{0} steps")
    qtbot.addWidget(box)
    assert (box.shown_value(), texts(box)) == (500, ["500 steps", "2,000 steps"])


def test_that_a_choice_among_examples_is_remembered(examples: ExamplesBox) -> None:
    examples.set_example_count(60_000)
    examples.setCurrentIndex(2)
    assert examples.shown_value() == 10_000
    examples.set_example_count(600)
    assert (examples.shown_value(), texts(examples)) == (600, ["500", "all 600"])
    examples.set_example_count(10_001)
    assert (examples.shown_value(), texts(examples)[-2:]) == (10_000, ["10,000", "all 10,001"])
    examples.setCurrentIndex(3)
    assert examples.shown_value() == 10_001
    examples.set_example_count(0)
    assert examples.shown_value() == 10_000
