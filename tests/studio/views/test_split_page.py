import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.share_splitter import ShareSplitter, in_shares
from gdstudio.studio.views.common.split_page import LentCard, SplitPage

HORIZONTAL = Qt.Orientation.Horizontal


class Page(SplitPage):
    def __init__(self, outer, inner):
        super().__init__()
        self._show(outer, (inner,))


class Cards:
    """A page of a card beside two that stand one above the other."""

    def __init__(self):
        self.field, self.words = QLineEdit(), QLabel("words")
        self.left = Card("left", self.field)
        self.above = Card("above", self.words, QPushButton("more"))
        self.below = Card("below", QLabel("below"))
        upright = Qt.Orientation.Vertical
        self.inner = ShareSplitter("in", upright, (self.above, self.below), in_shares(0.5))
        self.outer = ShareSplitter("out", HORIZONTAL, (self.left, self.inner), in_shares(0.4))
        self.page = Page(self.outer, self.inner)

    def places(self):
        cards = self.left, self.above, self.below
        return [card.rect().translated(card.mapTo(self.page, QPoint())) for card in cards]


@pytest.fixture
def cards(qtbot):
    made = Cards()
    qtbot.addWidget(made.page)
    made.page.resize(900, 600)
    made.page.show()
    qtbot.waitExposed(made.page)
    return made


def double_click(card, y=14):
    QTest.mouseDClick(card, Qt.MouseButton.LeftButton, pos=QPoint(30, y))


def test_that_a_double_click_on_a_title_gives_a_card_the_page_and_takes_it_back(qtbot, cards):
    before = cards.places()
    for card in (cards.left, cards.above, cards.below):
        double_click(card)
        assert cards.page.enlarged is card
        qtbot.waitUntil(lambda card=card: card.width() > 870 and card.height() > 570)
        assert sum(other.isVisible() for other in (cards.left, cards.above, cards.below)) == 1
        double_click(card)
        assert cards.page.enlarged is None
        qtbot.waitUntil(lambda: cards.places() == before)


def test_that_a_double_click_on_what_a_card_shows_is_no_click_on_its_title(cards):
    double_click(cards.above, 100)
    assert cards.page.enlarged is None


def test_that_texts_grow_with_the_card_by_one_half_at_most_and_shrink_again(qtbot, cards):
    usual = cards.words.font().pointSizeF()
    cards.page.enlarge(cards.above)
    assert cards.words.font().pointSizeF() == pytest.approx(1.5 * usual)
    cards.page.resize(500, 400)  # narrower than the card was
    assert cards.words.font().pointSizeF() == pytest.approx(usual)
    cards.page.bring_back()
    assert cards.words.font().pointSizeF() == usual


def test_that_shares_of_the_user_hold_while_a_card_fills_the_page(qtbot, cards):
    cards.outer.moveSplitter(500, 1)
    shares, before = cards.outer.shares(), cards.places()
    cards.page.enlarge(cards.left)
    cards.page.bring_back()
    assert cards.outer.shares() == shares
    qtbot.waitUntil(lambda: cards.places() == before)


def test_that_a_double_click_on_a_handle_gives_the_usual_shares_back(cards):
    before = cards.outer.sizes()
    cards.outer.moveSplitter(500, 1)
    assert cards.outer.sizes() != before
    QTest.mouseDClick(cards.outer.handle(1), Qt.MouseButton.LeftButton)
    assert cards.outer.shares() is None
    assert cards.outer.sizes() == before


def test_that_the_focus_stays_in_the_card_that_had_it(qtbot, cards):
    cards.page.activateWindow()
    cards.field.setFocus()
    qtbot.waitUntil(cards.field.hasFocus)
    cards.page.enlarge(cards.left)
    qtbot.waitUntil(cards.field.hasFocus)
    cards.page.bring_back()
    qtbot.waitUntil(cards.field.hasFocus)


def test_that_the_last_used_of_mouse_and_focus_says_which_card(qtbot, cards):
    cards.page.activateWindow()
    over_below = cards.below.mapToGlobal(cards.below.rect().center())
    QCursor.setPos(over_below)
    cards.above.findChild(QPushButton).setFocus()
    cards.field.setFocus()
    qtbot.waitUntil(cards.field.hasFocus)
    cards.page.enlarge_or_bring_back()
    assert cards.page.enlarged is cards.left
    cards.page.enlarge_or_bring_back()
    assert cards.page.enlarged is None
    QCursor.setPos(over_below + QPoint(3, 3))
    cards.page.enlarge_or_bring_back()
    assert cards.page.enlarged is cards.below


def test_that_a_card_that_is_hidden_while_it_fills_the_page_leaves_it_to_the_others(qtbot, cards):
    cards.page.enlarge(cards.left)
    cards.left.hide()
    qtbot.waitUntil(lambda: cards.page.enlarged is None)
    assert cards.left.isHidden()
    assert cards.above.isVisible()
    cards.left.show()
    qtbot.waitUntil(lambda: cards.places()[0].width() > 300)


def test_that_some_cards_fill_the_page_side_by_side_and_go_back(qtbot, cards):
    before, shares = cards.places(), [one.shares() for one in (cards.outer, cards.inner)]
    cards.page.enlarge(cards.below, cards.left)
    assert cards.page.filling == (cards.below, cards.left)
    assert not cards.above.isVisible()
    qtbot.waitUntil(lambda: cards.below.width() > 500 and cards.left.width() > 300)
    qtbot.waitUntil(lambda: cards.below.height() > 570 and cards.left.height() > 570)
    assert cards.left.mapTo(cards.page, QPoint()).x() > cards.below.width()
    assert cards.page.bring_back()
    assert cards.page.filling == ()
    assert [one.shares() for one in (cards.outer, cards.inner)] == shares
    qtbot.waitUntil(lambda: cards.places() == before)


def test_that_cards_of_one_splitter_fill_the_page_together(qtbot, cards):
    before = cards.places()
    cards.page.enlarge(cards.above, cards.below)
    qtbot.waitUntil(lambda: cards.above.width() > 500 and cards.below.width() > 300)
    assert not cards.left.isVisible()
    cards.page.bring_back()
    qtbot.waitUntil(lambda: cards.places() == before)


def test_that_a_lent_card_goes_home_from_the_page_it_fills(qtbot, cards):
    stand_in = QLabel()
    away = ShareSplitter("away", HORIZONTAL, (stand_in, QLabel("x")), in_shares(0.5))
    qtbot.addWidget(away)
    lent = LentCard(cards.left, stand_in, away)
    cards.page.enlarge(cards.left)
    lent.lend()
    assert cards.page.enlarged is None
    assert away.widget(0) is cards.left
    lent.give_back()
    assert cards.outer.widget(0) is cards.left
    assert cards.outer.count() == 2
