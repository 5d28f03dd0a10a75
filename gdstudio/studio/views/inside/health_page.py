"""How well each layer learns: one sentence, a row a layer, histograms, and the past."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.inside.diagnosis import all_well
from gdstudio.jobs.health_job import HealthOverTime, NetworkHealth
from gdstudio.numerals import percent, whole
from gdstudio.pictures.charts import Chart, HistogramChart, LineChart
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.charts import charts_figure
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.charts.chart_view import ChartView
from gdstudio.studio.views.common.labels import FittingLabel, WrappedText
from gdstudio.studio.views.common.layouts import called, in_column, in_row, label
from gdstudio.studio.views.common.progress_row import ProgressRow
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.inside.health_charts import (
    activations_chart,
    health_rows,
    time_charts,
    weights_chart,
)
from gdstudio.studio.views.inside.number_table import EMPTY, NumberTable

_TABLE_PX: Final = 104
_NO_LINES: Final = LineChart("", "", "", ())
_NO_HISTOGRAM: Final = HistogramChart("", "", "", ())


class TitledChart(QWidget):
    """A chart below its title."""

    def __init__(self, name: str, chart: Chart) -> None:
        super().__init__()
        self._title, self.view = label("cardTitle"), called(ChartView(chart), name)
        self._title.setWordWrap(True)
        in_column(self._title, (self.view, 1), of=self, spacing=2)
        self.view.hide()

    def clear(self) -> None:
        """Show nothing."""
        self._title.setText("")
        self.view.hide()

    def set_chart(self, chart: Chart, *, is_live: bool) -> None:
        """Show a chart; one that is live is going to change."""
        self._title.setText(chart.title)
        self.view.set_chart(chart, is_live=is_live)
        self.view.show()


class HealthPage(QWidget):
    """Shows the layers that have weights.

    Attributes:
        table: A row a layer.
        views: Histograms of one layer, or all layers over time.
        weights, activations: The histograms.
        times: Gradient, update and idle units over time.
        progress: How far the past is.

    Signals:
        view_changed(): The user wants histograms, or the past.
    """

    view_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: NetworkHealth | None = None
        self._chosen = 0
        self._is_live = False
        self.table = NumberTable(self.tr("Layers"))
        self._sentence, self._facts = WrappedText(lines=1), FittingLabel()
        self._facts.setObjectName("muted")
        self._none = WrappedText("muted")
        self.weights = TitledChart(self.tr("Histogram of the weights"), _NO_HISTOGRAM)
        self.activations = TitledChart(self.tr("Histogram of activations"), _NO_HISTOGRAM)
        names = (
            self.tr("Gradients over time"),
            self.tr("Updates over time"),
            self.tr("Idle units over time"),
        )
        self.times = tuple(TitledChart(name, _NO_LINES) for name in names)
        self.views = SegmentedSwitch(
            self.tr("What is shown below"),
            (
                ("now", self.tr("Histograms"), self.tr("Weights and activations of one layer")),
                ("time", self.tr("Over time"), self.tr("All layers at moments of the run")),
            ),
        )
        self.progress = ProgressRow(self._facts, words_above=True)
        self._lay_out()
        self.views.chosen.connect(self._on_views_chosen)
        self.table.row_chosen.connect(self._on_table_row_chosen)

    @property
    def found(self) -> NetworkHealth | None:
        """What is shown; None before the first."""
        return self._found

    def set_health(self, found: NetworkHealth, *, is_live: bool) -> None:
        """Show the layers of a network; one that is live is going to move."""
        self._found, self._is_live = found, is_live
        self._chosen = min(self._chosen, len(found.layers) - 1)
        well = all_well(found.layers, found.accuracy)
        self._sentence.set_name("" if found.sentence is None else "warning")
        self._sentence.set_text(well if found.sentence is None else found.sentence)
        step, right = whole(found.subject.step), percent(found.accuracy, 1)
        text = self.tr("Step {0}: {1} of {2} test digits right.")
        short = text.format(step, right, whole(found.asked))
        idle = self.tr("Idle: saturated or inactive, with next to no slope.")
        usual = self.tr("An update is usually a thousandth of its weight.")
        self._facts.set_forms((f"{short} {idle} {usual}", f"{short} {idle}", short))
        self._show_layer()

    def tell_waiting(self) -> None:
        """Say that the layers are being looked at, unless there is something to see meanwhile."""
        if self._found is None:
            self._facts.set_forms((self.tr("The layers are being looked at…"),))

    def clear(self) -> None:
        """Show nothing of a network that is no longer there."""
        self._found = None
        self._sentence.set_text("")
        self._facts.set_forms(("",))
        self.table.set_rows(EMPTY)
        for chart in (self.weights, self.activations, *self.times):
            chart.clear()
        self._none.hide()

    def set_times(self, found: HealthOverTime | None) -> None:
        """Show the layers over time; None where there is no past."""
        for chart in self.times:
            chart.setVisible(found is not None)
        self._none.setVisible(found is None)
        if found is not None:
            for view, made in zip(self.times, time_charts(found), strict=True):
                view.set_chart(made, is_live=self._is_live)

    def figure(self) -> Figure | None:
        """Return the charts shown; None before the first."""
        shown = (self.weights, self.activations) if self.views.choice() == "now" else self.times
        charts = [one.view.chart for one in shown if not one.view.isHidden()]
        if self._found is None or not charts:
            return None
        return charts_figure("health", self.tr("How well each layer learns"), charts)

    def sentence(self) -> str:
        """Return what is wrong, or that nothing is."""
        return self._sentence.text()

    def _lay_out(self) -> None:
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        none = self.tr("No earlier moments of this network are kept: it has no past here.")
        self._none.set_text(none)
        sized(self.table, fixedHeight=_TABLE_PX)
        now, past = QWidget(), QWidget()
        in_row((self.weights, 1), (self.activations, 1), of=now, spacing=12)
        charts = in_row(*((chart, 1) for chart in self.times), spacing=12)
        in_column(self._none, (charts, 1), of=past, spacing=4)
        self._stack = QStackedWidget()
        for view in (now, past):
            self._stack.addWidget(view)
        head = in_row((self._sentence, 1), self.views, spacing=8)
        in_column(head, self.progress, self.table, (self._stack, 1), of=self, spacing=6)
        self._none.hide()

    def _show_layer(self) -> None:
        found = self._found
        if found is None:
            return
        layer = found.layers[self._chosen]
        self.table.set_rows(health_rows(found, self._chosen))
        self.weights.set_chart(weights_chart(layer), is_live=self._is_live)
        self.activations.set_chart(activations_chart(layer, found.asked), is_live=self._is_live)

    @Slot(str)
    def _on_views_chosen(self, view: str) -> None:
        self._stack.setCurrentIndex(("now", "time").index(view))
        self.view_changed.emit()

    @Slot(int)
    def _on_table_row_chosen(self, row: int) -> None:
        self._chosen = row
        self._show_layer()

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(420), px(300)))
