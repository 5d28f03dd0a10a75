import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gdstudio.pictures.charts import HeatChart, PictureWall
from gdstudio.pictures.layouts.picture_wall import Captions, wall_layout
from gdstudio.pictures.palette import VIRIDIS
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.charts.chart_view import ChartView, PictureWallView
from tests.studio.views.chart_pixels import colours, picture_rectangle, point


@pytest.fixture
def show(qtbot: QtBot):
    def make(view: ChartView, size: tuple[int, int] = (480, 300)) -> ChartView:
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        qtbot.waitExposed(view)
        return view

    return make


def stamp(n: int = 1) -> np.ndarray:
    """An F: no two of its turned or mirrored forms are the same."""
    one = np.zeros((6, 4), np.uint8)
    one[:, 0] = one[0] = 255
    one[2, :3] = 160
    return np.repeat(one[None], n, axis=0)


def wall(n: int = 7, **more: object) -> PictureWall:
    return PictureWall("Pictures", stamp(n), **more)


def test_that_pictures_stand_upright_in_ink_on_paper(show) -> None:
    view = show(PictureWallView(wall(1)), (200, 260))
    place = picture_rectangle(view, 0)
    pixels, cell = colours(view), place.width() / 4
    paper, ink = (np.array(QColor(c).getRgb()[:3]) for c in (LIGHT.base, LIGHT.text))
    for row in range(6):
        for column in range(4):
            x = round(place.left() + (column + 0.5) * cell)
            y = round(place.top() + (row + 0.5) * cell)
            share = stamp()[0, row, column] / 255
            assert pixels[y, x] == pytest.approx(paper + (ink - paper) * share, abs=2)


def test_that_pictures_follow_each_other_row_after_row(show) -> None:
    pictures = np.zeros((5, 4, 4), np.uint8)
    pictures[:] = np.array([0, 60, 120, 180, 240])[:, None, None]
    view = show(PictureWallView(PictureWall("t", pictures, columns=3)))
    pixels = colours(view)
    seen = [
        int(pixels[round(p.center().y()), round(p.center().x())].sum())
        for p in (picture_rectangle(view, k) for k in range(5))
    ]
    assert seen == sorted(seen, reverse=True)
    first, third, fourth = (picture_rectangle(view, k) for k in (0, 2, 3))
    assert third.top() == first.top()
    assert fourth.top() > first.bottom()
    assert fourth.left() == first.left()


def test_that_marked_pictures_have_a_frame_in_the_accent_colour(show) -> None:
    view = show(PictureWallView(wall(4, columns=4, marked=(2,))))
    pixels, accent = colours(view), np.array(QColor(LIGHT.accent).getRgb()[:3])
    framed = []
    for k in range(4):
        place = picture_rectangle(view, k)
        strip = pixels[round(place.center().y()), round(place.left()) - 4 : round(place.left())]
        framed.append(bool((strip == accent).all(axis=1).any()))
    assert framed == [False, False, True, False]


def test_that_a_click_and_enter_choose_a_picture(qtbot: QtBot, show) -> None:
    view = show(PictureWallView(wall(7, columns=3, captions=tuple("abcdefg"))))
    with qtbot.waitSignal(view.picture_chosen) as chosen:
        at = picture_rectangle(view, 4).center().toPoint()
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.chosen == 4
    np.testing.assert_array_equal(chosen.args[0], view.chart.pictures[4])
    qtbot.mouseMove(view, point(np.array([1.0, 1.0])).toPoint())
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)  # the first arrow begins at the first picture
    assert view.reading == "g"  # below the second there is only the seventh
    with (
        qtbot.waitSignal(view.picture_chosen) as chosen,
        qtbot.assertNotEmitted(view.enlarge_requested),
    ):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.chosen == 6
    np.testing.assert_array_equal(chosen.args[0], view.chart.pictures[6])
    with qtbot.waitSignal(view.enlarge_requested):
        qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_that_a_click_beside_the_pictures_chooses_nothing(qtbot: QtBot, show) -> None:
    view = show(PictureWallView(wall(1)), (400, 200))
    with qtbot.assertNotEmitted(view.picture_chosen):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))


def test_that_the_choice_stays_while_the_wall_is_of_the_same_pictures(qtbot: QtBot, show) -> None:
    view = show(PictureWallView(wall(4)))
    at = picture_rectangle(view, 2).center().toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    view.set_chart(wall(4), is_live=True)
    assert view.chosen == 2
    view.set_chart(wall(9))
    assert view.chosen is None


def test_that_both_themes_show_a_wall_without_and_with_many_pictures(show) -> None:
    view = show(PictureWallView(PictureWall("none", np.zeros((0, 6, 4), np.uint8))))
    view.grab()
    view.set_chart(wall(100, captions=tuple(f"picture {k}" for k in range(100))))
    put_on(DARK)
    view.grab()
    view.resize(40, 30)
    view.grab()


def test_that_pictures_are_as_large_as_the_room_allows_in_whole_pixels() -> None:
    layout = wall_layout(10, (28, 28), (640, 300), None, [])
    assert (layout.columns, layout.rows) == (5, 2)
    assert layout.width % 28 == 0
    assert layout.columns * layout.cell[0] <= 640
    assert layout.rows * layout.cell[1] <= 300 + 3
    assert wall_layout(10, (28, 28), (640, 300), 10, []).rows == 1


def test_that_captions_are_written_only_where_they_have_room() -> None:
    ways = [Captions(60, 1, 14), Captions(36, 2, 14)]
    assert wall_layout(4, (28, 28), (640, 300), None, ways).captions.lines == 1
    assert wall_layout(10, (28, 28), (480, 200), 10, ways).captions.lines == 2
    assert wall_layout(100, (28, 28), (300, 200), None, ways).captions.lines == 0


def test_that_no_caption_touches_another() -> None:
    for n, room in ((7, (480, 300)), (40, (900, 600)), (100, (1200, 800))):
        layout = wall_layout(n, (28, 28), room, None, [Captions(50, 1, 14)])
        assert layout.captions.lines == 0 or layout.cell[0] >= 50


def heat(values: list[list[float]], **more: object) -> HeatChart:
    array = np.array(values, float)
    rows = tuple(f"row {k}" for k in range(array.shape[0]))
    columns = tuple(f"column {k}" for k in range(array.shape[1]))
    return HeatChart("Shares", "answer", "kind", columns, rows, array, 0.0, 1.0, **more)


def test_that_cells_have_the_colours_of_their_values_the_first_row_at_the_top(show) -> None:
    values = [[0.0, 0.2, 1.0], [0.6, np.nan, 0.1]]
    view = show(ChartView(heat(values)))
    pixels, places = colours(view), view.readings.places
    assert len(places) == 2
    assert places[0][0, 1] < places[1][0, 1]
    assert places[0][0, 0] < places[0][1, 0]
    for row, column in np.ndindex(2, 3):
        x, y = places[row][column]
        value = values[row][column]
        wanted = (
            np.array(QColor(LIGHT.fill).getRgb()[:3])
            if np.isnan(value)
            else VIRIDIS[round(255 * value)]
        )
        assert pixels[round(y) - 30, round(x) - 30] == pytest.approx(wanted.astype(int), abs=2)


def test_that_a_cell_is_read_by_pointer_and_keys(qtbot: QtBot, show) -> None:
    view = show(ChartView(heat([[0.0, 0.25], [0.6, 1.0]], is_share=True)))
    qtbot.mouseMove(view, point(view.readings.places[0][1]).toPoint())
    assert view.reading == "row 0, column 1: 25 %"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.reading == "row 1, column 1: 100 %"
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.reading == "row 1, column 0: 60 %"


def test_that_small_and_large_tables_are_painted(show) -> None:
    view = show(ChartView(heat(np.random.default_rng(1).random((40, 60)).tolist())))
    view.resize(180, 120)
    view.grab()
    view.set_chart(heat(np.empty((0, 3)).tolist() or [[0.5]]))
    put_on(DARK)
    view.grab()
