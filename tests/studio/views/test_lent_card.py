import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.share_splitter import ShareSplitter
from gdstudio.studio.views.common.split_page import LentCard


class Place:
    """Two workspaces: a card with two others at home, a stand-in and one card away."""

    def __init__(self, window):
        horizontal = Qt.Orientation.Horizontal
        self.card = Card("lent", QLabel("x"))
        self.at_home = [Card("b", QLabel("b")), Card("c", QLabel("c"))]
        self.home = ShareSplitter(
            "home", horizontal, (self.card, *self.at_home), lambda w: [200, w - 350, 150]
        )
        self.stand_in, self.other = QWidget(), Card("d", QLabel("d"))
        self.away = ShareSplitter(
            "away", horizontal, (self.stand_in, self.other), lambda w: [200, w - 200]
        )
        row = QHBoxLayout(window)
        row.addWidget(self.home)
        row.addWidget(self.away)
        self.lent = LentCard(self.card, self.stand_in, self.away)


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1800, 300)
    return window


@pytest.fixture
def place(window, qtbot):
    place = Place(window)
    window.show()
    qtbot.waitExposed(window)
    return place


def test_that_the_card_stands_where_it_is_lent_and_comes_back(place):
    for _ in range(3):
        before = place.home.sizes()
        place.lent.lend()
        assert [place.away.widget(k) for k in range(2)] == [place.card, place.other]
        assert [place.home.widget(k) for k in range(3)] == [place.stand_in, *place.at_home]
        assert place.away.sizes()[0] == pytest.approx(200, abs=4)
        assert place.home.sizes() == before
        place.lent.give_back()
        assert [place.home.widget(k) for k in range(3)] == [place.card, *place.at_home]
        assert [place.away.widget(k) for k in range(2)] == [place.stand_in, place.other]
        assert place.home.sizes() == before
        assert place.card.isVisible()


def test_that_lending_twice_is_lending_once(place):
    place.lent.lend()
    place.lent.lend()
    place.lent.give_back()
    place.lent.give_back()
    assert place.home.indexOf(place.card) == 0


def test_that_a_hidden_card_stays_hidden(place):
    place.card.set_wanted(False)
    place.lent.lend()
    assert place.card.isHidden()
    place.card.set_wanted(True)
    assert place.card.isVisible()
    place.lent.give_back()
    assert place.card.isVisible()
