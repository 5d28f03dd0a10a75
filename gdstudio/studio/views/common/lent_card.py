"""A card that stands in one page and is lent to another."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.share_splitter import ShareSplitter
from gdstudio.studio.views.common.split_page import SplitPage


class LentCard:
    """Moves a card between two splitters; a stand-in keeps its place where it is not.

    Args:
        card: What is lent; at home in a splitter at first.
        stand_in: An empty widget in the splitter to which the card is lent.
        away: That splitter.
    """

    def __init__(self, card: Card, stand_in: QWidget, away: ShareSplitter) -> None:
        home = card.parentWidget()
        assert isinstance(home, ShareSplitter)
        self._card, self._stand_in = card, stand_in
        self._home, self._away = home, away

    def lend(self) -> None:
        """Let it stand in the other splitter."""
        self._move(self._home, self._away)

    def give_back(self) -> None:
        """Let it stand at home again."""
        self._move(self._away, self._home)

    def _move(self, left: ShareSplitter, entered: ShareSplitter) -> None:
        """Let card and stand-in change places; both stay hidden if the card was."""
        page = self._card.parentWidget()
        if isinstance(page, SplitPage):
            page.bring_back()
        if self._card.parentWidget() is entered:
            return
        left.hold(True)
        place = entered.indexOf(self._stand_in)
        left.replaceWidget(left.indexOf(self._card), self._stand_in)
        entered.insertWidget(place, self._card)
        left.hold(False)
        self._stand_in.setVisible(self._card.is_wanted)
        self._card.set_wanted(self._card.is_wanted)
        for splitter in (left, entered):
            splitter.share()
