"""What puts the network into its diagram, and the digit on its way through it."""

from contextlib import contextmanager

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy

from gdstudio.inside.places import Place, weight_at
from gdstudio.studio.controllers import diagram_controller, diagram_flow
from gdstudio.studio.controllers.diagram_controller import DiagramController
from gdstudio.studio.controllers.diagram_flow import DiagramFlow
from gdstudio.studio.motion import Motion
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.inside.network_view import NetworkView
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.inside_made import EMPTY, draw
from tests.studio.controllers.mocked import StillClock, is_busy, waiting_ms
from tests.studio.seen import shown


@pytest.fixture
def make(qtbot, runs, drawing, inside):
    """Return a function that makes a diagram with its controller."""
    made = []

    def make_one(**how):
        view = shown(qtbot, NetworkView(QAction("Flow")), 800, 500)
        given = runs, runs.shown, drawing, inside, view, Messages(runs)
        controller = DiagramController(*given, runs, **how)
        controller.view, controller.inside, controller.drawing = view, inside, drawing
        made.append(controller)
        return controller

    yield make_one
    shut_down(*made)


@pytest.fixture
def diagram(make):
    return make()


@contextmanager
def seen_anew(qtbot, diagram):
    """Wait until another look is shown."""
    before = diagram.seen
    yield
    qtbot.waitUntil(lambda: diagram.seen is not before)


def test_that_a_diagram_out_of_sight_costs_nothing(runs, diagram):
    runs.move(1)
    draw(diagram.drawing)
    assert not is_busy(diagram)
    assert diagram.seen is None


def test_that_every_stroke_and_every_step_is_seen(qtbot, runs, diagram):
    with seen_anew(qtbot, diagram):
        diagram.set_in_sight(True)
    with seen_anew(qtbot, diagram):
        draw(diagram.drawing, np.full((28, 28), 51, np.uint8))
    assert set(diagram.seen.diagram.layers[0].values) == {0.2}
    runs.move(7)
    qtbot.waitUntil(lambda: diagram.seen.subject.step == 7)
    assert diagram.view.diagram.diagram is diagram.seen.diagram


def test_that_another_number_of_lines_is_drawn_at_once(qtbot, diagram):
    with seen_anew(qtbot, diagram):
        diagram.set_in_sight(True)
    with seen_anew(qtbot, diagram):
        diagram.view.wish_changed.emit()
    diagram.view.diagram.layer_toggled.emit(1)
    qtbot.waitUntil(lambda: not is_busy(diagram))
    assert diagram.seen.diagram.n_links[0] == 6 * 16 + 10 * 6


def test_that_lines_are_painted_for_where_everything_stands(qtbot, diagram):
    painted = QSignalSpy(diagram.view.diagram.lines_ordered)
    with seen_anew(qtbot, diagram):
        diagram.set_in_sight(True)
    before = painted.count()
    diagram.view.resize(600, 400)
    qtbot.waitUntil(lambda: painted.count() > before)
    qtbot.waitUntil(lambda: not is_busy(diagram))
    colours = colours_between(diagram.view.diagram)
    assert len(colours) > 5


def colours_between(view):
    """Return the colours half-way between the layers of neurons."""
    image, columns = view.grab().toImage(), view.places.columns
    x = round((columns[1].rect.right + columns[2].rect.left) / 2)
    return {image.pixel(x, y) for y in range(image.height())}


def test_that_looks_rest_while_the_network_learns(qtbot, runs, make, monkeypatch):
    clock = StillClock()
    clock.give_to(monkeypatch, diagram_controller)
    diagram = make()
    with seen_anew(qtbot, diagram):
        diagram.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(diagram))
    monkeypatch.setattr(runs, "is_running", True)
    runs.move(1)
    assert waiting_ms(diagram) == [round(1000 * diagram_controller.REST_S)]


def test_that_an_empty_canvas_leaves_the_network_alone(qtbot, diagram):
    draw(diagram.drawing, EMPTY)
    with seen_anew(qtbot, diagram):
        diagram.set_in_sight(True)
    assert {layer.values for layer in diagram.seen.diagram.layers} == {None}
    assert diagram.view.readout().startswith("Draw a digit")


def test_that_a_click_opens_a_neuron_and_another_closes_it(qtbot, diagram):
    with seen_anew(qtbot, diagram):
        diagram.set_in_sight(True)
    diagram.view.diagram.spot_opened.emit(1, 4)
    assert diagram.inside.chosen == Place(1, 4)
    assert diagram.view.diagram.chosen == (1, 4)
    diagram.view.diagram.spot_opened.emit(1, 4)
    assert diagram.inside.chosen is None
    assert diagram.view.diagram.chosen is None


def test_that_a_row_of_a_recurrent_unit_is_opened_and_closed_again(qtbot, runs, make):
    runs.begin("rnn 6", number=2)
    diagram = make()
    with seen_anew(qtbot, diagram):
        diagram.set_in_sight(True)
    inside, view = diagram.inside, diagram.view.diagram
    for place, row, opened in (
        ((1, 4), 11, (Place(1, 4), 11)),
        ((1, 4), 12, (Place(1, 4), 12)),
        ((1, 4), 12, (None, None)),
    ):
        view.moment_opened.emit(*place, row)
        assert (inside.chosen, inside.row) == opened
    view.moment_opened.emit(1, 4, 12)
    view.spot_opened.emit(1, 4)  # the unit itself is that after the last row
    assert (inside.chosen, inside.row) == (Place(1, 4), None)


def test_that_a_small_diagram_opens_neurons_where_they_can_be_seen(make):
    diagram = make(opens_elsewhere=True)
    asked = QSignalSpy(diagram.inside.look_requested)
    for _ in range(2):
        diagram.view.diagram.spot_opened.emit(2, 9)
    assert (diagram.inside.chosen, asked.count()) == (Place(2, 9), 2)


def test_that_the_weight_and_the_class_looked_at_are_marked(qtbot, runs, diagram):
    draw(diagram.drawing, label=4)
    with seen_anew(qtbot, diagram):
        diagram.set_in_sight(True)
    plain = diagram.view.diagram.grab().toImage()
    diagram.inside.choose_weight(weight_at(runs.shown.network, 784 * 3 + 400))
    assert diagram.view.diagram.grab().toImage() != plain
    diagram.inside.choose_weight(None)
    assert diagram.view.diagram.grab().toImage() == plain
    diagram.inside.target.choose(7)
    assert diagram.view.diagram.grab().toImage() != plain
    diagram.inside.target.choose(None)
    assert diagram.view.diagram.grab().toImage() == plain


def test_that_the_digit_stops_flowing_out_of_sight_and_with_another_run(qtbot, runs, diagram):
    with seen_anew(qtbot, diagram):
        diagram.set_in_sight(True)
    for stop in (lambda: diagram.set_in_sight(False), lambda: runs.begin(number=2)):
        diagram.press_flow()
        ended = QSignalSpy(diagram.flow.moved)
        stop()
        assert [ended.at(k) for k in range(ended.count())] == [[None]]


# The flow alone.


@pytest.fixture
def flow(qapp):
    flow = DiagramFlow()
    flow.fronts = []
    flow.moved.connect(flow.fronts.append)
    yield flow
    flow.stop()


def test_that_the_digit_flows_from_the_first_layer_to_the_last(qtbot, flow, monkeypatch):
    monkeypatch.setattr(diagram_flow, "FLOW_MS", 120)
    flow.press(4)
    qtbot.waitUntil(lambda: flow.fronts[-1] is None)
    assert flow.fronts[0] == 0
    assert flow.fronts[:-1] == sorted(flow.fronts[:-1])
    assert max(flow.fronts[:-1]) < 3


def test_that_it_takes_two_seconds():
    assert diagram_flow.FLOW_MS == 2000


def test_that_nothing_moves_where_motion_is_reduced_and_each_press_is_a_layer(qapp, flow):
    motion = Motion("always")
    try:
        for _ in range(5):
            flow.press(4)
        assert flow.fronts == [0, 1, 2, None, 0]
    finally:
        motion.choose("never")


def test_that_what_has_stopped_is_all_through(flow):
    flow.stop()
    assert flow.fronts == []
    flow.press(4)
    flow.stop()
    assert flow.fronts[-1] is None


def test_that_the_weights_with_the_largest_nudges_are_marked(qtbot, runs, diagram):
    network = runs.shown.network
    places = tuple(weight_at(network, index) for index in (784 * 6 + 2, 784 * 6 + 6 + 7))
    with qtbot.waitSignal(diagram.inside.nudged_changed):
        diagram.inside.mark_nudged(places)
    assert diagram.view.diagram.nudged == ((1, 2, None), (2, 1, 1))
    diagram.inside.mark_nudged(())
    assert diagram.view.diagram.nudged == ()


def test_that_of_a_layer_that_reads_pixels_the_state_after_a_row_is_that_after_its_last_pixel(
    qtbot, runs, make
):
    runs.begin("rnn 5 pixels")
    diagram = make()
    diagram.set_in_sight(True)
    qtbot.waitUntil(lambda: diagram.seen is not None and not is_busy(diagram))
    plain = diagram.view.diagram.grab().toImage()
    diagram.view.diagram.moment_opened.emit(1, 4, 12)
    assert (diagram.inside.chosen, diagram.inside.row) == (Place(1, 4), 13 * 28 - 1)
    assert diagram.view.diagram.grab().toImage() != plain  # its state has a frame
