"""What fills a page for a while: one part of it, or some side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.share_splitter import ShareSplitter, in_shares

MOST_GROWTH: Final = 1.5  # of the texts of a card that fills the page
_FIRST: Final = 0.6  # of the width is for the first of some parts; the others share the rest


class Filling:
    """Holds parts that have left their splitters; a stand-in keeps the place of each.

    Attributes:
        parts: What fills the page, in order.
    """

    def __init__(self, page: QWidget, columns: QWidget, parts: Sequence[QWidget]) -> None:
        """Let parts fill a page in place of its columns.

        Args:
            page: Has a layout that holds its columns.
            columns: Hidden meanwhile.
            parts: At least one, each in a splitter of the columns.
        """
        layout, focus = page.layout(), _focus_in(parts)
        assert layout is not None
        self.parts = tuple(parts)
        self._columns = columns
        self._usual_size = parts[0].size()
        self._places = [(part, home_of(part), QWidget()) for part in parts]
        for _, home, _ in self._places:
            home.hold(True)
        columns.hide()
        for part, home, stand_in in self._places:
            shares = home.shares()
            home.insertWidget(home.indexOf(part), stand_in)
            part.setParent(page)
            home.set_shares(shares)
        self._row: QWidget | None = None
        if len(parts) > 1:
            across = Qt.Orientation.Horizontal
            self._row = ShareSplitter("filling", across, parts, _widths(len(parts)))
        layout.addWidget(self._row or parts[0])
        for part in parts:
            part.show()
            _grow(part, 1.0)  # a style sheet forgets its fonts when it changes its parent
        self.grow_texts(page)
        (focus or parts[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Put every part back in its splitter, and let the columns be seen."""
        focus = _focus_in(self.parts)
        for part, home, stand_in in self._places:
            is_hidden, shares = part.isHidden(), home.shares()
            home.insertWidget(home.indexOf(stand_in), part)
            stand_in.setParent(None)
            stand_in.deleteLater()
            _grow(part, 1.0)
            part.setVisible(not is_hidden)
            home.set_shares(shares)
        if self._row is not None:
            self._row.setParent(None)
            self._row.deleteLater()
        self._columns.show()
        for _, home, _ in self._places:
            home.hold(False)
            home.share()
        if focus is not None and focus not in self.parts:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def misses_one(self) -> bool:
        """Return whether one of the parts was hidden."""
        return any(part.isHidden() for part in self.parts)

    def grow_texts(self, page: QWidget) -> None:
        """Let the texts of a card that has the page alone grow as far as its room has grown."""
        if self._row is not None:
            return
        usual, part = self._usual_size, self.parts[0]
        growth = min(page.width() / usual.width(), page.height() / usual.height())
        _grow(part, min(max(growth, 1.0), MOST_GROWTH))
        room = page.parentWidget()
        if room is not None and page.minimumSizeHint().height() > room.height():
            _grow(part, 1.0)  # to see all of it matters more


def can_fill(part: QWidget) -> bool:
    """Return whether a part stands in a splitter, from which it can be taken, and is wanted."""
    is_wanted = part.is_wanted if isinstance(part, Card) else not part.isHidden()
    return is_wanted and isinstance(part.parentWidget(), ShareSplitter)


def home_of(part: QWidget) -> ShareSplitter:
    """Return the splitter in which a part stands."""
    home = part.parentWidget()
    assert isinstance(home, ShareSplitter)
    return home


def _widths(count: int) -> Callable[[int], list[int]]:
    return in_shares(_FIRST, *[(1 - _FIRST) / (count - 1)] * (count - 2))


def _grow(part: QWidget, factor: float) -> None:
    if isinstance(part, Card):
        part.grow_texts(factor)


def _focus_in(parts: Sequence[QWidget]) -> QWidget | None:
    focus = QApplication.focusWidget()
    return focus if any(focus is not None and part.isAncestorOf(focus) for part in parts) else None
