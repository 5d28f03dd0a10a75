"""The workspace Learn: drawing, cost, weights and settings, all live at once."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
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
        self.reset_layout()

    def reset_layout(self) -> None:
        """Give every card its share of the room."""
        self.drawing_card.show()
        self.settings_card.show()
        width, height = max(self.width(), 1264), max(self.height(), 600)
        side = round(min(420, max(272, 0.22 * width)))
        settings = round(min(330, max(252, 0.2 * width)))
        self._columns.setSizes([side, width - side - settings, settings])
        self._columns.setStretchFactor(1, 1)
        self._middle.setSizes([round(0.54 * height), round(0.46 * height)])

    def save_layout(self, settings: Settings) -> None:
        """Keep the sizes of the cards."""
        for splitter in (self._middle, self._columns):
            settings.set_layout_state(splitter.objectName(), splitter.saveState())

    def restore_layout(self, settings: Settings) -> None:
        """Take up the kept sizes, if there are any that can be used."""
        for splitter in (self._middle, self._columns):
            state = settings.layout_state(splitter.objectName())
            if isinstance(state, QByteArray) and not splitter.restoreState(state):
                self.reset_layout()
                return

    def set_theme(self, theme: Theme) -> None:
        """Colour every card."""
        for card in (self.drawing_card, self.cost_card, self.weights_card, self.settings_card):
            card.set_theme(theme)

    @staticmethod
    def _splitter(name: str, orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
        splitter = QSplitter(orientation)
        splitter.setObjectName(name)
        splitter.setHandleWidth(MARGIN)
        splitter.setChildrenCollapsible(False)
        for widget in widgets:
            splitter.addWidget(widget)
        return splitter
