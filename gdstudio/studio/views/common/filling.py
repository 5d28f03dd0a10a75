"""What fills a page for a while: one part of it, or some side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.studio.style import renew_fonts
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.share_splitter import ShareSplitter, in_shares

MOST_GROWTH: Final = 1.5  # of the texts of a card that fills the page
_FIRST: Final = 0.6  # of the width is for the first of some parts; the others share the rest


class Filling:
    """What fills a page: one part that stays where it is, or some in a row of their own.

    Attributes:
        parts: What fills the page, in order.
    """

    def __init__(self, page: QWidget, columns: QWidget, parts: Sequence[QWidget]) -> None:
        """Let parts fill a page.

        Args:
            page: Has a layout that holds its columns.
            columns: Hold all parts of the page.
            parts: At least one, each in a splitter of the columns.
        """
        focus = _focus_in(parts)
        self.parts = tuple(parts)
        self._usual_size, self._rests = parts[0].size(), False
        self._room: _Alone | _Row
        if len(parts) == 1:
            self._room = _Alone(columns, parts[0])
        else:
            self._room = _Row(page, columns, parts)
        self.grow_texts(page)
        (focus or parts[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Let all cards be seen again, every part in its place."""
        focus = _focus_in(self.parts)
        for part in self.parts:
            _grow(part, 1.0)
        self._room.end()
        if focus is not None and focus not in self.parts:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def misses_one(self) -> bool:
        """Return whether one of the parts was hidden."""
        return any(part.isHidden() for part in self.parts)

    def rest_texts(self) -> None:
        """Let all texts have their usual size until they are to grow `again`."""
        self._rests = True
        for part in self.parts:
            _grow(part, 1.0)

    def grow_texts(self, page: QWidget, *, again: bool = False) -> None:
        """Let the texts of a card that has the page alone grow as far as its room has grown."""
        self._rests = self._rests and not again
        if len(self.parts) > 1 or self._rests:
            return
        usual, part = self._usual_size, self.parts[0]
        growth = min(page.width() / usual.width(), page.height() / usual.height())
        _grow(part, min(max(growth, 1.0), MOST_GROWTH))
        room = page.parentWidget()
        if room is not None and page.minimumSizeHint().height() > room.height():
            _grow(part, 1.0)  # to see all of it matters more


class _Alone:
    """One part has its columns alone; all others are out of sight."""

    def __init__(self, columns: QWidget, part: QWidget) -> None:
        self._on_the_way: list[ShareSplitter] = []  # to the part, the innermost first
        child = part
        while child is not columns and (above := child.parentWidget()) is not None:
            if isinstance(above, ShareSplitter):
                above.show_only(child)
                self._on_the_way.append(above)
            child = above

    def end(self) -> None:
        for splitter in reversed(self._on_the_way):
            splitter.show_only(None)


class _Row:
    """Parts stand side by side in the place of all columns; a stand-in keeps the place of each."""

    def __init__(self, page: QWidget, columns: QWidget, parts: Sequence[QWidget]) -> None:
        layout = page.layout()
        assert layout is not None
        self._columns = columns
        self._places = [(part, home_of(part), QWidget()) for part in parts]
        for _, home, _ in self._places:
            home.hold(True)
        columns.hide()
        for part, home, stand_in in self._places:
            shares = home.shares()
            home.insertWidget(home.indexOf(part), stand_in)
            part.setParent(page)
            home.set_shares(shares)
        across = Qt.Orientation.Horizontal
        self._row = ShareSplitter("filling", across, parts, _widths(len(parts)))
        layout.addWidget(self._row)
        for part in parts:
            part.show()
            renew_fonts(part)

    def end(self) -> None:
        for part, home, stand_in in self._places:
            is_hidden, shares = part.isHidden(), home.shares()
            home.insertWidget(home.indexOf(stand_in), part)
            stand_in.setParent(None)
            stand_in.deleteLater()
            renew_fonts(part)
            part.setVisible(not is_hidden)
            home.set_shares(shares)
        self._row.setParent(None)
        self._row.deleteLater()
        self._columns.show()
        for _, home, _ in self._places:
            home.hold(False)
            home.share()


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
