"""The page of health: rows, histograms and the past of the layers."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gdstudio.data.digits import DataSet
from gdstudio.jobs.health_job import health_over_time, look_at_health
from gdstudio.learning.moment import Moment
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.inside.health_page import HealthPage
from tests.studio.controllers.runs import digits
from tests.studio.seen import shown
from tests.studio.views.test_backprop_page import number, subject_of

LEFT = Qt.MouseButton.LeftButton
DATA = DataSet("mnist", digits(30), digits(40))


def health_of(subject, state=None):
    *_, found = look_at_health(subject, DATA, state)
    return found


@pytest.fixture
def page(qtbot):
    page = shown(qtbot, HealthPage(), 900, 560)
    page.set_health(health_of(subject_of(), OptimizerState(0.5, {}, 3)), is_live=False)
    return page


def test_that_each_layer_has_a_row_with_its_figures(page):
    assert page.table.rows.count == 3
    for row, layer in enumerate(page.found.layers):
        name, gradient, update, idle, _, dead = page.table.rows.cells(row)
        assert name == f"{row + 1}: {layer.name}, sigmoid"
        assert number(gradient) == pytest.approx(layer.gradient_rms, rel=1e-2)
        assert number(update) == pytest.approx(layer.update_ratio, rel=1e-2)
        assert float(idle.rstrip(" %")) == pytest.approx(100 * layer.idle, abs=0.06)
        assert float(dead.rstrip(" %")) == pytest.approx(100 * layer.dead, abs=0.06)


def test_that_the_digits_that_were_looked_at_are_counted(page):
    assert "of 40 test digits right" in page.progress.findChild(FittingLabel).text()
    assert "40 test digits" in page.activations.view.chart.title


def test_that_a_page_that_has_nothing_yet_says_that_it_is_coming(page):
    said = page.progress.findChild(FittingLabel)
    page.tell_waiting()  # there is something to see meanwhile
    assert "test digits right" in said.text()
    page.clear()
    assert said.text() == ""
    page.tell_waiting()
    assert said.text() == "The layers are being looked at…"


def test_that_the_histograms_are_those_of_the_layer_chosen(page):
    for row in (0, 2):
        page.table.row_chosen.emit(row)
        assert page.table.rows.marked == row
        layer = page.found.layers[row]
        then, now = page.weights.view.chart.distributions
        assert np.array_equal(now.counts, layer.weights.counts)
        assert np.array_equal(then.counts, layer.weights_at_start.counts)
        (activations,) = page.activations.view.chart.distributions
        assert np.array_equal(activations.counts, layer.activations.counts)
        assert page.weights.view.isVisible()


def test_that_one_sentence_says_what_is_wrong_or_that_nothing_is(page):
    subject = subject_of()
    subject.parameters[:] *= 100
    page.set_health(health_of(subject), is_live=True)
    assert page.sentence() == page.found.sentence
    assert "saturated" in page.sentence()
    assert page.table.rows.cells(0)[2] == "–"  # without an optimiser's state
    subject.parameters[:] = np.nan
    page.set_health(health_of(subject), is_live=True)
    assert "no longer finite" in page.sentence()


def test_that_the_past_is_drawn_as_a_line_for_each_layer(qtbot, page):
    with qtbot.waitSignal(page.view_changed):
        qtbot.mouseClick(page.views.button("time"), LEFT)
    page.set_times(None)
    assert not any(chart.isVisible() for chart in page.times)
    subject = subject_of()
    moments = [Moment(step, subject.parameters.astype("f"), rate=0.5) for step in (0, 4, 9)]
    *_, found = health_over_time(subject, moments, DATA)
    page.set_times(found)
    gradients, ratios, idle = (chart.view.chart for chart in page.times)
    assert [one.name for one in gradients.series] == ["layer 1", "layer 2", "layer 3"]
    for k, series in enumerate(gradients.series):
        assert series.x.tolist() == [0, 4, 9]
        assert series.y == pytest.approx(found.gradient_rms[:, k])
    assert gradients.log_y
    assert ratios.series == ()  # no optimiser's state was kept
    assert idle.is_share


def test_that_fewer_layers_are_shown_after_more(page):
    page.table.row_chosen.emit(2)
    page.set_health(health_of(subject_of(hidden=())), is_live=False)
    assert page.table.rows.count == 1
    assert page.table.rows.marked == 0
