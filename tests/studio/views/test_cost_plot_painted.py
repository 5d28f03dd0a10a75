"""What the cost plot paints and how it is made: curves, axes, marks, buttons, menus."""

import math
from pathlib import Path

import numpy as np
import pytest

from gdstudio.learning.history import History
from gdstudio.studio.app import configure_pyqtgraph
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.cost_plot.canvas import CostCanvas
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot
from gdstudio.studio.views.cost_plot.curves import Curve, Unit
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painting_differs

configure_pyqtgraph()

KEPT = Path(__file__).parent / "painted"


def small(start=2.0, evaluations=((0, 0.1), (5, 0.5), (10, 0.75))):
    """Return a run of ten updates."""
    history = History(batch_size=10)
    history.append_costs(1, start / np.arange(1.0, 11.0))
    for step, share in evaluations:
        history.append_evaluation(
            step, 10 * step, 0.5 * step, 2.0 - share, share, 2.2 - share, share - 0.05
        )
    return history


@pytest.fixture
def canvas(qtbot):
    canvas = CostCanvas()
    canvas.resize(360, 200)
    qtbot.addWidget(canvas)
    canvas.show()
    return canvas


@pytest.fixture
def plot(qtbot):
    plot = CostPlot()
    plot.resize(520, 260)
    qtbot.addWidget(plot)
    plot.show()
    return plot


def kept(name, widget):
    return painting_differs(KEPT / f"cost_canvas_{name}.txt", widget)


def test_that_a_plot_of_nothing_is_painted_as_it_is_kept(canvas):
    canvas.texts.hint.show()
    assert kept("empty", canvas) == ""


def test_that_a_run_is_painted_as_it_is_kept(canvas):
    canvas.set_history(small())
    assert kept("run", canvas) == ""


def test_that_costs_on_a_logarithmic_axis_are_painted_as_they_are_kept(canvas):
    canvas.set_history(small())
    canvas.set_log(True)
    canvas.set_unit(Unit.EXAMPLES)
    canvas.set_crosshair(50.0, 0.5)
    canvas.texts.set_note("diverged at step 12")
    assert kept("log", canvas) == ""


def test_that_earlier_runs_and_a_diverged_one_are_painted_as_they_are_kept(canvas):
    history = small()
    history.append_costs(11, np.array([2.5, math.inf]))
    canvas.set_history(history)
    canvas.set_earlier([(1, small(1.0), True), (2, small(3.0), False), (4, small(1.5), True)])
    for curve in (Curve.BATCH, Curve.TRAIN_COST, Curve.TEST_COST, Curve.TRAIN_ACCURACY):
        canvas.set_shown(curve, False)
    canvas.set_unit(Unit.SECONDS)
    put_on(DARK)
    assert kept("earlier", canvas) == ""


def test_that_the_plot_is_made_as_it_is_kept(plot):
    assert difference(KEPT / "cost_plot_made.txt", described(plot)) == ""
