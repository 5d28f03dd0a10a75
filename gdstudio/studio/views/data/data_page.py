"""The workspace Data: the digits at the left; their split, numbers and settings at the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.studio.text_size import sized
from gdstudio.studio.views.charts.chart_view import ChartView, PictureWallView
from gdstudio.studio.views.common.card import MARGIN, Card
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import in_column
from gdstudio.studio.views.common.progress_row import ProgressRow
from gdstudio.studio.views.common.share_splitter import ShareSplitter, Tabs
from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.views.data.data_charts import averages_wall, brightness_chart, counts_chart
from gdstudio.studio.views.data.digits_panel import DigitsPanel
from gdstudio.studio.views.data.settings_view import SettingsView
from gdstudio.studio.views.data.split_view import SplitView

_SPLIT: Final = 120  # pixels: a sentence of two lines, the strip, a line of words


class DataPage(SplitPage):
    """Lays out the cards, and makes their views.

    Attributes:
        digits: The digits themselves.
        split: How they are split.
        counts: Digits of each class.
        averages: The average digit of each class.
        brightness: Pixels by brightness.
        progress: How far the counting is, below the counts.
        settings: What the settings of the run make of the digits.
    """

    def __init__(self) -> None:
        super().__init__()
        self.digits, self.split, self.settings = DigitsPanel(), SplitView(), SettingsView()
        self.counts = ChartView(counts_chart(None))
        self.averages = PictureWallView(averages_wall(None))
        self.brightness = ChartView(brightness_chart(None))
        self.total = WrappedText("muted", lines=1)
        self.progress = ProgressRow(self.total)
        counted = QWidget()
        in_column((self.counts, 1), self.progress, of=counted, spacing=2)
        for view in (self.counts, self.averages, self.brightness):
            sized(view, minimumSize=(170, 110))
            view.enlarge_requested.connect(self._on_view_enlarge_requested)
        self._lay_out(counted)

    def _lay_out(self, counted: QWidget) -> None:
        vertical, horizontal = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
        digits = Card(self.tr("The digits"), self.digits)
        split = Card(self.tr("The split"), self.split)
        counts = Card(self.tr("Digits by class"), counted)
        averages = Card(self.tr("Average digit"), self.averages)
        brightness = Card(self.tr("Brightness"), self.brightness)
        settings = Card(self.tr("What the settings do"), self.settings)
        self.parts = {
            "digits": digits,
            "split": split,
            "counts": counts,
            "averages": averages,
            "brightness": brightness,
            "settings": settings,
        }
        for card, about in (
            (digits, self.tr("All pictures with their labels, in the order of their index.")),
            (split, self.tr("Which digits are learned from, held out, left out or only asked.")),
            (counts, self.tr("How many digits there are of each class, training beside test.")),
            (averages, self.tr("The mean of all digits of a class, pixel by pixel.")),
            (brightness, self.tr("How many pixels are background, grey or full ink.")),
            (settings, self.tr("The digits as the run sees them, with its seed.")),
        ):
            card.explain(about)
        numbers = ShareSplitter(
            "data-numbers",
            horizontal,
            (counts, averages, brightness),
            _number_sizes,
            tabs=Tabs.FIRST,
        )
        rows = ShareSplitter("data-rows", vertical, (split, numbers, settings), _row_sizes)
        columns = ShareSplitter("data-columns", horizontal, (digits, rows), _column_sizes)
        self._show(columns, (numbers, rows))

    @Slot()
    def _on_view_enlarge_requested(self) -> None:
        self.enlarge_or_bring_back()


def _number_sizes(room: int) -> list[int]:
    third = (room - 2 * MARGIN) // 3
    return [third, third, room - 2 * third]


def _row_sizes(room: int) -> list[int]:
    rest = room - _SPLIT
    return [_SPLIT, round(0.52 * rest), rest - round(0.52 * rest)]


def _column_sizes(room: int) -> list[int]:
    digits = round(0.4 * room)
    return [digits, room - digits]
