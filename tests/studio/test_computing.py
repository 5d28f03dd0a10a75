"""What is being computed says so: a table of the places where a number is waited for."""

import math

import pytest
from PySide6.QtWidgets import QWidget

from gdstudio.jobs.estimate import Estimate
from gdstudio.studio.views.cost_plot.runs_table import RunRow, RunsTable
from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
from gdstudio.studio.views.landscape.curvature_line import CurvatureLine
from gdstudio.studio.views.landscape.honesty_view import HonestyView
from gdstudio.studio.views.landscape.slice_view import SliceView
from gdstudio.studio.views.landscape.walk_bar import WalkBar
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas
from gdstudio.studio.views.training.metrics_strip import MetricsStrip

BUSY = Estimate(0.2)


def cost(qtbot):
    strip = MetricsStrip()
    qtbot.addWidget(strip)
    strip.set_cost(math.nan)
    waiting = strip.cost.text
    strip.set_cost(0.25)
    return waiting, strip.cost.text


def accuracies(qtbot):
    strip = MetricsStrip()
    qtbot.addWidget(strip)
    strip.set_accuracies(math.nan, math.nan)
    waiting = strip.test_accuracy.text
    strip.set_accuracies(0.9, 0.9)
    return waiting, strip.test_accuracy.text


def row(accuracy, position):
    return RunRow(
        run_id=1,
        name="run 1",
        differs="",
        seed=1,
        steps=0,
        cost=0.5,
        accuracy=accuracy,
        position=position,
        visible=True,
        can_go_on=False,
        note="",
    )


def accuracy_in_the_table(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    table = RunsTable(parent)
    table.set_rows([row(math.nan, -1)], can_undo=False)
    waiting = table.table.item(0, 5).text()
    table.set_rows([row(math.nan, 0)], can_undo=False)  # an earlier run was never asked
    return waiting, table.table.item(0, 5).text()


def walk(qtbot):
    bar = WalkBar()
    qtbot.addWidget(bar)
    bar.set_standing("computing")
    waiting = bar.hint.text()
    bar.set_standing("none")
    return waiting, bar.hint.text()


def honesty(qtbot):
    view = HonestyView()
    qtbot.addWidget(view)
    view.clear("end")
    waiting = view.explained.text()
    view.clear("path")
    return waiting, view.explained.text()


def slice_of_the_surface(qtbot):
    view = SliceView()
    qtbot.addWidget(view)
    (canvas,) = view.findChildren(PlaneCanvas)
    view.set_progress(BUSY)
    waiting = canvas.accessibleDescription()
    view.set_progress(None)
    return waiting, canvas.accessibleDescription()


def curvature(qtbot):
    line = CurvatureLine()
    qtbot.addWidget(line)
    line.set_busy(True)
    waiting = line.button.text()
    line.set_busy(False)
    return waiting.replace("Measuring", "computing"), line.button.text()


def mistakes(qtbot):
    page = MistakesPage()
    qtbot.addWidget(page)
    page.set_progress(BUSY)
    waiting = page.sentence.text()
    page.set_progress(None)
    return waiting, page.sentence.text()


PLACES = (
    cost,
    accuracies,
    accuracy_in_the_table,
    walk,
    honesty,
    slice_of_the_surface,
    curvature,
    mistakes,
)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_that_what_is_being_computed_says_so_and_nothing_else_does(qtbot, place):
    waiting, rested = place(qtbot)
    assert "computing" in waiting.casefold() or "being computed" in waiting
    assert waiting.endswith("…")
    assert "comput" not in rested.replace("Make computes", "")
