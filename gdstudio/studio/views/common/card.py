"""A framed panel with a small title: the unit of which workspaces are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QFont, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QFrame, QTabBar, QWidget
from shiboken6 import isValid

from gdstudio.studio.style import renew_font
from gdstudio.studio.views.common.figure_actions import FigureActions
from gdstudio.studio.views.common.layouts import called, in_column, in_row, label

MARGIN = 8


class CardTabs(QTabBar):
    """Stands in the place of a card's title: the titles of cards of which one is shown.

    A double click is one on the card's title.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cardTabs")
        self.setDrawBase(False)
        self.setExpanding(False)
        tip = self.tr(
            "Choose which of these cards is shown; there is no room for them side by side"
        )
        called(self, self.tr("Cards at this place"), tip)

    def show_titles(self, titles: Sequence[str], current: int) -> None:
        """Show these titles, one of them as that of the card that is shown; nothing is emitted."""
        with QSignalBlocker(self):
            while self.count() > len(titles):
                self.removeTab(self.count() - 1)
            for k, title in enumerate(titles):
                if k == self.count():
                    self.addTab(title)
                elif title != self.tabText(k):
                    self.setTabText(k, title)
            self.setCurrentIndex(current)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()


_SIZE_CHOSEN: Final = 2  # in what a font is said to have of its own, `QFont::SizeResolved`


class Card(QFrame):
    """Shows one widget under a title, with room for small controls at the title's right.

    Attributes:
        body: The widget shown.
        is_wanted: Whether it is to be seen where there is room for it; see `set_wanted`.
        figures: What can be taken away from it; only a picture of it as it is seen, unless its
            figure is offered.
    """

    def __init__(self, title: str, body: QWidget, *controls: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.body = body
        self.is_wanted, self._is_behind = True, False
        self._tabs: CardTabs | None = None  # made when they are needed first
        self._choose: Callable[[int], None] | None = None
        self._usual_fonts: list[tuple[QWidget, QFont]] = []  # while its texts are grown
        self._title = label("cardTitle", title)
        self._heading: QWidget | None = None
        self.explain("")
        self.figures = FigureActions(self)
        self.figures.name_card(title)
        self.figures.wanted.connect(self._on_figures_wanted)
        title_part = (self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        self._header = in_row(title_part, *controls, self.figures.button, spacing=MARGIN)
        margins = (MARGIN + 2, MARGIN, MARGIN + 2, MARGIN)
        in_column(self._header, (body, 1), of=self, spacing=6, margins=margins)

    @property
    def title(self) -> str:
        """What it is called; "" if its body says so."""
        return self._title.text()

    @property
    def is_behind(self) -> bool:
        """Whether another card is shown in its place."""
        return self._is_behind

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self.figures.name_card(title)
        self._ask_for_layout()

    def set_heading(self, heading: QWidget | None) -> None:
        """Let a widget stand where the title does; None: the title, and who lent it takes it."""
        if self._heading is not None:
            self._header.removeWidget(self._heading)
        self._heading = heading
        self._title.setVisible(heading is None)
        if heading is not None:
            self._header.insertWidget(0, heading, 1, Qt.AlignmentFlag.AlignLeft)

    def add_control(self, control: QWidget) -> None:
        """Put one more control at the title's right."""
        self._header.insertWidget(self._header.count() - 1, control)

    @Slot(bool)
    def set_wanted(self, wanted: bool) -> None:
        """Show it, unless it is behind another card, or leave its room to others."""
        self.is_wanted = wanted
        self._show_or_hide()
        self._ask_for_layout()

    def set_behind(self, behind: bool) -> None:
        """Hide it behind another card, or let it be seen again if it is wanted."""
        if behind != self._is_behind:
            self._is_behind = behind
            self._show_or_hide()

    def set_tabs(
        self, titles: Sequence[str], current: int = 0, choose: Callable[[int], None] | None = None
    ) -> None:
        """Show titles of cards in the place of its own, or its own if there are none.

        Args:
            titles: Of all cards at this place.
            current: Which is this card's.
            choose: Is told which card shall be shown instead.
        """
        if not titles and self._tabs is None:
            return
        if self._tabs is None:
            self._tabs = CardTabs()
            self._tabs.currentChanged.connect(self._on_tabs_current_changed)
            self._header.insertWidget(0, self._tabs, 1)
        self._choose = choose
        self._tabs.show_titles(titles, current)
        self._tabs.setVisible(bool(titles))
        self._title.setVisible(not titles)
        self._header.invalidate()  # a hidden card does not ask for it

    def take_tab_focus(self) -> None:
        """Let the keys go to the titles, from those of another card."""
        if self._tabs is not None:
            self._tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_tab_focus(self) -> bool:
        """Return whether the keys go to the titles."""
        return self._tabs is not None and self._tabs.hasFocus()

    def least_size(self) -> QSize:
        """Return the size it needs under its own title, whatever stands there now."""
        least = self.minimumSizeHint().expandedTo(self.minimumSize())
        if self._tabs is None or self._tabs.isHidden():
            return least
        title = self._title.minimumSizeHint().width() - self._tabs.minimumSizeHint().width()
        header = self._header.minimumSize().width() + title
        layout = self.layout()
        assert layout is not None
        body = layout.itemAt(1)
        assert body is not None
        sides = layout.contentsMargins()
        width = max(header, body.minimumSize().width()) + sides.left() + sides.right()
        width += 2 * self.frameWidth()
        return QSize(max(width, self.minimumWidth()), least.height())

    @Slot()
    def _on_figures_wanted(self) -> None:
        if not self.figures.is_offered:
            QGuiApplication.clipboard().setPixmap(self.grab())

    @Slot(int)
    def _on_tabs_current_changed(self, index: int) -> None:
        if self._choose is not None and index >= 0:
            self._choose(index)

    def _show_or_hide(self) -> None:
        self.setVisible(self.is_wanted and not self._is_behind)

    def _ask_for_layout(self) -> None:
        """Let who lays it out look at it again: a hidden widget does not ask by itself."""
        if (parent := self.parentWidget()) is not None:
            QCoreApplication.postEvent(parent, QEvent(QEvent.Type.LayoutRequest))

    def explain(self, about: str) -> None:
        """Say in one sentence what the card is, in the tip of its title and to screen readers."""
        enlarges = self.tr("Double click: fill the page, or go back (Ctrl+E)")
        self._title.setToolTip(f"{about}\n{enlarges}".strip())
        self.setAccessibleDescription(about)

    def has_title_at(self, place: QPoint) -> bool:
        """Return whether a place in the card belongs to its title, not to what it shows."""
        return 0 <= place.y() < self.body.geometry().top()

    def grow_texts(self, factor: float) -> None:
        """Show all texts in the card larger, or smaller, by a factor; 1 for their usual size.

        They must have that while another text size is put on.
        """
        if factor == 1 and not self._usual_fonts:
            return
        there = [(widget, font) for widget, font in self._usual_fonts if isValid(widget)]
        for widget, font in there:  # whose parent has its own again
            if not font.resolveMask() & _SIZE_CHOSEN:
                widget.setFont(font)
        for widget, font in reversed(there):  # who set a part's font sets it anew
            if font.resolveMask() & _SIZE_CHOSEN:
                widget.setFont(font)
        self._usual_fonts = []
        parts = self.findChildren(QWidget)
        for widget in parts:  # their least widths, too
            renew_font(widget)
        if factor != 1:
            self._usual_fonts = [(widget, QFont(widget.font())) for widget in parts]
        for widget, font in self._usual_fonts:  # a style sheet keeps fonts from being inherited
            grown = QFont(font)
            grown.setPointSizeF(font.pointSizeF() * factor)
            widget.setFont(grown)

    def hasHeightForWidth(self) -> bool:
        """Take the room there is, also where it fills the page: its texts ask for no more."""
        return False


def card_of(widget: QWidget | None) -> Card | None:
    """Return the card that a widget stands in, or is."""
    while widget is not None and not isinstance(widget, Card):
        widget = widget.parentWidget()
    return widget


def figures_at(widget: QWidget | None) -> FigureActions | None:
    """Return what can be taken away where a widget stands: of the innermost frame with a figure."""
    while widget is not None:
        figures = getattr(widget, "figures", None)
        if isinstance(figures, FigureActions) and figures.is_offered:
            return figures
        widget = widget.parentWidget()
    return None
