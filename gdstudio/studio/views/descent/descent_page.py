"""The workspace Descent: settings beside curve or surface, the step in words and the cost below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.reaching_scroll import PanelScroll
from gdstudio.studio.views.common.share_splitter import ShareSplitter, Tabs, in_shares
from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.views.descent.curve_view import CurveView
from gdstudio.studio.views.descent.descent_panel import DescentPanel
from gdstudio.studio.views.descent.narration_view import NarrationView
from gdstudio.studio.views.descent.race_panel import RacePanel
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.plane.cost_curves import CostCurves
from gdstudio.studio.views.surface.scaled_surface import ScaledSurface

# Whatever the widths of its cards in some font: not in 1280 pixels with type at 150 %, in 900 yes.
_UNFOLDED_FROM: Final = 870


class DescentPage(SplitPage):
    """Lays out the cards; the views themselves are made elsewhere and handed in."""

    def __init__(
        self,
        panel: DescentPanel,
        curve: CurveView,
        surface: ScaledSurface,
        contour: ContourView,
        narration: NarrationView,
        curves: CostCurves,
        race: RacePanel,
        race_switch: QWidget,
    ) -> None:
        super().__init__()
        vertical, horizontal = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
        sized(surface, minimumSize=(280, 160))
        self.curve_card = Card(self.tr("A cost of one input"), curve)
        self.surface_card = Card(self.tr("The cost as a surface"), surface)
        self.contour_card = Card(self.tr("The same from above"), contour)
        self.narration_card = Card(self.tr("The next step in numbers"), narration)
        self.curves_card = Card(self.tr("Cost against step"), curves)
        self.race_card = Card(self.tr("Race"), race, race_switch)
        self.panel_card = Card(self.tr("Settings"), PanelScroll(panel))
        self.parts = {
            "curve": self.curve_card,
            "surface": self.surface_card,
            "map": self.contour_card,
            "numbers": self.narration_card,
            "curves": self.curves_card,
            "race": self.race_card,
            "settings": self.panel_card,
        }
        self._explain_cards()
        cards = self.surface_card, self.contour_card
        wider = in_shares(0.56)  # the map is square, the surface is wide
        pair = ShareSplitter("descent-pair", horizontal, cards, wider, tabs=Tabs.LAST)
        self._pictures = QStackedWidget()
        self._pictures.addWidget(
            ShareSplitter("descent-one", horizontal, (self.curve_card,), in_shares())
        )
        self._pictures.addWidget(pair)
        below = ShareSplitter(
            "descent-below",
            horizontal,
            (self.narration_card, self.curves_card, self.race_card),
            in_shares(0.34, 0.32),
            tabs=Tabs.FIRST,
        )
        rows = ShareSplitter("descent-rows", vertical, (self._pictures, below), _rows)
        columns = ShareSplitter(
            "descent-columns", horizontal, (self.panel_card, rows), _columns, heir=1
        )
        self._show(
            columns,
            (pair, below, rows),
            settings=self.panel_card,
            unfolded_from=_UNFOLDED_FROM,
        )

    def _explain_cards(self) -> None:
        arrows = self.tr(
            "Arrows show −∇C, the way down, and ∇C: half as long as the longest where the "
            "gradient is a typical one of the picture, shorter where it is smaller."
        )
        for card, about in (
            (self.curve_card, self.tr("A cost over its one input, its slope and the next step.")),
            (self.surface_card, self.tr("A cost as a height over its two inputs.") + f" {arrows}"),
            (self.contour_card, self.tr("Lines join places of equal cost.") + f" {arrows}"),
            (self.narration_card, self.tr("The arithmetic of the next step, number by number.")),
            (self.curves_card, self.tr("The cost after each step of every method.")),
            (self.race_card, self.tr("Several methods from one start, and where each has come.")),
            (self.panel_card, self.tr("The cost, the method, and what the pictures show.")),
        ):
            card.explain(about)

    def set_dimension(self, dimension: int) -> None:
        """Show the curve of one input, or surface and map of two."""
        self._pictures.setCurrentIndex(dimension - 1)
        self.race_card.set_wanted(dimension == 2)


def _rows(room: int) -> list[int]:
    below = round(min(340, 0.4 * room))  # words and figures need no more
    return [room - below, below]


def _columns(room: int) -> list[int]:
    panel = round(min(360, max(290, 0.2 * room)))
    return [panel, room - panel]
