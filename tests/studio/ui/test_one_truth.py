"""Header, legend and plot say the same of a run, under the same names."""

import math

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy

from gdstudio import numerals
from gdstudio.pictures.spans import Span
from gdstudio.studio.state.progress import RunState
from gdstudio.studio.views.cost_plot.canvas import CostCanvas
from gdstudio.studio.views.cost_plot.curves import Curve
from gdstudio.studio.views.cost_plot.legend import CostLegend


def canvas_of(window):
    return window.learn.cost_plot.findChild(CostCanvas)


def said_everywhere(window, curve, metric):
    """Return name and value in header, legend and, of the last point drawn, in the plot."""
    entry = window.learn.cost_plot.findChild(CostLegend).entries[curve]
    height = canvas_of(window).present.data[curve][1][-1]
    write = numerals.percent if curve.is_accuracy else numerals.cost
    header = metric.accessibleName(), metric.text
    return header, (entry.text(), entry.value), (entry.text(), write(float(height)))


def test_that_header_legend_and_plot_agree_on_cost_and_accuracies(
    qtbot, window, make_window, tmp_path
):
    def wait_until_they_agree(window):
        metrics, run = window.learn.metrics, window.runs.run
        figures = (
            (Curve.TRAIN_COST, metrics.cost),
            (Curve.TRAIN_ACCURACY, metrics.train_accuracy),
            (Curve.TEST_ACCURACY, metrics.test_accuracy),
        )
        assert metrics.cost.text == numerals.cost(run.train.cost)
        for curve, metric in figures:  # the legend is written four times a second
            qtbot.waitUntil(lambda c=curve, m=metric: len({*said_everywhere(window, c, m)}) == 1)

    runs, actions = window.runs, window.actions_
    qtbot.waitUntil(lambda: runs.run.train is not None)
    wait_until_they_agree(window)
    for step in (1, 2):  # the cost is then not that of the mini-batches
        actions.step_example.trigger()
        qtbot.waitUntil(lambda step=step: runs.run.step == step)
        wait_until_they_agree(window)
        smoothed = runs.run.history.curve().smoothed[-1]
        assert window.learn.metrics.cost.text != numerals.cost(smoothed)
    actions.run.trigger()
    qtbot.waitUntil(lambda: len(runs.run.history.evaluations()) > 4)
    actions.run.trigger()
    qtbot.waitUntil(lambda: runs.run.progress.state is RunState.PAUSED)
    qtbot.waitUntil(lambda: runs.run.history.evaluations().steps[-1] == runs.run.step)
    wait_until_they_agree(window)
    told = window.learn.metrics.cost.text

    saved = QSignalSpy(window.shared.files.run_saved)
    window.shared.files.save_to(tmp_path / "run.gdrun")
    qtbot.waitUntil(lambda: saved.count() > 0)
    again = make_window()
    with qtbot.waitSignal(again.runs.run_changed):
        again.shared.load(tmp_path / "run.gdrun")
    qtbot.waitUntil(lambda: again.runs.run.progress is not None)
    qtbot.waitUntil(lambda: again.runs.run.train is not None)
    wait_until_they_agree(again)
    assert again.learn.metrics.cost.text == told


@pytest.mark.parametrize("logit", [False, True])
def test_that_the_axis_of_accuracies_is_the_same_in_the_next_sitting(window, make_window, logit):
    canvas = canvas_of(window)
    window.learn.cost_plot.footer.logit.setChecked(logit)
    zoom = Span(0.0, 0.5)
    canvas.shares.setYRange(*zoom.ends, padding=0)
    canvas.shares.sigRangeChangedManually.emit(canvas.shares.state["mouseEnabled"])
    window.close()

    again = make_window()
    canvas = canvas_of(again)
    assert canvas.is_logit is again.learn.cost_plot.footer.logit.isChecked() is logit
    assert np.allclose((canvas.zoom.low, canvas.zoom.high), (0.0, 0.5), atol=1e-6)
    assert canvas.follows  # steps and costs
    assert math.isclose(canvas.accuracies.low, 0.0, abs_tol=1e-6)
    assert again.learn.cost_plot.footer.view_all.isEnabled()
    again.learn.cost_plot.footer.view_all.trigger()
    assert canvas.zoom is None
    again.close()
    assert canvas_of(make_window()).zoom is None
