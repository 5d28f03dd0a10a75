"""The settings of a page, folded to a strip at its edge where there is no room for them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QToolButton, QWidget

from gdstudio.studio.icons import icon
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.card import MARGIN, Card
from gdstudio.studio.views.common.layouts import called
from gdstudio.studio.views.common.painted_widget import FollowsLook, paint_focus_ring
from gdstudio.studio.views.common.share_splitter import ShareSplitter

STRIP: Final = 28  # pixels at 100 %
_ICON: Final = 16
_RADIUS: Final = 8
_USUAL: Final = 300  # pixels at 100 %: the card over the page


class FoldStrip(FollowsLook, QAbstractButton):
    """A strip at the edge of a page, with the title of the card that it stands for."""

    def __init__(self, title: str, *, is_right: bool) -> None:
        super().__init__()
        self._is_right = is_right
        self.setText(title)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click opens the card, which has it
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        sized(self, fixedWidth=STRIP)
        self.follow_look()

    def sizeHint(self) -> QSize:
        return QSize(px(STRIP), self._needed())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _needed(self) -> int:
        font = self.font()
        font.setBold(True)
        words = self.fontMetrics().horizontalAdvance(self.text()) * 5 // 4
        return words + px(_ICON + 5 * MARGIN)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, room = self.theme, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.raised if self.underMouse() else theme.base))
        painter.drawRoundedRect(room, _RADIUS, _RADIUS)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), _RADIUS)
        side = px(_ICON)
        name = "chevron-left" if self._is_right else "chevron-right"
        icon(name, theme).paint(painter, (self.width() - side) // 2, px(MARGIN), side, side)
        font = self.font()
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        words = QRect(0, 0, self.height() - side - 3 * px(MARGIN), self.width())
        if self._is_right:  # reads downwards, else upwards
            painter.translate(self.width(), side + 2 * px(MARGIN))
            painter.rotate(90)
            at = Qt.AlignmentFlag.AlignLeft
        else:
            painter.translate(0, self.height() - px(MARGIN))
            painter.rotate(-90)
            at = Qt.AlignmentFlag.AlignRight
        painter.drawText(words, at | Qt.AlignmentFlag.AlignVCenter, self.text())


class _Shade(QWidget):
    """Lies between a page and the card over it: a click on the page closes the card."""

    pressed = Signal()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit()


class _FoldButton(FollowsLook, QToolButton):
    """The small button at the title of the card."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setObjectName("fold")
        sized(self, iconSize=(_ICON, _ICON))
        self.follow_look()

    def look_changed(self) -> None:
        self.setIcon(icon(self._name, self.theme))


class SettingsFold(QObject):
    """Folds a card to a strip, and lets the strip open it over the page.

    It folds by itself where the page says that there is no room, and goes back by itself; what a
    person has folded stays folded.

    Attributes:
        card: The settings.
        strip: Stands for them while they are folded.
        is_folded: Whether the strip stands in the card's place.

    Signals:
        shown_changed: The card has come into sight, or has gone.
    """

    shown_changed = Signal()

    def __init__(self, card: Card, home: ShareSplitter, page: QWidget) -> None:
        """Leave the card where it is.

        Args:
            card: At an edge of its splitter.
            home: That splitter.
            page: Over which the card is opened.
        """
        super().__init__(page)
        self.card, self._home, self._page = card, home, page
        self._is_right = home.indexOf(card) > 0
        self._is_by_hand, self._has_room = False, True
        self._is_lent = False  # to fill the page
        self.is_folded = self._is_open = False
        self._before: QWidget | None = None  # had the focus when the card was opened
        self._keys = ""
        self._shade = _Shade(page)
        self._shade.hide()
        self._shade.pressed.connect(self.close_card)
        self.strip = FoldStrip(card.title, is_right=self._is_right)
        self.strip.setParent(page)
        self.strip.hide()
        self.strip.clicked.connect(self.toggle)
        self._button = _FoldButton("chevron-right" if self._is_right else "chevron-left")
        self._button.clicked.connect(self.toggle)
        card.add_control(self._button)
        self._say()

    @property
    def is_shown(self) -> bool:
        """Whether the card is in sight, in its place or over the page."""
        return self._is_open or not self.is_folded

    @property
    def is_open(self) -> bool:
        """Whether the card lies over the page."""
        return self._is_open

    @property
    def is_by_hand(self) -> bool:
        """Whether a person wants it folded, even if there is room."""
        return self._is_by_hand

    def set_by_hand(self, folded: bool) -> None:
        """Fold the card as a person wants it, or only where there is no room for it."""
        self._is_by_hand = folded
        self._apply()

    def set_room(self, has_room: bool) -> None:
        """Tell whether the page has room for the card in its place."""
        if has_room != self._has_room:
            self._has_room = has_room
            self._apply()

    def lend(self, is_lent: bool) -> None:
        """Let the card stand in its place, to fill the page from there, or fold it as before."""
        self._is_lent = is_lent
        self._apply()

    def set_keys(self, keys: str) -> None:
        """Name, in the tips, the keys that fold and open the card."""
        self._keys = f" ({keys})" if keys else ""
        self._say()

    @Slot()
    def toggle(self) -> None:
        """Fold the card; or open it, in its place if there is room, else over the page."""
        if self._is_open:
            self.close_card()
        elif not self.is_folded:
            self.set_by_hand(True)
        elif self._has_room:
            had_focus = self.strip.hasFocus()
            self.set_by_hand(False)
            if had_focus:
                self._focus_first()
        else:
            self._open()

    def show_card(self) -> None:
        """See to it that the card is in sight."""
        if not self.is_shown:
            self.toggle()

    @Slot()
    def close_card(self) -> bool:
        """Put the card over the page away; return whether there was one."""
        if not self._is_open:
            return False
        had_focus = self._has_focus()
        self._is_open = False
        self.card.hide()
        self._shade.hide()
        if had_focus:
            before = self._before
            back = before if before is not None and before.isVisible() else self.strip
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self._say()
        self.shown_changed.emit()
        return True

    def place_card(self) -> None:
        """Let the card over the page stand at the edge of what is seen of the page."""
        if not self._is_open:
            return
        page, above = self._page, self._page.parentWidget()
        seen = page.rect()
        if above is not None:
            seen = seen.intersected(above.rect().translated(-page.pos()))
        self._shade.setGeometry(page.rect())
        edge = px(MARGIN)
        room = seen.adjusted(edge, edge, -edge, -edge)
        width = min(max(px(_USUAL), self.card.least_size().width()), room.width())
        strip = px(STRIP + MARGIN) if room.width() >= width + px(STRIP + MARGIN) else 0
        x = room.right() + 1 - strip - width if self._is_right else room.left() + strip
        self.card.setGeometry(x, room.top(), width, room.height())

    def _open(self) -> None:
        self._before = QApplication.focusWidget()
        self._is_open = True
        self.place_card()
        for one in (self._shade, self.card):
            one.show()
            one.raise_()
        self._focus_first()
        self._say()
        self.shown_changed.emit()

    def _apply(self) -> None:
        folded = not self._is_lent and (self._is_by_hand or not self._has_room)
        if folded == self.is_folded:
            return
        had_focus = self._has_focus()
        self._is_open = False
        self.is_folded = folded
        self._shade.hide()
        home, shares = self._home, self._home.shares()
        gone, come = (self.card, self.strip) if folded else (self.strip, self.card)
        home.replaceWidget(home.indexOf(gone), come)
        gone.setParent(self._page)
        gone.hide()
        come.show()
        home.set_shares(shares)
        if folded and had_focus:
            self.strip.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self._say()
        self.shown_changed.emit()

    def _focus_first(self) -> None:
        held = self.card.findChildren(QWidget)
        takes = Qt.FocusPolicy.TabFocus.value
        for one in held:
            if one.focusPolicy().value & takes and one.isVisibleTo(self.card) and one.isEnabled():
                one.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.card.isAncestorOf(focus)

    def _say(self) -> None:
        title = self.card.title
        close = self.tr("Put away (Escape){0}") if self._is_open else self.tr("Fold to a strip{0}")
        called(self._button, f"{self.tr('Fold')}: {title}", close.format(self._keys))
        over = self.tr("Open over the page{0}") if not self._has_room else self.tr("Unfold{0}")
        called(self.strip, title, over.format(self._keys))
