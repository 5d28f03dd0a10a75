"""Pages made of splitters, with one card that can fill the page, and settings that can fold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QByteArray, QEvent, QPoint, Qt, QTimer, Signal, Slot
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
from gdstudio.studio.views.common.filling import Filling, can_fill, home_of
from gdstudio.studio.views.common.layouts import in_row
from gdstudio.studio.views.common.settings_fold import SettingsFold
from gdstudio.studio.views.common.share_splitter import ShareSplitter, width_before_folding

_FOLD: Final = "-settings"  # behind the name of the outermost splitter, in the preferences
_FOLDED: Final = b"folded"
_FOLDED_BY_HAND: Final = "folded"
_NOT_FOLDED: Final = b"as there is room"


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

    One part can fill the page instead of all of them, or some side by side. Settings fold where
    there is no room.

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
        self._filling: Filling | None = None
        self._pointer = QCursor.pos()  # where it was when the focus moved last
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_application_focus_changed)

    @property
    def filling(self) -> tuple[QWidget, ...]:
        """The parts that fill the page; none while all cards share it."""
        return () if self._filling is None else self._filling.parts

    @property
    def enlarged(self) -> QWidget | None:
        """The part that fills the page, the first of some; None while all cards share it."""
        return self.filling[0] if self.filling else None

    def enlarge(self, *parts: QWidget) -> None:
        """Let parts of this page fill it; the others come back with `bring_back`."""
        if self._filling is not None:
            return
        lends = self.fold is not None and self.fold.card in parts
        if self.fold is not None and lends:
            self.fold.lend(True)
        if all(map(can_fill, parts)):
            self._filling = Filling(self, self._splitters[0], parts)
        elif self.fold is not None and lends:
            self.fold.lend(False)

    @Slot()
    def bring_back(self) -> bool:
        """Let all cards share the page again; return whether fewer had it."""
        filling, self._filling = self._filling, None
        if filling is not None:
            filling.end()
            if self.fold is not None and self.fold.card in filling.parts:
                self.fold.lend(False)
                self._fit()
        return filling is not None

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
            hides_them = bool(self.filling) and not self.fold.is_folded
            was_filled_by_them = self.fold.card in self.filling
            if hides_them and self.bring_back() and not was_filled_by_them:
                return  # they are in sight now
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
        if self.filling and not any(
            one is card or one.isAncestorOf(widget) for one in self.filling
        ):
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
        if self._room is None or self.fold is None or self._filling is not None:
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
        fills = card in self.filling
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
        if (filling := self._filling) is not None:
            if event.type() == QEvent.Type.LayoutRequest and filling.misses_one():
                self.bring_back()  # it was hidden, by its key perhaps; the others are not
            elif event.type() in (QEvent.Type.FontChange, QEvent.Type.Resize):
                filling.grow_texts(self)
            elif event.type() == QEvent.Type.StyleChange:
                QTimer.singleShot(0, self, self._grow_again)  # once all fonts are the usual ones
        return done

    def rest_texts(self) -> None:
        """Let the texts of what fills the page have their usual size until events are handled."""
        if self._filling is not None:
            self._filling.rest_texts()
            QTimer.singleShot(0, self, self._grow_again)

    @Slot()
    def _grow_again(self) -> None:
        if self._filling is not None:
            self._filling.grow_texts(self, again=True)


def _page_of(widget: QWidget | None) -> SplitPage | None:
    while widget is not None and not isinstance(widget, SplitPage):
        widget = widget.parentWidget()
    return widget


class LentCard:
    """Moves a card between two splitters; a stand-in keeps its place where it is not.

    Args:
        card: What is lent; at home in a splitter at first.
        stand_in: An empty widget in the splitter to which the card is lent.
        away: That splitter.
    """

    def __init__(self, card: Card, stand_in: QWidget, away: ShareSplitter) -> None:
        self._card, self._stand_in = card, stand_in
        self._home, self._away = home_of(card), away

    def lend(self) -> None:
        """Let it stand in the other splitter."""
        self._move(self._home, self._away)

    def give_back(self) -> None:
        """Let it stand at home again."""
        self._move(self._away, self._home)

    def _move(self, left: ShareSplitter, entered: ShareSplitter) -> None:
        """Let card and stand-in change places; both stay hidden if the card was."""
        for splitter in (left, entered):
            page = _page_of(splitter)
            if page is not None and self._card in page.filling:
                page.bring_back()
        if self._card.parentWidget() is entered:
            return
        left.hold(True)
        place = left.indexOf(self._card)
        # From one to the other at once: each change of parent is a change of style for all in it.
        entered.replaceWidget(entered.indexOf(self._stand_in), self._card)
        left.insertWidget(place, self._stand_in)
        left.hold(False)
        self._stand_in.setVisible(self._card.is_wanted)
        self._card.set_wanted(self._card.is_wanted)
        for splitter in (left, entered):
            splitter.share()
