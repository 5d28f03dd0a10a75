"""The class of a drawing: chosen by a person, else suggested by the network's answer."""

import pytest

from gdstudio.studio.views.drawing.own_digits_bar import OwnDigitsBar


@pytest.fixture
def bar(qtbot):
    bar = OwnDigitsBar()
    bar.set_classes("0123456789")
    bar.set_can_add(True)
    qtbot.addWidget(bar)
    bar.show()
    qtbot.waitExposed(bar)
    return bar


def test_that_a_suggested_class_is_taken_up(bar):
    for index in (3, 7):
        bar.suggest(index)
        assert bar.label.currentText() == str(index)


def test_that_a_class_chosen_for_this_drawing_outlives_suggestions_until_it_is_gone(bar):
    bar.label.setCurrentIndex(4)
    bar.label.activated.emit(4)
    bar.suggest(7)
    assert bar.label.currentText() == "4"
    bar.set_can_add(False)
    bar.suggest(7)
    assert bar.label.currentText() == "7"


def test_that_nothing_is_suggested_while_the_list_of_classes_is_open(qtbot, bar):
    bar.suggest(3)
    bar.label.showPopup()
    qtbot.waitUntil(bar.label.view().isVisible)
    bar.suggest(7)
    assert bar.label.currentText() == "3"
    bar.label.hidePopup()
    qtbot.waitUntil(lambda: not bar.label.view().isVisible())
    bar.suggest(7)
    assert bar.label.currentText() == "7"
