import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar, QWidget

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.share_splitter import (
    ShareSplitter,
    Tabs,
    in_shares,
    width_before_folding,
)

HORIZONTAL = Qt.Orientation.Horizontal


@pytest.fixture
def show(qtbot):
    windows = []  # what Python no longer holds, Qt deletes

    def make(width=1000, least=50, **more):
        widgets = [QWidget() for _ in range(3)]
        for widget in widgets:
            widget.setMinimumSize(least, 40)
        splitter = ShareSplitter(
            "s", HORIZONTAL, widgets, lambda w: [200, w - 500 - 16, 300], **more
        )
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        splitter.setParent(window)
        splitter.resize(width, 300)
        window.resize(width, 300)
        window.show()
        qtbot.waitExposed(window)
        return splitter, widgets

    return make


def test_that_what_a_hidden_widget_leaves_free_goes_to_its_heir(qtbot, show):
    splitter, (first, second, third) = show(heir=1)
    fresh = splitter.sizes()
    first.hide()
    qtbot.waitUntil(lambda: second.width() > fresh[1] + 190)
    assert third.width() == fresh[2]
    third.hide()
    qtbot.waitUntil(lambda: second.width() == 1000)
    first.show()
    third.show()
    qtbot.waitUntil(lambda: splitter.sizes() == fresh)


def test_that_a_handle_moved_while_a_widget_is_hidden_leaves_it_its_share(qtbot, show):
    splitter, (first, _, third) = show(heir=1)
    fresh = splitter.sizes()
    first.hide()
    qtbot.waitUntil(lambda: splitter.sizes()[0] == 0 and splitter.sizes()[2] == fresh[2])
    splitter.moveSplitter(600, 2)
    assert third.width() == pytest.approx(1000 - 600, abs=16)
    first.show()
    qtbot.waitUntil(lambda: abs(first.width() - fresh[0]) < 20)
    assert third.width() == pytest.approx(1000 - 600, abs=24)
    assert all(share > 0.02 for share in splitter.shares())


class Row:
    """Three cards side by side, the middle one shown first when they are tabs."""

    def __init__(self, qtbot):
        self.bodies = [QPushButton(name) for name in "abc"]
        self.cards = [Card(body.text(), body) for body in self.bodies]
        for card in self.cards:
            card.setMinimumWidth(200)
        self.splitter = ShareSplitter(
            "row", HORIZONTAL, self.cards, in_shares(0.3, 0.4), tabs=Tabs.LAST, front=1
        )
        self.window = QWidget()  # splitters that are windows keep to their least size
        qtbot.addWidget(self.window)
        self.window.resize(1000, 300)
        self.splitter.setParent(self.window)
        self.resize(1000)
        self.window.show()
        qtbot.waitExposed(self.window)

    def resize(self, width):
        self.splitter.resize(width, 300)
        QApplication.processEvents()

    def shown(self):
        return [card.title for card in self.cards if card.isVisible()]

    def tabs(self):
        (bar,) = [one for one in self.splitter.findChildren(QTabBar) if one.isVisible()]
        return bar


@pytest.fixture
def row(qtbot):
    return Row(qtbot)


def test_that_cards_are_tabs_just_where_parts_and_handles_have_no_room(row):
    for width, shown in ((616, ["a", "b", "c"]), (615, ["b"]), (616, ["a", "b", "c"])):
        row.resize(width)
        assert row.shown() == shown
    assert row.splitter.shares() is None
    assert not [bar for bar in row.splitter.findChildren(QTabBar) if bar.isVisible()]
    assert row.splitter.sizes() == [200, 200, 200]


def test_that_tabs_need_the_room_of_the_widest_and_highest_card(row):
    row.bodies[2].setMinimumSize(260, 230)
    row.resize(500)
    least = row.splitter.minimumSizeHint()
    assert least.width() == row.cards[2].least_size().width() >= 260
    assert least.height() == row.cards[2].least_size().height() >= 230


def test_that_the_titles_stand_beside_each_other_and_one_is_chosen(row):
    row.resize(400)
    bar = row.tabs()
    assert [bar.tabText(k) for k in range(bar.count())] == ["a", "b", "c"]
    assert bar.currentIndex() == 1
    assert bar.accessibleName()
    assert bar.toolTip()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(2).center())
    assert row.shown() == ["c"]
    assert row.tabs().currentIndex() == 2
    row.resize(390)
    assert row.shown() == ["c"]


def test_that_arrow_keys_go_through_the_tabs_and_keep_the_focus(qtbot, row):
    row.resize(400)
    row.window.activateWindow()
    row.tabs().setFocus()
    qtbot.waitUntil(lambda: row.tabs().hasFocus())
    for key, shown in ((Qt.Key.Key_Left, "a"), (Qt.Key.Key_Right, "b"), (Qt.Key.Key_Right, "c")):
        QTest.keyClick(row.tabs(), key)
        assert row.shown() == [shown]
        assert row.tabs().hasFocus()


def test_that_what_the_user_shared_holds_after_tabs(row):
    row.splitter.set_shares([0.5, 0.25, 0.25])
    before = row.splitter.sizes()
    row.resize(500)
    row.resize(1000)
    assert row.splitter.sizes() == before


def test_that_a_card_nobody_wants_is_no_tab(row):
    row.resize(400)
    row.cards[1].set_wanted(False)
    QApplication.processEvents()
    assert row.shown() == ["a"]
    assert row.tabs().count() == 2
    row.cards[2].set_wanted(False)
    QApplication.processEvents()
    assert row.shown() == ["a"]
    assert not row.splitter.tabbed
    for card in row.cards:
        card.set_wanted(True)
    QApplication.processEvents()
    assert row.shown() == ["b"]
    row.resize(1000)
    assert row.shown() == ["a", "b", "c"]


def test_that_a_title_that_changes_changes_its_tab(row):
    row.resize(500)
    row.cards[0].set_title("another")
    QApplication.processEvents()
    assert row.tabs().tabText(0) == "another"


def test_that_the_width_before_folding_counts_tabs_first_once(row):
    one = row.cards[0].least_size().width()
    assert width_before_folding(row.splitter) == 3 * one + 2 * row.splitter.handleWidth()
    row.resize(400)
    assert width_before_folding(row.splitter) == 3 * one + 2 * row.splitter.handleWidth()
    row.splitter.tabs = Tabs.FIRST
    assert width_before_folding(row.splitter) == one


def test_that_a_widget_that_needed_more_room_for_a_moment_leaves_no_trace(qtbot, show):
    splitter, (_, _, third) = show()
    fresh = splitter.sizes()
    third.setMinimumWidth(601)
    qtbot.waitUntil(lambda: third.width() == 601)
    third.setMinimumWidth(50)
    qtbot.waitUntil(lambda: splitter.sizes() == fresh)
