"""What charts in the window paint beside the chart itself, and how tile and board are made."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from gdstudio.pictures.charts import LineChart, PictureWall, Series
from gdstudio.studio.views.charts.chart_board import ChartBoard, ChartTile, places, row_counts
from gdstudio.studio.views.charts.chart_view import ChartView, PictureWallView
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painting_differs
from tests.studio.views.chart_pixels import picture_rectangle

KEPT = Path(__file__).parent / "painted"


def line(title="Cost", n=4, x_label="steps", **more):
    x = np.arange(n, dtype=float)
    return LineChart(title, x_label, "nats", (Series("one", x, x**2),), **more)


def wall(n=4):
    pictures = np.zeros((n, 4, 6), np.uint8)
    pictures[1, 0, 5] = 255
    return PictureWall("Wall", pictures, tuple("abcdefgh"[:n]))


def kept(name, widget):
    return painting_differs(KEPT / f"chart_{name}.txt", widget)


@pytest.fixture
def show(qtbot):
    def make(widget, size=(260, 180)):
        qtbot.addWidget(widget)
        widget.resize(*size)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return make


def focus(widget, qtbot):
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is widget)


def double_click(view, button):
    QTest.mouseDClick(view, button)
    QTest.mouseRelease(view, button)


def test_that_a_reading_by_key_is_painted_as_it_is_kept(show, qtbot):
    view = show(ChartView(line()))
    focus(view, qtbot)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(view, key)
    assert kept("reading", view) == ""


def test_that_a_reading_at_the_top_stands_below_its_point(show, qtbot):
    view = show(ChartView(line()))
    place = view.readings.places[0][-1]
    qtbot.mouseMove(view, QPointF(*place).toPoint())
    assert kept("reading_at_the_top", view) == ""


def test_that_a_chosen_picture_and_the_one_read_are_painted_as_they_are_kept(show, qtbot):
    view = show(PictureWallView(wall()))
    focus(view, qtbot)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert kept("wall", view) == ""


def test_that_a_tile_is_painted_as_it_is_kept(show):
    title = "Test error against the share of labels that are random"
    tile = show(ChartTile(line(title)), (200, 180))
    beside_the_button = QRect(0, 0, 150, 180)
    assert painting_differs(KEPT / "chart_tile.txt", tile, beside_the_button) == ""


def test_that_the_ring_of_the_focus_is_smooth(show, qtbot):
    view = show(ChartView(line()))
    focus(view, qtbot)
    image = view.grab().toImage()
    assert len({image.pixel(x, y) for x in range(5) for y in range(5)}) > 3


def test_that_the_bar_goes_as_far_as_there_are_charts(show):
    board = show(ChartBoard(), (400, 300))
    board.set_charts([line(), wall(), line("Accuracy")])
    for height in (300, 350):
        board.resize(400, height)
        assert board.verticalScrollBar().maximum() == 3 * 232 + 2 * 8 - height


def test_that_board_and_tile_are_made_as_they_are_kept(show):
    board = show(ChartBoard(), (400, 260))
    board.set_charts([line(), wall()])
    board.show_alone(board.tiles[1])
    assert difference(KEPT / "chart_board_made.txt", described(board)) == ""
    assert board.minimumSizeHint().toTuple() == (300, 200)
    assert board.tiles[0].view.minimumSizeHint().toTuple() == (180, 120)
    assert board.tiles[0].view.sizeHint().toTuple() == (320, 220)


def test_that_a_context_menu_is_opened_where_it_is_asked_for(show):
    tile = show(ChartTile(line()))
    menu = tile.findChild(QMenu)
    place = tile.mapToGlobal(QPoint(20, 30))
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(tile, QContextMenuEvent(reason, QPoint(20, 30), place))
    seen = menu.isVisible(), menu.pos()
    menu.close()
    assert seen == (True, place)


def test_that_each_entry_of_the_menu_asks_for_its_own(show):
    tile = show(ChartTile(line()))
    asked = []
    tile.enlarge_asked.connect(asked.append)
    tile.figures.wanted.connect(asked.append)
    tile.figures.offer()
    for action in tile.findChild(QMenu).actions():
        if not action.isSeparator():
            action.trigger()
    assert asked == [tile, "copy-picture", "save-picture", "copy-data", "save-data"]


def test_that_another_chart_of_the_kind_brings_its_title(show):
    tile = show(ChartTile(line("First")))
    tile.set_chart(line("Second"))
    label = tile.findChild(QLabel, "cardTitle")
    assert (tile.title, label.text(), label.toolTip()) == ("Second", "Second", "Second")
    assert tile.view.accessibleName() == "Second"


def test_that_a_narrow_tile_keeps_forty_pixels_for_its_title(show):
    host = show(QWidget())
    tile = ChartTile(line("one two three"))
    tile.setParent(host)
    tile.resize(60, 160)
    tile.show()
    lines = tile.findChild(QLabel, "cardTitle").text().split("\n")
    assert lines == ["one", "two", "three"]


def test_that_a_double_click_with_the_left_button_or_enter_enlarges(show):
    view = show(ChartView(line()))
    asked = QSignalSpy(view.enlarge_requested)
    double_click(view, Qt.MouseButton.RightButton)
    assert asked.count() == 0
    double_click(view, Qt.MouseButton.LeftButton)
    QTest.keyClick(view, Qt.Key.Key_Enter)
    assert asked.count() == 2


def test_that_a_wall_is_enlarged_with_control_and_chosen_from_without(show, qtbot):
    view = show(PictureWallView(wall()))
    asked, chosen = QSignalSpy(view.enlarge_requested), QSignalSpy(view.picture_chosen)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert (asked.count(), chosen.count(), view.chosen) == (0, 0, None)  # none is read
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (asked.count(), chosen.count(), view.chosen) == (1, 0, None)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert (asked.count(), chosen.count(), view.chosen) == (1, 1, 0)
    at = picture_rectangle(view, 2).center().toPoint()
    QTest.mouseClick(view, Qt.MouseButton.RightButton, pos=at)
    assert view.chosen == 0
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.chosen == 2


def test_that_a_choice_stays_only_among_as_many_pictures(show):
    view = show(PictureWallView(wall()))
    at = picture_rectangle(view, 2).center().toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    view.set_chart(wall())
    assert view.chosen == 2
    view.set_chart(wall(3))
    assert view.chosen is None


def test_that_a_reading_goes_with_the_pointer_and_with_the_focus(show, qtbot):
    view = show(ChartView(line()))
    qtbot.mouseMove(view, QPointF(*view.readings.places[0][1]).toPoint())
    assert view.reading == view.accessibleDescription() == "one: 1 at 1"
    view.set_chart(line(n=10))
    assert view.reading == "one: 9 at 3"  # what lies a third across and a ninth up now
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.reading == view.accessibleDescription() == ""
    focus(view, qtbot)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.reading == "one: 0 at 0"
    view.set_chart(LineChart("Cost", "steps", "nats", (Series("one", np.arange(2.0), np.ones(2)),)))
    assert view.reading == view.accessibleDescription() == "one: 1 at 0"
    view.clearFocus()
    assert view.reading == ""


def test_that_the_axes_of_a_growing_chart_stay_until_they_say_something_else(show):
    def step_of(view):
        places = view.readings.places[0]
        return places[1, 0] - places[0, 0]  # pixels from 0 to 1

    view = show(ChartView(line(n=8)))
    alone = step_of(view)
    view.set_chart(line(n=7), is_live=True)
    assert step_of(view) == pytest.approx(alone)
    view.set_chart(line(n=7, x_label="epochs"), is_live=True)
    anew = step_of(view)
    assert anew > 1.05 * alone
    view.set_chart(line(n=8, x_label="epochs"))
    assert step_of(view) == pytest.approx(alone)
    view.set_chart(line(n=7, x_label="epochs"))
    assert step_of(view) > 1.05 * alone


@pytest.mark.parametrize(
    ("n", "width", "height", "found"),
    [
        (1, 400, 300, [1]),
        (3, 900, 232, [3]),
        (4, 900, 620, [2, 2]),
        (5, 978, 500, [2, 3]),  # the first row, the most telling, has the larger ones
        (3, 290, 300, [1, 1, 1]),  # narrower than the least, one a row all the same
    ],
)
def test_that_rows_are_as_many_as_make_charts_of_a_good_shape(n, width, height, found):
    assert row_counts(n, width, height) == found


def test_that_rows_stand_a_gap_apart_and_share_the_height():
    assert places(4, 900, 620) == [
        (0, 0, 446, 306),
        (454, 0, 446, 306),
        (0, 314, 446, 306),
        (454, 314, 446, 306),
    ]
