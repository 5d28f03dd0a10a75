"""What opens neurons, weights, slopes and costs: each follows network, digit, target and sight."""

import numpy as np
import pytest

from gdstudio.inside.places import Place, find_weight
from gdstudio.jobs.subject import Subject
from gdstudio.studio.controllers.digit_cost_controller import DigitCostController
from gdstudio.studio.controllers.matrix_controller import MatrixController
from gdstudio.studio.controllers.neuron_controller import NeuronController
from gdstudio.studio.controllers.smooth_controller import SmoothController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.shown import Past, Walk
from gdstudio.studio.views.inside.cost_of_digit import CostOfDigit
from gdstudio.studio.views.inside.matrix_view import MatrixView
from gdstudio.studio.views.inside.neuron_card import NeuronCard
from gdstudio.studio.views.inside.smooth_page import SmoothPage
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.inside_made import EMPTY, draw
from tests.studio.controllers.mocked import is_busy


@pytest.fixture
def make(qtbot, runs, drawing, inside):
    """Return a function that joins a view with its controller."""
    made = []

    def make_one(controller, view):
        qtbot.addWidget(view)
        view.resize(400, 400)
        one = controller(runs, runs.shown, drawing, inside, view, Messages(runs), runs)
        made.append(one)
        return one, view

    yield make_one
    shut_down(*made)


def moved(subject: Subject, by: float) -> Subject:
    from dataclasses import replace

    return replace(subject, parameters=subject.parameters + np.float32(by), step=subject.step + 1)


# The neuron.


def test_that_a_neuron_is_opened_and_closed(qtbot, make, inside):
    neuron, card = make(NeuronController, NeuronCard())
    neuron.set_in_sight(True)
    assert card.isHidden()
    inside.choose(Place(1, 2))
    qtbot.waitUntil(lambda: card.look is not None)
    assert not card.isHidden()
    assert card.look.neuron.place == Place(1, 2)
    card.neuron_opened.emit(Place(2, 4), None)
    qtbot.waitUntil(lambda: card.look.neuron.place == Place(2, 4))
    assert inside.chosen == Place(2, 4)
    card.closed.emit()
    assert inside.chosen is None
    assert card.isHidden()


def test_that_a_neuron_out_of_sight_costs_nothing(qtbot, runs, make, inside, drawing):
    neuron, card = make(NeuronController, NeuronCard())
    inside.choose(Place(1, 2))
    runs.move(3)
    draw(drawing)
    assert not is_busy(neuron)
    assert card.look is None
    neuron.set_in_sight(True)
    qtbot.waitUntil(lambda: card.look is not None)


def test_that_a_neuron_follows_run_walk_past_drawing_and_target(qtbot, runs, make, inside, drawing):
    neuron, card = make(NeuronController, NeuronCard())
    neuron.set_in_sight(True)
    inside.choose(Place(2, 4))
    qtbot.waitUntil(lambda: card.look is not None)
    runs.move(9)
    qtbot.waitUntil(lambda: card.look.subject.step == 9)
    walked = moved(runs.subject(), 0.5)
    runs.shown.show(Walk(walked))
    qtbot.waitUntil(lambda: card.look.subject is walked)
    assert card.look.neuron.bias == walked.make_network().part("b2")[4]
    past = moved(runs.subject(), -0.5)
    runs.shown.show(Past(past, runs.run.moments.at(9)))
    qtbot.waitUntil(lambda: card.look.subject is past)
    runs.shown.leave()
    qtbot.waitUntil(lambda: card.look.subject.step == 9)
    draw(drawing, np.full((28, 28), 51, np.uint8), label=4)
    qtbot.waitUntil(lambda: card.look.target.label == 4)
    assert set(card.look.pixels.ravel()) == {51}
    inside.target.choose(7)
    qtbot.waitUntil(lambda: card.look.target.label == 7)
    draw(drawing, EMPTY)
    assert card.look is None


def test_that_a_recurrent_unit_is_followed_through_the_rows(qtbot, runs, make, inside):
    runs.begin("lstm 5", number=2)
    neuron, card = make(NeuronController, NeuronCard())
    neuron.set_in_sight(True)
    inside.choose(Place(1, 2))
    qtbot.waitUntil(lambda: card.look is not None and card.look.neuron.row == 27)
    card.recurrent.slider.setValue(11)
    qtbot.waitUntil(lambda: card.look.neuron.row == 11)
    assert (inside.chosen, inside.row) == (Place(1, 2), 11)
    card.neuron_opened.emit(Place(1, 4), 10)  # the state before, in a sum
    qtbot.waitUntil(lambda: card.look.neuron.place == Place(1, 4))
    assert card.look.neuron.row == 10
    runs.begin("dense 6", number=3)
    assert (inside.chosen, inside.row) == (Place(1, 4), None)


def test_that_a_weight_opened_in_a_sum_is_looked_at(qtbot, make, inside):
    neuron, card = make(NeuronController, NeuronCard())
    with qtbot.waitSignal(neuron.weight_look_requested):
        card.weight_opened.emit("W2[4,1]")
    assert str(inside.weight) == "W2[4,1]"


# The slopes.


def test_that_slopes_stand_at_the_neurons_z_until_another_is_chosen(qtbot, runs, make, inside):
    smooth, page = make(SmoothController, SmoothPage())
    smooth.set_in_sight(True)
    assert "Open a neuron" in page.sentence()
    inside.choose(Place(1, 2))
    qtbot.waitUntil(lambda: "at the z of L1.2" in page.sentence())
    own = page.panels[0].canvas.chart.z
    page.z_chosen.emit(2.5)
    assert page.panels[0].canvas.chart.z == 2.5
    before = runs.subject()
    runs.move(5)
    qtbot.waitUntil(lambda: not is_busy(smooth))
    assert page.panels[0].canvas.chart.z == 2.5
    page.own_requested.emit()
    assert page.panels[0].canvas.chart.z not in (2.5, own)
    assert before is not runs.subject()
    page.z_chosen.emit(1.0)
    inside.choose(Place(1, 3))
    qtbot.waitUntil(lambda: "at the z of L1.3" in page.sentence())
    inside.choose(None)
    qtbot.waitUntil(lambda: "Open a neuron" in page.sentence())  # a look may be at its end


def test_that_z_can_be_chosen_without_a_neuron(make):
    smooth, page = make(SmoothController, SmoothPage())
    smooth.set_in_sight(True)
    page.z_chosen.emit(-3.0)
    assert page.panels[0].canvas.chart.z == -3.0


# The matrix.


@pytest.fixture
def matrix(qtbot, runs, inside):
    view = MatrixView()
    qtbot.addWidget(view)
    controller = MatrixController(runs.shown, inside, view, runs)
    controller.view = view
    return controller


def test_that_the_matrix_shows_the_network_shown_while_in_sight(runs, matrix):
    view = matrix.view
    assert view.matrix is None
    matrix.set_in_sight(True)
    assert [view.arrays.itemData(k) for k in range(4)] == ["W1", "b1", "W2", "b2"]
    assert (view.matrix.values == runs.shown.network.part("W1")).all()
    runs.shown.show(Walk(moved(runs.subject(), 1.0)))
    assert (view.matrix.values == runs.shown.network.part("W1")).all()
    matrix.set_in_sight(False)
    kept = view.matrix
    runs.shown.leave()
    assert view.matrix is kept
    view.array_chosen.emit("b2")
    matrix.set_in_sight(True)
    assert view.matrix.part.name == "b2"
    runs.begin("conv 2@5, dense 4", number=2)
    assert [view.arrays.itemData(k) for k in range(6)] == ["W1", "b1", "W2", "b2", "W3", "b3"]


def test_that_the_weight_looked_at_is_framed_wherever_it_stands(runs, inside, matrix):
    matrix.set_in_sight(True)
    inside.choose_weight(find_weight("W2[3,4]", runs.shown.network))
    assert (matrix.view.matrix.part.name, matrix.view.grid.chosen) == ("W2", (3, 4))
    matrix.view.weight_chosen.emit(find_weight("W2[5,1]", runs.shown.network))
    assert matrix.view.grid.chosen == (5, 1)
    inside.choose_weight(find_weight("b1[2]", runs.shown.network))
    assert (matrix.view.matrix.part.name, matrix.view.grid.chosen) == ("b1", (0, 2))


@pytest.mark.parametrize(
    ("architecture", "row", "place"),
    [("", 3, Place(1, 3)), ("conv 2@5, dense 4", 1, Place(1, (24 + 12) * 24 + 12))],
)
def test_that_a_row_opens_its_neuron_in_sight(
    qtbot, runs, inside, matrix, architecture, row, place
):
    runs.begin(architecture, number=2)
    matrix.set_in_sight(True)
    with qtbot.waitSignal(inside.look_requested):
        matrix.view.neuron_opened.emit(1, row)
    assert inside.chosen == place


# The cost of the digit.


@pytest.fixture
def cost(make):
    controller, view = make(DigitCostController, CostOfDigit())
    controller.view = view
    return controller


def test_that_nothing_is_computed_before_the_switch_is_on(runs, drawing, cost):
    runs.move(2)
    draw(drawing)
    assert not is_busy(cost)
    assert cost.view.table.rows == []


def test_that_a_drawing_costs_what_the_networks_own_answer_costs_until_a_class_is_clicked(
    qtbot, runs, inside, drawing, cost
):
    own = int(runs.shown.network.forward(drawing.pixels.reshape(1, -1) / 255).argmax())
    other = (own + 1) % 10
    cost.view.resize(700, 300)
    cost.view.show()
    qtbot.waitUntil(lambda: bool(cost.view.table.rows))
    assert cost.view.table.rows[own].target == "1"
    assert f"target {own}, the network's own answer: C = " in cost.view.total.text()
    cost.view.table.target_chosen.emit(other)
    assert inside.target.chosen == other
    qtbot.waitUntil(lambda: cost.view.table.rows[other].target == "1")
    assert "own answer" not in cost.view.total.text()
    cost.view.table.target_chosen.emit(other)  # once more: as if nothing had been chosen
    assert inside.target.chosen is None


def test_that_a_test_digit_has_its_label_for_target(qtbot, drawing, cost):
    draw(drawing, label=8)
    cost.view.show()
    qtbot.waitUntil(lambda: bool(cost.view.table.rows) and cost.view.table.rows[8].target == "1")


def test_that_the_mean_is_known_of_the_network_shown(qtbot, runs, cost):
    cost.view.resize(600, 300)
    cost.view.show()
    qtbot.waitUntil(lambda: "mean over all 30 training digits" in cost.view.mean.text())
    before = cost.view.mean.text()
    runs.move(4)
    qtbot.waitUntil(lambda: cost.view.mean.text() not in (before, before + " (step 0)"))
    qtbot.waitUntil(lambda: "step" not in cost.view.mean.text())
    cost.view.hide()
    runs.move(5)
    assert not is_busy(cost)
