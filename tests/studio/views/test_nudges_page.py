"""The page of nudges: its list is the gradient in order."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gdstudio.inside.places import weight_at, weight_name
from gdstudio.jobs.nudges_job import find_nudges, nudges_over_time
from gdstudio.jobs.weight_slice import slice_along_weight
from gdstudio.learning.moment import Moment
from gdstudio.studio.views.inside.nudges_page import NudgesPage
from tests.studio.controllers.runs import digits
from tests.studio.seen import shown
from tests.studio.views.test_backprop_page import gradient_of, number, subject_of

LEFT = Qt.MouseButton.LeftButton


def found_of(n=10, layer=None, subject=None):
    *_, found = find_nudges(subject or subject_of(), digits(n), layer)
    return found


def show(page, found, over="all", *, is_own_answer=False):
    page.over.set_choice(over)
    page.set_found(found, over, is_own_answer=is_own_answer)


@pytest.fixture
def page(qtbot):
    page = shown(qtbot, NudgesPage(), 900, 500)
    page.set_layers(3)
    show(page, found_of())
    return page


def test_that_the_list_is_the_argsort_of_the_gradient_with_sign_size_and_median(page):
    subject = page.found.subject
    _, network = gradient_of(subject, digits(10))
    order = np.argsort(-np.abs(network.gradient), kind="stable")
    assert page.table.rows.count == len(network.gradient)
    above = np.abs(network.gradient[network.gradient != 0])
    for row in (0, 1, 17, 400):
        index = int(order[row])
        rank, name, nudge, times = page.table.rows.cells(row)
        assert (rank, name) == (f"{row + 1}", weight_name(network, index))
        assert number(nudge[2:]) == pytest.approx(-network.gradient[index], rel=1e-3)
        assert nudge[0] == ("↑" if network.gradient[index] < 0 else "↓")
        expected = abs(network.gradient[index]) / np.median(above)
        assert number(times) == pytest.approx(expected, rel=1e-2)
    assert "10 training digits" in page.summary()


def test_that_a_layer_can_be_chosen_and_stays_while_there_is_one(qtbot, page):
    assert page.layer() is None
    with qtbot.waitSignal(page.layers.edited):
        page.layers.setCurrentIndex(2)
    assert page.layer() == 2
    page.set_layers(2)
    assert page.layer() == 2
    page.set_layers(1)
    assert page.layer() is None
    show(page, found_of(layer=2))
    names = {page.table.rows.cells(row)[1][:2] for row in range(page.table.rows.count)}
    assert names == {"W2", "b2"}


def test_that_a_click_asks_for_a_weight_which_is_then_marked(qtbot, page):
    with qtbot.waitSignal(page.weight_chosen) as told:
        page.table.row_chosen.emit(4)
    (index,) = told.args
    page.set_weight(weight_at(page.found.subject.make_network(), index))
    assert page.table.rows.marked == 4
    page.set_weight(None)
    assert page.table.rows.marked == -1


def test_that_what_a_step_gains_is_shown_and_said(page):
    assert not page.chart.isVisible()
    assert page.slice_said.text().startswith("Click a row")
    subject = subject_of()
    *_, found = slice_along_weight(subject, digits(10), 5500, 0.5)
    page.set_slice(found)
    assert page.chart.isVisible()
    along, tangent, now, after = page.chart.chart.series
    assert np.array_equal(along.y, found.costs)
    rise = (tangent.y[1] - tangent.y[0]) / (tangent.x[1] - tangent.x[0])
    assert rise == pytest.approx(found.slope)
    assert (now.x[0], now.y[0]) == (found.value, found.gain.before)
    assert after.y[0] == found.gain.after
    assert after.name == "after a step, η = 0.5"
    assert str(found.place) in page.slice_said.text()
    assert "η = 0.5, the rate of the next update" in page.slice_said.text()
    assert page.slice_said.text().endswith("Tried on 10 digits.")
    page.set_slice(None)
    assert not page.chart.isVisible()


def test_that_the_largest_are_followed_back_as_lines(qtbot, page):
    subject = subject_of()
    rng = np.random.default_rng(2)
    past = [
        Moment(step, (subject.parameters + rng.normal(0, 0.1, len(subject.parameters))).astype("f"))
        for step in (0, 3, 7)
    ]
    *_, found = nudges_over_time(subject, past, digits(10))
    with qtbot.waitSignal(page.view_changed):
        qtbot.mouseClick(page.views.button("time"), LEFT)
    page.set_times(found, 10)
    chart = page.times.chart
    assert [one.name for one in chart.series] == list(found.names)
    assert len(chart.series) == 20
    for k, series in enumerate(chart.series):
        assert series.x.tolist() == [0, 3, 7]
        shown_values = np.nan_to_num(series.y)
        assert shown_values == pytest.approx(np.abs(found.values[:, k]))
    page.set_times(None)
    assert not page.times.isVisible()


def test_that_a_reason_stands_in_place_of_the_list(page):
    page.set_reason("Draw a digit.")
    assert page.reason() == "Draw a digit."
    assert not page.table.isVisible()
    show(page, found_of(1), "digit")
    assert page.reason() == ""
    assert "this digit" in page.summary()


def test_that_a_gain_that_rounding_alone_might_make_is_no_number(page):
    *_, found = slice_along_weight(subject_of(), digits(10), 5500, 1e-18)
    assert not found.gain.is_measured
    page.set_slice(found)
    assert "What it gains is too small to be measured" in page.slice_said.text()


def test_that_a_list_that_asks_for_little_says_why_and_what_to_do(page):
    found = found_of(1)
    little = replace(found, ranked=replace(found.ranked, values=1e-4 * found.ranked.values))
    assert not found.ranked.ask_little
    show(page, little, "digit", is_own_answer=True)
    assert "sure of its own answer" in page.note()
    assert "choose another class, or All digits" in page.note()
    for other, over, is_own in ((found, "digit", True), (little, "digit", False)):
        show(page, other, over, is_own_answer=is_own)
        assert page.note() == ""


def test_that_the_list_of_other_digits_is_pale_and_named_until_the_one_asked_for_is_there(page):
    page.over.button("batch").click()
    assert page.table.is_pale
    assert page.note() == "Not yet: Mini-batch. What stands here is still: All digits."
    show(page, found_of(7), "batch")
    assert not page.table.is_pale
    assert page.note() == ""


def test_that_a_diverged_network_is_listed_without_numbers(page):
    subject = subject_of()
    subject.parameters[:] = np.nan
    found = found_of(2, subject=subject)
    assert math.isnan(found.ranked.median)
    show(page, found)
    assert page.table.rows.cells(0)[2].strip() == "–"
