"""What the gradient asks of every weight, ranked; and what one step in one of them would do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.inside.nudges import Nudge
from gdstudio.inside.places import WeightPlace
from gdstudio.jobs.nudges_job import NudgesFound, NudgesOverTime
from gdstudio.jobs.weight_slice import WeightSlice
from gdstudio.learning.network import Network
from gdstudio.numerals import numeral, whole
from gdstudio.pictures.charts import LineChart
from gdstudio.pictures.figure import Figure
from gdstudio.studio.text_size import px
from gdstudio.studio.views.charts.chart_view import ChartView
from gdstudio.studio.views.common.labels import FittingLabel, WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row, label
from gdstudio.studio.views.common.progress_row import ProgressRow
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.common.settings_form import ChoiceBox
from gdstudio.studio.views.inside.batch_words import batch_tip, batch_words
from gdstudio.studio.views.inside.inside_figures import nudges_figure
from gdstudio.studio.views.inside.nudges_charts import (
    slice_chart,
    slice_words,
    time_chart,
    time_words,
)
from gdstudio.studio.views.inside.number_table import EMPTY, NumberTable, Rows
from gdstudio.studio.views.inside.target_chooser import TargetChooser

ALL_LAYERS: Final = 0
_NO_CHART: Final = LineChart("", "", "", ())


class NudgesPage(QWidget):
    """The ranked list at the left, a weight or the past at the right.

    Attributes:
        over: What is asked: the digit, a mini-batch or all training digits.
        layers: Whose nudges are listed.
        target: The class taken for the right one of the digit.
        table: The list.
        views: What the right side shows.
        chart, times: The cost along a weight, and nudges over time.
        slice_said: What a step in one weight gains.
        progress: How far a computation is.

    Signals:
        view_changed(): The right side is to show something else.
        weight_chosen(int): The user wants this weight looked at: its place in the vector.
    """

    view_changed = Signal()
    weight_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._found: NudgesFound | None = None
        self._network: Network | None = None
        self._weight: WeightPlace | None = None
        self._over = ""  # what the list is of
        self._is_own_answer = False
        self._make_controls()
        self.table = NumberTable(self.tr("Nudges, the largest first"), follows_mark=False)
        self.chart = called(ChartView(_NO_CHART), self.tr("The cost along a weight"))
        self.times = called(ChartView(_NO_CHART), self.tr("The largest nudges over time"))
        self._note = WrappedText("muted")
        self._said = FittingLabel()
        self._said.setObjectName("muted")
        self.slice_said, self._times_said = WrappedText(lines=3), WrappedText("muted", lines=2)
        self._reason = WrappedText("muted")
        self._reason.hide()
        self.progress = ProgressRow(self._said, words_above=True)
        self._lay_out()
        self._connect()

    @property
    def found(self) -> NudgesFound | None:
        """What is listed; None for nothing."""
        return self._found

    def layer(self) -> int | None:
        """Return whose nudges are wanted; None for all layers."""
        layer: int = self.layers.shown_value()
        return layer or None

    def set_layers(self, count: int) -> None:
        """Offer so many layers."""
        chosen = self.layers.shown_value()
        names = [(k, self.tr("layer {0}").format(k)) for k in range(1, count + 1)]
        self.layers.offer([(ALL_LAYERS, self.tr("all layers")), *names])
        self.layers.show_value(chosen if chosen <= count else ALL_LAYERS)

    def set_found(self, found: NudgesFound, over: str, *, is_own_answer: bool) -> None:
        """List nudges.

        Args:
            found: The nudges.
            over: What was asked: "digit", "batch" or "all".
            is_own_answer: Whether nobody says which class of a digit is right, so that the network
                is asked for what it answers.
        """
        self._found, self._network = found, found.subject.make_network()
        self._over, self._is_own_answer = over, is_own_answer
        self._reason.hide()
        self._body.show()
        self._said.set_forms(self._summaries(found))
        self._said.setToolTip(batch_tip(found.batch))
        self._show_note()
        self._show_rows()

    def set_weight(self, weight: WeightPlace | None) -> None:
        """Mark a weight in the list."""
        self._weight = weight
        self._show_rows()

    def set_slice(self, found: WeightSlice | None) -> None:
        """Show the cost along a weight; None for none."""
        self.chart.setVisible(found is not None)
        hint = self.tr("Click a row: what a step in this weight alone would gain.")
        self.slice_said.set_text(hint if found is None else slice_words(found))
        if found is not None:
            self.chart.set_chart(slice_chart(found))

    def set_times(self, found: NudgesOverTime | None, asked: int = 0) -> None:
        """Show nudges over time, asked of so many digits; None where there is no past."""
        self.times.setVisible(found is not None)
        none = self.tr("No earlier moments of this network are kept: it has no past here.")
        self._times_said.set_text(none if found is None else time_words(found, asked))
        if found is not None:
            self.times.set_chart(time_chart(found))

    def clear(self) -> None:
        """Show nothing of a network that is no longer there."""
        self._found = None
        self._show_note()
        self._said.set_forms(("",))
        self._times_said.set_text("")
        self.times.hide()
        self._show_rows()
        self.set_slice(None)

    def set_reason(self, reason: str) -> None:
        """Say why there is nothing to list."""
        self._found = None
        self._reason.set_text(reason)
        self._reason.show()
        self._body.hide()

    def figure(self) -> Figure | None:
        """Return the list with the chart beside it; None for nothing."""
        if self._found is None:
            return None
        view = self.chart if self._stack.currentIndex() == 0 else self.times
        chart = view.chart if not view.isHidden() else None
        return nudges_figure(self._found, chart if isinstance(chart, LineChart) else None)

    def reason(self) -> str:
        """Return why nothing is shown; "" if something is."""
        return "" if self._reason.isHidden() else self._reason.text()

    def summary(self) -> str:
        """Return what is said of the whole list."""
        return self._said.text()

    def note(self) -> str:
        """Return why the list is not what it seems; "" for nothing."""
        return "" if self._note.isHidden() else self._note.text()

    def _make_controls(self) -> None:
        self.over = SegmentedSwitch(
            self.tr("What is asked"),
            (
                ("digit", self.tr("This digit"), self.tr("The digit on the canvas")),
                ("batch", self.tr("Mini-batch"), self.tr("Those of the next update of the run")),
                ("all", self.tr("All digits"), self.tr("All digits it learns from")),
            ),
        )
        which = self.tr("Whose nudges are listed")
        self.target = TargetChooser()
        self.layers = called(ChoiceBox([(ALL_LAYERS, self.tr("all layers"))]), which, which)
        self.views = SegmentedSwitch(
            self.tr("What is shown beside the list"),
            (
                ("slice", self.tr("Along the weight"), self.tr("The cost while it alone moves")),
                ("time", self.tr("Over time"), self.tr("The 20 largest, followed back")),
            ),
        )

    def _summaries(self, found: NudgesFound) -> tuple[str, ...]:
        """Return what the list is, the longest wording first."""
        n = len(found.digits)
        over = self.tr("{0} training digits").format(whole(n))
        if found.batch is not None:
            where = batch_words(found.batch)[-1]
            over = self.tr("the mini-batch ({0})").format(where)
        elif n == 1:
            over = self.tr("this digit")
        count, median = whole(len(found.ranked)), numeral(found.ranked.median, 3)
        short = self.tr("{0} nudges of {1}").format(count, over)
        text = self.tr("{0}, median {1} of those that are not 0")
        return text.format(short, median), f"{short}, {self.tr('median')} {median}", short

    def _show_note(self) -> None:
        """Say of what the list is while another is made, and why it asks for little."""
        found, over = self._found, self.over.choice()
        is_old = found is not None and over != self._over
        text = ""
        if is_old:
            before, now = self.over.button(self._over).text(), self.over.button(over).text()
            text = self.tr("Not yet: {0}. What stands here is still: {1}.").format(now, before)
        elif found is not None and self._is_own_answer and found.ranked.ask_little:
            text = self.tr(
                "The network is sure of its own answer, so as a target it asks for next to "
                "nothing: choose another class, or All digits."
            )
        self._note.set_text(text)
        self._note.setVisible(bool(text))
        self.table.set_pale(is_old)
        self.table.setAccessibleDescription(text)

    def _show_rows(self) -> None:
        found = self._found
        if found is None:
            self.table.set_rows(EMPTY)
            return
        marked, weight = -1, self._weight
        if weight is not None:
            at = (found.ranked.indices == weight.index).nonzero()[0]
            marked = int(at[0]) if len(at) else -1
        name, nudge = self.tr("weight or bias"), self.tr("nudge")
        titles = ("#", name, nudge, self.tr("× median"))
        self.table.set_rows(Rows(titles, len(found.ranked), self._cells, marked, frozenset({1})))

    def _cells(self, row: int) -> tuple[str, ...]:
        nudge = self._nudge(row)
        way = "↑" if nudge.value > 0 else "↓" if nudge.value < 0 else ""
        value, times = numeral(nudge.value, 4), numeral(nudge.times_median, 3)
        return whole(nudge.rank), nudge.name, f"{way} {value}", times

    def _nudge(self, row: int) -> Nudge:
        assert self._found is not None
        assert self._network is not None
        return next(self._found.ranked.named(self._network, range(row + 1, row + 2)))

    def _lay_out(self) -> None:
        layers = label("muted", self.tr("of"))
        layers.setBuddy(self.layers)
        controls = in_row(self.over, layers, self.layers, STRETCH, self.views, spacing=8)
        slices, times = QWidget(), QWidget()
        in_column((self.chart, 1), self.slice_said, of=slices, spacing=4)
        in_column((self.times, 1), self._times_said, of=times, spacing=4)
        self._stack = QStackedWidget()
        for view in (slices, times):
            self._stack.addWidget(view)
        left = in_column(self.progress, (self.table, 1), spacing=4)
        self._body = QWidget()
        in_row((left, 1), (self._stack, 1), of=self._body, spacing=16)
        top = Qt.AlignmentFlag.AlignTop
        below = in_column((self._reason, 0, top), (self._body, 1), spacing=8)
        in_column(controls, self.target, self._note, (below, 1), of=self, spacing=8)
        self._show_note()
        self.set_slice(None)
        self.times.hide()

    def _connect(self) -> None:
        self.views.chosen.connect(self._on_views_chosen)
        self.over.chosen.connect(self._show_over)
        self.table.row_chosen.connect(self._on_table_row_chosen)

    @Slot()
    def _show_over(self) -> None:
        """Ask for a target only where there is one for the whole list."""
        self.target.setVisible(self.over.choice() == "digit")
        self._show_note()

    @Slot(str)
    def _on_views_chosen(self, view: str) -> None:
        self._stack.setCurrentIndex(("slice", "time").index(view))
        self.view_changed.emit()

    @Slot(int)
    def _on_table_row_chosen(self, row: int) -> None:
        if self._found is not None:
            self.weight_chosen.emit(int(self._found.ranked.indices[row]))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(480), px(250)))
