"""Turning from one page to another: one layout, one picture, nothing in between."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gdstudio.studio.views.common.header import Header
from gdstudio.studio.views.common.layouts import STRETCH, in_column
from gdstudio.studio.views.common.workspace_tabs import WorkspaceTabs

WITH_STRIP = (True, False, False)


class Log(QObject):
    """Notes the heights that widgets are given, and are painted in."""

    def __init__(self, widgets):
        super().__init__()
        self.given, self.painted = ({widget: [] for widget in widgets} for _ in range(2))
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Resize):
            is_paint = event.type() == QEvent.Type.Paint
            (self.painted if is_paint else self.given)[watched].append(watched.height())
        return False


@pytest.fixture
def tabs(qtbot):
    tabs = WorkspaceTabs("abc")
    tabs.pages, tabs.strip = [QWidget() for _ in range(3)], QWidget()
    for index, page in enumerate(tabs.pages):
        header = Header(QLabel("controls"), QLabel("figures"))
        tabs.fill(index, header, page, with_strip=WITH_STRIP[index])
    tabs.strip.setFixedSize(100, 20)
    tabs.put_below_header(tabs.strip)
    qtbot.addWidget(tabs)
    tabs.resize(800, 400)
    tabs.show()
    qtbot.waitExposed(tabs)
    for index in (1, 2, 0):  # each has been seen
        tabs.tabs.setCurrentIndex(index)
        tabs.settle()
        QApplication.processEvents()
    return tabs


def turn(tabs, index):
    log = Log(tabs.pages)
    tabs.tabs.setCurrentIndex(index)
    tabs.settle()
    for _ in range(5):
        QApplication.processEvents()
    return log


@pytest.mark.parametrize("index", [1, 2])
def test_that_a_page_is_laid_out_once_and_painted_once_when_it_is_turned_to(tabs, index):
    for to in (index, 0):
        log = turn(tabs, to)
        in_sight = tabs.pages[to]
        once = {page: [page.height()] if page is in_sight else [] for page in tabs.pages}
        assert log.painted == once
        assert log.given in (once, {page: [] for page in tabs.pages})  # none: it had that height


def test_that_the_strip_is_shown_with_the_pages_that_want_it(tabs):
    shown, heights = {}, {}
    for index in (1, 2, 0):
        turn(tabs, index)
        shown[index], heights[index] = tabs.strip.isVisible(), tabs.pages[index].height()
    assert shown == dict(enumerate(WITH_STRIP))
    assert heights[1] == heights[2] == heights[0] + 20


def test_that_a_page_fills_the_room_after_the_window_has_grown_behind_it(tabs):
    for index in (1, 0, 2):
        turn(tabs, index)
        tabs.resize(tabs.width() + 40, tabs.height() + 30)
        turn(tabs, 0 if index != 0 else 1)
        page = tabs.tabs.currentWidget()
        assert page.widget().size() == page.viewport().size()
        assert page.geometry().bottom() == page.parentWidget().rect().bottom()


def test_that_a_page_fills_the_room_that_it_was_given_as_it_was_hidden(tabs):
    turn(tabs, 1)  # the strip is hidden with the first page
    tabs.strip.setFixedHeight(0)
    turn(tabs, 0)
    page = tabs.tabs.currentWidget()
    assert page.widget().size() == page.viewport().size()


def test_that_the_next_page_is_told_of_before_it_is_shown(tabs):
    told = []
    tabs.tabs.page_turning.connect(
        lambda index: told.append((index, [page.isVisible() for page in tabs.pages]))
    )
    tabs.tabs.setCurrentIndex(2)
    assert told == [(2, [True, False, False])]
    assert [page.isVisible() for page in tabs.pages] == [False, False, True]


def nested(inner, depth):
    """Return a widget in a column in a column."""
    for _ in range(depth):
        outer = QWidget()
        in_column(inner, STRETCH, of=outer, margins=(0, 0, 0, 0))
        inner = outer
    return inner


@pytest.mark.parametrize("height", [30, 90])
def test_that_what_changes_in_a_page_as_it_is_shown_is_settled_before_it_is_painted(tabs, height):
    inner = QWidget()
    inner.setFixedHeight(50)
    part = nested(inner, 3)
    in_column(part, STRETCH, of=tabs.pages[1], margins=(0, 0, 0, 0))
    turn(tabs, 1)
    turn(tabs, 0)
    tabs.tabs.currentChanged.connect(lambda: inner.setFixedHeight(height))
    log = Log([part])
    tabs.tabs.setCurrentIndex(1)
    tabs.settle()
    assert part.height() == height
    for _ in range(5):
        QApplication.processEvents()
    assert part.height() == height
    assert log.painted == {part: [height]}
