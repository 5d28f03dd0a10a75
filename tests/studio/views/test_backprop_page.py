"""The page of backpropagation: what it shows is what the network computes."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from gdstudio.data.digits import Digits
from gdstudio.inside.places import Place, find_weight
from gdstudio.inside.target import Origin, Target
from gdstudio.jobs.backprop_look import BackpropRequest, check_some, look_at_backprop
from gdstudio.jobs.subject import Subject
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT
from gdstudio.numerals import FROM_RAISED, MINUS
from gdstudio.studio.views.inside.backprop_page import BackpropPage
from gdstudio.studio.views.inside.backprop_steps import Stage, steps_of
from gdstudio.studio.views.inside.gradient_words import choice_words
from tests.studio.controllers.runs import digits
from tests.studio.seen import shown

LEFT = Qt.MouseButton.LeftButton


def subject_of(**settings):
    recipe = Recipe(**{"hidden": (7, 6), **settings})
    network = recipe.make_network()
    network.parameters[:] = np.random.default_rng(1).normal(0, 0.3, len(network.parameters))
    return Subject("run 1", "x", "run 1", recipe, DIGIT, 10, network.parameters, 3)


def look_of(n=1, weight="W2[3,5]", optimizer=True, subject=None, **how):
    subject = subject or subject_of()
    place = find_weight(weight, subject.make_network())
    now = OptimizerState(0.5, {}, 3) if optimizer else None
    why = "" if optimizer else "Pause it."
    request = BackpropRequest(
        subject, digits(n), weight=place, optimizer=now, why_no_update=why, **how
    )
    (look,) = look_at_backprop(request)
    return look


def number(text):
    """Return a number as it is written in the window."""
    mantissa, _, power = text.replace(MINUS, "-").partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(FROM_RAISED) or 0)


def gradient_of(subject, asked):
    network = subject.make_network().at(subject.parameters.astype(np.float64))
    X, T = asked.inputs(dtype=np.float64), asked.targets(dtype=np.float64)
    return network.cost_and_gradient(X, T, subject.cost), network


@pytest.fixture
def page(qtbot):
    page = shown(qtbot, BackpropPage(), 900, 620)
    page.set_look(look_of())
    return page


def cells(page):
    rows = page.table.rows
    return [rows.cells(k) for k in range(rows.count)]


def go_to(qtbot, page, stage, more=0):
    for one in (Stage.FORWARD, stage):  # to its first step, wherever it was
        qtbot.mouseClick(page.stages.button(one.value), LEFT)
    for _ in range(more):
        qtbot.mouseClick(page.next, LEFT)


def test_that_next_goes_forward_to_the_cost_back_again_and_to_the_update(qtbot, page):
    seen = [page.step]
    while page.next.isEnabled():
        qtbot.mouseClick(page.next, LEFT)
        seen.append(page.step)
    assert tuple(seen) == steps_of(3)
    assert [(one.stage.value[:4], one.layer) for one in seen] == [
        ("forw", 1), ("forw", 2), ("forw", 3), ("cost", 0),
        ("back", 3), ("back", 2), ("back", 1), ("upda", 0),
    ]  # fmt: skip
    while page.back.isEnabled():
        qtbot.mouseClick(page.back, LEFT)
    assert page.step == steps_of(3)[0]


def test_that_the_numbers_backward_are_the_networks_own_gradient(qtbot, page):
    cost, network = gradient_of(page.look.request.subject, page.look.digits)
    for k, layer in enumerate((3, 2, 1)):
        go_to(qtbot, page, Stage.BACKWARD, more=k)
        shown_slopes = [number(row[-1]) for row in cells(page)]
        assert shown_slopes == pytest.approx(network.part(f"b{layer}", network.gradient), rel=1e-5)
        for _, _, back, slope, product in cells(page):
            assert number(back) * number(slope) == pytest.approx(number(product), rel=1e-4)
    go_to(qtbot, page, Stage.COST)
    *terms, total = [number(row[-1]) for row in cells(page)]
    assert total == pytest.approx(cost, rel=1e-5)
    assert sum(terms) == pytest.approx(total, rel=1e-4)


def test_that_the_gradient_by_the_weight_is_shown_as_the_product_that_it_is(qtbot, page):
    go_to(qtbot, page, Stage.BACKWARD, more=1)
    _, network = gradient_of(page.look.request.subject, page.look.digits)
    text = page.gradient.text().splitlines()[0]
    assert text.startswith("dC/dW2[3,5] = dC/dz(L2.3) · a(L1.5) = ")
    product, gradient = text.split(" = ")[-2:]
    slope, a = (number(one.strip("()")) for one in re.split(r" · ", product))
    assert number(gradient) == pytest.approx(network.part("W2", network.gradient)[3, 5], rel=1e-5)
    assert slope * a == pytest.approx(number(gradient), rel=1e-4)
    assert page.gradient.text().endswith("the same.")


def test_that_the_update_is_written_with_its_numbers(qtbot, page):
    go_to(qtbot, page, Stage.UPDATE)
    update = page.look.update
    assert number(cells(page)[-1][-1]) == pytest.approx(update.after, rel=1e-7)
    (name, formula, empty), (nothing, numbers, _) = cells(page)
    assert (name, formula, empty, nothing) == ("w ←", "w − η·g", "", "")
    assert numbers.startswith("= ")
    page.set_look(look_of(subject=subject_of(optimizer="adam")))
    letters = [row[0] for row in cells(page) if row[0]]
    assert letters == ["m", "v", "m ←", "v ←", "m̂ ←", "v̂ ←", "w ←"]
    page.set_look(look_of(optimizer=False))
    assert cells(page) == []
    assert page.words() == "Pause it."


def test_that_the_row_of_the_weights_neuron_is_marked_and_others_can_be_chosen(qtbot, page):
    go_to(qtbot, page, Stage.BACKWARD, more=1)
    assert page.table.rows.marked == 3
    model = page.table.model()
    assert model.index(3, 0).data(Qt.ItemDataRole.ForegroundRole) is not None
    with qtbot.waitSignal(page.neuron_chosen) as told:
        place = page.table.visualRect(model.index(1, 0)).center()
        qtbot.mouseClick(page.table.viewport(), LEFT, pos=place)
    assert told.args == [Place(2, 1)]
    page.table.setCurrentIndex(model.index(4, 0))
    with qtbot.waitSignal(page.neuron_chosen) as told:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert told.args == [Place(2, 4)]
    go_to(qtbot, page, Stage.COST)
    with qtbot.waitSignal(page.neuron_chosen) as told:
        page.table.row_chosen.emit(8)
    assert told.args == [Place(3, 8)]


def test_that_all_rows_are_copied_as_text(qtbot, page):
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0] == "neuron\tz\ta"
    assert lines[1:] == ["\t".join(row) for row in cells(page)]


def test_that_the_chain_leads_from_the_weight_to_the_cost_and_is_lit_as_the_pass_goes(qtbot, page):
    names = [column.name for column in page.chain.chain.columns]
    assert names == ["L1.5", "L2.3", "layer 3", "C"]
    lit = []
    for _ in steps_of(3):
        lit.append(sorted(page.chain.chain.lit))
        page.next.click()
    assert lit == [[], [0], [0, 1], [0, 1, 2], [2], [1, 2], [1, 2], [0, 1, 2]]
    chain = page.chain.chain
    came_in, back = chain.factors[:2]  # at the update everything is known
    spoken = f"L1.5 · {came_in} → L2.3 · {back} → layer 3 → C"
    assert page.chain.accessibleDescription() == spoken
    assert (came_in[:4], back[:8]) == ("a = ", "dC/da = ")


def test_that_a_number_appears_when_the_pass_has_come_to_it(qtbot, page):
    """Of W2[3,5]: a is there after layer 1, dC/dz and the gradient when the pass is back at 2."""
    seen = []
    for _ in steps_of(3):
        came_in, back, *_ = page.chain.chain.factors
        known = [bool(np.isfinite(one.slopes).all()) for one in page.chain.chain.columns]
        is_number = " once the pass is back" not in page.gradient.text()
        seen.append((came_in != "", back != "", known, is_number))
        page.next.click()
    nothing, last, both = [False] * 4, [False, False, True, False], [False, True, True, False]
    assert seen == [
        *[(True, False, nothing, False)] * 4,
        (True, False, last, False),
        *[(True, True, both, True)] * 3,
    ]
    page.set_look(look_of(weight="W3[3,5]"))
    for layer, is_known in ((1, False), (2, True)):
        go_to(qtbot, page, Stage.FORWARD, more=layer - 1)
        assert (page.chain.chain.factors[0] != "") is is_known


def test_that_it_is_said_why_a_weight_is_followed_that_nobody_named(qtbot, page):
    page.set_look(look_of(), "W2[3,5] is followed: its gradient was the largest of layer 2.")
    first, second = page.gradient.text().splitlines()
    product = "dC/dW2[3,5] = dC/dz(L2.3) · a(L1.5)"
    assert first == f"{product}: a number once the pass is back at layer 2."
    assert second == "W2[3,5] is followed: its gradient was the largest of layer 2."
    page.set_look(look_of())
    assert page.gradient.text() == first
    said = "W2[3,5] is followed: its gradient was the largest of layer 2, the middle one."
    assert choice_words(look_of(), None) == said


def test_that_the_page_says_where_the_gates_of_an_lstm_are_opened(qtbot, page):
    subject = subject_of(hidden=(), architecture="lstm 5", output_activation="softmax")
    page.set_look(look_of(weight="W1[3,5]", subject=subject))
    assert "four sums" in page.words()
    assert "click it on page Network" in page.words()
    go_to(qtbot, page, Stage.BACKWARD, more=1)
    assert "through the gates of all rows before" in page.words()


def test_that_a_weight_of_a_filter_and_a_bias_have_their_chain_too(qtbot, page):
    go_to(qtbot, page, Stage.UPDATE)
    subject = subject_of(hidden=(), architecture="conv 2@5x5, dense 8")
    page.set_look(look_of(weight="W1[1,0,2,2]", subject=subject))
    go_to(qtbot, page, Stage.UPDATE)
    assert [c.name for c in page.chain.chain.columns] == [
        "the inputs", "layer 1", "layer 2", "layer 3", "C",
    ]  # fmt: skip
    assert "added up over all places" in page.gradient.text()
    page.set_look(look_of(weight="b2[3]"))
    go_to(qtbot, page, Stage.UPDATE)
    assert page.chain.chain.columns[0].name == "bias"
    assert page.gradient.text().startswith("dC/db2[3] = dC/dz(L2.3) · 1 = ")


def test_that_a_mini_batch_shows_what_each_digit_wants_and_their_mean(qtbot, page):
    assert not page.views.button("wants").isEnabled()
    qtbot.mouseClick(page.over.button("batch"), LEFT)
    look = look_of(10, example=4)
    page.set_look(look)
    qtbot.mouseClick(page.views.button("wants"), LEFT)
    _, network = gradient_of(look.request.subject, look.digits)
    wants = page.wants.view.wants
    assert wants.values.shape[1] == 11
    assert wants.values[:, -1] == pytest.approx(wants.values[:, :-1].mean(axis=1))
    places = [find_weight(name, network).index for name in wants.names]
    assert wants.values[:, -1] == pytest.approx(-network.gradient[places], rel=1e-9)
    assert wants.names[wants.marked] == "W2[3,5]"
    go_to(qtbot, page, Stage.UPDATE)
    assert "Mean over the 10 digits" in page.gradient.text()
    assert "digit 5" in page.wants.view.accessibleDescription()
    with qtbot.waitSignal(page.wants.view.example_chosen) as told:
        qtbot.keyClick(page.wants.view, Qt.Key.Key_Right)
    assert told.args == [5]
    with qtbot.waitSignal(page.wants.view.weight_chosen) as told:
        qtbot.keyClick(page.wants.view, Qt.Key.Key_Up)
    assert told.args == [places[wants.marked - 1]]
    middle = QPoint(page.wants.view.width() * 9 // 10, page.wants.view.height() // 2)
    with qtbot.waitSignal(page.wants.view.example_chosen):
        qtbot.mouseClick(page.wants.view, LEFT, pos=middle)
    whole = look_of(10, whole=network.gradient.copy())
    page.set_look(whole)
    assert "The mini-batch is 0° from the gradient of all digits." in page.wants.sentence()


def test_that_checked_weights_are_listed_the_worst_first(qtbot, page):
    look = page.look
    (checks,) = check_some(look.request.subject, look.digits, 20, 1)
    qtbot.mouseClick(page.views.button("trust"), LEFT)
    with qtbot.waitSignal(page.trust.check_requested):
        qtbot.mouseClick(page.trust.button, LEFT)
    page.set_checks(checks)
    assert page.trust.table.rows.count == 21
    assert page.trust.table.rows.cells(0)[0] == "W2[3,5]"
    assert page.trust.table.rows.cells(1)[0] == checks[0].name
    assert page.trust.verdict().startswith("20 of 20 agree; the largest relative difference is ")
    with qtbot.waitSignal(page.trust.weight_chosen) as told:
        page.trust.table.row_chosen.emit(2)
    assert told.args == [checks[1].index]
    page.set_checks(())
    assert page.trust.verdict() == ""


def test_that_a_reason_stands_in_place_of_the_numbers_and_the_class_can_be_said(qtbot, page):
    own = Target(7, Origin.ANSWER)
    page.target.set_target(own, own, 10)
    page.set_reason("Which digit is it?")
    assert page.reason() == "Which digit is it?"
    assert not page.table.isVisible()
    box = page.target.box
    assert box.currentText() == "own answer"
    assert box.accessibleDescription() == "target: 7, the network's own answer; choose another"
    assert box.accessibleDescription().startswith(page.target.words())
    box.setFocus()
    with qtbot.waitSignal(page.target.target_chosen) as told:
        qtbot.keyClick(box, Qt.Key.Key_4)
    assert told.args == [4]
    page.target.set_target(Target(4, Origin.CHOSEN), own, 10)
    assert box.currentText() == "4"
    with qtbot.waitSignal(page.target.target_chosen) as told:
        qtbot.keyClick(box, Qt.Key.Key_Home)
    assert told.args == [None]
    label = Target(9, Origin.LABEL)
    page.target.set_target(label, label, 10)
    assert [box.itemText(k) for k in range(box.count())] == ["9", *map(str, range(9))]
    assert box.accessibleDescription() == "target: 9, the digit's label"
    page.set_look(look_of())
    assert page.reason() == ""
    assert page.table.isVisible()


def test_that_a_diverged_network_is_shown_without_a_number(page):
    subject = subject_of()
    subject.parameters[:] = np.nan
    asked = Digits(digits(1).images, digits(1).labels)
    (look,) = look_at_backprop(BackpropRequest(subject, asked))
    page.set_look(look)
    assert {row[1] for row in cells(page)} == {"–"}
