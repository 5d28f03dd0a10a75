"""Pages made of splitters, with one card that can fill the page, and settings that can fold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QByteArray, QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QHideEvent,
    QMouseEvent,
    QMoveEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from gdstudio.studio.preferences import Preferences, are_shares
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.card import MARGIN, Card, card_of
from gdstudio.studio.views.common.cards_alone import CardsAlone
from gdstudio.studio.views.common.layouts import in_row
from gdstudio.studio.views.common.settings_fold import SettingsFold
from gdstudio.studio.views.common.share_splitter import ShareSplitter, width_before_folding

MOST_GROWTH: Final = 1.5  # of the texts of a card that fills the page
_FOLD: Final = "-settings"  # behind the name of the outermost splitter, in the preferences
_FOLDED: Final = b"folded"
_FOLDED_BY_HAND: Final = "folded"
_NOT_FOLDED: Final = b"as there is room"


@dataclass(frozen=True, slots=True)
class _Enlarged:
    """A card that fills the page; what keeps its place in a splitter; its size there."""

    card: Card
    home: ShareSplitter
    stand_in: QWidget
    usual_size: QSize


@dataclass(frozen=True, slots=True)
class PageLayout:
    """How the cards of a page share it.

    Attributes:
        shares: Of each splitter, in a fixed order; None for the usual ones.
        is_folded: Whether a person has folded the settings.
    """

    shares: tuple[tuple[float, ...] | None, ...]
    is_folded: bool


class SplitPage(QWidget):
    """Base of the workspaces: a subclass makes its splitters and hands them to `_show`.

    One card can fill the page instead of all of them. Settings fold where there is no room.

    Attributes:
        fold: Folds the settings, of a page that has a card of them.
        parts: What can be pointed at, by the names that lessons give it.

    Signals:
        settings_shown_changed: The settings have come into sight, or have gone.
    """

    settings_shown_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fold: SettingsFold | None = None
        self.parts: dict[str, QWidget] = {}
        self._splitters: tuple[ShareSplitter, ...] = ()
        self._unfolded_from = 0  # pixels at 100 %
        self._room: int | None = None  # pixels; None while no window has told it
        self._enlarged: _Enlarged | None = None
        self._alone = CardsAlone()
        self._pointer = QCursor.pos()  # where it was when the focus moved last
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_application_focus_changed)

    @property
    def enlarged(self) -> Card | None:
        """The card that fills the page, or None while all cards share it."""
        return None if self._enlarged is None else self._enlarged.card

    def enlarge(self, card: Card) -> None:
        """Let a card of this page fill it; the others come back with `bring_back`."""
        if self.fold is not None and self.fold.card is card and self._enlarged is None:
            self.fold.lend(True)
        home = card.parentWidget()
        if self._enlarged is not None or card.isHidden() or not isinstance(home, ShareSplitter):
            return
        focus, stand_in, layout = _focus_in(card), QWidget(), self.layout()
        self._enlarged = _Enlarged(card, home, stand_in, card.size())
        assert layout is not None  # `_show` has made it
        home.hold(True)
        shares = home.shares()
        self._splitters[0].hide()
        home.insertWidget(home.indexOf(card), stand_in)
        layout.addWidget(card)
        home.set_shares(shares)
        card.show()
        self._grow_texts()
        (focus or card).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_only(self, cards: Sequence[Card]) -> None:
        """Let some cards share the page alone; the others come back with `bring_back`."""
        settings = None if self.fold is None else self.fold.card
        self._alone.show(cards, (*self.parts.values(),), settings)

    @Slot()
    def bring_back(self) -> bool:
        """Let all cards share the page again; return whether one or some had it."""
        if self._enlarged is None:
            return self._alone.bring_back()
        card, home, stand_in = self._enlarged.card, self._enlarged.home, self._enlarged.stand_in
        self._enlarged = None
        focus, is_hidden = _focus_in(card), card.isHidden()
        shares = home.shares()
        home.insertWidget(home.indexOf(stand_in), card)
        stand_in.setParent(None)
        stand_in.deleteLater()
        card.grow_texts(1)
        card.setVisible(not is_hidden)
        self._splitters[0].show()
        home.hold(False)
        home.set_shares(shares)
        if self.fold is not None and self.fold.card is card:
            self.fold.lend(False)
            self._fit()
        if focus is not None and focus is not card:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @Slot(int)
    def fit(self, width: int) -> None:
        """Fold the settings, or let them stand in their place again.

        Args:
            width: What the page has, in pixels, less than which it will not have.
        """
        self._room = width
        self._fit()

    def toggle_settings(self) -> None:
        """Fold the settings or let them be seen, if the page has any."""
        if self.fold is not None:
            if self._enlarged is not None and self._enlarged.card is self.fold.card:
                self.bring_back()
            self.fold.toggle()

    def put_away(self) -> bool:
        """Close the settings over the page, else bring the cards back; return whether it did."""
        return (self.fold is not None and self.fold.close_card()) or self.bring_back()

    def can_show(self, widget: QWidget) -> bool:
        """Return whether a widget of the page is in sight, or `reveal` would bring it there."""
        if (card := card_of(widget)) is None or not self.isAncestorOf(card):
            return widget.isVisibleTo(self)
        is_away = card.is_behind or (self.fold is not None and card is self.fold.card)
        in_card = widget is card or widget.isVisibleTo(card)
        return in_card and (is_away or card.isVisibleTo(self))

    def reveal(self, widget: QWidget) -> None:
        """Bring the card in which a widget stands into sight."""
        card = card_of(widget)
        if self._enlarged is not None and card is not self._enlarged.card:
            self.bring_back()
        if card is not None and self.fold is not None and card is self.fold.card:
            self.fold.show_card()
        elif card is not None and isinstance(home := card.parentWidget(), ShareSplitter):
            home.show_card(card)

    def enlarge_or_bring_back(self) -> None:
        """Bring the cards back, or enlarge that of the mouse or the focus, whichever moved last."""
        if self.bring_back():
            return
        pointer = QCursor.pos()
        pointed = self._card_at(self.mapFromGlobal(pointer))
        focused = card_of(QApplication.focusWidget())
        if focused is not None and not self.isAncestorOf(focused):
            focused = None
        chosen = focused or pointed if pointer == self._pointer else pointed or focused
        if chosen is not None:
            self.enlarge(chosen)

    def page_layout(self) -> PageLayout:
        """Return how the cards share the page."""
        shares = (splitter.shares() for splitter in self._splitters)
        parts = tuple(None if one is None else tuple(one) for one in shares)
        return PageLayout(parts, self.fold is not None and self.fold.is_by_hand)

    def take_up_page_layout(self, layout: PageLayout) -> None:
        """Share the page as `page_layout` has told."""
        if self.fold is not None:
            self.fold.set_by_hand(layout.is_folded)
        for splitter, shares in zip(self._splitters, layout.shares, strict=True):
            splitter.set_shares(None if shares is None else list(shares))

    def reset_layout(self) -> None:
        """Give every card its usual share of the room."""
        if self.fold is not None:
            self.fold.set_by_hand(False)
        for splitter in self._splitters:
            splitter.set_shares(None)

    def save_layout(self, settings: Preferences) -> None:
        """Keep the shares of the cards, and whether a person has folded the settings."""
        if self.fold is not None:
            state = QByteArray(_FOLDED if self.fold.is_by_hand else _NOT_FOLDED)
            settings.set_layout_state(self._splitters[0].objectName() + _FOLD, state)
        for splitter in self._splitters:
            settings.set_shares(splitter.objectName(), splitter.shares())

    def restore_layout(self, settings: Preferences) -> None:
        """Take up what `save_layout` has kept, if there is anything."""
        for splitter in self._splitters:
            splitter.set_shares(settings.shares(splitter.objectName(), splitter.count()))
        if self.fold is not None:
            state = settings.layout_state(self._splitters[0].objectName() + _FOLD)
            self.fold.set_by_hand(state is not None and bytes(state.data()) == _FOLDED)

    def layout_kept(self) -> dict[str, list[float] | bool | None]:
        """Return the shares of the cards by splitter, None for the usual ones.

        "folded" is whether a person has folded the settings, where there are any.
        """
        shares = {splitter.objectName(): splitter.shares() for splitter in self._splitters}
        return {**shares, **({} if self.fold is None else {_FOLDED_BY_HAND: self.fold.is_by_hand})}

    def take_up_layout(self, kept: Mapping[str, Any]) -> None:
        """Share as was kept; what cannot be shares, or of no splitter here, changes nothing."""
        folded = kept.get(_FOLDED_BY_HAND)
        if self.fold is not None and isinstance(folded, bool):
            self.fold.set_by_hand(folded)
        for splitter in self._splitters:
            shares = kept.get(splitter.objectName(), ())
            numbers = isinstance(shares, list) and all(type(one) is float for one in shares)
            if shares is None or (numbers and are_shares(shares, splitter.count())):
                splitter.set_shares(shares)

    def _show(
        self,
        outermost: ShareSplitter,
        inner: Sequence[ShareSplitter],
        *,
        settings: Card | None = None,
        unfolded_from: int = 0,
    ) -> None:
        """Fill the workspace with a splitter that holds the others.

        Args:
            outermost: Holds all cards.
            inner: The splitters in it.
            settings: The card, at an edge of the outermost, that folds.
            unfolded_from: It also folds in a page narrower than this, in pixels at 100 %.
        """
        self._splitters = (outermost, *inner)
        in_row(outermost, of=self, margins=(MARGIN, MARGIN, MARGIN, MARGIN))
        if settings is not None:
            self.fold = SettingsFold(settings, outermost, self)
            self.fold.shown_changed.connect(self.settings_shown_changed)
        self._unfolded_from = unfolded_from

    def _fit(self) -> None:
        if self._room is None or self.fold is None or self._enlarged is not None:
            return
        needed = max(self._width_unfolded(self.fold), px(self._unfolded_from))
        self.fold.set_room(needed <= self._room)

    def _width_unfolded(self, fold: SettingsFold) -> int:
        """Return the width that the page needs with its settings in their place."""
        columns = self._splitters[0]
        widths = [
            fold.card.least_size().width() if part is fold.strip else width_before_folding(part)
            for part in columns.parts()
        ]
        return columns.parts_width(widths) + 2 * px(MARGIN)

    def _place_settings(self) -> None:
        if self.fold is not None:
            self.fold.place_card()

    def _card_at(self, place: QPoint) -> Card | None:
        card = card_of(self.childAt(place))
        return card if self.rect().contains(place) else None

    @Slot("QWidget*", "QWidget*")
    def _on_application_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._pointer = QCursor.pos()
        fold = self.fold
        if fold is None or not fold.is_open or now is None or now is fold.strip:
            return
        if self.isAncestorOf(now) and not fold.card.isAncestorOf(now):
            fold.close_card()  # the keys go to what lies behind it

    def _grow_texts(self) -> None:
        """Let the texts of the enlarged card grow as far as its room has grown."""
        if self._enlarged is not None:
            usual = self._enlarged.usual_size
            growth = min(self.width() / usual.width(), self.height() / usual.height())
            card, room = self._enlarged.card, self.parentWidget()
            card.grow_texts(min(max(growth, 1.0), MOST_GROWTH))
            if room is not None and self.minimumSizeHint().height() > room.height():
                card.grow_texts(1.0)  # to see all of it matters more

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        card = self._card_at(place)
        if card is None or not card.has_title_at(card.mapFrom(self, place)):
            super().mouseDoubleClickEvent(event)
        elif not self.bring_back():
            self.enlarge(card)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the card under the mouse, or with the focus."""
        card = self._card_at(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            card = card_of(QApplication.focusWidget())
        if card is None or not self.isAncestorOf(card):
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fills = self.enlarged is card
        words = self.tr("Bring the other cards back") if fills else self.tr("Fill the page")
        fill = menu.addAction(f"{words}\t{self.tr('Ctrl+E')}")
        fill.triggered.connect(self.bring_back if fills else partial(self.enlarge, card))
        menu.addSeparator()
        card.figures.add_to(menu)
        menu.popup(event.globalPos())

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_settings()  # the page is scrolled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_settings()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.fold is not None and not event.spontaneous():
            self.fold.close_card()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        if (card := self.enlarged) is not None:
            if event.type() == QEvent.Type.LayoutRequest and card.isHidden():
                self.bring_back()  # it was hidden, by its key perhaps; the others are not
            elif event.type() in (QEvent.Type.FontChange, QEvent.Type.Resize):
                self._grow_texts()
        return done


def _focus_in(card: Card) -> QWidget | None:
    focus = QApplication.focusWidget()
    return focus if focus is not None and card.isAncestorOf(focus) else None
