"""The bars of a layer's outputs: where each stands, and what the pointer and the keys find."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.inspect.activation_bars import ActivationBars
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painting_differs
from tests.studio.seen import is_painted_anew
from tests.studio.views.chart_pixels import colours

KEPT = Path(__file__).parent / "painted"


@pytest.fixture
def bars(qtbot):
    """Room for four bars of 50 x 60 pixels, over a gap of 3."""
    bars = ActivationBars()
    qtbot.addWidget(bars)
    bars.resize(200, 63)
    bars.show()
    qtbot.waitExposed(bars)
    return bars


def painted(bars, colour):
    """Where a colour is seen, shape (height, width)."""
    return (colours(bars) == QColor(colour).getRgb()[:3]).all(axis=2)


def extent(seen, left, right):
    """First and last row and first and last column of what is seen between two columns."""
    rows, columns = np.nonzero(seen[:, left:right])
    return rows.min(), rows.max(), left + columns.min(), left + columns.max()


def test_that_a_bar_stands_on_zero_and_is_as_high_as_its_share_of_the_limit(bars):
    bars.set_values(np.array([2.0, 1.0, 0.5, 3.0]), 2.0)
    seen = painted(bars, LIGHT.positive)
    tops = [60 - 60, 60 - 30, 60 - 15, 0]  # the last is cut at the limit
    for k, top in enumerate(tops):  # 4 pixels free at either side of a bar
        assert extent(seen, 50 * k, 50 * k + 50) == (top, 59, 50 * k + 4, 50 * k + 45)


def test_that_narrow_bars_leave_an_eighth_of_their_room_free(bars):
    bars.set_values(np.ones(10), 1.0)  # 20 pixels each, 0.12 of it free at either side
    assert extent(painted(bars, LIGHT.positive), 20, 40) == (0, 59, 22, 37)


def test_that_with_negative_outputs_zero_is_in_the_middle(bars):
    bars.set_values(np.array([-1.0, 1.0, 0.5, np.nan]), 1.0)
    down, up = painted(bars, LIGHT.negative), painted(bars, LIGHT.positive)
    assert extent(down, 0, 200) == (30, 59, 4, 45)
    assert extent(up, 50, 100) == (0, 29, 54, 95)
    assert extent(up, 100, 150) == (15, 29, 104, 145)
    assert not up[:, 150:].any()


@pytest.mark.parametrize(("low", "zero"), [(0.0, 60), (-1.0, 30)])
def test_that_a_line_one_pixel_high_is_drawn_at_zero_from_end_to_end(bars, low, zero):
    bars.set_values(np.array([np.nan, np.nan, np.nan, low]), 1.0)
    rows = np.flatnonzero(painted(bars, LIGHT.outline)[:, :150].all(axis=1))
    assert len(rows) == 1
    assert abs(rows[0] + 0.5 - zero) <= 0.5


def test_that_the_room_of_a_bar_ends_three_pixels_above_the_next_line_or_its_name(bars):
    bars.set_values(np.ones(4), 1.0)
    assert bars.slot(2) == QRectF(100, 0, 50, 60)
    assert bars.minimumSizeHint().height() == 24
    bars.set_values(np.ones(4), 1.0, ["a", "b", "c", "d"])
    line = bars.fontMetrics().height()
    assert bars.slot(2) == QRectF(100, 0, 50, 60 - line)
    assert bars.minimumSizeHint().height() == 24 + line
    bars.set_values(np.ones(200), 1.0)  # no names again, and three lines of 67 bars
    assert bars.slot(67) == QRectF(0, 21, 200 / 67, 18)


@pytest.mark.parametrize(("n", "lines"), [(66, 1), (67, 2)])
def test_that_a_bar_has_at_least_three_pixels(bars, n, lines):
    bars.set_values(np.ones(n), 1.0)
    assert len({bars.slot(k).top() for k in range(n)}) == lines
    assert bars.slot(0).width() >= 3


def test_that_every_pixel_of_a_room_finds_its_bar_and_none_beside_does(bars):
    bars.set_values(np.ones(4), 1.0)
    places = [(0, 0), (49.9, 62), (50, 0), (199.9, 5), (200, 5), (-0.1, 5), (5, -0.1), (5, 63)]
    found = [bars.neuron_at(QPointF(*place)) for place in places]
    assert found == [0, 0, 1, 3, -1, -1, -1, -1]
    bars.set_values(np.ones(67), 1.0)  # 34 and 33: the last room is empty
    assert bars.neuron_at(bars.slot(66).center()) == 66
    assert bars.neuron_at(bars.slot(67).center()) == -1
    assert bars.neuron_at(bars.slot(34).topLeft()) == 34


def test_that_the_name_of_the_largest_output_is_the_most_inked(bars):
    bars.set_values(np.array([0.1, 0.7, np.nan, 0.2]), 1.0, ["8", "8", "8", "8"])
    picture = colours(bars).sum(axis=2)
    top = round(bars.slot(0).bottom()) + 1
    darkest = [picture[top:, 50 * k : 50 * k + 50].min() for k in range(4)]
    assert darkest[1] < min(darkest[0], darkest[2], darkest[3])
    ink = [(picture[top:, 50 * k : 50 * k + 50] < 600).sum() for k in range(4)]
    assert ink[1] > ink[0] == ink[2] == ink[3] > 0  # bold
    columns = np.flatnonzero((picture[top:, 50:100] < 600).any(axis=0))
    assert abs(columns.mean() - 25) < 3


def test_that_a_bar_pointed_at_is_framed_and_told_once(qtbot, bars):
    told = []
    bars.neuron_hovered.connect(told.append)
    bars.set_values(np.zeros(4), 1.0)
    assert not painted(bars, LIGHT.accent).any()
    for place in (QPoint(60, 20), QPoint(90, 40), QPoint(110, 10)):
        qtbot.mouseMove(bars, place)
    assert told == [1, 2]
    framed = np.argwhere((colours(bars) != colours(bars)[30, 125]).any(axis=2)[:59])
    assert framed[:, 1].min() >= 100
    assert framed[:, 1].max() < 150
    bars.set_values(np.zeros(3), 1.0)
    assert told == [1, 2]
    bars.set_values(np.zeros(2), 1.0)  # what was pointed at is gone
    assert told == [1, 2, -1]


def test_that_only_the_left_button_clicks(qtbot, bars):
    clicks = []
    bars.clicked.connect(lambda: clicks.append(1))
    qtbot.mouseClick(bars, Qt.MouseButton.RightButton)
    assert clicks == []
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton)
    assert clicks == [1]


@pytest.mark.parametrize(
    ("key", "first"),
    [("Right", 0), ("Left", 0), ("Home", 0), ("End", 3)],
)
def test_that_a_key_begins_at_its_own_end(qtbot, bars, key, first):
    bars.set_values(np.ones(4), 1.0)
    with qtbot.waitSignal(bars.neuron_hovered) as told:
        qtbot.keyClick(bars, getattr(Qt.Key, f"Key_{key}"))
    assert told.args == [first]


def test_that_what_the_keys_marked_goes_with_the_focus(qtbot, bars):
    bars.set_values(np.ones(4), 1.0)
    bars.setFocus()
    told = []
    bars.neuron_hovered.connect(told.append)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(bars, key)
    assert told == [3, 2]
    bars.clearFocus()
    qtbot.waitUntil(lambda: told == [3, 2, -1])


def test_that_bars_with_names_are_painted_as_it_is_kept(qtbot, bars):
    bars.set_values(np.array([0.5, -2.0, np.nan, 0.0]), 1.0, ["0", "1", "2", "3"])
    qtbot.mouseMove(bars, QPoint(60, 20))
    assert painting_differs(KEPT / "bars_named.txt", bars) == ""


def test_that_bars_in_two_lines_are_painted_as_it_is_kept(bars):
    bars.setMinimumSize(1, 1)
    bars.resize(8, 40)
    bars.set_values(np.array([0.5, 1.0, 0.25, 0.0]), 1.0)
    assert painting_differs(KEPT / "bars_in_lines.txt", bars) == ""


def test_that_bars_are_made_as_it_is_kept(bars):
    assert difference(KEPT / "bars_made.txt", described(bars)) == ""
    assert bars.sizeHint().toTuple() == (320, 48)
    assert bars.minimumSizeHint().toTuple() == (80, 24)


def test_that_bars_are_painted_anew_only_with_news(qtbot, bars):
    qtbot.mouseMove(bars, QPoint(1, 1))
    for act, is_news in (
        (lambda: bars.set_values(np.ones(4), 1.0), True),
        (lambda: qtbot.mouseMove(bars, QPoint(60, 20)), True),
        (lambda: qtbot.mouseMove(bars, QPoint(70, 20)), False),
        (lambda: QApplication.sendEvent(bars, QEvent(QEvent.Type.Leave)), True),
    ):
        assert is_painted_anew(bars, act) is is_news


def test_that_keys_in_bars_without_values_mark_none(qtbot, bars):
    told = []
    bars.neuron_hovered.connect(told.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_End):
        qtbot.keyClick(bars, key)
    assert told == []
    assert bars.neuron_at(QPointF(5, 5)) == -1
