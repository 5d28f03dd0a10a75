"""The workspace Experiments: choose and set, see it live, read what came out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.pictures.figure import Figure
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.charts.chart_board import ChartBoard
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.common.layouts import in_column
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.common.share_splitter import ShareSplitter
from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.views.experiments.experiment_panel import ExperimentPanel
from gdstudio.studio.views.experiments.findings_view import FindingsView
from gdstudio.studio.views.experiments.noise_bar import NoiseBar
from gdstudio.studio.views.experiments.paper_view import PaperView
from gdstudio.studio.views.experiments.way_bar import WayBar


class ExperimentsPage(SplitPage):
    """Lays out the views, which are made elsewhere and handed in; takes dropped folders.

    Signals:
        folder_dropped(object): The Path of a folder, perhaps of a saved experiment.
    """

    folder_dropped = Signal(object)

    def __init__(
        self,
        panel: ExperimentPanel,
        board: ChartBoard,
        findings: FindingsView,
        paper: PaperView,
        way_bar: WayBar,
        noise_bar: NoiseBar,
    ) -> None:
        super().__init__()
        self._findings, self._paper = findings, paper
        self._pages = QStackedWidget()
        self._pages.addWidget(paper)
        self._pages.addWidget(findings)
        sized(self._pages, minimumHeight=80)
        self.switch = SegmentedSwitch(
            self.tr("What to read"),
            (
                ("paper", self.tr("The paper"), self.tr("What it did, and what differs")),
                ("findings", self.tr("Findings"), self.tr("What was measured here")),
            ),
        )
        self.switch.chosen.connect(self._on_switch_chosen)
        self._read = Card("", self._pages, self.switch)
        self._read.explain(self.tr("What the paper found, or what came out here beside it."))
        sized(board, minimumHeight=220)
        charts = QWidget()
        in_column(way_bar, noise_bar, (board, 1), of=charts, spacing=4)
        rows = ShareSplitter(
            "experiments-rows", Qt.Orientation.Vertical, (charts, self._read), _row_sizes
        )
        chosen = Card(self.tr("Experiment"), panel)
        chosen.explain(self.tr("Which experiment is made, and with which settings."))
        sized(chosen, minimumHeight=440)  # all fields can be read, the first ones at one glance
        self.parts = {"charts": charts, "words": self._read, "settings": chosen}
        columns = ShareSplitter(
            "experiments-columns",
            Qt.Orientation.Horizontal,
            (chosen, rows),
            _column_sizes,
            heir=1,
        )
        self._show(columns, (rows,), settings=chosen)
        self.setAcceptDrops(True)
        self.show_page("paper")

    def show_page(self, page: str) -> None:
        """Show "paper" or "findings" below the charts."""
        self.switch.set_choice(page)
        self._on_switch_chosen(page)

    def figure(self) -> Figure | None:
        """Return what is read below the charts: the paper, or what came out."""
        is_findings = self._pages.currentWidget() is self._findings
        return self._findings.figure() if is_findings else self._paper.figure()

    @Slot(str)
    def _on_switch_chosen(self, page: str) -> None:
        is_findings = page == "findings"
        self._pages.setCurrentWidget(self._findings if is_findings else self._paper)
        self._read.set_title(self.tr("What came out") if is_findings else self.tr("The paper"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _folder(event.mimeData()) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        folder = _folder(event.mimeData())
        if folder is not None:
            event.acceptProposedAction()
            # Opening may show a dialog; the drag must be over before.
            QTimer.singleShot(0, self, lambda: self.folder_dropped.emit(folder))


def _folder(dragged: QMimeData) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].is_dir() else None


def _row_sizes(room: int) -> list[int]:
    below = round(min(300, max(150, 0.29 * room)))
    return [room - below, below]


def _column_sizes(room: int) -> list[int]:
    panel = round(min(340, max(280, 0.18 * room)))
    return [panel, room - panel]
