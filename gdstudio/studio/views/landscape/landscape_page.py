"""The workspace Landscape: the loss surface large, seen from above, in slices, and walked on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.card import MARGIN, Card
from gdstudio.studio.views.common.layouts import in_column
from gdstudio.studio.views.common.reaching_scroll import PanelScroll
from gdstudio.studio.views.common.share_splitter import ShareSplitter, Tabs
from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.views.drawing.answer_bars import AnswerBars
from gdstudio.studio.views.landscape.curvature_line import CurvatureLine
from gdstudio.studio.views.landscape.honesty_view import HonestyView
from gdstudio.studio.views.landscape.landscape_panel import LandscapePanel
from gdstudio.studio.views.landscape.slice_view import SliceView
from gdstudio.studio.views.landscape.walk_bar import WalkBar
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.surface.scaled_surface import ScaledSurface

_ONE_LINE: Final = 540  # pixels; in a narrower card the row for walking takes two
_LEAST_MAP: Final = 300


class LandscapePage(SplitPage):
    """Lays out the cards; the views themselves are made elsewhere and handed in."""

    def __init__(
        self,
        panel: LandscapePanel,
        surface: ScaledSurface,
        walk_bar: WalkBar,
        contour: ContourView,
        bars: AnswerBars,
        slices: SliceView,
        curvature: CurvatureLine,
        honesty: HonestyView,
    ) -> None:
        super().__init__()
        vertical, horizontal = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
        for view, size in ((surface, (280, 140)), (contour, (200, 140)), (slices, (300, 160))):
            sized(view, minimumSize=size)  # six cards have to share 720 rows of pixels
        sized(honesty, minimumWidth=160)
        walked, settings = QWidget(), QWidget()
        in_column((surface, 1), walk_bar, of=walked, spacing=4)
        beside = (0, 0, 6, 0)  # between the fields and a scroll bar
        in_column((panel, 1), curvature, of=settings, spacing=8, margins=beside)
        self._picture_card = Card("", walked)
        above = Card(self.tr("The same from above"), contour)
        sliced = Card(self.tr("A slice"), slices)
        true = Card(self.tr("How true is the picture?"), honesty)
        answer = Card(self.tr("Answer to the drawing"), bars)
        chosen = Card(self.tr("Picture"), PanelScroll(settings))
        self.parts = {
            "surface": self._picture_card,
            "map": above,
            "slice": sliced,
            "true": true,
            "answer": answer,
            "settings": chosen,
        }
        picture = self.tr(
            "The cost as a height over a plane of all parameters. Where the network has left the "
            "picture, an arrow of one length shows in which direction."
        )
        for card, about in (
            (self._picture_card, picture),
            (above, self.tr("Lines join networks of equal cost.")),
            (sliced, self.tr("The cost along a line or a curve through the parameters.")),
            (true, self.tr("How much of the path the plane holds, and how wrong its costs are.")),
            (answer, self.tr("What the network shown answers to the digit on the canvas.")),
            (chosen, self.tr("Which plane is shown, how finely, and what lies on it.")),
        ):
            card.explain(about)
        self.set_picture_title("")
        pictures = ShareSplitter(
            "landscape-pictures",
            horizontal,
            (self._picture_card, above),
            _picture_sizes,
            tabs=Tabs.LAST,
        )
        below = ShareSplitter(
            "landscape-below",
            horizontal,
            (sliced, true, answer),
            _below_sizes,
            tabs=Tabs.LAST,
        )
        rows = ShareSplitter("landscape-rows", vertical, (pictures, below), _row_sizes)
        columns = ShareSplitter(
            "landscape-columns", horizontal, (chosen, rows), _column_sizes, heir=1
        )
        self._show(columns, (pictures, below, rows), settings=chosen)

    def set_picture_title(self, plane: str) -> None:
        """Name the plane that the picture shows, whatever is being asked for; "" for no picture."""
        text = self.tr("The cost of all parameters, in one plane")
        named = self.tr("The cost in the plane “{0}”")
        self._picture_card.set_title(named.format(plane) if plane else text)


def _picture_sizes(room: int) -> list[int]:
    # The row for walking stands in one line below the surface if the map can do with what is left.
    surface = max(round(0.56 * room), min(_ONE_LINE, room - _LEAST_MAP))
    return [surface, room - surface]


def _below_sizes(room: int) -> list[int]:
    answer = round(min(260, max(189, 0.18 * room)))
    slices = round(0.54 * (room - answer - 2 * MARGIN))
    return [slices, room - answer - slices, answer]


def _row_sizes(room: int) -> list[int]:
    return [room // 2, room - room // 2]


def _column_sizes(room: int) -> list[int]:
    panel = round(min(340, max(286, 0.19 * room)))
    return [panel, room - panel]
