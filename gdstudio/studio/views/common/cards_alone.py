"""Some cards of a page that share it alone, while the others are away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.share_splitter import ShareSplitter


class CardsAlone:
    """Puts cards away and brings them back; a splitter that holds none in sight goes with them."""

    def __init__(self) -> None:
        self._away: list[Card] = []
        self._hidden: list[ShareSplitter] = []

    def show(self, cards: Sequence[Card], parts: Sequence[QWidget], settings: Card | None) -> None:
        """Put all but some cards away.

        Args:
            cards: They stay.
            parts: All of the page, cards or not.
            settings: Stay, too, as they fold by themselves.
        """
        self.bring_back()
        for part in parts:
            if isinstance(part, Card) and part.is_wanted and part not in (*cards, settings):
                self._away.append(part)
                part.set_wanted(False)
        for card in self._away:
            home = card.parentWidget()
            if isinstance(home, ShareSplitter) and home.isVisible() and not any(home.parts()):
                self._hidden.append(home)
                home.hide()

    def bring_back(self) -> bool:
        """Let all be seen again; return whether any was away."""
        away, self._away = self._away, []
        hidden, self._hidden = self._hidden, []
        for card in away:
            card.set_wanted(True)
        for splitter in hidden:
            splitter.show()
        return bool(away)
