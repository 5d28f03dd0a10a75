"""The live plot of cost and accuracy over a run, with earlier runs behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio import numerals
from gdstudio.learning.history import History
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.spans import Span
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.run import RunFigures
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import current_theme
from gdstudio.studio.translation import told_all
from gdstudio.studio.views.common.layouts import in_column
from gdstudio.studio.views.cost_plot.canvas import CostCanvas
from gdstudio.studio.views.cost_plot.curves import Curve, Unit, run_colour
from gdstudio.studio.views.cost_plot.footer import CostFooter
from gdstudio.studio.views.cost_plot.legend import CostLegend


@dataclass(frozen=True, slots=True)
class Readout:
    """The values at one step.

    Attributes:
        step: The step, the last of its bucket.
        values: The value of every curve, NaN where there is none.
    """

    step: int
    values: dict[Curve, float]


def read_out(history: History, step: float) -> Readout:
    """Return what is nearest to `step`; infinity asks for the newest values."""
    curve, table = history.curve(), history.evaluations()
    values = dict.fromkeys(Curve, math.nan)
    nearest = history.last_step
    if len(curve):
        i = _nearest(curve.steps, step)
        nearest = int(curve.steps[i])
        values[Curve.BATCH] = float(curve.mean[i])
        values[Curve.SMOOTHED] = float(curve.smoothed[i])
    if len(table):
        i = _nearest(table.steps, step)
        for kind in Curve:
            if kind.is_evaluated:
                values[kind] = float(getattr(table, kind.value)[i])
    return Readout(nearest if math.isfinite(step) else history.last_step, values)


def _nearest(steps: NDArray[np.int64], step: float) -> int:
    after = min(int(np.searchsorted(steps, step)), len(steps) - 1)
    before = max(after - 1, 0)
    return before if abs(steps[before] - step) < abs(steps[after] - step) else after


_LONGEST_TITLE: Final = 110  # pixels of a run's title beside what is read of it
_TEXT_INTERVAL_MS: Final = 250  # faster figures cannot be read


class CostPlot(QWidget):
    """Mini-batch cost, its smoothed course, and cost and accuracy of evaluations.

    The histories belong to others; call `refresh` when data were appended to the present one.

    Attributes:
        footer: The row below; its `runs` asks to forget the earlier runs.

    Signals:
        run_visibility_changed(int, bool): The user showed or hid an earlier run, and sees it.
    """

    run_visibility_changed = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self._hovered_x: float | None = None
        self._moment: RunFigures | None = None
        self._titles: dict[int, str] = {}
        self._legend, self._canvas, self.footer = CostLegend(), CostCanvas(), CostFooter()
        in_column(self._legend, (self._canvas, 1), self.footer, of=self, spacing=2)
        self._text_age, self._text_timer = QElapsedTimer(), QTimer(self, singleShot=True)
        self._canvas.setAccessibleName(self.tr("Cost and accuracy over the run"))
        self.addAction(self.footer.view_all)
        self._connect()
        self.set_history(None)

    @property
    def readout(self) -> Readout | None:
        """The figures under the mouse, of the moment shown, or the newest; None without a run."""
        history, x = self._canvas.history, self._hovered_x
        if history is None:
            return None
        if x is not None:
            return read_out(history, self._canvas.unit.step_at(history, x))
        if self._moment is None:
            return read_out(history, math.inf)
        return replace(read_out(history, self._moment.step), step=self._moment.step)

    def set_moment(self, figures: RunFigures | None) -> None:
        """Show that the window shows the network of a moment, with its figures; None for now."""
        self._moment = figures
        self._canvas.set_moment(None if figures is None else figures.step)
        self._show_figures()

    def set_history(self, history: History | None) -> None:
        """Show this run as the present one; it is kept, not copied."""
        self._canvas.set_history(history)
        self._show_marks()
        self._show_figures()

    @Slot()
    def refresh(self) -> None:
        """Show what was appended to the history of the present run."""
        self._canvas.refresh()
        self._show_marks()
        if not self._text_age.isValid() or self._text_age.hasExpired(_TEXT_INTERVAL_MS):
            self._show_figures()
        elif not self._text_timer.isActive():
            self._text_timer.start(_TEXT_INTERVAL_MS)

    def set_runs(self, runs: Sequence[tuple[int, str, History, bool]]) -> None:
        """Offer these earlier runs for comparison: number, title, history, visible."""
        self._titles = {run_id: title for run_id, title, _, _ in runs}
        self._canvas.set_earlier([(run_id, history, on) for run_id, _, history, on in runs])
        self.footer.runs.set_runs([(run_id, title, on) for run_id, title, _, on in runs])

    def set_log(self, log: bool) -> None:
        """Put costs on a logarithmic or a linear axis."""
        self.footer.set_log(log)
        self._on_footer_log_toggled(log)

    def save_view(self, settings: Preferences) -> None:
        """Keep how accuracies are shown."""
        zoom = self._canvas.zoom
        ends = None if zoom is None else (zoom.low, zoom.high)
        settings.accuracy_axis = self._canvas.is_logit, ends

    def restore_view(self, settings: Preferences) -> None:
        """Show accuracies as they were kept."""
        is_logit, ends = settings.accuracy_axis
        self.footer.logit.setChecked(is_logit)
        self._canvas.set_zoom(None if ends is None else Span(*ends))

    @property
    def is_log(self) -> bool:
        """True if costs are on a logarithmic axis."""
        return self._canvas.is_log

    def figure(self, name: str, unit: str) -> Figure | None:
        """Return the curves that are shown of the present run, called so, and of earlier ones.

        Costs are in a unit, "" for none. None while there is no run.
        """
        from gdstudio.jobs.cost_figure import CostRun, cost_figure  # when it is taken away

        canvas = self._canvas
        if canvas.history is None or canvas.history.is_empty:
            return None
        earlier = [(self._titles[run_id], history) for run_id, _, history in canvas.seen_earlier()]
        runs = [
            CostRun.of(title, history, canvas.unit.positions)
            for title, history in ((name, canvas.history), *earlier)
        ]
        shown = [curve.value for curve in Curve if canvas.shows(curve)]
        low, high = canvas.spans[0].low, canvas.spans[0].high
        return cost_figure(
            runs,
            self.footer.unit_name(canvas.unit),
            shown,
            log=canvas.is_log,
            unit=unit,
            x_range=(low, high),
            tell=told_all,
        )

    def _connect(self) -> None:
        self._text_timer.timeout.connect(self._show_figures)
        for entry in self._legend.entries.values():
            entry.curve_toggled.connect(self._canvas.set_shown)
        self._canvas.hovered.connect(self._on_canvas_hovered)
        self._canvas.follow_changed.connect(self.footer.set_follows)
        self._canvas.box.menu_requested.connect(self.footer.popup_menu)
        self.footer.log_toggled.connect(self._on_footer_log_toggled)
        self.footer.logit.toggled.connect(self._canvas.set_logit)
        self.footer.unit_chosen.connect(self._on_footer_unit_chosen)
        self.footer.view_all.triggered.connect(self._canvas.follow)
        self.footer.runs.run_toggled.connect(self._on_runs_toggled)

    def _show_marks(self) -> None:
        history = self._canvas.history
        at = None if history is None else history.diverged_at
        self._canvas.texts.hint.setVisible(history is None or history.is_empty)
        note = self.tr("diverged at step {0}")
        self._canvas.texts.set_note("" if at is None else note.format(numerals.whole(at)))
        self._show_crosshair()

    def _show_crosshair(self) -> None:
        readout = self.readout if self._hovered_x is not None else None
        if readout is None:
            self._canvas.set_crosshair(None, None)
            return
        smoothed = readout.values[Curve.SMOOTHED]
        cost = None if math.isnan(smoothed) else smoothed
        self._canvas.set_crosshair(self._canvas.position(readout.step), cost)

    @Slot()
    def _show_figures(self) -> None:
        self._text_age.start()
        readout = self.readout
        for curve, entry in self._legend.entries.items():
            value = math.nan if readout is None else readout.values[curve]
            is_of_moment = curve.is_evaluated and self._moment is not None
            if is_of_moment and self._hovered_x is None:
                value = getattr(self._moment, curve.figure)
                is_awaited = math.isnan(value)
            else:
                is_awaited = curve.is_evaluated and self._awaits_evaluation()
            write = numerals.percent if curve.is_accuracy else numerals.cost
            entry.set_value("…" if is_awaited else write(value))
        self.footer.set_position(*self._counted(readout))
        self._show_reading()

    def _show_reading(self) -> None:
        """Read every earlier run that is drawn under the mouse, where it has got so far."""
        x, unit = self._hovered_x, self._canvas.unit
        rows = []
        for run_id, position, history in self._canvas.seen_earlier() if x is not None else ():
            assert x is not None
            cost = accuracy = math.nan
            if x <= unit.position(history, history.last_step):
                values = read_out(history, unit.step_at(history, x)).values
                cost, accuracy = values[Curve.SMOOTHED], values[Curve.TEST_ACCURACY]
            colour = run_colour(current_theme(), position).name()
            name = self.fontMetrics().elidedText(
                self._titles[run_id], Qt.TextElideMode.ElideRight, px(_LONGEST_TITLE)
            )
            rows.append(
                f"<tr><td><font color={colour}>■</font> {escape(name)}</td>"
                f"<td align=right>{numerals.cost(cost)}</td>"
                f"<td align=right>{numerals.percent(accuracy)}</td></tr>"
            )
        table = f"<table bgcolor={current_theme().base} cellpadding=2>{''.join(rows)}</table>"
        is_left = x is not None and self._canvas.is_left(x)
        self._canvas.texts.set_reading(table if rows else "", left=not is_left)

    def _awaits_evaluation(self) -> bool:
        """Tell whether the present run learns and its first evaluation is still being computed."""
        history = self._canvas.history
        return history is not None and not history.is_empty and not len(history.evaluations())

    def _counted(self, readout: Readout | None) -> tuple[str, ...]:
        """Return the step, the examples seen by then or the time, whatever the axis counts.

        The longest form comes first.
        """
        if readout is None:
            return ("",)
        position = self._canvas.position(readout.step)
        if self._canvas.unit is Unit.SECONDS:
            seconds = self.tr("{0} s")
            return seconds.format(f"{position:,.1f}"), seconds.format(f"{position:,.0f}")
        return numerals.whole(round(position)), numerals.short_count(position)

    @Slot(object)
    def _on_canvas_hovered(self, x: float | None) -> None:
        if x != self._hovered_x:
            self._hovered_x = x
            self._show_crosshair()
            self._show_figures()

    @Slot(bool)
    def _on_footer_log_toggled(self, log: bool) -> None:
        self._canvas.set_log(log)
        self._show_marks()

    @Slot(object)
    def _on_footer_unit_chosen(self, unit: Unit) -> None:
        self._canvas.set_unit(unit)
        self._show_marks()
        self._show_figures()

    @Slot(int, bool)
    def _on_runs_toggled(self, run_id: int, visible: bool) -> None:
        self._canvas.set_run_visible(run_id, visible)
        self.run_visibility_changed.emit(run_id, visible)
