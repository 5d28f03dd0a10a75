"""A card that two workspaces share: it stands in whichever is in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.share_splitter import ShareSplitter


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
        self._is_lent = False

    def lend(self) -> None:
        """Let it stand in the other splitter."""
        if not self._is_lent:
            self._is_lent = True
            self._swap(self._home, self._away)

    def give_back(self) -> None:
        """Let it stand at home again."""
        if self._is_lent:
            self._is_lent = False
            self._swap(self._away, self._home)

    def _swap(self, left: ShareSplitter, entered: ShareSplitter) -> None:
        """Let card and stand-in change places; both stay hidden if the card was."""
        is_hidden = self._card.isHidden()
        place = entered.indexOf(self._stand_in)
        left.replaceWidget(left.indexOf(self._card), self._stand_in)
        entered.insertWidget(place, self._card)
        for widget in (self._stand_in, self._card):
            widget.setVisible(not is_hidden)
        for splitter in (left, entered):
            splitter.share()
