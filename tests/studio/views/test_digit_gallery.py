"""The gallery of test digits: where each stands, what is painted, and how it is scrolled."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painting_differs
from tests.studio.seen import is_painted_anew
from tests.studio.views.chart_pixels import colours

KEPT = Path(__file__).parent / "painted"
WIDE = 68  # 56 and a margin of 6 at either side


@pytest.fixture
def gallery(qtbot):
    """Ten digits in rows of three; the third is black, the others are white."""
    gallery = DigitGallery()
    qtbot.addWidget(gallery)
    gallery.resize(300, 180)
    gallery.show()
    qtbot.waitExposed(gallery)
    gallery.resize(gallery.width() + 3 * WIDE - gallery.viewport().width(), 180)
    images = np.zeros((30, 28, 28), np.uint8)
    images[12] = 255
    gallery.set_digits(images, np.arange(10, 20), lambda index: (str(index), f"digit {index}"))
    return gallery


def high(gallery):
    return 56 + 12 + gallery.fontMetrics().height()


def is_colour(gallery, colour):
    return (colours(gallery.viewport()) == QColor(colour).getRgb()[:3]).all(axis=2)


def test_that_as_many_digits_stand_in_a_row_as_there_is_room_for(gallery):
    assert gallery.place_of(0) == QRectF(0, 0, WIDE, high(gallery))
    assert gallery.place_of(2).topLeft() == QPointF(2 * WIDE, 0)
    assert gallery.place_of(3).topLeft() == QPointF(0, high(gallery))
    gallery.resize(gallery.width() - 1, 180)
    assert gallery.place_of(2).topLeft() == QPointF(0, high(gallery))
    gallery.setMinimumSize(1, 1)
    gallery.resize(gallery.width() + 30 - gallery.viewport().width(), 180)
    assert gallery.place_of(1).topLeft() == QPointF(0, high(gallery))  # one at least


def test_that_a_digit_is_found_to_its_edges_and_nothing_beyond_the_last(gallery):
    line = high(gallery)
    found = {
        (0, 0): 0,
        (WIDE - 1, line - 1): 0,
        (WIDE, 0): 1,
        (0, line): 3,
        (3 * WIDE, 0): -1,
        (-1, 0): -1,
        (0, 3 * line): 9,
        (WIDE, 3 * line): -1,
        (0, -1): -1,
    }
    assert {place: gallery.digit_at(QPointF(*place)) for place in found} == found


def test_that_scrolling_ends_with_the_last_row_and_moves_what_is_found(gallery):
    bar = gallery.verticalScrollBar()
    assert (bar.minimum(), bar.maximum()) == (0, 2 * high(gallery))  # two whole rows are seen
    assert bar.pageStep() == 2 * high(gallery)
    assert bar.singleStep() == round(high(gallery) / 2)
    bar.setValue(bar.maximum())
    assert gallery.place_of(9).bottom() == 2 * high(gallery)
    assert gallery.digit_at(QPointF(5, 160)) == 9
    gallery.resize(gallery.width(), 1000)
    assert bar.maximum() == 0


def test_that_a_digit_is_drawn_within_a_margin_and_framed(qtbot, gallery):
    frame = np.argwhere(is_colour(gallery, LIGHT.outline)[: high(gallery), :WIDE])
    assert frame.min(axis=0).tolist() == [6, 6]
    assert frame.max(axis=0).tolist() == [62, 62]
    black = np.argwhere(is_colour(gallery, LIGHT.text))
    assert black.min(axis=0).tolist() == [7, 2 * WIDE + 7]
    assert black.max(axis=0).tolist() == [61, 2 * WIDE + 61]
    assert not is_colour(gallery, LIGHT.accent).any()
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(WIDE + 9, 9))
    accent = np.argwhere(is_colour(gallery, LIGHT.accent))
    assert accent.min(axis=0).tolist() == [5, WIDE + 5]  # three pixels wide
    assert accent.max(axis=0).tolist() == [63, WIDE + 63]


def test_that_a_caption_stands_below_the_middle_of_its_digit(qtbot, gallery):
    below = colours(gallery.viewport())[64 : high(gallery)]
    inked = (below != below[0, 0]).any(axis=2)
    for k in range(3):
        found = np.argwhere(inked[:, k * WIDE : (k + 1) * WIDE])
        assert abs((found[:, 1].min() + found[:, 1].max()) / 2 - WIDE / 2) < 3
        assert found[:, 0].max() < high(gallery) - 64
    before = below[:, :WIDE].sum(axis=2).min()
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    after = colours(gallery.viewport())[66 : high(gallery), :WIDE].sum(axis=2).min()
    assert after < before  # the chosen one is written in the colour of the text


def test_that_all_digits_in_sight_are_painted_and_no_other_is_asked_for(qtbot, gallery):
    asked = set()
    gallery.set_digits(
        np.zeros((30, 28, 28), np.uint8),
        np.arange(30),
        lambda index: (asked.add(index) or "", ""),
    )
    bar, line = gallery.verticalScrollBar(), high(gallery)
    for top in (0, line - 1, line):
        bar.setValue(top)
        asked.clear()
        gallery.viewport().grab()
        rows = [k for k in range(10) if (k + 1) * line > top and k * line < top + 2 * line]
        seen = [3 * row + k for row in rows for k in range(3)]
        assert sorted(asked) == seen


def test_that_the_digit_chosen_by_key_is_just_in_sight(qtbot, gallery):
    bar, line = gallery.verticalScrollBar(), high(gallery)
    for key in ("Right", "Down", "Down", "Down"):  # there is nothing below the last but one row
        qtbot.keyClick(gallery, getattr(Qt.Key, f"Key_{key}"))
    assert gallery.chosen() == 19
    assert bar.value() == 2 * line
    for key in ("Up", "Up", "Up"):
        qtbot.keyClick(gallery, getattr(Qt.Key, f"Key_{key}"))
    assert (gallery.chosen(), bar.value()) == (10, 0)
    qtbot.keyClick(gallery, Qt.Key.Key_Left)
    assert gallery.chosen() == 10


def test_that_a_row_already_in_sight_is_not_scrolled(qtbot, gallery):
    gallery.resize(gallery.width(), 2 * high(gallery))
    for key in ("Down", "Down"):
        qtbot.keyClick(gallery, getattr(Qt.Key, f"Key_{key}"))
    assert gallery.chosen() == 13
    assert gallery.verticalScrollBar().value() == 0


def test_that_other_digits_are_shown_from_the_top_unless_the_chosen_one_is_among_them(
    qtbot, gallery
):
    bar, images = gallery.verticalScrollBar(), np.zeros((30, 28, 28), np.uint8)
    bar.setValue(40)
    gallery.set_digits(images, np.arange(5, 20), lambda index: ("", f"digit {index}"))
    assert bar.value() == 0
    assert gallery.accessibleDescription() == "15 digits; arrow keys choose, Enter opens"
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    assert gallery.accessibleDescription() == "digit 5"
    bar.setValue(40)
    gallery.set_digits(images, np.arange(5, 25), lambda index: ("", f"digit {index}"))
    assert (bar.value(), gallery.chosen()) == (40, 5)
    assert bar.maximum() == 5 * high(gallery)


def test_that_only_the_left_button_chooses_and_a_double_click_opens(qtbot, gallery):
    chosen, opened = [], []
    gallery.digit_chosen.connect(chosen.append)
    gallery.digit_opened.connect(opened.append)
    view = gallery.viewport()
    qtbot.keyClick(gallery, Qt.Key.Key_Return)  # nothing is chosen yet
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=QPoint(9, 9))
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    assert chosen in ([], [10])
    assert opened == [10]
    gallery.verticalScrollBar().setValue(1000)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(WIDE + 9, 170))
    assert opened == [10]


def test_that_keys_in_an_empty_gallery_choose_nothing(qtbot, gallery):
    chosen = []
    gallery.digit_chosen.connect(chosen.append)
    gallery.set_digits(np.zeros((0, 28, 28), np.uint8), np.zeros(0, int), lambda index: ("", ""))
    qtbot.keyClick(gallery, Qt.Key.Key_Right)
    assert (chosen, gallery.chosen()) == ([], -1)
    assert gallery.verticalScrollBar().maximum() == 0


def test_that_a_gallery_is_painted_as_it_is_kept(qtbot, gallery):
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(80, 30))
    gallery.verticalScrollBar().setValue(20)
    assert painting_differs(KEPT / "gallery.txt", gallery.viewport()) == ""
    put_on(DARK)
    assert painting_differs(KEPT / "gallery_dark.txt", gallery.viewport()) == ""


def test_that_a_gallery_is_made_as_it_is_kept(gallery):
    assert difference(KEPT / "gallery_made.txt", described(gallery)) == ""
    assert gallery.sizeHint().toTuple() == (440, 320)
    assert gallery.minimumSizeHint().toTuple() == (160, 120)
    bar = gallery.verticalScrollBar()
    ends = bar.minimum(), bar.maximum(), bar.pageStep(), bar.singleStep()
    assert ends == (0, 2 * high(gallery), 2 * high(gallery), round(high(gallery) / 2))


def test_that_a_gallery_is_painted_anew_only_with_news(qtbot, gallery):
    view = gallery.viewport()
    digits = np.zeros((3, 28, 28), np.uint8), np.arange(3), lambda index: ("", "")
    for act, is_news in (
        (lambda: qtbot.keyClick(gallery, Qt.Key.Key_Right), True),
        (lambda: qtbot.keyClick(gallery, Qt.Key.Key_Right), True),
        (lambda: qtbot.keyClick(gallery, Qt.Key.Key_A), False),
        (lambda: gallery.set_digits(*digits), True),
        (lambda: put_on(DARK), True),
    ):
        assert is_painted_anew(view, act) is is_news


def test_that_a_gallery_says_how_many_digits_there_are_or_which_is_chosen(qtbot, gallery):
    said = "10 digits; arrow keys choose, Enter opens"
    assert gallery.accessibleDescription() == said
    qtbot.keyClick(gallery, Qt.Key.Key_Right)
    assert gallery.accessibleDescription() == "digit 10"
    gallery.set_digits(np.zeros((30, 28, 28), np.uint8), np.array([3]), lambda index: ("", ""))
    assert gallery.accessibleDescription() == "1 digits; arrow keys choose, Enter opens"


def test_that_keys_do_not_leave_the_digits_and_enter_opens(qtbot, gallery):
    chosen, opened = [], []
    gallery.digit_chosen.connect(chosen.append)
    gallery.digit_opened.connect(opened.append)
    key = Qt.Key
    qtbot.keyClick(gallery, key.Key_Return)  # none is chosen yet
    for one in (key.Key_Down, key.Key_Return, key.Key_Left, key.Key_Up, key.Key_Right):
        qtbot.keyClick(gallery, one)
    for one in (key.Key_Down, key.Key_Enter):
        qtbot.keyClick(gallery, one)
    assert (chosen, opened) == ([10, 11, 14], [10, 14])
    for one in (key.Key_Down, key.Key_Right, key.Key_Right, key.Key_Down, key.Key_Up):
        qtbot.keyClick(gallery, one)
    assert chosen[3:] == [17, 18, 19, 16]
    for one in (key.Key_Left, key.Key_Up, key.Key_Up, key.Key_Left, key.Key_Up):
        qtbot.keyClick(gallery, one)
    assert chosen[7:] == [15, 12, 11]


def test_that_the_tip_of_a_digit_tells_about_it_and_beside_the_digits_there_is_none(
    gallery, monkeypatch
):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda *words: told.append(words))
    view = gallery.viewport()
    for place in (QPoint(WIDE + 5, 30), QPoint(0, 3 * high(gallery)), QPoint(3 * WIDE + 1, 5)):
        tip = QHelpEvent(QEvent.Type.ToolTip, place, place + QPoint(100, 200))
        assert QApplication.sendEvent(view, tip)
    words = ["digit 11", "digit 19", ""]
    places = [(168 + 5, 230), (100, 3 * high(gallery) + 200), (3 * WIDE + 101, 205)]
    assert [(at.toTuple(), text, of) for at, text, of in told] == [
        (at, text, gallery) for at, text in zip(places, words, strict=True)
    ]


def test_that_far_keys_go_by_pages_and_to_both_ends(qtbot, gallery):
    indices = np.arange(60_000)
    gallery.set_digits(np.zeros((60_000, 28, 28), np.uint8), indices, lambda k: (str(k), str(k)))
    page = 3 * max(gallery.viewport().height() // high(gallery), 1)
    reached = []
    for key in ("PageDown", "PageDown", "PageUp", "End", "PageDown", "Home", "PageUp"):
        qtbot.keyClick(gallery, getattr(Qt.Key, f"Key_{key}"))
        reached.append(gallery.chosen())
    assert reached == [page, 2 * page, page, 59_999, 59_999, 0, 0]
    gallery.choose_digit(59_999)
    assert gallery.place_of(59_999).bottom() <= gallery.viewport().height() + 1


def test_that_a_digit_is_chosen_by_its_index_if_it_is_shown(gallery):
    assert gallery.choose_digit(19)
    assert gallery.chosen() == 19
    assert not gallery.choose_digit(20)
    assert gallery.chosen() == 19


def test_that_what_stands_at_the_top_stays_there_in_rows_of_another_length(gallery):
    indices = np.arange(1000)
    gallery.set_digits(np.zeros((1000, 28, 28), np.uint8), indices, lambda k: (str(k), str(k)))
    gallery.verticalScrollBar().setValue(100 * high(gallery))
    assert gallery.digit_at(QPointF(1, 1)) == 300
    gallery.resize(gallery.width() + 2 * WIDE, 180)
    assert gallery.digit_at(QPointF(1, 1)) == 300


def test_that_the_digit_under_the_pointer_is_told_once(qtbot, gallery):
    told = []
    gallery.digit_pointed_at.connect(told.append)
    for x in (5, 9, WIDE + 5, 4 * WIDE):
        qtbot.mouseMove(gallery.viewport(), QPoint(x, 20))
    QApplication.sendEvent(gallery.viewport(), QEvent(QEvent.Type.Leave))
    assert told == [10, 11, -1]


def test_that_pictures_of_two_digits_are_twice_as_wide(qtbot):
    gallery = DigitGallery(abreast=2)
    qtbot.addWidget(gallery)
    gallery.resize(300, 180)
    pictures = np.zeros((3, 28, 58), np.uint8)
    pictures[:, :, 30:] = 255
    gallery.set_digits(pictures, np.arange(3), lambda k: (str(k), str(k)))
    assert gallery.place_of(0).width() == 2 * 56 + 12
    ink = is_colour(gallery, LIGHT.text)
    assert ink[34, 6 + 112 * 40 // 58]
    assert not ink[34, 6 + 112 * 10 // 58]
