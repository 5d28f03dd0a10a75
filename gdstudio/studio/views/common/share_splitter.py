"""Splitters that share their room as proposed until a handle is moved, and pages made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QCursor, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QSplitterHandle, QWidget

from gdstudio.studio.preferences import Preferences, are_shares
from gdstudio.studio.text_size import sized, text_scale
from gdstudio.studio.views.common.card import MARGIN, Card
from gdstudio.studio.views.common.layouts import in_row

MOST_GROWTH: Final = 1.5  # of the texts of a card that fills the page


class _Handle(QSplitterHandle):
    """A double click brings the usual shares back."""

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        splitter = self.splitter()
        assert isinstance(splitter, ShareSplitter)
        splitter.set_shares(None)


class ShareSplitter(QSplitter):
    """Keeps what the user chose as shares, so that it holds in a window of any size.

    What a hidden widget leaves free goes to the one that has most use for it. Where widgets that
    stand side by side have no room to, they can stand one above the other.
    """

    def __init__(
        self,
        name: str,
        orientation: Qt.Orientation,
        widgets: Sequence[QWidget],
        usual_sizes: Callable[[int], list[int]],
        *,
        heir: int | None = None,
        stacks: bool = False,
    ) -> None:
        """Lay out the widgets.

        Args:
            name: Name under which the shares are kept.
            orientation: Side by side or one above the other.
            widgets: What to show.
            usual_sizes: The proposed sizes for the room there is, in pixels at 100 %.
            heir: Index of the widget that takes what hidden ones leave free; None for all alike.
            stacks: Whether widgets side by side may stand one above the other.
        """
        super().__init__(orientation)
        self.setObjectName(name)
        sized(self, handleWidth=MARGIN)
        self.setChildrenCollapsible(False)
        self._usual_sizes = usual_sizes
        self._heir, self._stacks = heir, stacks
        self._orientation = orientation
        self._shares: list[float] | None = None
        self._shown: tuple[bool, ...] = ()
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

    def share(self) -> None:
        """Share the room again, as after another widget has come into it."""
        self._shown = self._visible()
        if self.orientation() != self._orientation:
            self.setSizes([widget.minimumSizeHint().height() for widget in self._widgets()])
            return
        horizontal = self.orientation() == Qt.Orientation.Horizontal
        sizes = self._full_sizes(self.width() if horizontal else self.height())
        heir = self._heir
        if heir is not None and self._shown[heir]:
            hidden = [k for k, is_shown in enumerate(self._shown) if not is_shown]
            sizes[heir] += sum(sizes[k] + self.handleWidth() for k in hidden)
        self.setSizes(sizes)

    def _full_sizes(self, room: int) -> list[int]:
        """Return the sizes with every widget in sight."""
        if self._shares is None:
            scale = text_scale()
            return [round(scale * size) for size in self._usual_sizes(round(room / scale))]
        return [round(share * room) for share in self._shares]

    def _widgets(self) -> list[QWidget]:
        held = (self.widget(k) for k in range(self.count()))
        return [widget for widget in held if widget is not None]

    def _visible(self) -> tuple[bool, ...]:
        shown = tuple(not widget.isHidden() for widget in self._widgets())
        return shown if any(shown) else (True,) * len(shown)

    def _least(self) -> list[QSize]:
        """Return the least sizes of the widgets in sight."""
        seen = (widget for widget in self._widgets() if not widget.isHidden())
        return [widget.minimumSizeHint().expandedTo(widget.minimumSize()) for widget in seen]

    def _turn(self) -> None:
        """Put the widgets side by side, or one above the other where that is too wide."""
        if self._stacks:
            least = self._least()
            needed = sum(size.width() for size in least) + self.handleWidth() * (len(least) - 1)
            is_narrow = needed > self.width()
            self.setOrientation(Qt.Orientation.Vertical if is_narrow else self._orientation)

    @Slot()
    def _on_self_splitter_moved(self) -> None:
        if self.orientation() != self._orientation:
            return
        sizes, shown = self.sizes(), self._visible()
        if not all(shown):  # a hidden widget keeps its own share, which is only on loan
            full = self._full_sizes(sum(sizes))
            for k, is_shown in enumerate(shown):
                if not is_shown:
                    lender = self._heir if self._heir is not None else sizes.index(max(sizes))
                    sizes[lender] = max(sizes[lender] - full[k], 1)
                    sizes[k] = full[k]
        self._shares = [size / sum(sizes) for size in sizes]

    def createHandle(self) -> QSplitterHandle:
        handle = _Handle(self.orientation(), self)
        handle.setToolTip(self.tr("Drag to share the room; a double click gives the usual shares"))
        return handle

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.count():
            self._turn()
            if self._visible() != self._shown:  # a widget was shown or hidden
                self.share()
        if event.type() == QEvent.Type.FontChange:
            self._shown = ()  # share anew as soon as the least sizes are known
        return done

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if not self._stacks:
            return hint
        widest = max((size.width() for size in self._least()), default=0)
        return QSize(min(hint.width(), widest), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)
        self.share()


def in_shares(*shares: float) -> Callable[[int], list[int]]:
    """Return the way to give each widget but the last a share of the room, and that the rest."""

    def sizes(room: int) -> list[int]:
        given = [round(share * room) for share in shares]
        return [*given, room - sum(given)]

    return sizes


@dataclass(frozen=True, slots=True)
class _Enlarged:
    """A card that fills the page; what keeps its place in a splitter; its size there."""

    card: Card
    home: ShareSplitter
    stand_in: QWidget
    usual_size: QSize


class SplitPage(QWidget):
    """Base of the workspaces: a subclass makes its splitters and hands them to `_show`.

    One card can fill the page instead of all of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._splitters: tuple[ShareSplitter, ...] = ()
        self._enlarged: _Enlarged | None = None
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
        home = card.parentWidget()
        if self._enlarged is not None or card.isHidden() or not isinstance(home, ShareSplitter):
            return
        focus, stand_in, layout = _focus_in(card), QWidget(), self.layout()
        self._enlarged = _Enlarged(card, home, stand_in, card.size())
        assert layout is not None  # `_show` has made it
        shares = home.shares()
        home.insertWidget(home.indexOf(card), stand_in)
        self._splitters[0].hide()
        layout.addWidget(card)
        home.set_shares(shares)
        card.show()
        self._grow_texts()
        (focus or card).setFocus(Qt.FocusReason.OtherFocusReason)

    def bring_back(self) -> bool:
        """Let all cards share the page again; return whether one card had it."""
        if self._enlarged is None:
            return False
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
        home.set_shares(shares)
        if focus is not None and focus is not card:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def enlarge_or_bring_back(self) -> None:
        """Bring the cards back, or enlarge that of the mouse or the focus, whichever moved last."""
        if self.bring_back():
            return
        pointer = QCursor.pos()
        pointed = self._card_at(self.mapFromGlobal(pointer))
        focused = _card_of(QApplication.focusWidget())
        if focused is not None and not self.isAncestorOf(focused):
            focused = None
        chosen = focused or pointed if pointer == self._pointer else pointed or focused
        if chosen is not None:
            self.enlarge(chosen)

    def reset_layout(self) -> None:
        """Give every card its usual share of the room."""
        for splitter in self._splitters:
            splitter.set_shares(None)

    def save_layout(self, settings: Preferences) -> None:
        """Keep the shares of the cards."""
        for splitter in self._splitters:
            settings.set_shares(splitter.objectName(), splitter.shares())

    def restore_layout(self, settings: Preferences) -> None:
        """Take up the kept shares, if there are any."""
        for splitter in self._splitters:
            splitter.set_shares(settings.shares(splitter.objectName(), splitter.count()))

    def layout_kept(self) -> dict[str, list[float] | None]:
        """Return the shares of the cards by splitter; None for the usual ones."""
        return {splitter.objectName(): splitter.shares() for splitter in self._splitters}

    def take_up_layout(self, kept: Mapping[str, Any]) -> None:
        """Share as was kept; what cannot be shares, or of no splitter here, changes nothing."""
        for splitter in self._splitters:
            shares = kept.get(splitter.objectName(), ())
            numbers = isinstance(shares, list) and all(type(one) is float for one in shares)
            if shares is None or (numbers and are_shares(shares, splitter.count())):
                splitter.set_shares(shares)

    def _show(self, outermost: ShareSplitter, inner: Sequence[ShareSplitter]) -> None:
        """Fill the workspace with a splitter that holds the others."""
        self._splitters = (outermost, *inner)
        in_row(outermost, of=self, margins=(MARGIN, MARGIN, MARGIN, MARGIN))

    def _card_at(self, place: QPoint) -> Card | None:
        card = _card_of(self.childAt(place))
        return card if self.rect().contains(place) else None

    @Slot("QWidget*", "QWidget*")
    def _on_application_focus_changed(self, _old: QWidget | None, _now: QWidget | None) -> None:
        self._pointer = QCursor.pos()

    def _grow_texts(self) -> None:
        """Let the texts of the enlarged card grow as far as its room has grown."""
        if self._enlarged is not None:
            usual = self._enlarged.usual_size
            growth = min(self.width() / usual.width(), self.height() / usual.height())
            self._enlarged.card.grow_texts(min(max(growth, 1.0), MOST_GROWTH))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        card = self._card_at(place)
        if card is None or not card.has_title_at(card.mapFrom(self, place)):
            super().mouseDoubleClickEvent(event)
        elif not self.bring_back():
            self.enlarge(card)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if (card := self.enlarged) is not None:
            if event.type() == QEvent.Type.LayoutRequest and card.isHidden():
                self.bring_back()  # it was hidden, by its key perhaps; the others are not
            elif event.type() in (QEvent.Type.FontChange, QEvent.Type.Resize):
                self._grow_texts()
        return done


def _card_of(widget: QWidget | None) -> Card | None:
    """Return the card that a widget stands in, or is."""
    while widget is not None and not isinstance(widget, Card):
        widget = widget.parentWidget()
    return widget


def _focus_in(card: Card) -> QWidget | None:
    focus = QApplication.focusWidget()
    return focus if focus is not None and card.isAncestorOf(focus) else None


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
        is_hidden = self._card.isHidden()
        place = entered.indexOf(self._stand_in)
        left.replaceWidget(left.indexOf(self._card), self._stand_in)
        entered.insertWidget(place, self._card)
        for widget in (self._stand_in, self._card):
            widget.setVisible(not is_hidden)
        for splitter in (left, entered):
            splitter.share()
