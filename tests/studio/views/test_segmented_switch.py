import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.weights.weights_view import QUANTITIES, QuantitySwitch

SEGMENTS = (("a", "Alpha", "First"), ("b", "Beta", "Second"))


@pytest.fixture
def switch(qtbot: QtBot) -> SegmentedSwitch:
    switch = SegmentedSwitch("Letters", SEGMENTS, stretched=True)
    qtbot.addWidget(switch)
    switch.resize(240, 30)
    switch.show()
    return switch


def test_that_a_click_chooses_once(switch: SegmentedSwitch, qtbot: QtBot) -> None:
    spy = QSignalSpy(switch.chosen)
    qtbot.mouseClick(switch.button("b"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(switch.button("b"), Qt.MouseButton.LeftButton)
    assert [spy.at(i) for i in range(spy.count())] == [["b"]]
    assert switch.choice() == "b"
    assert not switch.button("a").isChecked()


def test_that_tab_goes_to_what_is_chosen_whoever_chose_it(switch, qtbot) -> None:
    def stops() -> list[str]:
        tab = Qt.FocusPolicy.TabFocus
        return [key for key, _, _ in SEGMENTS if switch.button(key).focusPolicy() & tab]

    switch.button("a").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(switch.button("a"), Qt.Key.Key_Right)
    assert switch.choice() == "b"
    assert stops() == ["b"]
    switch.set_choice("a")
    assert stops() == ["a"]


def test_that_the_setter_emits_nothing(switch: SegmentedSwitch) -> None:
    spy = QSignalSpy(switch.chosen)
    switch.set_choice("b")
    assert (switch.choice(), switch.button("b").isChecked()) == ("b", True)
    switch.set_choice("b")
    switch.set_choice("a")
    assert switch.choice() == "a"
    assert spy.count() == 0


def test_that_the_arrow_keys_choose(switch: SegmentedSwitch, qtbot: QtBot) -> None:
    switch.button("a").setFocus()
    qtbot.keyClick(switch.button("a"), Qt.Key.Key_Right)
    assert switch.choice() == "b"


def test_that_stretched_buttons_share_the_width(switch: SegmentedSwitch) -> None:
    assert switch.button("a").width() == switch.button("b").width() == 120


def test_that_buttons_have_names_and_the_colours_of_the_theme(switch: SegmentedSwitch) -> None:
    assert switch.accessibleName() == "Letters"
    assert switch.button("a").accessibleName() == "Alpha"
    for theme in (LIGHT, DARK):
        put_on(theme)
        picture = switch.button("a").grab().toImage()
        assert picture.pixelColor(20, 5).name() == theme.accent


def test_that_quantities_are_chosen_by_the_same_switch(qtbot: QtBot) -> None:
    switch = QuantitySwitch()
    qtbot.addWidget(switch)
    spy = QSignalSpy(switch.chosen)
    for quantity in reversed(QUANTITIES):
        switch.set_choice(quantity)
        assert switch.choice() == quantity
    qtbot.mouseClick(switch.button("change"), Qt.MouseButton.LeftButton)
    assert [spy.at(i) for i in range(spy.count())] == [["change"]]
