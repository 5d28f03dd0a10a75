"""Has the digits of the data in use counted, and shows their numbers."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot

from gdstudio.jobs.data_summary import DataSummary, summarize
from gdstudio.numerals import whole
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.state.drawing_model import Digit, DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.views.data.data_charts import averages_wall, brightness_chart, counts_chart
from gdstudio.studio.views.data.data_page import DataPage
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy

QUIET_S: Final = 0.3  # what is over in a blink needs no bar


class SummaryController(QObject):
    """Owns what the data in use are made of; lives in the GUI thread.

    Attributes:
        summary: Of the data in use; None until they are counted.
    """

    def __init__(
        self,
        runs: RunModel,
        drawing: DrawingModel,
        page: DataPage,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._drawing, self._page = runs, drawing, page
        self.summary: DataSummary | None = None
        self._label: int | None = None
        policy = Policy(quiet_s=QUIET_S)
        self._counting = BackgroundJob(self, self._make, policy, in_sight=False)
        self._counting.made.connect(self._on_counting_made)
        self._counting.progress_changed.connect(page.progress.set_progress)
        self._counting.failed.connect(messages.report)
        page.progress.cancel_requested.connect(self._counting.cancel)
        page.averages.picture_chosen.connect(self._on_averages_picture_chosen)
        runs.data_changed.connect(self._on_runs_data_changed)

    def set_in_sight(self, in_sight: bool) -> None:
        """Count only while somebody looks."""
        self._counting.set_in_sight(in_sight)
        if in_sight:
            self._counting.request()

    def set_label(self, label: int | None) -> None:
        """Show what one class is made of; None: all."""
        self._label = label
        self._show()

    def _make(self) -> MakeItems | None:
        data = self._runs.data
        is_known = self.summary is not None and self.summary.data is data
        return None if data is None or is_known else partial(summarize, data)

    def _show(self) -> None:
        summary, page = self.summary, self._page
        page.counts.set_chart(counts_chart(summary, self._label))
        page.averages.set_chart(averages_wall(summary, self._label))
        page.brightness.set_chart(brightness_chart(summary, self._label))
        page.total.set_text("" if summary is None else self._total(summary))

    def _total(self, summary: DataSummary) -> str:
        if self._label is None:
            text = self.tr("{0} training digits, {1} test digits")
            return text.format(whole(len(summary.data.train)), whole(len(summary.data.test)))
        counts = (int(part.counts[self._label]) for part in (summary.train, summary.test))
        text = self.tr("{0}: {1} training, {2} test")
        return text.format(class_name(self._label), *map(whole, counts))

    @Slot(object)
    def _on_counting_made(self, summary: DataSummary) -> None:
        self.summary = summary
        self._show()

    @Slot()
    def _on_runs_data_changed(self) -> None:
        self._counting.forget()
        self.summary = self._label = None
        self._show()
        self._counting.request(at_once=True)

    @Slot(object)
    def _on_averages_picture_chosen(self, _pixels: object) -> None:
        """Put the average digit on the canvas, labelled with its class."""
        chosen = self._page.averages.chosen
        label = chosen if self._label is None else self._label
        if self.summary is None or chosen is None or label is None:
            return
        pixels = averages_wall(self.summary, self._label).pictures[chosen]
        caption = self.tr("the average of class {0}").format(class_name(label))
        self._drawing.put(Digit(pixels, label, caption, self.tr("average digit")))
