"""The line that offers what a killed window has left."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gdstudio.studio.views.common.recovery_bar import RecoveryBar


@pytest.fixture
def bar(qtbot):
    bar = RecoveryBar()
    qtbot.addWidget(bar)
    bar.resize(900, 40)
    return bar


def offer(bar, pixels=None):
    bar.offer("01/02/2026 14:31 · 2 runs", np.linspace(1, 0, 50), pixels)


def test_that_it_is_hidden_until_there_is_an_offer(bar):
    assert bar.isHidden()
    offer(bar)
    assert not bar.isHidden()
    assert bar.accessibleName() == "A window was not closed: 01/02/2026 14:31 · 2 runs"


def test_that_both_buttons_say_what_is_wanted(qtbot, bar):
    offer(bar)
    with qtbot.waitSignal(bar.restore_requested):
        qtbot.mouseClick(bar.restore, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.dismiss_requested):
        qtbot.mouseClick(bar.dismiss, Qt.MouseButton.LeftButton)


def test_that_it_is_one_line_also_where_there_is_little_room(qtbot, bar):
    bar.show()
    offer(bar)
    height = bar.sizeHint().height()
    bar.resize(420, height)
    assert bar.text.text() == "01/02/2026 14:31 · 2 runs"
    assert bar.sizeHint().height() == height < 60


def test_that_the_picture_shows_the_cost_falling_and_the_drawing(bar):
    ink = np.zeros((28, 28), np.uint8)
    ink[:14] = 255
    offer(bar, ink)
    picture = bar.picture
    picture.resize(picture.sizeHint())
    image = picture.grab().toImage()
    side = picture.height()
    top, bottom = (image.pixelColor(picture.width() - side // 2, y) for y in (4, side - 4))
    assert top.name() == picture.theme.text
    assert bottom.name() == picture.theme.base
    curve = [
        [image.pixelColor(x, y).name() != image.pixelColor(48, 2).name() for y in range(side)]
        for x in (4, 90)
    ]
    assert curve[0].index(True) < side // 2 < curve[1].index(True)


@pytest.mark.parametrize("costs", [[], [2.0], [3.0] * 9, [np.nan] * 9])
def test_that_costs_that_make_no_curve_are_no_fault(bar, costs):
    bar.offer("then", np.array(costs), None)
    bar.grab()
