import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdstudio.studio.views.landscape.walk_bar import WalkBar


@pytest.fixture
def bar(qtbot: QtBot) -> WalkBar:
    bar = WalkBar()
    qtbot.addWidget(bar)
    bar.resize(520, 48)
    bar.show()
    qtbot.waitExposed(bar)
    return bar


def test_that_a_walk_begins_with_a_hint_and_shows_figures(bar: WalkBar) -> None:
    assert bar.hint.isVisible()
    assert "no picture" in bar.hint.text()
    bar.set_standing("inside")
    assert bar.hint.text() == "Drag the ball: the network becomes what stands there."
    assert not bar.keep_button.isEnabled()
    assert not bar.back_button.isEnabled()
    height = bar.sizeHint().height()
    bar.set_walking(True)
    assert not bar.hint.isVisible()
    assert bar.cost.isVisible()
    assert bar.keep_button.isEnabled()
    assert bar.back_button.isEnabled()
    assert bar.sizeHint().height() == height
    bar.set_walking(False)
    assert bar.hint.isVisible()
    assert not bar.cost.isVisible()


@pytest.mark.parametrize("standing", ["outside", "far"])
def test_that_a_picture_of_elsewhere_is_said_to_be_one(bar: WalkBar, standing) -> None:
    bar.set_standing(standing)
    assert bar.hint.text().endswith(": Make again.")
    assert bar.hint.objectName() == "warning"
    bar.set_standing("inside")
    assert bar.hint.objectName() == "muted"


def test_that_the_place_is_told_in_figures(bar: WalkBar) -> None:
    bar.set_walking(True)
    bar.set_values(0.3123, -0.0421, 0.4123, 0.9012)
    assert bar.place.text() == "α 0.312\nβ −0.042"
    assert (bar.cost.text, bar.accuracy.text) == ("0.4123", "90.12 %")


def test_that_what_is_not_known_is_a_dash(bar: WalkBar) -> None:
    bar.set_values(0, 0, np.nan, np.nan)
    assert (bar.cost.text, bar.accuracy.text) == ("–", "–")


def test_that_buttons_tell_what_is_wanted(bar: WalkBar, qtbot: QtBot) -> None:
    bar.set_walking(True)
    with qtbot.waitSignal(bar.keep_requested), qtbot.assertNotEmitted(bar.return_requested):
        bar.keep_button.click()
    with qtbot.waitSignal(bar.return_requested), qtbot.assertNotEmitted(bar.keep_requested):
        bar.back_button.click()


def test_that_figures_of_any_size_keep_the_row_as_it_is(bar: WalkBar) -> None:
    bar.set_walking(True)
    bar.set_values(0.3, -0.04, 0.4123, 0.9012)
    place = bar.keep_button.pos()
    for value in (0.0, 1e-12, -99.5, 12345.6, -1e300, np.inf):
        bar.set_values(value, value, value, 1.0)
        bar.layout().activate()
        assert bar.keep_button.pos() == place


def test_that_the_buttons_go_below_the_figures_where_there_is_no_room_beside(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    bar = WalkBar()
    bar.setParent(holder)
    holder.show()
    buttons, pages = bar.keep_button.parentWidget(), bar.hint.parentWidget()
    widths = [part.minimumSizeHint().width() for part in (pages, buttons)]
    room = sum(widths) + 8
    for width, is_beside in ((room, True), (room - 1, False), (room, True)):
        bar.resize(width, 90)
        bar.layout().activate()
        assert (buttons.geometry().left() > pages.geometry().right()) == is_beside
        assert (buttons.geometry().top() > pages.geometry().bottom()) != is_beside
    assert bar.minimumSizeHint().width() == max(widths)
