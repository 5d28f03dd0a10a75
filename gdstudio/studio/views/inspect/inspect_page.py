"""The workspace Inspect: the drawing at the left, what goes on inside the network at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.pictures.figure import Figure
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.answer_veil import AnswerVeil
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.layouts import STRETCH, action_button, in_column, in_row
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.common.share_splitter import ShareSplitter, Tabs
from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.views.inside.network_page import NetworkPage
from gdstudio.studio.views.training.learn_page import drawing_width

PAGES = (
    "network", "activations", "backprop", "nudges", "health", "weights", "smooth", "shifts",
    "mistakes",
)  # fmt: skip
_TELL_NO_ANSWER: Final = ("health", "weights")

_LEAST_PX: Final = 390  # at 100 %: so high is what can be read of a layer, a matrix, a table
_LEAST_WIDTH_PX: Final = 655  # so wide is the widest page, which may not have been made yet


class _Pages(QStackedWidget):
    """Asks for the height of the page shown, and for the width of the widest.

    Attributes:
        is_alone: Whether nothing stands beside it: then it may be as low as the page shown can be.
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_alone = False
        self.currentChanged.connect(self._on_current_changed)

    @Slot(int)
    def _on_current_changed(self, _index: int) -> None:
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        width = max(super().minimumSizeHint().width(), px(_LEAST_WIDTH_PX))
        needed = 0 if page is None else page.minimumSizeHint().height()
        return QSize(width, needed if self.is_alone else max(needed, px(_LEAST_PX)))


class InspectPage(SplitPage):
    """Lays out the pages, beside a place for the card of the drawing.

    Attributes:
        columns: Drawing and pages.
        drawing_place: Stands where the card of the drawing belongs.

    Signals:
        page_changed(str): Another page is shown, one of `PAGES`.
    """

    page_changed = Signal(str)

    def __init__(
        self,
        network: NetworkPage,
        make: Callable[[str], object],
        next_mistake: QAction,
    ) -> None:
        """Show the first page.

        Args:
            network: The first page.
            make: Called with the name of one of the others before it is shown for the first time;
                puts it in its place (`put`).
            next_mistake: What the button beside the title does.
        """
        super().__init__()
        self._make, self._figures = make, {PAGES[0]: network.figure}
        self._stack = _Pages()
        self._stack.addWidget(network)
        self._places = {name: QWidget() for name in PAGES[1:]}  # of pages that are not there
        for place in self._places.values():
            self._stack.addWidget(place)
        texts = (
            (self.tr("Network"), self.tr("Neurons and connections, and what the digit does there")),
            (self.tr("Activations"), self.tr("What each layer makes of the digit")),
            (self.tr("Backprop"), self.tr("One step of backpropagation, number by number")),
            (self.tr("Nudges"), self.tr("What the gradient asks of every weight, ranked")),
            (self.tr("Health"), self.tr("How well each layer learns")),
            (self.tr("Weights"), self.tr("Every weight and bias of every layer")),
            (self.tr("Slopes"), self.tr("Why neurons have a smooth slope")),
            (
                self.tr("Shifts"),
                self.tr("Why shifts matter: what a digit that stands elsewhere does"),
            ),
            (self.tr("Mistakes"), self.tr("The test digits that are answered wrong")),
        )
        segments = [(key, *words) for key, words in zip(PAGES, texts, strict=True)]
        self._switch = SegmentedSwitch(self.tr("Page"), segments)
        button = self._next = action_button(next_mistake)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        body = QWidget()
        self._row = in_row(self._switch, STRETCH)
        column = in_column(self._row, (self._stack, 1), of=body, spacing=6)
        self._veil, self._hides = AnswerVeil(self._stack, column), False
        self._card = Card(self.tr("Inside the network"), body, button)
        self._card.explain(
            self.tr("What layers make of a digit, what shifts do, what is mistaken.")
        )
        self.drawing_place = QWidget()
        self.parts = {"drawing": self.drawing_place, "pages": self._card}
        cards = (self.drawing_place, self._card)
        self.columns = ShareSplitter(
            "inspect-columns",
            Qt.Orientation.Horizontal,
            cards,
            _column_sizes,
            heir=1,
            tabs=Tabs.LAST,
            front=1,
        )
        self._show(self.columns, ())
        self._switch.chosen.connect(self._on_switch_chosen)

    def page(self) -> str:
        """Return which page is shown."""
        return PAGES[self._stack.currentIndex()]

    def figure(self) -> Figure | None:
        """Return what the page shows that is shown; None for nothing."""
        if self._veil.is_down:
            return None
        return self._figures[self.page()]()

    def enlarge(self, *parts: QWidget) -> None:
        """Let parts fill the page; the pages then ask for no more height than they need.

        Alone, they have their switch in the place of the title.
        """
        self._stack.is_alone = self._card in parts
        super().enlarge(*parts)
        if self.filling == (self._card,):
            self._next.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            self._card.set_heading(self._switch)

    def bring_back(self) -> bool:
        """Let all cards share the page again; return whether one card had it."""
        self._stack.is_alone = False
        if self.filling == (self._card,):
            self._card.set_heading(None)
            self._row.insertWidget(0, self._switch)
            self._next.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return super().bring_back()

    def put(self, name: str, page: QWidget, figure: Callable[[], Figure | None]) -> None:
        """Put a page in its place, not in sight; `figure` returns what it shows."""
        self._figures[name], place = figure, self._places.pop(name)
        self._stack.insertWidget(PAGES.index(name), page)
        self._stack.removeWidget(place)
        place.setParent(None)
        place.deleteLater()
        if self._filling is not None:
            self._filling.grow_texts(self)  # also those of this page

    def set_page(self, page: str) -> None:
        """Show a page; nothing is emitted."""
        self._switch.set_choice(page)
        self._turn_to(page)

    def set_answer_hidden(self, hidden: bool) -> None:
        """Hide all pages that tell what the network answers, or show them again."""
        self._hides = hidden
        self._turn_to(self.page())

    def _turn_to(self, page: str) -> None:
        if page in self._places:
            self._make(page)
        self._stack.setCurrentIndex(PAGES.index(page))
        self._veil.set_down(self._hides and page not in _TELL_NO_ANSWER)

    @Slot(str)
    def _on_switch_chosen(self, page: str) -> None:
        self._turn_to(page)
        self.page_changed.emit(page)


def _column_sizes(width: int) -> list[int]:
    return [drawing_width(width), width - drawing_width(width)]
