"""The workspace Inspect: the drawing at the left, what goes on inside the network at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QToolButton, QWidget

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.layouts import in_row
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.common.share_splitter import ShareSplitter, Tabs
from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.views.inspect.activations_page import ActivationsPage
from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
from gdstudio.studio.views.inspect.shifts_page import ShiftsPage
from gdstudio.studio.views.training.learn_page import drawing_width

PAGES = ("activations", "shifts", "mistakes")


class InspectPage(SplitPage):
    """Lays out the pages, beside a place for the card of the drawing.

    Attributes:
        columns: Drawing and pages.
        drawing_place: Stands where the card of the drawing belongs.

    Signals:
        page_changed(str): Another page is shown: "activations", "shifts" or "mistakes".
    """

    page_changed = Signal(str)

    def __init__(
        self,
        activations: ActivationsPage,
        shifts: ShiftsPage,
        mistakes: MistakesPage,
        next_mistake: QAction,
    ) -> None:
        super().__init__()
        self._pages = (activations, shifts, mistakes)
        self._stack = QStackedWidget()
        for page in self._pages:
            self._stack.addWidget(page)
        texts = (
            (self.tr("Activations"), self.tr("What each layer makes of the digit")),
            (self.tr("Why shifts matter"), self.tr("What a digit that stands elsewhere does")),
            (self.tr("Mistakes"), self.tr("The test digits that are answered wrong")),
        )
        segments = [(key, *words) for key, words in zip(PAGES, texts, strict=True)]
        self._switch = SegmentedSwitch(self.tr("Page"), segments)
        button = QToolButton()
        button.setDefaultAction(next_mistake)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        controls = QWidget()
        in_row(button, self._switch, of=controls, spacing=12)
        self._card = Card(self.tr("Inside the network"), self._stack, controls)
        self._card.explain(
            self.tr("What layers make of a digit, what shifts do, what is mistaken.")
        )
        self.drawing_place = QWidget()
        cards = (self.drawing_place, self._card)
        self.columns = ShareSplitter(
            "inspect-columns",
            Qt.Orientation.Horizontal,
            cards,
            _column_sizes,
            tabs=Tabs.LAST,
            front=1,
        )
        self._show(self.columns, ())
        self._switch.chosen.connect(self._on_switch_chosen)

    def page(self) -> str:
        """Return which page is shown."""
        return PAGES[self._stack.currentIndex()]

    def set_page(self, page: str) -> None:
        """Show a page; nothing is emitted."""
        self._switch.set_choice(page)
        self._stack.setCurrentIndex(PAGES.index(page))

    @Slot(str)
    def _on_switch_chosen(self, page: str) -> None:
        self._stack.setCurrentIndex(PAGES.index(page))
        self.page_changed.emit(page)


def _column_sizes(width: int) -> list[int]:
    return [drawing_width(width), width - drawing_width(width)]
