"""The views of the page Mistakes."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton

from gdstudio.data.digits import Digits
from gdstudio.jobs.mistakes import DigitAnswers
from gdstudio.jobs.subject import Subject
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.inspect.confusion_matrix import ConfusionMatrix
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery
from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
from tests.studio.seen import shown


def answers_of(labels, answers, outputs=None):
    labels, answers = np.array(labels, np.uint8), np.array(answers, np.intp)
    images = np.zeros((len(labels), 784), np.uint8)
    images[np.arange(len(labels)), 400 + np.arange(len(labels))] = 255
    confusion = np.zeros((10, 10), np.int64)
    np.add.at(confusion, (labels, answers), 1)
    subject = Subject("run 1", "x", "run 1", Recipe(), DIGIT, 10, np.zeros(1), 1234)
    given = np.linspace(0.9, 0.5, len(labels)) if outputs is None else np.array(outputs)
    return DigitAnswers(subject, Digits(images, labels), answers, given, confusion)


COUNTS = np.diag(np.full(10, 90))
COUNTS[4, 9], COUNTS[2, 7], COUNTS[0, 1] = 40, 10, 1


@pytest.fixture
def matrix(qtbot):
    matrix = shown(qtbot, ConfusionMatrix(), 460, 460)
    matrix.set_counts(COUNTS)
    return matrix


def corner_colour(matrix, label, answer):
    place = matrix.cell_rectangle(label, answer).topLeft() + QPointF(4, 4)
    return matrix.grab().toImage().pixelColor(place.toPoint())


def test_that_rows_are_labels_and_columns_answers(matrix):
    cell = matrix.cell_rectangle(4, 9)
    assert cell.top() > matrix.cell_rectangle(3, 9).top()
    assert cell.left() > matrix.cell_rectangle(4, 8).left()
    assert matrix.cell_at(cell.center()) == (4, 9)
    assert matrix.cell_at(QPointF(1, 1)) is None


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_more_mistakes_are_coloured_more_strongly(matrix, theme):
    put_on(theme)
    paper = corner_colour(matrix, 5, 6)

    def distance(label, answer):
        a, b = corner_colour(matrix, label, answer).getRgb(), paper.getRgb()
        return sum(abs(x - y) for x, y in zip(a, b, strict=True))

    assert distance(4, 9) > distance(2, 7) > distance(0, 1) > 0
    assert distance(3, 3) < distance(4, 9)  # what is right does not outshine what is wrong
    assert corner_colour(matrix, 3, 3).blue() > corner_colour(matrix, 3, 3).red()
    assert corner_colour(matrix, 4, 9).red() > corner_colour(matrix, 4, 9).blue()


def test_that_a_cell_is_chosen_with_mouse_and_keys(qtbot, matrix):
    chosen = []
    matrix.cell_chosen.connect(lambda label, answer: chosen.append((label, answer)))
    place = matrix.cell_rectangle(2, 7).center().toPoint()
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=place)
    matrix.setFocus()
    qtbot.mouseMove(matrix, QPoint(1, 1))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(matrix, key)
    assert chosen == [(2, 7), (1, 1)]


def test_that_many_classes_are_drawn_without_numbers(qtbot, matrix):
    matrix.set_counts(np.ones((62, 62), int))
    assert matrix.cell_at(matrix.cell_rectangle(61, 3).center()) == (61, 3)
    assert not matrix.grab().isNull()


@pytest.fixture
def gallery(qtbot):
    gallery = shown(qtbot, DigitGallery(), 400, 260)
    images = np.zeros((200, 28, 28), np.uint8)
    images[7, 3, 20] = 255  # one asymmetric dot
    gallery.set_digits(images, np.arange(5, 105), lambda index: (f"c{index}", f"digit {index}"))
    return gallery


def test_that_digits_stand_upright_in_rows(gallery):
    place = gallery.place_of(2)  # index 7
    picture = gallery.viewport().grab().toImage()
    inside = [
        (x, y)
        for y in range(round(place.top()), round(place.bottom()) - 20)
        for x in range(round(place.left()) + 8, round(place.right()) - 8)
        if picture.pixelColor(x, y).lightness() < 100
    ]
    xs, ys = zip(*inside, strict=True)
    assert (sum(xs) / len(xs) - place.left() - 6) / 56 * 28 == pytest.approx(20.5, abs=1)
    assert (sum(ys) / len(ys) - place.top() - 6) / 56 * 28 == pytest.approx(3.5, abs=1)
    assert gallery.place_of(0).top() == gallery.place_of(1).top()
    assert gallery.digit_at(place.center()) == 2


def test_that_only_digits_in_sight_are_asked_for_words(qtbot, gallery):
    asked = []
    gallery.set_digits(
        np.zeros((9000, 28, 28), np.uint8),
        np.arange(9000),
        lambda index: (asked.append(index) or "c", "d"),
    )
    gallery.viewport().repaint()
    assert asked
    assert len(set(asked)) < 60


def test_that_a_digit_is_chosen_and_opened(qtbot, gallery):
    chosen, opened = [], []
    gallery.digit_chosen.connect(chosen.append)
    gallery.digit_opened.connect(opened.append)
    at = gallery.place_of(1).center().toPoint()
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.keyClick(gallery, Qt.Key.Key_Right)
    qtbot.keyClick(gallery, Qt.Key.Key_Down)
    qtbot.keyClick(gallery, Qt.Key.Key_Return)
    columns = sum(gallery.place_of(k).top() == gallery.place_of(0).top() for k in range(20))
    assert chosen == [6, 7, 7 + columns]
    assert opened == [7 + columns]
    assert gallery.accessibleDescription() == f"digit {7 + columns}"
    assert gallery.chosen() == 7 + columns


def test_that_the_chosen_digit_is_scrolled_into_sight_and_stays_chosen(qtbot, gallery):
    for _ in range(12):
        qtbot.keyClick(gallery, Qt.Key.Key_Down)
    last = gallery.chosen()
    k = int(np.flatnonzero(gallery.indices == last)[0])
    assert gallery.place_of(k).top() >= 0
    assert gallery.place_of(k).bottom() <= gallery.viewport().height()
    gallery.set_digits(np.zeros((200, 28, 28), np.uint8), np.array([3, last]), lambda i: ("", ""))
    assert gallery.chosen() == last
    gallery.set_digits(np.zeros((200, 28, 28), np.uint8), np.array([3]), lambda i: ("", ""))
    assert gallery.chosen() == -1


def some_answers():
    return answers_of([4, 4, 4, 9, 0], [9, 9, 4, 4, 0], [0.5, 0.9, 0.8, 0.7, 1.0])


@pytest.fixture
def page(qtbot):
    page = shown(qtbot, MistakesPage(), 940, 520)
    page.set_answers(some_answers(), None)
    return page


def test_that_all_mistakes_are_shown_the_surest_first(page):
    assert page.gallery.indices.tolist() == [1, 3, 0]
    assert page.title.text() == "All 3 mistakes, the surest first"
    assert page.sentence.text() == "2 of 5 test digits right: 40.00 %, at step 1,234"


def test_that_a_cell_shows_its_digits(qtbot, page):
    spy = QSignalSpy(page.cell_chosen)
    place = page.matrix.cell_rectangle(4, 9).center().toPoint()
    qtbot.mouseClick(page.matrix, Qt.MouseButton.LeftButton, pos=place)
    assert spy.at(0) == [4, 9]
    page.set_answers(some_answers(), (4, 9))
    assert page.gallery.indices.tolist() == [1, 0]
    assert page.title.text() == "4 answered as 9: 2 of 3, 66.67 %"
    (button,) = [b for b in page.findChildren(QPushButton) if b.text() == "All mistakes"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert spy.at(1) == [-1, -1]


def test_that_nothing_is_shown_before_the_digits_are_asked(page):
    page.set_answers(None, None)
    assert page.gallery.indices.tolist() == []
    assert page.sentence.text() == page.title.text() == ""
