"""The workspace Learn: drawing, cost, weights and settings, all live at once."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from gdstudio.studio.settings import Settings
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.card import MARGIN, Card
from gdstudio.studio.views.cost_plot import CostPlot
from gdstudio.studio.views.drawing_panel import DrawingPanel
from gdstudio.studio.views.training_panel import TrainingPanel
from gdstudio.studio.views.weights_view import WeightsView


class LearnWorkspace(QWidget):
    """Lays out the cards; the views themselves are made elsewhere and handed in."""

    def __init__(
        self, drawing: DrawingPanel, cost: CostPlot, weights: WeightsView, settings: TrainingPanel
    ) -> None:
        super().__init__()
        self.drawing_card = Card(self.tr("Draw a digit"), drawing)
        self.cost_card = Card(self.tr("Cost and accuracy"), cost)
        self.weights_card = Card(self.tr("What the first hidden layer looks for"), weights)
        self.settings_card = Card(self.tr("Settings"), settings)
        self._middle = self._splitter(
            "middle", Qt.Orientation.Vertical, self.cost_card, self.weights_card
        )
        self._columns = self._splitter(
            "columns",
            Qt.Orientation.Horizontal,
            self.drawing_card,
            self._middle,
            self.settings_card,
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(self._columns)
        self._arranged_by_user = False
        for splitter in (self._middle, self._columns):
            splitter.splitterMoved.connect(self._on_splitter_moved)

    def reset_layout(self) -> None:
        """Give every card its share of the room."""
        self._arranged_by_user = False
        width, height = self.width(), self.height()
        drawing = round(min(460, max(290, 0.235 * width)))
        settings = round(min(340, max(284, 0.18 * width)))
        self._columns.setSizes([drawing, width - drawing - settings, settings])
        self._middle.setSizes([round(0.54 * height), round(0.46 * height)])

    def save_layout(self, settings: Settings) -> None:
        """Keep the sizes of the cards, if the user has chosen them."""
        if not self._arranged_by_user:
            return
        for splitter in (self._middle, self._columns):
            settings.set_layout_state(splitter.objectName(), splitter.saveState())

    def restore_layout(self, settings: Settings) -> None:
        """Take up the kept sizes, if there are any that can be used."""
        for splitter in (self._middle, self._columns):
            state = settings.layout_state(splitter.objectName())
            if isinstance(state, QByteArray) and splitter.restoreState(state):
                self._arranged_by_user = True

    def set_theme(self, theme: Theme) -> None:
        """Colour every card."""
        for card in (self.drawing_card, self.cost_card, self.weights_card, self.settings_card):
            card.set_theme(theme)

    @Slot()
    def _on_splitter_moved(self) -> None:
        self._arranged_by_user = True

    @staticmethod
    def _splitter(name: str, orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
        splitter = QSplitter(orientation)
        splitter.setObjectName(name)
        splitter.setHandleWidth(MARGIN)
        splitter.setChildrenCollapsible(False)
        for widget in widgets:
            splitter.addWidget(widget)
        return splitter

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new room, unless the user has."""
        super().resizeEvent(event)
        if not self._arranged_by_user:
            self.reset_layout()
