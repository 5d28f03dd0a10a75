"""The confusion matrix and the map of shifts: where their cells are, what is drawn and chosen."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication

from gdstudio.pictures.palette import VIRIDIS
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.inspect.confusion_matrix import ConfusionMatrix
from gdstudio.studio.views.inspect.shift_grid import AccuracyScale, ShiftGrid
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painting_differs
from tests.studio.seen import is_painted_anew, shown
from tests.studio.views.chart_pixels import colours

KEPT = Path(__file__).parent / "painted"
BASE = np.array(QColor(LIGHT.base).getRgb()[:3])


@pytest.fixture
def matrix(qtbot):
    matrix = shown(qtbot, ConfusionMatrix(), 300, 340)
    counts = np.diag([7, 7, 7])
    counts[0, 1], counts[1, 2], counts[2, 0] = 16, 4, 1
    matrix.set_counts(counts)
    return matrix


@pytest.fixture
def grid(qtbot):
    grid = shown(qtbot, ShiftGrid("x"), 300, 340)
    grid.set_cells(np.full((5, 5, 3), 200, np.uint8), (("",) * 5,) * 5)
    return grid


def ink(picture, room):
    """Which pixels of a room of a picture differ from its first one, shape (rows, columns)."""
    left, top, right, bottom = (round(edge) for edge in room.getCoords())
    part = picture[top:bottom, left:right]
    return (part != part[0, 0]).any(axis=2)


@pytest.mark.parametrize("size", [(300, 340), (420, 260), (163, 151)])
def test_that_the_matrix_takes_all_the_room_beside_its_titles(qtbot, matrix, size):
    matrix.setMinimumSize(1, 1)
    matrix.resize(*size)
    line = matrix.fontMetrics().height()
    first, last = matrix.cell_rectangle(0, 0), matrix.cell_rectangle(2, 2)
    assert (first.left(), first.top()) == (2 * line + 6, 2 * line + 4)
    side = first.width()
    assert side == int(side) == first.height()
    free = min(size[0] - 2 - last.right(), size[1] - 2 - last.bottom())
    assert 0 <= free < 3 or side == 72  # not one pixel more for each of the three
    assert side <= 72


@pytest.mark.parametrize("size", [(300, 340), (420, 260), (161, 190)])
def test_that_the_map_of_shifts_takes_all_the_room_beside_its_numbers(grid, size):
    grid.resize(*size)
    line, beside = grid.fontMetrics().height(), grid.fontMetrics().horizontalAdvance("−6") + 8
    first, last = grid.cell_rectangle(-2, -2), grid.cell_rectangle(2, 2)
    side = first.width()
    assert side == int(side) == first.height()
    assert first.top() == 1
    free = min(size[0] - beside - 2 - 5 * side, size[1] - line - 4 - 5 * side)
    assert 0 <= free < 5 or side == 60
    assert side <= 60
    assert abs((first.left() - beside) - (size[0] - 2 - last.right())) <= 1  # in the middle


def test_that_edges_belong_to_the_cells_beside_them(matrix, grid):
    for widget, first, last in ((matrix, (0, 0), (2, 2)), (grid, (-2, -2), (2, 2))):
        corner, end = widget.cell_rectangle(*first), widget.cell_rectangle(*last)
        assert widget.cell_at(corner.topLeft()) == first
        assert widget.cell_at(end.bottomRight()) == last
        assert widget.cell_at(corner.topLeft() - QPointF(0.5, 0)) is None
        assert widget.cell_at(corner.topLeft() - QPointF(0, 0.5)) is None
        assert widget.cell_at(end.bottomRight() + QPointF(0.5, 0)) is None
    assert matrix.cell_at(matrix.cell_rectangle(1, 2).topLeft()) == (1, 2)
    assert matrix.cell_at(matrix.cell_rectangle(1, 2).bottomLeft() - QPointF(0, 0.01)) == (1, 2)
    assert grid.cell_at(grid.cell_rectangle(1, -2).topLeft()) == (1, -2)


def test_that_nothing_is_found_or_drawn_before_there_are_counts(qtbot, matrix):
    place = matrix.cell_rectangle(0, 0).center()
    matrix.set_counts(None)
    assert matrix.cell_at(place) is None
    assert (colours(matrix) == colours(matrix)[0, 0]).all()


def test_that_mistakes_take_a_tenth_to_nine_tenths_of_the_colour_and_right_answers_less(matrix):
    picture = colours(matrix)

    def mixed(label, answer):
        place = matrix.cell_rectangle(label, answer).topLeft().toPoint()
        return picture[place.y() + 3, place.x() + 3]

    def wanted(colour, share):
        return BASE + (np.array(QColor(colour).getRgb()[:3]) - BASE) * share

    assert mixed(0, 1) == pytest.approx(wanted(LIGHT.negative, 0.9), abs=2)
    assert mixed(1, 2) == pytest.approx(wanted(LIGHT.negative, 0.1 + 0.8 / 2), abs=2)
    assert mixed(2, 0) == pytest.approx(wanted(LIGHT.negative, 0.1 + 0.8 / 4), abs=2)
    assert mixed(1, 1) == pytest.approx(wanted(LIGHT.positive, 0.28), abs=2)
    assert mixed(0, 2).tolist() == BASE.tolist()
    one = np.diag([5, 5, 5])
    matrix.set_counts(one)
    picture = colours(matrix)
    assert mixed(0, 1).tolist() == BASE.tolist()
    one[0, 1] = 1
    matrix.set_counts(one)
    picture = colours(matrix)
    assert mixed(0, 1) == pytest.approx(wanted(LIGHT.negative, 0.9), abs=2)


def test_that_each_count_stands_in_the_middle_of_its_cell_and_none_where_there_is_none(matrix):
    picture = colours(matrix)
    for label, answer in np.ndindex(3, 3):
        room = matrix.cell_rectangle(label, answer).adjusted(3, 3, -3, -3)
        found = np.argwhere(ink(picture, room))
        if (label, answer) in ((0, 2), (1, 0), (2, 1)):
            assert len(found) == 0
        else:
            middle = (found.min(axis=0) + found.max(axis=0)) / 2
            assert middle == pytest.approx(np.array([room.height(), room.width()]) / 2, abs=4)
            assert 6 <= np.ptp(found[:, 0]) + 1 <= 15  # as large as the letters of the window


def test_that_cells_too_small_for_numbers_have_none(qtbot, matrix):
    matrix.set_counts(np.full((31, 31), 8888))
    room = matrix.cell_rectangle(3, 4)
    assert 8 <= room.width() < 12
    assert not ink(colours(matrix), room.adjusted(2, 2, -2, -2)).any()


def test_that_titles_stand_beside_the_middle_of_what_they_name(matrix):
    picture, line = colours(matrix), matrix.fontMetrics().height()
    inked = (picture != picture[-1, -1]).any(axis=2)
    first, last = matrix.cell_rectangle(0, 0), matrix.cell_rectangle(2, 2)
    left, top = round(first.left()), round(first.top())
    side = round(first.width())
    for k in range(3):
        above = np.argwhere(inked[top - line - 2 : top - 2, left + k * side :][:, :side])
        assert abs(np.median(above[:, 1]) - side / 2) < 5
        beside = np.argwhere(inked[top + k * side :, left - line - 4 : left - 4][:side])
        assert abs(np.median(beside[:, 0]) - side / 2) < 5
    answer, label = np.argwhere(inked[:line]), np.argwhere(inked[:, :line])
    middle = (first.left() + last.right()) / 2, (first.top() + last.bottom()) / 2
    assert abs((answer[:, 1].min() + answer[:, 1].max()) / 2 - middle[0]) < 5
    assert abs((label[:, 0].min() + label[:, 0].max()) / 2 - middle[1]) < 5
    assert np.ptp(answer[:, 1]) > line < np.ptp(label[:, 0])  # words; one lies, one stands
    assert inked[top - 2 : top, left + side // 2].sum() == 0


def test_that_the_titles_of_small_cells_do_not_run_into_each_other(qtbot, matrix):
    matrix.set_counts(np.ones((62, 62), int))
    picture, line = colours(matrix), matrix.fontMetrics().height()
    left, top = (round(edge) for edge in matrix.cell_rectangle(0, 0).getCoords()[:2])
    inked = (picture != picture[-1, -1]).any(axis=2)
    columns = inked[top - line - 2 : top - 2, left:].any(axis=0)
    texts = int((columns[1:] & ~columns[:-1]).sum() + columns[0])
    side = matrix.cell_rectangle(0, 0).height()
    assert texts <= np.ceil(62 / np.ceil(line / side)) < 62
    assert texts >= 5


def left_edge(widget, room):
    """The colours of the three pixels about the middle of the left edge of a cell."""
    left = round(room.left())
    return colours(widget)[round(room.center().y()), left - 1 : left + 2]


@pytest.mark.parametrize("kind", ["matrix", "grid"])
def test_that_chosen_and_pointed_cells_are_framed_and_cells_beside_the_grid_are_not(
    qtbot, kind, request
):
    widget = request.getfixturevalue(kind)
    first, beyond = ((0, 0), [(3, 0), (0, 3), (-1, 0)])
    if kind == "grid":
        first, beyond = (-2, -2), [(3, 0), (0, 3), (-3, 0)]
    widget.set_chosen(None)
    bare = colours(widget)
    for cell in beyond:
        widget.set_chosen(cell)
        assert (colours(widget) == bare).all()
    widget.set_chosen(first)
    framed = np.argwhere((colours(widget) != bare).any(axis=2))
    room = widget.cell_rectangle(*first)
    assert np.abs(framed.min(axis=0) - (room.top(), room.left())).max() <= 2
    assert np.abs(framed.max(axis=0) - (room.bottom(), room.right())).max() <= 2
    edge = left_edge(widget, room)
    assert (edge == QColor(LIGHT.text).getRgb()[:3]).all(axis=1).any()
    widget.set_chosen(None)
    qtbot.mouseMove(widget, QPoint(1, 1))
    qtbot.mouseMove(widget, room.center().toPoint())
    edge = left_edge(widget, room)
    assert (edge == QColor(LIGHT.accent).getRgb()[:3]).all(axis=1).any()


def test_that_a_cell_is_told_when_the_pointer_comes_and_when_it_goes(qtbot, matrix):
    pointed = []
    matrix.cell_pointed_at.connect(pointed.append)
    middle = matrix.cell_rectangle(1, 2).center().toPoint()
    for place in (middle, middle + QPoint(3, 3), matrix.cell_rectangle(1, 1).center().toPoint()):
        qtbot.mouseMove(matrix, place)
    assert pointed == [(1, 2), (1, 1)]
    QApplication.sendEvent(matrix, QEvent(QEvent.Type.Leave))
    assert pointed == [(1, 2), (1, 1), None]


def test_that_only_the_left_button_chooses_and_nothing_beside_the_cells(qtbot, matrix):
    chosen = []
    matrix.cell_chosen.connect(lambda *cell: chosen.append(cell))
    middle = matrix.cell_rectangle(1, 2).center().toPoint()
    qtbot.mouseClick(matrix, Qt.MouseButton.RightButton, pos=middle)
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert chosen == []
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=middle)
    assert chosen == [(1, 2)]


def test_that_the_cursor_of_the_matrix_stays_within_it(qtbot, matrix):
    pointed = []
    matrix.cell_pointed_at.connect(pointed.append)
    keys = [
        "Right",
        "Right",
        "Right",
        "Right",
        "Down",
        "Down",
        "Down",
        "Left",
        "Left",
        "Left",
        "Up",
        "Up",
        "Up",
    ]
    for key in keys:
        qtbot.keyClick(matrix, getattr(Qt.Key, f"Key_{key}"))
    assert pointed == [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0)]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(matrix, key)
    del pointed[:]
    matrix.set_counts(np.ones((2, 2), int))
    assert pointed == []  # the cell is still there
    matrix.set_counts(np.ones((1, 1), int))
    assert pointed == [None]


def test_that_a_key_goes_on_from_the_cell_above_none(qtbot, matrix):
    pointed = []
    matrix.cell_pointed_at.connect(pointed.append)
    qtbot.keyClick(matrix, Qt.Key.Key_Down)
    assert pointed == [(1, 0)]


def test_that_every_corner_of_the_map_of_shifts_is_reached_by_key(qtbot, grid):
    chosen = []
    grid.cell_chosen.connect(lambda *cell: chosen.append(cell) or grid.set_chosen(cell))
    for key in ("Left", "Left", "Left", "Up", "Up", "Up"):
        qtbot.keyClick(grid, getattr(Qt.Key, f"Key_{key}"))
    assert chosen == [(-1, 0), (-2, 0), (-2, -1), (-2, -2)]
    grid.set_chosen(None)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert chosen[-1] == (1, 0)


def test_that_the_map_of_shifts_numbers_its_middle_and_its_ends(grid):
    picture = colours(grid)
    inked = (picture != picture[-1, 0]).any(axis=2)
    first, last = grid.cell_rectangle(-2, -2), grid.cell_rectangle(2, 2)
    side = first.width()
    below = inked[round(last.bottom()) + 2 :]
    beside = inked[:, : round(first.left()) - 3]
    for k, is_named in enumerate((True, False, True, False, True)):
        left, top = round(first.left() + k * side), round(first.top() + k * side)
        found = np.argwhere(below[:, left : left + round(side)])
        assert bool(len(found)) == is_named
        if is_named:
            centre = (found[:, 1].min() + found[:, 1].max()) / 2
            assert abs(centre - side / 2) < 4
            found = np.argwhere(beside[top : top + round(side)])
            assert abs((found[:, 0].min() + found[:, 0].max()) / 2 - side / 2) < 5
            assert 3 <= first.left() - found[:, 1].max() <= 9  # at the right of their room
        else:
            assert not beside[top : top + round(side)].any()


@pytest.mark.parametrize(("grey", "is_dark"), [(0, True), (110, True), (130, False), (255, False)])
def test_that_the_text_of_a_cell_is_white_on_dark_and_black_on_light(grid, grey, is_dark):
    grid.set_cells(np.full((5, 5, 3), grey, np.uint8), (("88",) * 5,) * 5)
    room = grid.cell_rectangle(0, 1).adjusted(3, 3, -3, -3)
    found = np.argwhere(ink(colours(grid), room))
    middle = (found.min(axis=0) + found.max(axis=0)) / 2
    assert middle == pytest.approx(np.array([room.height(), room.width()]) / 2, abs=4)
    part = colours(grid)[round(room.top()) : round(room.bottom()), round(room.left()) :]
    part = part[:, : round(room.width())]
    assert (part.max() > grey) == is_dark
    assert (part.min() < grey) == (not is_dark)


@pytest.mark.parametrize(
    ("colour", "is_dark"),
    [((255, 0, 0), False), ((0, 255, 0), False), ((0, 0, 255), True), ((200, 0, 0), True)],
)
def test_that_red_green_and_blue_count_as_the_eye_sees_them(grid, colour, is_dark):
    grid.set_cells(np.full((5, 5, 3), colour, np.uint8), (("88",) * 5,) * 5)
    room = grid.cell_rectangle(0, 1).toRect()
    picture = colours(grid)[room.top() + 3 : room.bottom() - 2, room.left() + 3 : room.right() - 2]
    inked = picture.reshape(-1, 3)[(picture != colour).any(axis=2).ravel()].sum(axis=1)
    assert (inked.max() > sum(colour)) == is_dark
    assert (inked.min() < sum(colour)) == (not is_dark)


@pytest.mark.parametrize("extra", [0, 11])
def test_that_the_scale_lies_between_its_ends_eight_pixels_high(qtbot, extra):
    scale = AccuracyScale()
    hint = scale.sizeHint()
    shown(qtbot, scale, hint.width(), hint.height() + extra)
    metrics = scale.fontMetrics()
    left = metrics.horizontalAdvance("0 %") + 6
    right = scale.width() - metrics.horizontalAdvance("100 % right") - 6
    assert right - left == 140
    picture = colours(scale)
    first = (picture == VIRIDIS[0]).all(axis=2)
    assert np.flatnonzero(first[:, left]).tolist() == list(
        range((scale.height() - 8) // 2, (scale.height() - 8) // 2 + 8)
    )
    assert not first[:, left - 1].any()
    middle = picture[scale.height() // 2]
    assert np.abs(middle[right - 1] - VIRIDIS[255]).max() <= 8
    assert np.abs(middle[right] - VIRIDIS[255]).max() > 8
    assert np.abs(middle[(left + right) // 2] - VIRIDIS[128]).max() <= 8


def test_that_a_matrix_is_painted_as_it_is_kept(qtbot, matrix):
    matrix.set_chosen((0, 1))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(matrix, key)
    assert painting_differs(KEPT / "matrix.txt", matrix) == ""


def test_that_a_matrix_of_small_cells_is_painted_as_it_is_kept(matrix):
    matrix.setMinimumSize(1, 1)
    counts = np.diag([7, 7, 7])
    counts[0, 1] = 1
    matrix.set_counts(counts)
    matrix.resize(90, 2 * matrix.fontMetrics().height() + 6 + 3 * 7)
    assert painting_differs(KEPT / "matrix_small.txt", matrix) == ""
    matrix.resize(84, 2 * matrix.fontMetrics().height() + 6 + 3 * 16)  # letters of 8 pixels
    assert painting_differs(KEPT / "matrix_least_letters.txt", matrix) == ""


def test_that_a_map_of_shifts_is_painted_as_it_is_kept(qtbot, grid):
    shades = np.arange(75, dtype=np.uint8).reshape(5, 5, 3) * 3
    grid.set_cells(shades, tuple(tuple(f"{10 * r + c}" for c in range(5)) for r in range(5)))
    grid.set_chosen((1, -2))
    qtbot.mouseMove(grid, grid.cell_rectangle(-1, 2).center().toPoint())
    assert painting_differs(KEPT / "shift_map.txt", grid) == ""


def test_that_a_map_of_small_shifts_is_painted_as_it_is_kept(grid):
    grid.setMinimumSize(1, 1)
    grid.set_chosen(None)
    grid.resize(120, grid.fontMetrics().height() + 4 + 5 * 7)
    assert painting_differs(KEPT / "shift_map_small.txt", grid) == ""


def test_that_the_scale_is_painted_as_it_is_kept(qtbot):
    scale = AccuracyScale()
    shown(qtbot, scale, *scale.sizeHint().toTuple())
    assert painting_differs(KEPT / "accuracy_scale.txt", scale) == ""


def test_that_grids_are_made_as_it_is_kept(qtbot, matrix, grid):
    made = [line for widget in (matrix, grid, AccuracyScale()) for line in described(widget)]
    assert difference(KEPT / "grids_made.txt", made) == ""
    hints = [(w.sizeHint().toTuple(), w.minimumSizeHint().toTuple()) for w in (matrix, grid)]
    assert hints == [((420, 420), (220, 200)), ((330, 330), (140, 140))]


@pytest.mark.parametrize("kind", ["matrix", "grid"])
def test_that_a_grid_is_painted_anew_only_with_news(qtbot, kind, request):
    widget = request.getfixturevalue(kind)
    place = widget.cell_rectangle(1, 1).center().toPoint()
    for act, is_news in (
        (lambda: widget.set_chosen((1, 0)), True),
        (lambda: qtbot.mouseMove(widget, place), True),
        (lambda: qtbot.mouseMove(widget, place + QPoint(1, 1)), False),
        (lambda: QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave)), True),
        (lambda: QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave)), False),
    ):
        assert is_painted_anew(widget, act) is is_news
    if kind == "matrix":
        assert is_painted_anew(widget, lambda: widget.set_counts(None))
    else:
        cells = np.zeros((3, 3, 3), np.uint8), (("",) * 3,) * 3
        assert is_painted_anew(widget, lambda: widget.set_cells(*cells))


def test_that_a_cell_is_chosen_while_dragging_with_the_left_button(qtbot, matrix):
    chosen = []
    matrix.cell_chosen.connect(lambda *cell: chosen.append(cell))
    first, second = (matrix.cell_rectangle(*c).center().toPoint() for c in ((1, 2), (1, 1)))
    qtbot.mousePress(matrix, Qt.MouseButton.LeftButton, pos=first)
    for place in (second, QPoint(1, 1)):
        drag = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place),
            QPointF(matrix.mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(matrix, drag)
    qtbot.mouseRelease(matrix, Qt.MouseButton.LeftButton, pos=second)
    assert chosen == [(1, 2), (1, 1)]


def test_that_enter_chooses_the_cell_of_the_matrix_pointed_at(qtbot, matrix):
    chosen = []
    matrix.cell_chosen.connect(lambda *cell: chosen.append(cell))
    qtbot.keyClick(matrix, Qt.Key.Key_Return)
    assert chosen == []
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    qtbot.keyClick(matrix, Qt.Key.Key_Enter)
    qtbot.keyClick(matrix, Qt.Key.Key_A)
    assert chosen == [(0, 0)]
    matrix.set_counts(None)
    qtbot.keyClick(matrix, Qt.Key.Key_Right)


def test_that_home_chooses_the_middle_and_arrows_stop_at_the_edge(qtbot, grid):
    chosen = []
    grid.cell_chosen.connect(lambda *cell: chosen.append(cell))
    grid.set_chosen((2, -2))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_A, Qt.Key.Key_Home, Qt.Key.Key_Down):
        qtbot.keyClick(grid, key)
    assert chosen == [(0, 0), (2, -1)]
