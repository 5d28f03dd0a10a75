"""What takes the focus by a key is scrolled into sight, whole and with a margin."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gdstudio.studio.views.common.layouts import in_column
from gdstudio.studio.views.common.reaching_scroll import ReachingScroll


@pytest.fixture
def scroll(qtbot):
    page = QWidget()
    page.setMinimumSize(1000, 800)
    scroll = ReachingScroll(page)
    scroll.buttons = {}
    for name, (x, y, width, height) in {
        "first": (0, 0, 80, 20),
        "far": (700, 600, 80, 20),
        "high": (100, 200, 80, 400),
        "close": (100, 200, 80, 195),
    }.items():
        button = QPushButton(name, page)
        button.setGeometry(x, y, width, height)
        scroll.buttons[name] = button
    window = scroll.frame = QWidget()
    in_column(scroll, of=window)
    qtbot.addWidget(window)
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)
    scroll.buttons["first"].setFocus()
    return scroll


def seen(scroll, name):
    """Return where a button stands in the part of the page that is in sight."""
    button = scroll.buttons[name]
    return button.mapTo(scroll.viewport(), QPoint())


def test_that_what_takes_the_focus_is_seen_whole_with_a_margin(scroll):
    button = scroll.buttons["far"]
    button.setFocus()
    at, room = seen(scroll, "far"), scroll.viewport().size()
    assert room.width() - (at.x() + button.width()) in (5, 6, 7)
    assert room.height() - (at.y() + button.height()) in (5, 6, 7)


def test_that_the_upper_left_is_seen_where_there_is_no_room_for_all(scroll):
    scroll.buttons["high"].setFocus()
    assert seen(scroll, "high").y() == 0


def test_that_the_margin_is_what_is_left_where_that_is_less(scroll):
    button = scroll.buttons["close"]
    spare = scroll.viewport().height() - button.height()
    button.resize(80, button.height() + spare - 4)
    button.setFocus()
    assert seen(scroll, "close").y() in (1, 2, 3)


def test_that_a_press_of_the_mouse_moves_nothing(scroll):
    button = scroll.buttons["far"]
    before = scroll.horizontalScrollBar().value(), scroll.verticalScrollBar().value()
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert button.hasFocus()
    assert (scroll.horizontalScrollBar().value(), scroll.verticalScrollBar().value()) == before
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)


def test_that_an_area_within_the_page_is_scrolled_too(qtbot):
    inside, content = QScrollArea(), QWidget()
    content.setMinimumSize(100, 900)
    button = QPushButton("low", content)
    button.setGeometry(0, 800, 80, 20)
    inside.setWidget(content)
    inside.setFixedHeight(150)
    page = QWidget()
    column = QVBoxLayout(page)
    column.addSpacing(700)
    column.addWidget(inside)
    scroll = ReachingScroll(page)
    window = QWidget()
    QVBoxLayout(window).addWidget(scroll)
    qtbot.addWidget(window)
    window.resize(300, 250)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)
    button.setFocus()
    place = button.mapTo(scroll.viewport(), QPoint())
    assert scroll.viewport().rect().contains(place)
    assert inside.viewport().rect().contains(button.mapTo(inside.viewport(), QPoint()))


def test_that_the_page_fills_a_large_window_and_a_small_one_may_be_small(qtbot):
    page = QWidget()
    page.setMinimumSize(400, 300)
    scroll = ReachingScroll(page)
    qtbot.addWidget(scroll)
    scroll.resize(900, 700)
    scroll.show()
    assert page.size() == QSize(900, 700)
    assert scroll.minimumSizeHint() == QSize(240, 110)
    assert scroll.sizeHint() == page.sizeHint()
    assert not page.autoFillBackground()
    assert not scroll.viewport().autoFillBackground()
    assert scroll.focusPolicy() == Qt.FocusPolicy.NoFocus
