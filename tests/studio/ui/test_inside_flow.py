"""Every number opens, in the real window: from a stroke to the multiplication and back."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from gdstudio.inside.places import Place
from gdstudio.learning.recipe import Recipe
from gdstudio.numerals import MINUS
from gdstudio.studio.state.progress import RunState
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch

LEFT = Qt.MouseButton.LeftButton
# A three, in shares of the canvas.
THREE = (
    (0.35, 0.3), (0.45, 0.2), (0.58, 0.2), (0.65, 0.3), (0.62, 0.42), (0.5, 0.5), (0.62, 0.57),
    (0.68, 0.68), (0.6, 0.8), (0.45, 0.82), (0.34, 0.74),
)  # fmt: skip


def number(text):
    return float(text.replace(MINUS, "-"))


def learn_some(qtbot, window, steps=60):
    """Train the lesson's network a little: sigmoids and squared error."""
    recipe = Recipe(hidden=(16, 16), learning_rate=1.5, train_size=1000, batch_size=20, epochs=1000)
    window.learn.training_panel.set_recipe(recipe)
    window.runner.reset()
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step >= steps)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.progress.state is RunState.PAUSED)


def draw_three(window):
    canvas = window.shared.drawing_panel.canvas
    points = [QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in THREE]
    QTest.mousePress(canvas, LEFT, pos=points[0])
    for point in points:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, LEFT, pos=points[-1])


def inspect(qtbot, window, page):
    window.show_workspace("inspect")
    switches = window.inspect.page.findChildren(SegmentedSwitch)
    switch = next(switch for switch in switches if switch.accessibleName() == "Page")
    qtbot.mouseClick(switch.button(page), LEFT)


@pytest.fixture
def opened(qtbot, window):
    """The window with a three drawn, and neuron 5 of the second layer opened by a click."""
    learn_some(qtbot, window)
    inspect(qtbot, window, "network")
    draw_three(window)
    diagram = window.inspect.network_page.view.diagram
    qtbot.waitUntil(lambda: diagram.places is not None and window.drawing.reason == "")
    qtbot.mouseClick(diagram, LEFT, pos=diagram.stop_rect(diagram.stop_of((2, 5))).center())
    card = window.inspect.network_page.card
    qtbot.waitUntil(lambda: card.look is not None)
    assert card.look.neuron.place == Place(2, 5)
    return window


def exact_activations(window):
    """Return the activations of all layers, worked out here in float64."""
    run = window.runs.run
    network = run.recipe.make_network().at(run.progress.snapshot.parameters)
    a, activations = window.drawing.pixels.ravel() / 255, []
    for k in (1, 2, 3):
        W, b = (network.part(f"{name}{k}").astype(np.float64) for name in "Wb")
        a = 1 / (1 + np.exp(-(W @ a + b)))
        activations.append(a)
    return activations


def test_that_ten_contributions_and_the_rest_make_the_activation_on_the_screen(qtbot, opened):
    card = opened.inspect.network_page.card
    qtbot.waitUntil(lambda: np.array_equal(card.look.pixels, opened.drawing.pixels))
    assert card.isVisible()
    *terms, z = card.table.rows
    assert [row.name for row in terms[10:]] == ["6 others", "bias b2[5]"]
    assert all(row.name.startswith("L1.") for row in terms[:10])
    total = sum(number(row.text) for row in terms)
    assert round(total, 4) == number(z.text)
    a = 1 / (1 + math.exp(-total))
    written = card.activation.text().split("\n")[1].removeprefix("   = ")
    assert number(written) == pytest.approx(a, abs=1e-4)
    activations = exact_activations(opened)
    assert number(written) == pytest.approx(activations[1][5], abs=1e-4)
    for row in terms[:10]:
        came_in = activations[0][int(row.name.removeprefix("L1."))]
        assert number(row.input) == pytest.approx(came_in, abs=1e-4)


def test_that_a_sum_is_followed_down_to_the_pixels(qtbot, opened):
    card = opened.inspect.network_page.card
    first = card.look.neuron.contributions[0]
    at = card.table.row_rectangle(0).center().toPoint()
    qtbot.mouseClick(card.table, LEFT, pos=QPoint(4, at.y()))
    qtbot.waitUntil(lambda: card.look.neuron.place == Place(1, first.index))
    assert card.look.neuron.a == pytest.approx(first.input)
    assert card.pictures.isVisible()
    assert opened.inspect.network_page.view.diagram.chosen == (1, first.index)


def test_that_a_weight_of_a_sum_is_found_among_all_and_leads_back(qtbot, opened):
    card, view = opened.inspect.network_page.card, opened.inspect.matrix_view
    weight = card.look.neuron.contributions[0]
    qtbot.keyClick(card.table, Qt.Key.Key_Home)
    qtbot.keyClick(card.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert opened.inspect.page.page() == "weights"
    assert view.readout().startswith(f"{weight.weight_name} = ")
    assert view.field.text() == weight.weight_name
    read = view.readout().partition(" = ")[2].partition(":")[0]
    assert np.float32(number(read)) == np.float32(weight.weight)
    view.field.setFocus()
    view.field.selectAll()
    qtbot.keyClicks(view.field, "W3[3,7]")
    qtbot.keyClick(view.field, Qt.Key.Key_Return)
    assert view.readout().startswith("W3[3,7] = ")
    qtbot.keyClick(view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("W3\tL2.0\tL2.1")
    qtbot.keyClick(view.grid, Qt.Key.Key_Return)
    assert opened.inspect.page.page() == "network"
    assert opened.shared.inside.chosen == Place(3, 3)


def test_that_the_slopes_stand_at_the_z_of_the_neuron(qtbot, opened):
    z = opened.inspect.network_page.card.look.neuron.z
    inspect(qtbot, opened, "smooth")
    page = opened.inspect.made("smooth")[0]
    qtbot.waitUntil(lambda: "at the z of L2.5" in page.sentence())
    assert all(panel.canvas.chart.z == z for panel in page.panels)


def test_that_a_drawing_costs_what_its_outputs_say_once_its_class_is_clicked(qtbot, window):
    learn_some(qtbot, window)
    draw_three(window)
    panel = window.shared.drawing_panel
    switch, view = panel.cost_switch, panel.cost
    qtbot.mouseClick(switch, LEFT, pos=QPoint(8, switch.height() // 2))
    qtbot.waitUntil(lambda: len(view.table.rows) == 10)
    qtbot.waitUntil(lambda: window.drawing.answer is not None)
    at = view.table.row_rectangle(3).center().toPoint()
    qtbot.mouseClick(view.table, LEFT, pos=at)
    qtbot.waitUntil(lambda: view.table.rows[3].target == "1")
    outputs = exact_activations(window)[2]
    expected = float(((outputs - np.eye(10)[3]) ** 2).sum())
    total = view.total.text().rpartition("= ")[2]
    assert number(total) == pytest.approx(expected, abs=1e-4)
    assert round(sum(number(row.term) for row in view.table.rows), 4) == number(total)
    qtbot.waitUntil(lambda: "mean" in view.mean.text() and "…" not in view.mean.text())
    run = window.runs.run
    qtbot.waitUntil(lambda: run.history.evaluations().steps[-1] == run.step)
    mean = number(view.mean.text().rpartition(": ")[2])
    assert mean == pytest.approx(window.shared.time.figures.cost, abs=1e-4)
    window.drawing.show_test_digit(0)
    qtbot.waitUntil(lambda: view.table.rows[window.drawing.label].target == "1")
    kept = window.learn.state()
    switch.setChecked(False)
    window.learn.take_up(kept)
    assert view.isVisible()
    window.show_workspace("descent")
    assert not view.isVisible()


def test_that_one_target_holds_for_every_page_and_begins_with_the_networks_own_answer(
    qtbot, window
):
    learn_some(qtbot, window)
    inspect(qtbot, window, "backprop")
    draw_three(window)
    page, nudges = window.inspect.backprop_page, window.inspect.nudges_page
    qtbot.waitUntil(lambda: page.look is not None)
    own = int(exact_activations(window)[2].argmax())
    qtbot.waitUntil(lambda: page.look.opened.target == own)
    said = f"target: {own}, the network's own answer; choose another"
    assert page.target.box.accessibleDescription() == said
    inspect(qtbot, window, "nudges")
    qtbot.waitUntil(lambda: nudges.found is not None)
    assert nudges.found.digits.labels.tolist() == [own]
    other = (own + 1) % 10
    nudges.target.box.setFocus()
    qtbot.keyClick(nudges.target.box, str(other))
    qtbot.waitUntil(lambda: nudges.found.digits.labels.tolist() == [other])
    assert window.shared.inside.target.chosen == other
    inspect(qtbot, window, "backprop")
    qtbot.waitUntil(lambda: page.look.opened.target == other)
    window.drawing.show_test_digit(3)
    said = f"target: {window.drawing.label}, the digit's label"
    assert page.target.box.accessibleDescription() == said  # whatever was chosen before
    qtbot.waitUntil(lambda: page.look.opened.target == window.drawing.label)


def test_that_the_next_update_is_written_out_while_the_run_goes_on(qtbot, window):
    recipe = Recipe(
        hidden=(16,), optimizer="adam", learning_rate=0.001, train_size=1000, epochs=10**6
    )
    window.learn.training_panel.set_recipe(recipe)
    window.runner.reset()
    inspect(qtbot, window, "backprop")
    page = window.inspect.backprop_page
    qtbot.mouseClick(page.over.button("batch"), LEFT)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: page.look is not None and page.look.request.subject.step > 0)
    assert window.runs.is_running
    assert page.look.update.number == page.look.request.subject.step + 1
    assert len(page.look.batch.which) == recipe.batch_size_of(1000)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.progress.state is RunState.PAUSED)
    qtbot.waitUntil(lambda: page.look.request.subject.step == window.runs.run.step)
    look, place = page.look, page.look.place
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == look.request.subject.step + 1)
    after = float(window.runs.run.parameters[place.index])
    assert look.update.after == pytest.approx(after, rel=1e-5, abs=1e-7)


def test_that_a_neuron_is_opened_and_left_by_keys_and_the_next_is_reached(qtbot, window, opened):
    page = window.inspect.network_page
    diagram, card = page.view.diagram, page.card
    assert card.isVisible()
    for has_keys in (diagram, card.table):  # wherever the keys are when it is closed
        has_keys.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(has_keys, Qt.Key.Key_Escape)
        assert not card.isVisible()
        assert diagram.hasFocus()
        assert diagram.pointed == (2, 5)
        qtbot.keyClick(diagram, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: card.isVisible() and card.look is not None)
    qtbot.keyClick(diagram, Qt.Key.Key_Escape)
    qtbot.keyClick(diagram, Qt.Key.Key_Escape)  # nothing is open: nothing happens
    qtbot.keyClick(diagram, Qt.Key.Key_Down)
    assert diagram.pointed == (2, 6)
