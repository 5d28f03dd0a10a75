"""The settings of Learn in the window: what is typed, what the run does, what is said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gdstudio.learning.moment import Kind
from gdstudio.studio.state.progress import RunState
from gdstudio.studio.state.time_marks import time_marks


@pytest.fixture
def runs(window):
    window.activateWindow()
    return window.runs


@pytest.fixture
def panel(window):
    return window.learn.training_panel


@pytest.fixture
def trained(qtbot, window, runs):
    """The window with a run that has learned from one mini-batch."""
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: runs.run.step == 1)
    return window


def enter(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def status(window):
    return window.statusBar().currentMessage()


def test_that_space_pauses_after_a_number_is_typed(qtbot, window, runs, panel):
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: runs.run.step > 0)
    rate = panel.form.learning_rate.spin_box
    enter(rate, "0.5")
    assert not rate.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not runs.is_running
    assert (rate.text(), rate.value()) == ("0.5", 0.5)


def test_that_space_pauses_from_within_a_number(qtbot, window, runs, panel):
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: runs.run.step > 0)
    rate = panel.form.learning_rate.spin_box
    rate.setFocus()
    rate.selectAll()
    QTest.keyClick(rate, Qt.Key.Key_Space)
    assert not runs.is_running
    assert rate.text() == "1.5"


def test_that_space_takes_a_fraction_just_typed_and_runs(qtbot, window, runs, panel):
    rate = panel.form.learning_rate.spin_box
    rate.setFocus()
    rate.selectAll()
    QTest.keyClicks(rate, "0.3")
    QTest.keyClick(rate, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: runs.run.step > 0)
    assert (rate.text(), rate.value()) == ("0.3", 0.3)
    assert runs.run.rate == 0.3


def test_that_space_takes_a_fraction_just_typed_and_pauses_and_the_keys_are_the_windows_again(
    qtbot, window, runs, panel
):
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: runs.run.step > 0)
    rate = panel.form.learning_rate.spin_box
    rate.setFocus()
    rate.selectAll()
    QTest.keyClicks(rate, "0.3")
    QTest.keyClick(rate, Qt.Key.Key_Space)
    assert not runs.is_running
    assert (runs.run.rate, rate.hasFocus()) == (0.3, False)


def test_that_a_run_that_goes_on_with_other_settings_is_said_so(qtbot, trained, runs, panel):
    run, bar = runs.run, panel.not_applied
    assert bar.isHidden()
    panel.recipe_box.setCurrentIndex(panel.recipe_box.findData("irnn-rows"))
    panel.recipe_box.activated.emit(panel.recipe_box.currentIndex())
    assert bar.isVisible()
    assert bar.text.text() == "Not applied: the 784-16-16-10 run goes on"
    assert runs.run is run
    bar.revert.click()
    assert bar.isHidden()
    assert panel.recipe() == run.recipe
    for seed in ("7", "1"):  # typed, and typed back
        enter(panel.form.editors["seed"], seed)
        assert bar.isVisible() == (seed == "7")
    enter(panel.form.layers, "784-8-10")
    assert bar.isVisible()
    bar.start.click()
    qtbot.waitUntil(lambda: runs.run.progress is not None)
    assert runs.run.recipe.hidden == (8,)
    assert bar.isHidden()
    assert runs.earlier == [run]


def test_that_run_reset_and_steps_are_refused_with_a_word(window, runs, panel):
    run, layers, actions = runs.run, panel.form.layers, window.actions_
    enter(layers, "16; DROP TABLE")
    for action in (actions.run, actions.reset, actions.step_batch, actions.new_run):
        layers.clearFocus()
        window.statusBar().clearMessage()
        action.trigger()
        assert runs.run is run
        assert not runs.is_running
        assert status(window).startswith("Not started: ")
        assert "16; drop table" in status(window)
        assert layers.hasFocus()


def test_that_a_number_half_typed_is_judged_by_run(window, runs, panel):
    panel.form.editors["batch_size"].setFocus()
    panel.form.editors["batch_size"].selectAll()
    QTest.keyClicks(panel.form.editors["batch_size"], "1,5")
    window.actions_.run.trigger()
    assert not runs.is_running
    assert status(window) == (
        "Not started: batch size: '1,5' is not accepted; give a whole number from 1 to 1,000,000"
    )


def test_that_typing_makes_no_networks(qtbot, window, runs, panel):
    run = runs.run
    panel.form.layers.setFocus()
    panel.form.layers.selectAll()
    QTest.keyClicks(panel.form.layers, "32, 16")
    assert runs.run is run
    QTest.keyClick(panel.form.layers, Qt.Key.Key_Return)
    assert runs.run.recipe.hidden == (32, 16)
    assert "1: 32-16, " in window.windowTitle()
    enter(panel.form.editors["batch_size"], "20")
    assert runs.run.number == 1


def test_that_another_optimiser_does_not_change_the_rate_of_the_run(trained, runs, panel):
    box = panel.form.editors["optimizer"]
    box.setCurrentIndex(box.findData("adam"))
    assert runs.run.rate == 1.5
    enter(panel.form.learning_rate.spin_box, "0.02")  # of Adam, in the next run
    assert runs.run.rate == 1.5
    box.setCurrentIndex(box.findData("sgd"))
    assert panel.not_applied.isHidden()
    assert runs.run.rate == panel.form.learning_rate.shown_value() == 1.5
    enter(panel.form.learning_rate.spin_box, "0,25")  # of the run
    assert runs.run.rate == 0.25
    panel.recipe_box.activated.emit(panel.recipe_box.currentIndex())
    assert runs.run.rate == panel.form.learning_rate.shown_value() == 1.5
    assert panel.not_applied.isHidden()


def test_that_a_new_run_bears_the_rate_of_its_optimiser(window, runs, panel):
    box = panel.form.editors["optimizer"]
    box.setCurrentIndex(box.findData("adam"))
    assert runs.run.recipe.learning_rate == 0.001
    assert "1: 16-16, adam 0.001" in window.windowTitle()
    enter(panel.form.learning_rate.spin_box, "0,01")
    assert runs.run.recipe.learning_rate == 0.01
    assert "1: 16-16, adam 0.01" in window.windowTitle()


def test_that_the_cost_in_the_header_is_always_the_training_cost(qtbot, window, runs):
    cost, run = window.learn.metrics.cost, runs.run
    assert cost.accessibleName() == "training cost"
    assert cost.text == f"{run.train.cost:.4f}"
    for step in (1, 2, 3):
        window.actions_.step_example.trigger()
        qtbot.waitUntil(lambda step=step: run.step == step)
        assert cost.text == f"{run.train.cost:.4f}"
    assert cost.text != f"{run.history.curve().smoothed[-1]:.4f}"


def test_that_a_run_taken_up_shows_the_rate_it_has(qtbot, trained, runs, panel):
    enter(panel.form.learning_rate.spin_box, "0,25")
    trained.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: runs.run.step == 2)
    trained.actions_.reset.trigger()
    qtbot.waitUntil(lambda: runs.run.progress is not None)
    panel.recipe_box.activated.emit(panel.recipe_box.currentIndex())
    trained.actions_.back.trigger()
    qtbot.waitUntil(lambda: runs.run.progress is not None and runs.run.step == 2)
    assert panel.form.learning_rate.spin_box.text() == "0.25"
    assert runs.run.rate == 0.25
    assert panel.not_applied.isHidden()


def test_that_a_layer_frozen_while_the_run_goes_on_stays_and_undo_sets_it_free(
    qtbot, window, runs, panel
):
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: runs.run.step > 0)
    enter(panel.form.frozen, "2")
    assert panel.not_applied.isHidden()
    assert runs.is_running
    qtbot.waitUntil(lambda: any(Kind.LAYERS_FROZEN in m.kind for m in runs.run.moments))
    (mark,) = runs.run.moments.marks(Kind.LAYERS_FROZEN)
    qtbot.waitUntil(lambda: runs.run.step > mark.step + 20)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: not runs.is_running and runs.run.progress.state is RunState.PAUSED)
    first, second = network_parts(runs, mark.parameters), network_parts(runs, runs.run.parameters)
    assert [(a == b).all() for a, b in zip(first, second, strict=True)] == [False, True, False]
    assert [one.words for one in time_marks(runs.run)] == ["layers 2 frozen from here on"]
    undo = window.actions_.undo
    assert "Frozen layers" in undo.text()
    undo.trigger()
    assert (panel.form.frozen.text(), runs.run.recipe.frozen_layers) == ("", ())
    window.actions_.step_batch.trigger()
    step = runs.run.step + 1
    qtbot.waitUntil(lambda: runs.run.step == step)
    third = network_parts(runs, runs.run.parameters)
    assert (third[1] != second[1]).any()
    window.actions_.step_back.trigger()
    qtbot.waitUntil(lambda: runs.run.step == step - 1)
    window.actions_.redo.trigger()
    assert (panel.form.frozen.text(), runs.run.recipe.frozen_layers) == ("2", (2,))


def network_parts(runs, parameters):
    network = runs.run.recipe.make_network().at(parameters)
    return [network.part(name) for name in ("W1", "W2", "W3")]


def test_that_a_step_taken_back_shows_the_layers_frozen_before_it(qtbot, trained, runs, panel):
    enter(panel.form.frozen, "1")
    trained.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: runs.run.step == 2)
    enter(panel.form.frozen, "1, 2")
    trained.actions_.step_back.trigger()
    qtbot.waitUntil(lambda: runs.run.step == 1)
    assert (panel.form.frozen.text(), runs.run.recipe.frozen_layers) == ("1", (1,))
    enter(panel.form.layers, "16")
    assert not panel.not_applied.isHidden()
    assert runs.run.recipe.frozen_layers == (1,)
