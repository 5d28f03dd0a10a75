"""The cost of one digit on the screen: terms that add up, a target to click, the mean beside it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QSignalSpy

from gdstudio.inside.example_cost import example_cost
from gdstudio.inside.target import Origin, Target
from gdstudio.jobs.digit_cost import DigitCost, MeanCost
from gdstudio.numerals import MINUS
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel
from gdstudio.studio.views.inside.cost_of_digit import CostOfDigit
from gdstudio.studio.views.inside.cost_rows import cost_rows
from tests.studio.controllers.runs import Runs
from tests.studio.seen import shown

LEFT = Qt.MouseButton.LeftButton
KINDS = (
    ("squared-error", "sigmoid", "(a − y)²"),
    ("cross-entropy", "softmax", "−ln a"),
    ("cross-entropy", "sigmoid", "adds"),
)


def number(text):
    mantissa, _, power = text.replace(MINUS, "-").partition("·10")
    raised = power.translate(str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789"))
    return float(mantissa) * 10.0 ** int(raised or 0)


@pytest.fixture
def subject(qapp):
    runs = Runs()
    runs.begin()
    return runs.subject()


def found(subject, outputs, target, cost="squared-error", output="sigmoid", says=Origin.LABEL):
    recipe = replace(subject.recipe, cost=cost, output_activation=output)
    outputs = np.array(outputs, np.float64)
    terms = None if target is None else example_cost(outputs, target, cost, output)
    said = None if target is None else Target(target, says)
    return DigitCost(replace(subject, recipe=recipe), outputs, terms, said)


OUTPUTS = np.array([0.01, 0.2, 0.03, 0.7, 0.002, 0.05, 0.11, 0.4, 0.09, 0.6])


@pytest.fixture
def view(qtbot):
    return shown(qtbot, CostOfDigit(), 284, 230)


@pytest.mark.parametrize(("cost", "output", "title"), KINDS)
@pytest.mark.parametrize("target", [3, 8])
def test_that_the_terms_on_the_screen_add_up_to_the_cost(
    view, subject, cost, output, title, target
):
    outputs = OUTPUTS / OUTPUTS.sum() if output == "softmax" else OUTPUTS
    one = found(subject, outputs, target, cost, output)
    view.set_cost(one)
    rows, total, unit = cost_rows(one)
    assert view.table.rows == rows
    assert unit == ""
    assert [row.index for row in rows] == list(range(10))
    assert round(sum(number(row.term) for row in rows), 4) == number(total)
    assert number(total) == pytest.approx(one.terms.total, abs=0.6e-4)
    assert [row.target for row in rows] == [str(int(k == target)) for k in range(10)]
    for row, a in zip(rows, outputs, strict=True):
        assert number(row.difference) == pytest.approx(a - (row.index == target), abs=0.6e-3)
    assert view.total.text().endswith(f"C = {total}")
    assert title in rows[0].spoken(title)


def test_that_a_tiny_cost_is_written_in_a_power_of_ten_and_adds_up(view, subject):
    outputs = np.full(10, 1e-4)
    outputs[3] = 0.9991
    one = found(subject, outputs, 3)
    rows, total, unit = cost_rows(one)
    assert unit == " / 10⁻⁷"
    assert round(sum(number(row.term) for row in rows), 3) == number(total.partition("·")[0])
    assert number(total) == pytest.approx(one.terms.total, rel=1e-3)


def test_that_many_classes_have_ten_rows_and_one_for_the_others(view, subject):
    outputs = np.linspace(0, 0.5, 26)
    rows, total, _ = cost_rows(found(subject, outputs, 1))
    assert len(rows) == 11
    assert 1 in [row.index for row in rows]
    assert (rows[-1].index, rows[-1].name) == (-1, "16 others")
    assert round(sum(number(row.term) for row in rows), 4) == number(total)
    rows, total, unit = cost_rows(found(subject, outputs, None))
    assert ([row.index for row in rows], total, unit) == (list(range(16, 26)), "", "")


def test_that_without_a_target_it_asks_for_one(view, subject):
    view.set_cost(found(subject, OUTPUTS, None))
    assert view.total.text().startswith("Which digit is it?")
    assert all(row.term == row.target == "" for row in view.table.rows)
    assert "output 0.700" in view.table.rows[3].spoken("")


def test_that_the_networks_own_answer_is_said_to_be_the_target(view, subject):
    one = found(subject, OUTPUTS, 3, says=Origin.ANSWER)
    view.set_cost(one)
    _, total, _ = cost_rows(one)
    assert view.total.text() == f"target 3, own answer: C = {total}"
    assert view.total.toolTip() == "target: 3, the network's own answer; choose another"
    view.resize(800, 230)
    assert "the network's own answer" in view.total.text()


def test_that_a_click_on_a_bar_says_which_class_is_right(qtbot, view, subject):
    view.set_cost(found(subject, OUTPUTS, None))
    chosen = QSignalSpy(view.table.target_chosen)
    at = view.table.row_rectangle(3).center().toPoint()
    qtbot.mouseClick(view.table, LEFT, pos=at)
    assert chosen.at(0) == [3]
    qtbot.mouseClick(view.table, LEFT, pos=QPoint(20, 2))  # the titles
    assert chosen.count() == 1


def test_that_keys_read_the_outputs_and_choose_the_target(qtbot, view, subject):
    view.set_cost(found(subject, OUTPUTS, 3))
    chosen, table = QSignalSpy(view.table.target_chosen), view.table
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.accessibleDescription().startswith("1: output 0.200, target 0, difference 0.200")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert chosen.at(0) == [1]


def test_that_the_mean_says_of_how_many_and_of_which_step(view, subject):
    view.resize(600, 230)
    view.set_mean(None, 0)
    assert view.mean.text().endswith("computing…")
    view.set_mean(MeanCost(subject, 0.12345, 60_000), subject.step)
    assert view.mean.text() == "mean over all 60,000 training digits: 0.1235"
    view.set_mean(MeanCost(subject, 0.12345, 60_000), subject.step + 5)
    assert view.mean.text().endswith("(step 0)")


def test_that_a_reason_stands_in_the_place_of_rows(view, subject):
    view.set_cost(found(subject, OUTPUTS, 3))
    view.clear("Draw a digit.")
    assert (view.table.rows, view.total.text()) == ([], "Draw a digit.")


def test_that_one_switch_puts_the_cost_in_the_place_of_the_answer(qtbot):
    panel = shown(qtbot, DrawingPanel([], QUndoStack()), 280, 520)
    sight = QSignalSpy(panel.cost.sight_changed)
    assert not panel.cost.isVisible()
    qtbot.mouseClick(panel.cost_switch, LEFT, pos=QPoint(8, panel.cost_switch.height() // 2))
    assert panel.cost.isVisible()
    assert not panel.bars.isVisible()
    assert not panel.preview.isVisible()
    panel.cost_switch.setChecked(False)
    assert panel.bars.isVisible()
    assert [sight.at(k) for k in range(sight.count())] == [[True], [False]]
