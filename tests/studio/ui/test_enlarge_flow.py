"""One card as large as the page, in every workspace, by keys and mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.help.guide_pages import PAGES
from tests.studio.ui.settling import settle


def seen_cards(page):
    return [card for card in page.findChildren(Card) if card.isVisible()]


@pytest.mark.parametrize("name", PAGES)
def test_that_every_card_can_fill_the_page_and_the_run_bar_stays(qtbot, window, name):
    window.show_workspace(name)
    page = window.workspace.page
    settle()
    cards = seen_cards(page)
    places = {card: card.geometry() for card in cards}
    assert len(cards) >= 2
    for card in cards:
        QTest.mouseDClick(card, Qt.MouseButton.LeftButton, pos=QPoint(30, 14))
        assert seen_cards(page) == [card]
        qtbot.waitUntil(lambda card=card: card.width() > 0.97 * page.width())
        assert window.workspace.run_bar.isVisible()
        QTest.keyClick(card, Qt.Key.Key_Escape)
        assert page.enlarged is None
        settle()
        qtbot.waitUntil(lambda: {card: card.geometry() for card in cards} == places)


def test_that_ctrl_e_enlarges_the_plot_under_the_mouse_and_brings_the_others_back(qtbot, window):
    page, plot = window.learn.page, window.learn.cost_plot
    settle()
    before = plot.size()
    QCursor.setPos(plot.mapToGlobal(plot.rect().center()))
    window.actions_.enlarge.trigger()
    assert page.enlarged is page.cost_card
    qtbot.waitUntil(lambda: plot.width() > 1.5 * before.width())
    assert plot.height() > 1.5 * before.height()
    window.actions_.enlarge.trigger()
    qtbot.waitUntil(lambda: plot.size() == before)


def test_that_a_right_click_on_a_card_lets_it_fill_the_page_or_copies_it(qtbot, window):
    page = window.learn.page
    place = page.weights_card.mapTo(page, QPoint(30, 10))

    def menu():
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.mapToGlobal(place))
        QApplication.sendEvent(page, event)
        (opened,) = (one for one in page.findChildren(QMenu) if one.isVisible())
        return opened

    def choose(words):
        opened = menu()
        (action,) = (one for one in opened.actions() if one.text().startswith(words))
        action.trigger()
        opened.close()

    with qtbot.waitSignal(window.shared.messages.said):
        choose("Copy picture")
    assert QApplication.clipboard().image().width() == 2 * 760
    choose("Fill the page")
    assert page.enlarged is page.weights_card
    choose("Bring the other cards back")
    assert page.enlarged is None


def test_that_the_lent_drawing_fills_the_page_that_has_it(qtbot, window):
    card = window.shared.drawing_card
    window.learn.page.enlarge(card)
    window.show_workspace("inspect")
    assert window.learn.page.enlarged is None
    assert window.inspect.page.isAncestorOf(card)
    window.inspect.page.enlarge(card)
    assert window.inspect.page.enlarged is card
    window.show_workspace("learn")
    assert window.inspect.page.enlarged is None
    assert window.learn.page.columns.widget(0) is card
    assert card.isVisible()
