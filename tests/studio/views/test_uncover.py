"""The digit that is uncovered row by row: where it stands, and which row is asked for."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor

from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.inspect.activations_page import UncoverPicture, UncoverView
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painting_differs
from tests.studio.seen import is_painted_anew, shown
from tests.studio.views.chart_pixels import colours

KEPT = Path(__file__).parent / "painted"


@pytest.fixture
def picture(qtbot):
    """A digit of 28 rows, black in its left half; after row k the answer is k % 10."""
    picture = UncoverPicture()
    qtbot.addWidget(picture)
    picture.resize(480, 300)
    picture.show()
    qtbot.waitExposed(picture)
    pixels = np.zeros((28, 28), np.uint8)
    pixels[:, :14] = 255
    answers = np.zeros((28, 10))
    answers[np.arange(28), np.arange(28) % 10] = 1
    picture.set_answers(pixels, answers)
    picture.set_moment(9)
    return picture


def test_that_the_digit_is_as_large_as_height_and_its_share_of_the_width_allow(picture):
    names = picture.fontMetrics().height() + 4
    digit, answers = picture.places()
    assert (digit.left(), digit.top()) == (1, names)
    assert digit.width() == pytest.approx(0.56 * (480 - 14 - 2))  # the width is short
    assert digit.height() == pytest.approx(digit.width())
    assert answers.left() == pytest.approx(digit.right() + 14)
    assert answers.right() == pytest.approx(479)
    picture.resize(900, 240)
    digit, answers = picture.places()
    assert digit.bottom() == pytest.approx(238)  # the height is
    assert digit.width() == pytest.approx(digit.height())
    assert answers.width() == pytest.approx(1.1 * digit.height())
    assert answers.left() == pytest.approx(digit.right() + 14)


def test_that_a_digit_that_is_not_square_keeps_its_shape(picture):
    picture.set_answers(np.zeros((14, 28), np.uint8), np.zeros((14, 10)))
    digit, _ = picture.places()
    assert digit.width() == pytest.approx(2 * digit.height())
    assert digit.width() == pytest.approx(0.56 * 464)


def test_that_a_row_is_found_from_edge_to_edge_and_the_nearest_beyond(picture):
    digit, _ = picture.places()
    row = digit.height() / 28
    places = {-40: 0, 0.01: 0, row - 0.01: 0, row + 0.01: 1, 27 * row + 0.01: 27, 500: 27}
    for y, moment in places.items():
        assert picture.moment_at(QPointF(5, digit.top() + y)) == moment
    picture.set_moment(2)
    picture.set_answers(np.zeros((28, 28), np.uint8), np.zeros((7, 10)))  # four rows at a time
    assert picture.moment_at(QPointF(5, digit.top() + 4 * row - 0.1)) == 0
    assert picture.moment_at(QPointF(5, digit.top() + 4 * row + 0.1)) == 1


def test_that_what_is_read_is_black_and_the_rest_shines_through(picture):
    digit, _ = picture.places()
    side = digit.height() / 28
    seen = colours(picture)

    def at(row, column):
        return seen[int(digit.top() + (row + 0.5) * side), int(1 + (column + 0.5) * side)]

    base, text = (np.array(QColor(c).getRgb()[:3]) for c in (LIGHT.base, LIGHT.text))
    assert at(8, 3) == pytest.approx(text, abs=1)
    assert at(11, 3) == pytest.approx(base + 0.13 * (text - base), abs=1)
    assert at(8, 20) == pytest.approx(base, abs=1)
    assert at(11, 20) == pytest.approx(base, abs=1)


def test_that_answers_are_shown_up_to_the_row_read(picture):
    _, answers = picture.places()
    seen = colours(picture)

    def at(row, column):
        x = answers.left() + (column + 0.5) * answers.width() / 10
        return seen[int(answers.top() + (row + 0.5) * answers.height() / 28), int(x)].tolist()

    sure, none = (list(QColor(c).getRgb()[:3]) for c in (LIGHT.positive, LIGHT.neutral))
    assert (at(8, 8), at(8, 7), at(12, 2), at(12, 3)) == (sure, none, none, none)
    picture.set_moment(12)
    seen = colours(picture)
    assert at(11, 1) == sure


def test_that_the_row_read_last_is_framed_across_both_pictures(picture):
    digit, answers = picture.places()
    row = digit.height() / 28
    accent = (colours(picture) == QColor(LIGHT.accent).getRgb()[:3]).all(axis=2)
    accent[: int(digit.top())] = False  # the name of the answer
    found = np.argwhere(accent)
    top = digit.top() + 9 * row
    assert found.min(axis=0) == pytest.approx([top - 1.5, digit.left() - 1], abs=1.5)
    assert found.max(axis=0) == pytest.approx([top + row + 0.5, answers.right()], abs=1.5)


def test_that_the_name_of_the_answer_stands_out_over_its_column(picture):
    _, answers = picture.places()
    wide = answers.width() / 10

    edges = [round(answers.left() + k * wide) for k in range(11)]
    for moment in (9, 4):
        picture.set_moment(moment)
        above = colours(picture)[: int(answers.top()) - 2]
        inked = (above != above[0, 0]).any(axis=2)
        for k in range(10):
            columns = np.flatnonzero(inked[:, edges[k] : edges[k + 1]].any(axis=0))
            assert abs((columns[0] + columns[-1]) / 2 - wide / 2) < 3
        blue = above[:, :, 2] - above[:, :, 0]
        most = [blue[:, edges[k] : edges[k + 1]].max() for k in range(10)]
        assert int(np.argmax(most)) == moment


def test_that_rows_are_chosen_by_key_within_the_digit(qtbot, picture):
    chosen = []
    picture.moment_chosen.connect(chosen.append)
    picture.moment_chosen.connect(lambda moment: picture.set_moment(moment))
    for key in ("Down", "Right", "Left", "Home", "Up", "End", "Down", "A"):
        qtbot.keyClick(picture, getattr(Qt.Key, f"Key_{key}"))
    assert chosen == [10, 11, 10, 0, 0, 27, 27]


def test_that_only_the_left_button_uncovers(qtbot, picture):
    chosen = []
    picture.moment_chosen.connect(chosen.append)
    place = QPoint(9, round(picture.places()[0].top()) + 1)
    qtbot.mouseClick(picture, Qt.MouseButton.RightButton, pos=place)
    assert chosen == []
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [0]


def test_that_an_answer_that_is_no_number_is_named_nowhere(picture):
    answers = np.full((28, 10), np.nan)
    picture.set_answers(np.zeros((28, 28), np.uint8), answers)
    above = colours(picture)[: int(picture.places()[1].top()) - 2]
    assert not (above == QColor(LIGHT.accent).getRgb()[:3]).all(axis=2).any()


def test_that_the_digit_being_uncovered_is_painted_as_it_is_kept(picture):
    assert painting_differs(KEPT / "uncover.txt", picture) == ""


def test_that_a_dark_and_narrow_picture_without_names_is_painted_as_it_is_kept(picture):
    put_on(DARK)
    picture.resize(150, 140)
    picture.set_moment(27)
    assert painting_differs(KEPT / "uncover_narrow.txt", picture) == ""


def test_that_a_digit_of_more_rows_than_answers_is_painted_as_it_is_kept(picture):
    picture.resize(240, 160)
    picture.set_moment(2)
    picture.set_answers(np.full((14, 20), 255, np.uint8), np.linspace(0, 1, 21).reshape(7, 3))
    assert painting_differs(KEPT / "uncover_few_answers.txt", picture) == ""


def test_that_the_picture_is_made_as_it_is_kept(picture):
    assert difference(KEPT / "uncover_made.txt", described(picture)) == ""
    assert picture.sizeHint().toTuple() == (480, 300)
    assert picture.minimumSizeHint().toTuple() == (240, 140)


def test_that_the_picture_is_painted_anew_only_with_news(picture):
    for act, is_news in (
        (lambda: picture.set_moment(9), False),
        (lambda: picture.set_moment(10), True),
        (lambda: picture.set_answers(np.zeros((28, 28), np.uint8), np.zeros((28, 10))), True),
    ):
        assert is_painted_anew(picture, act) is is_news


def test_that_the_view_of_the_reading_is_made_as_it_is_kept(qtbot):
    play = QAction("&Uncover")
    view = shown(qtbot, UncoverView(play), 620, 460)
    answers = np.full((28, 10), 0.1)
    answers[3, 7], answers[27, 2], answers[4, 0] = 0.75, 0.9, np.nan
    view.set_answers(np.zeros((28, 28), np.uint8), answers)
    view.set_moment(3)
    assert difference(KEPT / "uncover_view_made.txt", described(view)) == ""
    assert view.sentence(3) == "After row 4 of 28: 7, with 0.75"
    assert view.sentence(4) == "After row 5 of 28: no answer"
    assert (view.slider.minimum(), view.slider.maximum(), view.slider.value()) == (0, 27, 3)


def test_that_a_shorter_reading_says_nothing_of_the_slider_it_shortens(qtbot):
    view = shown(qtbot, UncoverView(QAction("Uncover")), 620, 460)
    told = []
    view.set_answers(np.zeros((28, 28), np.uint8), np.zeros((28, 10)))
    view.moment_chosen.connect(told.append)
    view.set_moment(20)
    view.set_answers(np.zeros((14, 28), np.uint8), np.zeros((14, 10)))
    view.set_moment(12)
    assert (told, view.slider.value(), view.slider.maximum()) == ([], 12, 13)
