import pytest
from pytestqt.qtbot import QtBot

from gdstudio.studio.views.experiments.way_bar import WayBar


@pytest.fixture
def bar(qtbot: QtBot) -> WayBar:
    bar = WayBar()
    qtbot.addWidget(bar)
    return bar


def test_that_there_is_nothing_to_choose_without_two_networks(bar: WayBar) -> None:
    assert bar.isHidden()
    bar.set_networks([(25, 1)])
    assert bar.isHidden()
    assert not bar.button.isEnabled()
    bar.set_networks([(25, 1), (50, 4)])
    assert not bar.isHidden()


def test_that_two_networks_of_one_width_are_asked_for(qtbot: QtBot, bar: WayBar) -> None:
    bar.set_networks([(25, 8), (50, 4)])
    with qtbot.waitSignal(bar.way_requested) as asked:
        bar.button.click()
    assert asked.args == [0, 0, 1]
    bar.second.setValue(8)
    bar.width_box.setCurrentIndex(1)
    assert bar.second.value() == 4  # there are no more of this width
    with qtbot.waitSignal(bar.way_requested) as asked:
        bar.button.click()
    assert asked.args == [1, 0, 3]


def test_that_every_control_has_a_name(bar: WayBar) -> None:
    for control in (bar.width_box, bar.first, bar.second, bar.button):
        assert control.accessibleName()
