"""Guess first in the real window: the answer is hidden until the class has voted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from gdstudio.studio.views.inside.network_page import NetworkPage
from gdstudio.studio.views.inside.network_view import NetworkView
from gdstudio.studio.views.inspect.inspect_page import PAGES
from tests.studio.small_lesson import buttons_of, choose_text_size, give, press

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def guessing(qtbot, window):
    """A test digit on the canvas, and a class that guesses."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.drawing.show_test_digit(0)
    press(window, Qt.Key.Key_G, SHIFT)
    return window.lessons.guessing


def caption_of(panel):
    """Return what is said of the digit beside its preview."""
    return "\n".join(one.text() for one in panel.findChildren(QLabel, "muted"))


def vote(window, figures):
    for figure in figures:
        press(window, Qt.Key(Qt.Key.Key_0 + int(figure)))


def test_that_nothing_tells_the_answer_before_it_is_revealed(window, guessing):
    panel = window.shared.drawing_panel
    label = window.drawing.label
    assert guessing.bar.isVisible()
    assert panel.bars.accessibleDescription().startswith("the answer is hidden")
    assert panel.figure() is None
    assert "test digit" not in caption_of(panel)
    assert not panel.cost_switch.isEnabled()
    hidden = panel.bars.grab().toImage()
    window.drawing.show_test_digit(1)
    window.drawing.show_test_digit(0)
    assert panel.bars.grab().toImage() == hidden
    vote(window, "77")
    assert panel.bars.grab().toImage() != hidden
    press(window, Qt.Key.Key_V, SHIFT)
    assert f"label {label}" in caption_of(panel) or "test digit" in caption_of(panel)
    assert panel.figure() is not None
    assert guessing.bar.words.text() == "The class says 7."


def test_that_no_page_of_inspect_tells_the_answer_before_it_is_revealed(qtbot, window, guessing):
    window.show_workspace("inspect")
    page = window.inspect.page
    told = {}
    for hidden in (True, False):
        for name in PAGES:
            window.inspect.show_page(name)
            told[name, hidden] = page.findChild(NetworkPage).parentWidget().isVisible()
        if hidden:
            assert page.figure() is None
            press(window, Qt.Key.Key_V, SHIFT)
    qtbot.waitUntil(lambda: page.figure() is not None)  # the mistakes are counted first
    assert [name for name in PAGES if told[name, True]] == ["health", "weights"]
    assert all(told[name, False] for name in PAGES)
    press(window, Qt.Key.Key_D)  # the next digit
    assert not page.findChild(NetworkPage).parentWidget().isVisible()


def test_that_learn_tells_no_answer_before_it_is_revealed(window, guessing):
    window.actions_.show_network.setChecked(True)
    place, own = window.learn.page.network_place, window.shared.drawing_panel.own
    assert not any(view.isVisible() for view in place.findChildren(NetworkView))
    assert not own.isVisible()  # it suggests what the network answers
    press(window, Qt.Key.Key_V, SHIFT)
    assert all(not view.isHidden() for view in place.findChildren(NetworkView))
    assert own.isVisible()


def test_that_votes_are_counted_on_screen_and_scored(qtbot, window, guessing):
    label = window.drawing.label
    vote(window, [label, label, (label + 1) % 10])
    assert guessing.model.votes[label] == 2
    assert guessing.bar.words.text() == "Which digit is it? Votes: 3"
    press(window, Qt.Key.Key_V, SHIFT)
    answer = window.drawing.answer.activations.argmax()
    assert guessing.model.score.of_class == 1
    assert guessing.model.score.of_network == int(answer == label)
    assert guessing.bar.score.toolTip().startswith("right: class 1")
    vote(window, "5")
    assert guessing.model.votes[5] == 0 or label == 5
    press(window, Qt.Key.Key_D)  # the next digit
    assert guessing.model.hides
    press(window, Qt.Key.Key_G, SHIFT)
    assert not guessing.bar.isVisible()
    assert window.shared.drawing_panel.figure() is not None


def test_that_figures_typed_into_a_field_are_no_votes(qtbot, window, guessing):
    field = next(one for one in window.learn.page.findChildren(QLineEdit) if one.isVisible())
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    vote(window, "3")
    assert not any(guessing.model.votes)


def test_that_figures_are_votes_not_numbers_of_scenes_while_a_class_guesses(
    qtbot, window, guessing, tmp_path
):
    lessons = give(qtbot, window, tmp_path)
    vote(window, "2")
    press(window, Qt.Key.Key_Return)
    assert lessons.model.index == 0
    assert guessing.model.votes[2] == 1
    assert lessons.bar.isVisible()
    assert guessing.bar.isVisible()


@pytest.mark.parametrize("percent", [100, 150])
def test_that_the_bar_of_a_guess_is_not_cut(qtbot, window, guessing, percent):
    choose_text_size(window, percent)
    window.resize(900, 560)
    qtbot.waitUntil(lambda: window.width() == 900)
    vote(window, "123456")
    bar = guessing.bar
    assert bar.words.sizeHint().width() > 0
    assert bar.score.fontMetrics().horizontalAdvance(bar.score.text()) <= bar.score.width()
    assert all(one.width() >= one.sizeHint().width() for one in buttons_of(bar))
