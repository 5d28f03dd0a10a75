"""Run, Step, Reset, Back and what else begins and ends runs, against the real thread."""

import dataclasses
from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from gdstudio.errors import InvalidValue
from gdstudio.files.run_file import RunFile
from gdstudio.jobs.subject import Subject
from gdstudio.learning.moment import Kind
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Past, Shown, Walk
from tests.studio.small_runs import DATA, RECIPE, left_state, parameters_at


class Desk:
    """A run controller, and what it says."""

    def __init__(self):
        self.runs = RunModel()
        self.shown = Shown(self.runs)
        self.told = Messages()
        self.training = TrainingController(self.runs)
        self.deeds = Deeds(QCoreApplication.instance())
        self.runner = RunController(self.runs, self.shown, self.training, self.told, self.deeds)
        self.recipe, self.refusal = RECIPE, None
        self.runner.take_settings_from(self.ask, lambda: self.recipe)
        self.messages, self.refused, self.broken, self.taken_up = [], [], [], []
        self.told.said.connect(self.messages.append)
        self.runner.settings_refused.connect(self.refused.append)
        self.told.fault_met.connect(self.broken.append)
        self.runner.run_taken_up.connect(self.taken_up.append)

    def ask(self):
        if self.refusal is not None:
            raise self.refusal
        return self.recipe


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.runner.set_data(DATA)
    wait_for_message(qtbot, desk)
    yield desk
    desk.runner.shutdown()


def wait_for_message(qtbot, desk):
    qtbot.waitUntil(lambda: desk.runs.run.progress is not None)


def learn(qtbot, desk, steps=1):
    goal = desk.runs.run.step + steps
    for _ in range(steps):
        desk.runner.step_batch()
    qtbot.waitUntil(lambda: desk.runs.run.step == goal)
    return desk.runs.run.parameters


def test_that_digits_begin_a_run_with_the_settings_shown(desk):
    assert desk.runs.data is DATA
    assert desk.runs.run.recipe == RECIPE
    assert desk.runs.run.number == 1
    assert desk.runs.run.rate == RECIPE.learning_rate
    assert not desk.runs.is_running


def test_that_run_and_pause_take_turns(qtbot, desk):
    desk.runner.toggle_running()
    assert desk.runs.is_running
    qtbot.waitUntil(lambda: desk.runs.run.step > 5)
    desk.runner.toggle_running()
    assert not desk.runs.is_running


def test_that_only_a_step_of_an_epoch_counts_as_running(qtbot, desk):
    desk.runner.step_example()
    assert not desk.runs.is_running
    qtbot.waitUntil(lambda: desk.runs.run.progress.snapshot.examples == 1)
    desk.runner.step_epoch()
    assert desk.runs.is_running
    qtbot.waitUntil(lambda: not desk.runs.is_running)
    assert desk.runs.run.progress.snapshot.epoch == 1


def test_that_a_reset_before_the_first_step_takes_the_place_of_the_run(qtbot, desk):
    desk.recipe = RECIPE.changed(seed=5)
    desk.runner.reset()
    assert (desk.runs.run.number, desk.runs.run.recipe.seed) == (1, 5)
    assert desk.messages == []


def test_that_reset_keeps_what_was_learned_and_back_goes_on_with_it(qtbot, desk):
    learned = learn(qtbot, desk, 3)
    desk.runs.run.file = "where it was saved"
    desk.runner.reset()
    wait_for_message(qtbot, desk)
    assert (desk.runs.run.number, desk.runs.run.step) == (2, 0)
    assert desk.messages == ["A fresh network. Shift+R goes back to run 1, step 3."]
    desk.runner.back()
    wait_for_message(qtbot, desk)
    run = desk.runs.run
    assert (run.number, run.step, run.file) == (1, 3, "where it was saved")
    assert np.array_equal(run.parameters, learned)
    assert run.history.last_step == 3
    assert desk.messages[-1] == "Back to run 1 at step 3."
    assert desk.taken_up == [RECIPE]
    assert desk.runs.earlier == []
    desk.runner.back()  # there is none before
    assert desk.runs.run is run


def test_that_a_run_goes_on_with_the_rate_it_had(qtbot, desk):
    learn(qtbot, desk)
    desk.runs.run.rate = 0.03
    desk.training.set_learning_rate(0.03)
    learn(qtbot, desk)
    desk.runner.reset()
    desk.runner.back()
    assert desk.taken_up == [RECIPE.changed(learning_rate=0.03)]
    assert desk.runs.run.rate == 0.03


def test_that_a_run_that_learnt_before_anybody_was_told_stays_and_keeps_its_number(
    qtbot, desk, monkeypatch
):
    heard = []
    monkeypatch.setattr(desk.training, "take_in", heard.append)
    desk.runner.step_batch()
    qtbot.waitUntil(lambda: any(message.snapshot.step == 1 for message in heard))
    run = desk.runs.run
    assert run.step == 0
    desk.runner.reset()
    assert desk.runs.earlier == [run]
    assert (run.number, run.step, desk.runs.run.number) == (1, 1, 2)
    assert np.array_equal(run.parameters, heard[-1].snapshot.parameters)


def test_that_a_run_that_is_left_has_what_its_thread_said_last(qtbot, desk):
    desk.runner.toggle_running()
    qtbot.waitUntil(lambda: desk.runs.run.step > 20)
    run = desk.runs.run
    desk.runner.reset()
    assert run.state.step == run.history.last_step == run.moments.last_step == run.step
    assert run.moments.at(run.step).is_exact
    assert np.array_equal(run.moments.at(run.step).parameters, run.state.parameters)


def test_that_a_saved_run_is_opened_at_rest_where_it_was(qtbot, desk):
    desk.runner.open_run(RunFile(left_state(12), None, "small", datetime.now(UTC)), DATA)
    wait_for_message(qtbot, desk)
    assert desk.runs.run.step == 12
    assert np.array_equal(desk.runs.run.parameters, parameters_at(12))
    assert not desk.runs.is_running
    assert desk.taken_up == [RECIPE]


def test_that_a_run_branches_off_from_the_network_shown(qtbot, desk):
    learn(qtbot, desk)
    there = parameters_at(50)
    desk.shown.show(Walk(Subject("walk", "w", "w", RECIPE, DIGIT, 10, there, 1)))
    desk.runner.branch()
    wait_for_message(qtbot, desk)
    assert (desk.runs.run.number, desk.runs.run.step) == (2, 0)
    assert np.array_equal(desk.runs.run.parameters, there)
    assert desk.shown.is_run
    assert [run.number for run in desk.runs.earlier] == [1]


def past(desk, step):
    """The source that shows the present run as it was."""
    moment = desk.runs.run.moments.at(step)
    here = desk.runs.subject()
    return Past(dataclasses.replace(here, parameters=moment.parameters, step=step), moment)


def test_that_a_run_branches_off_from_a_moment_and_comes_by_the_same_networks(qtbot, desk):
    for _ in range(4):
        learn(qtbot, desk)
    left = desk.runs.run
    desk.shown.show(past(desk, 2))
    desk.runner.branch()
    wait_for_message(qtbot, desk)
    run = desk.runs.run
    assert (run.number, run.step, run.history.last_step) == (2, 2, 2)
    assert run.moments.steps().tolist() == [0, 1, 2]
    assert left in desk.runs.earlier
    assert Kind.BRANCHED in left.moments.at(2).kind
    assert desk.messages[-1] == "A run of its own from step 2 of run 1. Shift+R goes back."
    for step in (3, 4):
        learn(qtbot, desk)
        assert np.array_equal(run.parameters, left.moments.at(step).parameters)


def test_that_without_the_state_of_its_optimiser_a_branch_says_that_it_has_a_fresh_one(qtbot, desk):
    for _ in range(3):
        learn(qtbot, desk)
    source = past(desk, 2)
    state = dataclasses.replace(
        source.moment.state, recipe=RECIPE.changed(optimizer="adam"), optimizer_state={}
    )
    moment = dataclasses.replace(source.moment, state=state)
    desk.shown.show(dataclasses.replace(source, moment=moment))
    desk.runner.branch()
    wait_for_message(qtbot, desk)
    assert desk.runs.run.step == 2
    assert "with a fresh optimiser" in desk.messages[-1]


def test_that_steps_by_hand_are_taken_back_to_the_last_bit(qtbot, desk):
    for _ in range(3):
        learn(qtbot, desk)
    run, there = desk.runs.run, [moment.parameters for moment in desk.runs.run.moments]
    desk.training.set_learning_rate(0.03)
    run.rate = 0.03
    learn(qtbot, desk)
    for step in (3, 2, 1):
        desk.runner.step_back()
        qtbot.waitUntil(lambda step=step: run.step == step)
        assert np.array_equal(run.parameters, there[step])
        assert run.history.last_step == run.moments.last_step == step
        assert desk.messages[-1] == f"Back at step {step}."
    assert run.rate == RECIPE.learning_rate
    assert desk.taken_up == [RECIPE]
    for step in (2, 3):
        learn(qtbot, desk)
        assert np.array_equal(run.parameters, there[step])


def test_that_it_is_said_when_there_is_no_step_to_take_back(qtbot, desk):
    desk.runner.step_back()
    qtbot.waitUntil(lambda: bool(desk.messages))
    assert desk.messages == ["No step by hand to take back; Left shows earlier moments."]
    desk.runner.toggle_running()
    desk.runner.step_back()  # it goes on: nothing is taken back
    desk.runner.toggle_running()
    assert len(desk.messages) == 1


def test_that_a_step_is_seen_and_not_hidden_behind_the_past(qtbot, desk):
    learn(qtbot, desk)
    learn(qtbot, desk)
    desk.shown.show(past(desk, 1))
    learn(qtbot, desk)
    assert desk.shown.is_run
    assert desk.shown.subject.step == 3


def test_that_settings_that_are_not_accepted_begin_nothing(desk):
    run, desk.refusal = desk.runs.run, InvalidValue("batch size", 0, "1 or more")
    for number, deed in enumerate(("toggle_running", "step_batch", "step_epoch", "reset"), 1):
        getattr(desk.runner, deed)()
        assert desk.runs.run is run
        assert not desk.runs.is_running
        assert desk.refused == [desk.refusal] * number
        assert desk.messages[-1] == f"Not started: {desk.refusal}"


def test_that_nothing_happens_before_there_are_digits(qtbot):
    desk = Desk()
    for deed in ("toggle_running", "step_batch", "reset", "back", "branch", "shutdown"):
        getattr(desk.runner, deed)()
    assert desk.runs.run is None
    assert not desk.runs.is_running


def test_that_a_run_that_diverges_is_told_and_the_next_command_begins_afresh(qtbot, desk):
    desk.recipe = RECIPE.changed(activation="relu", output_activation="identity", learning_rate=1e6)
    desk.runner.reset()
    desk.runner.toggle_running()
    qtbot.waitUntil(lambda: not desk.training.has_run)
    assert not desk.runs.is_running
    assert desk.messages[-1].startswith("Diverged at step ")
    assert "learning rate 10⁶: the steps are too large." in desk.messages[-1]
    assert desk.runs.run.history.diverged_at is not None
    assert desk.broken == []
    diverged, desk.recipe = desk.runs.run, RECIPE
    desk.runner.step_batch()
    qtbot.waitUntil(lambda: desk.runs.run is not diverged and desk.runs.run.step == 1)


def test_that_a_fault_in_the_thread_of_the_run_reaches_the_window(qtbot, desk):
    fault = RuntimeError("a fault")
    desk.runner.toggle_running()
    desk.training.run_failed.emit(fault)
    assert desk.broken == [fault]
    assert not desk.runs.is_running


def test_that_the_end_of_all_epochs_is_told(qtbot, desk):
    desk.recipe = RECIPE.changed(epochs=2)
    desk.runner.reset()
    desk.runner.toggle_running()
    qtbot.waitUntil(lambda: not desk.runs.is_running)
    assert desk.messages[-1] == "Finished 2 epochs. Space trains as many more."


def test_that_a_run_that_came_complete_is_not_told_as_finished(qtbot, desk):
    desk.recipe = RECIPE.changed(epochs=2)
    desk.runner.reset()
    desk.runner.toggle_running()
    qtbot.waitUntil(lambda: not desk.runs.is_running)
    told = list(desk.messages)
    desk.runs.run.begun_step = desk.runs.run.step  # it has learnt nothing here
    desk.runs.progressed.emit()
    assert list(desk.messages) == told


def test_that_a_run_is_left_with_its_state_when_the_window_closes(qtbot, desk):
    learned = learn(qtbot, desk, 2)
    run = desk.runs.run
    desk.runner.shutdown()
    assert desk.runs.run is run
    assert run.state.step == 2
    assert np.array_equal(run.state.parameters, learned)
