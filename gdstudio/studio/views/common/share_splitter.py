"""Splitters that share their room as proposed until a handle is moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QStackedWidget, QWidget

from gdstudio.studio.text_size import sized, text_scale
from gdstudio.studio.views.common.card import MARGIN, Card


class Tabs(Enum):
    """When cards side by side become tabs, one of them shown, as there is no room for all."""

    NEVER = "never"
    LAST = "last"  # the settings of the page fold before
    FIRST = "first"  # before the settings fold


class _Handle(QSplitterHandle):
    """A double click brings the usual shares back."""

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        splitter = self.splitter()
        assert isinstance(splitter, ShareSplitter)
        splitter.set_shares(None)


# After these a splitter may need another least size.
_OTHER_NEEDS: Final = frozenset(
    (
        QEvent.Type.LayoutRequest,
        QEvent.Type.ChildAdded,
        QEvent.Type.ChildRemoved,
        QEvent.Type.FontChange,
        QEvent.Type.StyleChange,
    )
)


class ShareSplitter(QSplitter):
    """Keeps what the user chose as shares, so that it holds in a window of any size.

    What a hidden or a folded widget leaves free goes to the one that has most use for it. Where
    cards that stand side by side have no room to, they can become tabs: one is shown, the others
    are names beside its title.

    Attributes:
        tabs: Whether and when its cards become tabs.

    Signals:
        card_shown: Another one of the cards that are tabs is shown.
    """

    card_shown = Signal()

    def __init__(
        self,
        name: str,
        orientation: Qt.Orientation,
        widgets: Sequence[QWidget],
        usual_sizes: Callable[[int], list[int]],
        *,
        heir: int | None = None,
        tabs: Tabs = Tabs.NEVER,
        front: int = 0,
    ) -> None:
        """Lay out the widgets.

        Args:
            name: Name under which the shares are kept.
            orientation: Side by side or one above the other.
            widgets: What to show.
            usual_sizes: The proposed sizes for the room there is, in pixels at 100 %.
            heir: Index of the widget that takes what hidden ones leave free, and spares the room of
                the handles; None for all alike.
            tabs: Whether and when its cards become tabs.
            front: Index of the one that is shown then, at first.
        """
        super().__init__(orientation)
        self.setObjectName(name)
        sized(self, handleWidth=MARGIN)
        self.setChildrenCollapsible(False)
        self._usual_sizes = usual_sizes
        self.tabs = tabs
        self._heir, self._front = heir, front
        self._tabbed: tuple[Card, ...] = ()  # while they are tabs
        self._is_held = False
        self._alone: QWidget | None = None
        self._aside: list[QWidget] = []  # hidden meanwhile, but for cards
        self._shares: list[float] | None = None
        self._shown: tuple[bool, ...] = ()
        self._least: tuple[int, ...] = ()  # of the widgets when the room was shared
        self._hint: QSize | None = None  # None: to be asked anew
        for widget in widgets:
            self.addWidget(widget)
        self.splitterMoved.connect(self._on_self_splitter_moved)

    def shares(self) -> list[float] | None:
        """Return the user's shares, which add up to 1, or None if the user has chosen none."""
        return self._shares

    def set_shares(self, shares: list[float] | None) -> None:
        """Share the room like this; None for the usual way."""
        self._shares = shares
        self.share()

    @property
    def tabbed(self) -> tuple[Card, ...]:
        """The cards that are tabs, as there is no room for them side by side."""
        return self._tabbed

    def show_card(self, card: Card) -> None:
        """Let a card be the one that is shown of those that are tabs."""
        if card in self._tabbed:
            has_focus = any(other.has_tab_focus() for other in self._tabbed)
            self._front = self._cards().index(card)
            self._turn()
            if has_focus:
                card.take_tab_focus()
            self.card_shown.emit()

    def hold(self, held: bool) -> None:
        """Leave the cards as they are, while some fill the page; False to share again."""
        self._is_held = held
        if held:
            self._untab()

    def show_only(self, widget: QWidget | None) -> None:
        """Let one widget have all the room, the others out of sight; None: share it again."""
        self.hold(True)
        self._hint = None
        self._alone, aside, self._aside = widget, self._aside, []
        for one in aside:
            one.show()
        for one in self._widgets():
            is_behind = widget is not None and one is not widget
            if isinstance(one, Card):
                one.set_behind(is_behind)
            elif is_behind and not _is_gone(one):
                one.hide()
                self._aside.append(one)
        if widget is None:
            self.hold(False)
            self.share()

    def share(self) -> None:
        """Share the room again, as after another widget has come into it."""
        self._hint = None
        self._turn()
        self._share(self._visible(), self._least_sizes())

    def parts_width(self, widths: Sequence[int]) -> int:
        """Return the width of parts side by side, with handles between them."""
        return sum(widths) + self._handles(len(widths))

    def parts(self) -> Iterator[QWidget]:
        """Yield the widgets that are to be seen where there is room."""
        for widget in self._widgets():
            if not _is_gone(widget):
                yield widget

    def _share_if_changed(self) -> None:
        """Share the room again if a widget has come or gone, or needs another least size.

        Least sizes become known one after another: what sizes were before must not show.
        """
        self._turn()
        shown, least = self._visible(), self._least_sizes()
        if (shown, least) != (self._shown, self._least):
            self._share(shown, least)

    def _share(self, shown: tuple[bool, ...], least: tuple[int, ...]) -> None:
        """Share the room between widgets of these least sizes."""
        self._shown, self._least = shown, least
        if self._tabbed:
            return
        room = self.width() if self.orientation() == Qt.Orientation.Horizontal else self.height()
        sizes = self._full_sizes(room - self._handles(self.count()))
        heir = self._heir
        if heir is not None and shown[heir]:
            for k, widget in enumerate(self._widgets()):
                if not shown[k]:
                    sizes[heir] += sizes[k] + self.handleWidth()
                elif is_strip(widget):
                    sizes[heir] += sizes[k] - widget.minimumWidth()
                    sizes[k] = widget.minimumWidth()
        self.setSizes(sizes)

    def _full_sizes(self, room: int) -> list[int]:
        """Return the sizes with every widget in sight, in room without handles."""
        if self._shares is not None:
            return [round(share * room) for share in self._shares]
        scale, heir = text_scale(), self._heir
        handles = 0 if heir is None else self._handles(self.count())
        usual = self._usual_sizes(round((room + handles) / scale))
        sizes = [round(scale * size) for size in usual]
        if heir is not None:
            sizes[heir] -= handles
        return sizes

    def _handles(self, n_parts: int) -> int:
        """Return the room that the handles between so many widgets take."""
        return self.handleWidth() * max(n_parts - 1, 0)

    def _widgets(self) -> list[QWidget]:
        held = (self.widget(k) for k in range(self.count()))
        return [widget for widget in held if widget is not None]

    def _cards(self) -> list[Card]:
        return [widget for widget in self._widgets() if isinstance(widget, Card)]

    def _visible(self) -> tuple[bool, ...]:
        shown = tuple(not widget.isHidden() for widget in self._widgets())
        return shown if any(shown) else (True,) * len(shown)

    def _least_sizes(self) -> tuple[int, ...]:
        is_row = self.orientation() == Qt.Orientation.Horizontal
        least = [least_size(widget) for widget in self._widgets()]
        return tuple(size.width() if is_row else size.height() for size in least)

    def _turn(self) -> None:
        """Let cards that have no room side by side be tabs."""
        if self.tabs is Tabs.NEVER or self._is_held or not self.isVisible():
            return
        cards = tuple(card for card in self._cards() if not _is_gone(card))
        if self.parts_width([card.least_size().width() for card in cards]) <= self.width():
            self._untab()
            return
        if len(cards) < 2:
            self._untab()
            return
        for card in self._tabbed:
            if card not in cards:
                _take_out(card)
        self._tabbed = cards
        chosen = self._cards()[min(self._front, len(self._cards()) - 1)]
        front = chosen if chosen in cards else cards[0]
        titles = [card.title for card in cards]
        for card in sorted(cards, key=lambda card: card is front):  # that is shown last
            card.set_tabs(titles, cards.index(card), self._choose)
            card.set_behind(card is not front)

    def _choose(self, index: int) -> None:
        self.show_card(self._tabbed[index])

    def _untab(self) -> None:
        tabbed, self._tabbed = self._tabbed, ()
        for card in tabbed:
            _take_out(card)

    @Slot()
    def _on_self_splitter_moved(self) -> None:
        sizes, widgets = self.sizes(), self._widgets()
        shown, handle = self._visible(), self.handleWidth()
        full = self._full_sizes(sum(sizes) - handle * shown.count(False))
        for k, one in enumerate(widgets):  # what is hidden or folded keeps its share, now on loan
            if not shown[k] or is_strip(one):
                lender = self._heir if self._heir is not None else sizes.index(max(sizes))
                given_back = full[k] - sizes[k] + (0 if shown[k] else handle)
                sizes[lender] = max(sizes[lender] - given_back, 1)
                sizes[k] = full[k]
        self._shares = [size / sum(sizes) for size in sizes]

    def createHandle(self) -> QSplitterHandle:
        handle = _Handle(self.orientation(), self)
        handle.setToolTip(self.tr("Drag to share the room; a double click gives the usual shares"))
        return handle

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind in _OTHER_NEEDS:
            self._hint = None
        done = super().event(event)
        if kind == QEvent.Type.LayoutRequest and self.count():
            self._share_if_changed()
        if kind == QEvent.Type.FontChange:
            self._shown = ()  # share anew as soon as the least sizes are known
        return done

    def minimumSizeHint(self) -> QSize:
        """Ask for the widest and the highest card, where only one of them need be shown.

        Splitters in splitters are asked over and over: in sight, it is known until something in it
        asks for another room.
        """
        if self._hint is None or not self.isVisible():
            self._hint = self._least_room()
        return QSize(self._hint)

    def _least_room(self) -> QSize:
        if self.tabs is Tabs.NEVER or self._alone is not None:
            return super().minimumSizeHint()
        least = [least_size(part) for part in self.parts()]
        return QSize(
            max((size.width() for size in least), default=0),
            max((size.height() for size in least), default=0),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hint = None  # what is hidden does not ask for another room
        self._share_if_changed()


def is_strip(widget: QWidget) -> bool:
    """Return whether a widget has one width only."""
    return 0 < widget.minimumWidth() == widget.maximumWidth()


def least_size(widget: QWidget) -> QSize:
    """Return the least size of a widget, of a card that which it has under its own title."""
    if isinstance(widget, Card):
        return widget.least_size()
    return widget.minimumSizeHint().expandedTo(widget.minimumSize())


def width_before_folding(widget: QWidget) -> int:
    """Return the width below which the settings of a page fold, for the sake of this part of it."""
    if isinstance(widget, QStackedWidget):
        held = [page for k in range(widget.count()) if (page := widget.widget(k)) is not None]
        return max(map(width_before_folding, held), default=0)
    if not isinstance(widget, ShareSplitter):
        return least_size(widget).width()
    widths = [width_before_folding(part) for part in widget.parts()]
    is_row = widget.orientation() == Qt.Orientation.Horizontal
    if is_row and widget.tabs is not Tabs.FIRST:
        return widget.parts_width(widths)
    return max(widths, default=0)


def _is_gone(widget: QWidget) -> bool:
    """Return whether a widget was hidden: not only behind a card, nor in a page not yet shown."""
    if isinstance(widget, Card) and (widget.is_behind or not widget.is_wanted):
        return not widget.is_wanted
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def _take_out(card: Card) -> None:
    card.set_tabs(())
    card.set_behind(False)


def in_shares(*shares: float) -> Callable[[int], list[int]]:
    """Return the way to give each widget but the last a share of the room, and that the rest."""

    def sizes(room: int) -> list[int]:
        given = [round(share * room) for share in shares]
        return [*given, room - sum(given)]

    return sizes
