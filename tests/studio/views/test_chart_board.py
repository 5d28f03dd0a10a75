"""The board of charts: how they share the room, and that views stay while data change."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu

from gdstudio.pictures.charts import BarChart, LineChart, PictureWall, Series
from gdstudio.pictures.sheet import wrapped
from gdstudio.studio.views.charts.chart_board import (
    GAP,
    LEAST,
    TURN_MS,
    ChartBoard,
    ChartTile,
    places,
)
from tests.studio.views.chart_pixels import picture_rectangle


def line(title="Cost", n=5):
    x = np.arange(n, dtype=float)
    return LineChart(title, "steps", "nats", (Series("one", x, x**2),))


def bars():
    return BarChart("Bars", "share", ("a", "b"), np.array([0.25, 0.5]), is_share=True)


def wall():
    pictures = np.zeros((3, 4, 6), np.uint8)
    pictures[1, 0, 5] = 255
    return PictureWall("Wall", pictures, ("a", "b", "c"))


@pytest.fixture
def board(qtbot):
    board = ChartBoard()
    qtbot.addWidget(board)
    board.resize(900, 420)
    board.show()
    qtbot.waitExposed(board)
    return board


@pytest.mark.parametrize("n", range(1, 13))
@pytest.mark.parametrize("size", [(978, 410), (1600, 670), (400, 300)])
def test_that_charts_fill_the_width_and_never_overlap(n, size):
    found = places(n, *size)
    assert len(found) == n
    covered = np.zeros((max(top + high for _, top, _, high in found), size[0]), int)
    for left, top, wide, high in found:
        assert left >= 0
        assert left + wide <= size[0]
        assert high >= LEAST[1]
        covered[top : top + high, left : left + wide] += 1
    assert covered.max() == 1
    for row in {top for _, top, _, _ in found}:
        in_row = [place for place in found if place[1] == row]
        assert sum(wide + GAP for _, _, wide, _ in in_row) == size[0] + GAP


def test_that_the_first_charts_are_at_least_as_large_as_the_later_ones():
    found = places(5, 978, 410)
    widths = [wide for _, _, wide, _ in found]
    assert widths[0] > widths[-1]
    assert [top for _, top, _, _ in found] == sorted(top for _, top, _, _ in found)


def test_that_a_chart_keeps_its_view_while_its_data_grow(board, qtbot):
    board.set_charts([line(), bars()], is_live=True)
    tiles = board.tiles
    places_before = [tile.geometry() for tile in tiles]
    grown = line(n=9)
    board.set_charts([grown, bars()], is_live=True)
    assert board.tiles == tiles
    qtbot.waitUntil(lambda: board.tiles[0].view.chart is grown)
    assert [tile.geometry() for tile in board.tiles] == places_before


def test_that_a_chart_that_is_the_same_is_not_painted_again(board, qtbot):
    same, grown = bars(), line(n=9)
    board.set_charts([line(), same], is_live=True)
    ground = board.tiles[1].view.readings  # painted
    board.set_charts([grown, same], is_live=True)
    qtbot.waitUntil(lambda: board.tiles[0].view.chart is grown)
    assert board.tiles[1].view.readings is ground


def test_that_the_result_is_shown_at_once_though_live_data_wait_for_their_turn(board, qtbot):
    board.set_charts([line(), bars()], is_live=True)
    board.set_charts([line(n=8), bars()], is_live=True)
    last = (line(n=9), bars())
    board.set_charts(last)
    assert tuple(tile.view.chart for tile in board.tiles) == last
    qtbot.wait(3 * TURN_MS)  # nothing that waited comes after it
    assert tuple(tile.view.chart for tile in board.tiles) == last


def test_that_other_charts_replace_the_ones_before(board, qtbot):
    board.set_charts([line(), bars()])
    board.set_charts([wall(), line("Accuracy")])
    assert [tile.title for tile in board.tiles] == ["Wall", "Accuracy"]
    assert all(tile.isVisible() for tile in board.tiles)
    board.set_charts([])
    board.set_hint("Nothing yet")
    assert board.tiles == ()


def test_that_enter_shows_one_alone_and_escape_shows_all_again(board, qtbot):
    board.set_charts([line(), bars(), wall()])
    before = [tile.geometry() for tile in board.tiles]
    first = board.tiles[0]
    first.view.setFocus()
    QTest.keyClick(first.view, Qt.Key.Key_Return)
    assert board.enlarged is first
    assert first.width() > 800
    assert not board.tiles[1].isVisible()
    QTest.keyClick(first.view, Qt.Key.Key_Escape)
    assert board.enlarged is None
    assert [tile.geometry() for tile in board.tiles] == before
    assert all(tile.isVisible() for tile in board.tiles)


def test_that_a_double_click_enlarges_and_takes_back(board, qtbot):
    board.set_charts([line(), bars()])
    view = board.tiles[1].view
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton)
    assert board.enlarged is board.tiles[1]
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton)
    assert board.enlarged is None


def test_that_an_enlarged_chart_that_goes_gives_its_room_back(board):
    board.set_charts([line(), bars()])
    board.show_alone(board.tiles[1])
    board.set_charts([line(), wall()])
    assert board.enlarged is None
    assert all(tile.isVisible() for tile in board.tiles)


def test_that_the_picture_chosen_on_a_wall_is_told_with_its_pixels(board, qtbot):
    board.set_charts([line(), wall()])
    view = board.tiles[1].view
    at = picture_rectangle(view, 1).center().toPoint()
    with qtbot.waitSignal(board.picture_chosen) as told:
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    np.testing.assert_array_equal(told.args[0], wall().pictures[1])


def test_that_a_chart_can_be_taken_away_as_it_is(qtbot):
    board, made = ChartBoard(), []
    qtbot.addWidget(board)
    board.tile_made.connect(made.append)
    board.set_charts([line(), bars()])
    assert made == list(board.tiles)
    figure = made[1].figure()
    assert figure.title == "Bars"
    np.testing.assert_array_equal(figure.arrays["values"], bars().values)


@pytest.mark.parametrize("width", [296, 320, 480])
@pytest.mark.parametrize(
    "title",
    [
        "Final test cost of networks from different starts",
        "Test error against the share of random labels",
        "What the network takes for perfect digits, after 200 steps",
    ],
)
def test_that_a_title_loses_no_word_where_two_lines_hold_it(qtbot, width, title):
    tile = ChartTile(line(title))
    qtbot.addWidget(tile)
    tile.resize(width, 232)
    tile.show()
    label = tile.findChild(QLabel, "cardTitle")
    lines = label.text().split("\n")
    assert len(lines) <= 2
    assert " ".join(lines) == title
    assert all(label.fontMetrics().horizontalAdvance(text) <= label.width() for text in lines)
    assert label.height() >= len(lines) * label.fontMetrics().lineSpacing()


def test_that_a_title_longer_than_three_lines_is_cut_to_two_and_told_as_a_tool_tip(qtbot):
    tile = ChartTile(line("very long words " * 20))
    qtbot.addWidget(tile)
    tile.resize(300, 232)
    label = tile.findChild(QLabel, "cardTitle")
    assert label.text().count("\n") == 1
    assert label.text().endswith("…")
    assert label.toolTip() == tile.title


def test_that_lines_break_between_words():
    assert wrapped("aa bb cc", len, 5) == ["aa bb", "cc"]
    assert wrapped("abcdefg h", len, 3) == ["abcdefg", "h"]


def test_that_a_title_of_three_lines_is_shown_whole(qtbot):
    title = "Validation accuracy with random labels: first it learns, then it memorises"
    tile = ChartTile(line(title))
    qtbot.addWidget(tile)
    tile.resize(250, 232)
    tile.show()
    label = tile.findChild(QLabel, "cardTitle")
    assert label.text().count("\n") == 2
    assert label.text().replace("\n", " ") == title


@pytest.mark.parametrize(
    ("n", "width", "height", "found"),
    [
        (0, 900, 400, []),
        (1, 900, 100, [(0, 0, 900, 232)]),  # never lower than a chart must be
        (2, 1008, 300, [(0, 0, 500, 300), (508, 0, 500, 300)]),
        (2, 592, 240, [(0, 0, 292, 240), (300, 0, 292, 240)]),  # just two of 296, with their gap
        (2, 591, 240, [(0, 0, 591, 232), (0, 240, 591, 232)]),
        (2, 700, 520, [(0, 0, 700, 256), (0, 264, 700, 256)]),  # 2.7 to 1 beats 0.67 to 1
    ],
)
def test_that_the_places_are_those_worked_out_by_hand(n, width, height, found):
    assert places(n, width, height) == found


def test_that_charts_that_are_scrolled_leave_the_bar_its_room(board, qtbot):
    board.resize(400, 300)
    board.set_charts([line(), bars(), wall()])
    qtbot.waitUntil(board.verticalScrollBar().isVisible)
    room = board.viewport().width()
    assert {tile.geometry().right() + 1 for tile in board.tiles} == {room}
    assert board.widget().height() == board.tiles[-1].geometry().bottom() + 1


def test_that_the_hint_is_seen_only_where_there_is_no_chart(board):
    (hint,) = [one for one in board.widget().findChildren(QLabel) if one.objectName() == "muted"]
    board.set_hint("Nothing yet")
    assert (hint.text(), hint.isVisible()) == ("Nothing yet", True)
    assert hint.geometry() == board.viewport().rect().adjusted(40, 0, -40, 0)
    board.set_charts([line()])
    assert not hint.isVisible()


def test_that_the_menu_of_a_chart_shown_alone_offers_all(board):
    board.set_charts([line(), bars()])
    first = board.tiles[0].findChild(QMenu).actions()[0]
    first.trigger()
    assert board.enlarged is board.tiles[0]
    assert board.tiles[0].view.hasFocus()
    assert first.text() == "Show all charts"
    assert board.tiles[1].findChild(QMenu).actions()[0].text() == "Enlarge"
    first.trigger()
    assert board.enlarged is None
    assert first.text() == "Enlarge"
