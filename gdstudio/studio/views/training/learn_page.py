"""The workspace Learn: drawing, cost, weights and settings, all live at once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.share_splitter import ShareSplitter, Tabs, in_shares
from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.views.training.training_panel import TrainingPanel
from gdstudio.studio.views.weights.weights_view import WeightsView

# Pixels; in a window narrower than this the outer columns take no more than they must.
_NARROW: Final = 1000
_LEAST_DRAWING: Final = 276
_LEAST_SETTINGS: Final = 256
_THREE_COLUMNS: Final = 1200  # in a narrower page the settings fold


class LearnPage(SplitPage):
    """Lays out the cards; the views themselves are made elsewhere and handed in."""

    def __init__(
        self,
        drawing: Card,
        cost: CostPlot,
        surface: SurfaceView,
        weights: WeightsView,
        settings: TrainingPanel,
    ) -> None:
        super().__init__()
        self.drawing_card = drawing
        self.cost_card = Card(self.tr("Cost and accuracy"), cost)
        self.weights_card = Card(self.tr("First-layer weights"), weights)
        self.settings_card = Card(self.tr("Settings"), settings)
        self.network_place = QWidget()  # filled when somebody wants to see it
        self.network_card = Card(self.tr("Network"), self.network_place)
        self.surface_card = Card(self.tr("Where it stands on its loss surface"), surface)
        for card, about in (
            (
                self.cost_card,
                self.tr("How wrong and how often right the network is, step by step."),
            ),
            (self.weights_card, self.tr("What each neuron of the first layer looks for.")),
            (self.settings_card, self.tr("The network, and how it learns from the next Reset on.")),
            (self.network_card, self.tr("Its neurons and connections; a click opens a neuron.")),
            (self.surface_card, self.tr("The cost around the network; drag the ball to walk.")),
        ):
            card.explain(about)
        self.parts = {
            "drawing": self.drawing_card,
            "cost": self.cost_card,
            "weights": self.weights_card,
            "surface": self.surface_card,
            "network": self.network_card,
            "settings": self.settings_card,
        }
        vertical, horizontal = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
        below = (self.weights_card, self.surface_card, self.network_card)
        self.below = ShareSplitter(
            "below", horizontal, below, in_shares(1 / 3, 1 / 3), tabs=Tabs.LAST
        )
        cards = (self.cost_card, self.below)
        self.middle = ShareSplitter("middle", vertical, cards, in_shares(0.48))
        columns = (self.drawing_card, self.middle, self.settings_card)
        self.columns = ShareSplitter("columns", horizontal, columns, _column_sizes, heir=1)
        self.network_card.set_wanted(False)
        sized(self.drawing_card, minimumSize=(_LEAST_DRAWING, 0))
        sized(self.cost_card, minimumSize=(300, 220))
        self._show(
            self.columns,
            (self.below, self.middle),
            settings=self.settings_card,
            unfolded_from=_THREE_COLUMNS,
        )


def drawing_width(width: int) -> int:
    """Return how much of the room the drawing takes: the same wherever it stands."""
    return round(min(460, max(290, 0.235 * width)))


def _column_sizes(width: int) -> list[int]:
    if width < _NARROW:
        return [_LEAST_DRAWING, width - _LEAST_DRAWING - _LEAST_SETTINGS, _LEAST_SETTINGS]
    drawing = drawing_width(width)
    settings = round(min(340, max(298, 0.18 * width)))
    return [drawing, width - drawing - settings, settings]
