"""What an audience sees of a workspace: its cards and figures, no settings, bars or menus."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.split_page import SplitPage

_MOST_RATIO: Final = 2.0  # pixels of the picture for one of the page
_BESIDE_PX: Final = 6  # around the cards


class Mirror:
    """Paints parts of the window into one picture, a few at a time, in turns.

    Attributes:
        picture: What was painted last.
        behind: How many parts have not been painted since `notice_change`.
    """

    def __init__(self) -> None:
        self.picture = QPixmap()
        self.behind = 0
        self._parts: list[tuple[QWidget, QPoint]] = []
        self._size, self._drawn = QSize(), 0.0
        self._turn = 0

    def notice_change(self) -> None:
        """Paint all parts again, each in its turn."""
        self.behind = max(len(self._parts), 1)

    def paint(
        self, page: SplitPage, figures: QWidget, room: QSize, ratio: float, budget_s: float
    ) -> None:
        """Bring the picture up to date, as far as the time goes; all of it after a new layout.

        Args:
            page: In sight.
            figures: What stands above its cards.
            room: Of the picture, in pixels at its ratio.
            ratio: Pixels of the screen for one of these.
            budget_s: Seconds after which no further part is begun.
        """
        begun_s = time.perf_counter()
        is_new = self._lay_out(page, figures, room, ratio)
        for _ in range(len(self._parts) if is_new else min(self.behind, len(self._parts))):
            part, place = self._parts[self._turn]
            self._turn = (self._turn + 1) % len(self._parts)
            part.render(self.picture, place)
            self.behind = max(self.behind - 1, 0)
            if not is_new and time.perf_counter() - begun_s > budget_s:
                break
        if not self._parts:
            self.behind = 0

    def _lay_out(self, page: SplitPage, figures: QWidget, room: QSize, ratio: float) -> bool:
        """Give every part its place; return whether the picture begins anew."""
        cards = cards_of(page)
        area = QRect()
        for card in cards:
            area |= QRect(card.mapTo(page, QPoint()), card.size())
        beside = QPoint(_BESIDE_PX, _BESIDE_PX)
        below = QPoint(0, figures.height() + _BESIDE_PX)
        parts: list[tuple[QWidget, QPoint]] = [(figures, beside)]
        for card in cards:
            parts.append((card, card.mapTo(page, QPoint()) - area.topLeft() + below + beside))
        width = max(area.width(), figures.width()) + 2 * _BESIDE_PX
        size = QSize(width, area.height() + below.y() + 2 * _BESIDE_PX)
        scale = min(room.width() / size.width(), room.height() / size.height())
        drawn = min(max(scale * ratio, 0.1), _MOST_RATIO)
        if (parts, size, drawn) == (self._parts, self._size, self._drawn):
            return False
        self._parts, self._size, self._drawn, self._turn = parts, size, drawn, 0
        self.picture = QPixmap(size * drawn)
        self.picture.setDevicePixelRatio(drawn)
        self.picture.fill(page.palette().window().color())
        return True


def cards_of(page: SplitPage) -> list[QWidget]:
    """Return the cards of a page that are in sight, without its settings."""
    settings = None if page.fold is None else page.fold.card
    if page.filling:
        return [*page.filling]
    cards = page.findChildren(Card)
    return [one for one in cards if one.isVisibleTo(page) and one is not settings]


def fitted_into(room: QRect, picture: QPixmap) -> QRect:
    """Return where a picture stands in a room, as large as it can, in its middle."""
    size = picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(QPoint(), size)
    place.moveCenter(room.center())
    return place
