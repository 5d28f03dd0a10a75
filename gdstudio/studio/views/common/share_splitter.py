"""Splitters that share their room as proposed until a handle is moved, and pages made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gdstudio.studio.preferences import Preferences
from gdstudio.studio.text_size import sized, text_scale
from gdstudio.studio.views.common.card import MARGIN, Card
from gdstudio.studio.views.common.layouts import in_row


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


class SplitPage(QWidget):
    """Base of the workspaces: a subclass makes its splitters and hands them to `_show`."""

    def __init__(self) -> None:
        super().__init__()
        self._splitters: tuple[ShareSplitter, ...] = ()

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

    def _show(self, outermost: ShareSplitter, inner: Sequence[ShareSplitter]) -> None:
        """Fill the workspace with a splitter that holds the others."""
        self._splitters = (outermost, *inner)
        in_row(outermost, of=self, margins=(MARGIN, MARGIN, MARGIN, MARGIN))


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
