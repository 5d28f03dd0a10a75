"""Settings that fold to a strip where there is no room, and open over the page."""

from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QWidget

from gdstudio.studio.preferences import Preferences
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.reaching_scroll import ReachingScroll
from gdstudio.studio.views.common.settings_fold import STRIP
from gdstudio.studio.views.common.share_splitter import ShareSplitter, in_shares
from gdstudio.studio.views.common.split_page import SplitPage

HORIZONTAL = Qt.Orientation.Horizontal


class Page(SplitPage):
    """A wide card, with settings at its left or its right."""

    def __init__(self, *, right):
        super().__init__()
        self.field, self.other = QLineEdit(), QLineEdit()
        self.settings = Card("Settings", self.field)
        self.wide = Card("Wide", self.other)
        self.settings.setMinimumWidth(200)
        self.wide.setMinimumWidth(400)
        cards = (self.wide, self.settings) if right else (self.settings, self.wide)
        self.columns = ShareSplitter(
            "columns", HORIZONTAL, cards, in_shares(0.6 if right else 0.4), heir=0 if right else 1
        )
        self._show(self.columns, (), settings=self.settings)


class Window:
    def __init__(self, qtbot, *, right):
        self.page = Page(right=right)
        self.fold = self.page.fold
        self.scroll = ReachingScroll(self.page)
        self.scroll.room_changed.connect(self.page.fit)
        qtbot.addWidget(self.scroll)
        self.resize(1000)
        self.scroll.show()
        self.scroll.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)

    def resize(self, width, height=400):
        self.scroll.resize(width, height)
        QApplication.processEvents()

    def bar(self):
        return self.scroll.verticalScrollBar().sizeHint().width()


@pytest.fixture(params=[False, True], ids=["left", "right"])
def window(qtbot, request):
    return Window(qtbot, right=request.param)


def test_that_the_settings_fold_just_where_the_cards_have_no_room(window):
    page, fold = window.page, window.fold
    needed = 200 + 400 + page.columns.handleWidth() + 2 * 8 + window.bar()
    for width, is_folded in ((needed, False), (needed - 1, True), (needed, False)):
        window.resize(width)
        assert fold.is_folded is is_folded
        assert fold.is_shown is page.settings.isVisible() is not is_folded
        assert fold.strip.isVisible() is is_folded
    assert page.width() == needed


def test_that_the_strip_stands_at_the_edge_and_the_rest_has_the_room(window):
    window.resize(500)
    page, strip = window.page, window.fold.strip
    assert strip.width() == STRIP
    assert strip.height() == page.height() - 16
    assert page.wide.width() == page.width() - 16 - page.columns.handleWidth() - STRIP
    assert page.columns.widget(page.columns.indexOf(strip)) is strip
    assert strip.accessibleName() == "Settings"


def test_that_a_click_on_the_strip_opens_the_card_over_the_page_and_escape_key_closes(
    qtbot, window
):
    window.resize(500)
    page, fold = window.page, window.fold
    page.other.setFocus()
    before = page.wide.geometry()
    QTest.mouseClick(fold.strip, Qt.MouseButton.LeftButton)
    assert fold.is_open
    assert page.settings.isVisible()
    assert page.wide.geometry() == before
    assert page.rect().contains(page.settings.geometry())
    assert not page.settings.geometry().intersects(
        fold.strip.rect().translated(fold.strip.mapTo(page, QPoint()))
    )
    qtbot.waitUntil(page.field.hasFocus)
    assert page.put_away()
    assert not fold.is_shown
    assert not page.settings.isVisible()
    qtbot.waitUntil(page.other.hasFocus)
    assert not page.put_away()


def test_that_a_click_on_the_page_closes_the_card(window):
    window.resize(500)
    window.fold.toggle()
    x = 40 if window.page.settings.x() > 60 else window.page.width() - 60
    under = window.page.childAt(x, 200)
    QTest.mousePress(under, Qt.MouseButton.LeftButton)
    assert not window.fold.is_open


def test_that_the_card_goes_when_the_keys_go_to_what_lies_behind_it(qtbot, window):
    window.resize(500)
    window.fold.toggle()
    qtbot.waitUntil(window.page.field.hasFocus)
    window.page.other.setFocus()
    qtbot.waitUntil(lambda: not window.fold.is_open)
    assert window.page.other.hasFocus()


def test_that_an_open_card_takes_its_place_when_there_is_room_again(qtbot, window):
    window.resize(500)
    window.fold.toggle()
    qtbot.waitUntil(window.page.field.hasFocus)
    window.resize(1000)
    assert not window.fold.is_folded
    assert window.page.columns.indexOf(window.page.settings) >= 0
    assert window.page.columns.indexOf(window.fold.strip) == -1


def test_that_what_a_person_folds_stays_folded_until_unfolded(window):
    page, fold = window.page, window.fold
    sizes = page.columns.sizes()
    QTest.mouseClick(page.settings.findChild(QToolButton, "fold"), Qt.MouseButton.LeftButton)
    assert fold.is_folded
    for width in (500, 1000):
        window.resize(width)
        assert fold.is_folded
    QTest.mouseClick(fold.strip, Qt.MouseButton.LeftButton)
    assert not fold.is_folded
    QApplication.processEvents()
    assert page.columns.sizes() == sizes


def test_that_shares_of_the_user_hold_through_folding(window):
    page = window.page
    page.columns.set_shares([0.5, 0.5])
    QApplication.processEvents()
    before = page.columns.sizes()
    window.resize(500)
    window.resize(1000)
    assert page.columns.shares() == [0.5, 0.5]
    assert page.columns.sizes() == before


def test_that_the_open_card_stays_in_sight_while_the_page_is_scrolled(window):
    window.page.wide.setMinimumHeight(900)
    window.resize(500)
    window.fold.toggle()
    for value in (0, 300):
        window.scroll.verticalScrollBar().setValue(value)
        top = window.page.settings.mapTo(window.scroll.viewport(), QPoint()).y()
        assert top == 8
        assert window.page.settings.height() == window.scroll.viewport().height() - 16


def test_that_tips_name_the_keys(window):
    window.fold.set_keys("Ctrl+2")
    window.resize(500)
    assert "Ctrl+2" in window.fold.strip.toolTip()
    assert "Ctrl+2" in window.page.settings.findChild(QToolButton, "fold").toolTip()


def test_that_a_folded_card_is_remembered_and_forgotten_on_demand(window):
    kept = MagicMock(spec=Preferences)
    kept.shares.return_value = None
    window.fold.set_by_hand(True)
    window.page.save_layout(kept)
    ((name, state),) = [call.args for call in kept.set_layout_state.call_args_list]
    assert name == "columns-settings"
    window.page.reset_layout()
    assert not window.fold.is_folded
    kept.layout_state.return_value = state
    window.page.restore_layout(kept)
    assert window.fold.is_by_hand
    for other in (None, QByteArray(b"rubbish")):
        kept.layout_state.return_value = other
        window.page.restore_layout(kept)
        assert not window.fold.is_by_hand


def test_that_a_page_that_is_left_closes_what_lies_over_it(window):
    window.resize(500)
    window.fold.toggle()
    window.page.hide()
    assert not window.fold.is_open


def test_that_what_is_looked_for_in_folded_settings_is_brought_into_sight(window):
    window.resize(500)
    assert window.page.can_show(window.page.field)
    window.page.reveal(window.page.field)
    assert window.page.field.isVisible()
    hidden = QLabel()
    hidden.hide()
    assert not window.page.can_show(hidden)


def test_that_a_page_without_settings_has_nothing_to_fold(qtbot):
    class Plain(SplitPage):
        def __init__(self):
            super().__init__()
            self._show(ShareSplitter("x", HORIZONTAL, (QWidget(),), in_shares()), ())

    page = Plain()
    qtbot.addWidget(page)
    page.fit(10)
    page.toggle_settings()
    assert page.fold is None
    assert not page.put_away()


def test_that_settings_in_their_place_come_into_sight_where_another_card_fills_the_page(window):
    page = window.page
    page.enlarge(page.wide)
    page.toggle_settings()
    assert page.filling == ()
    assert page.settings.isVisible()
    page.toggle_settings()
    assert window.fold.is_folded


def test_that_folded_settings_open_over_the_card_that_fills_the_page(window):
    page = window.page
    window.resize(500)
    page.enlarge(page.wide)
    page.toggle_settings()
    assert page.filling == (page.wide,)
    assert window.fold.is_open
    assert page.settings.isVisible()
