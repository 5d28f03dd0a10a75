"""What is done with runs and settings is undone and done again, against the real thread."""

import dataclasses
import gc
import random
import weakref
from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gdstudio.data.digits import DataSet
from gdstudio.files.run_file import RunFile
from gdstudio.jobs.subject import Subject
from gdstudio.learning.recipes import RECIPES
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.controllers import run_deeds
from gdstudio.studio.controllers.learn_controller import AppliedSettings
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.run_deeds import MOST_ASIDE, MOST_SETS
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state import run_model
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import MOST_REMOVED, RunModel
from gdstudio.studio.state.shown import Past, Shown, Walk
from gdstudio.studio.views.training.training_panel import TrainingPanel
from tests.studio.small_runs import DATA, RECIPE, left_state, parameters_at


class Desk(QWidget):
    """Runs, their settings, and the list of what was done."""

    def __init__(self, qtbot):
        super().__init__()
        self.qtbot, self.now_s = qtbot, 0.0
        self.runs = RunModel(self)
        self.shown = Shown(self.runs, self)
        self.deeds = Deeds(QCoreApplication.instance(), clock=self.later)
        self.training = TrainingController(self.runs, self)
        self.runner = RunController(
            self.runs, self.shown, self.training, Messages(self), self.deeds, self
        )
        self.panel = TrainingPanel(list(RECIPES.values()))
        self.panel.setParent(self)
        self.panel.set_recipe(RECIPE)
        AppliedSettings(self.panel, self.training, self.runs, self.runner, self)
        self.runner.take_settings_from(self.panel.recipe, self.panel.shown)
        self.runner.run_taken_up.connect(self.panel.set_recipe)

    def later(self):
        """The time; every deed is long after the one before."""
        self.now_s += 10
        return self.now_s

    def settle(self):
        self.qtbot.waitUntil(lambda: self.runs.run.progress is not None)
        self.deeds.drop_untrue()

    def learn(self, steps=1):
        self.settle()
        goal = self.runs.run.step + steps
        for _ in range(steps):
            self.runner.step_batch()
        self.qtbot.waitUntil(lambda: self.runs.run.step == goal)
        return self.runs.run.parameters

    def set(self, name, value):
        self.panel.form.editors[name].setValue(value)
        self.settle()

    def reset(self):
        self.runner.reset()
        self.settle()

    def undo(self):
        self.deeds.undo()
        self.settle()

    def redo(self):
        self.deeds.redo()
        self.settle()

    def walk(self, step=99):
        subject = Subject(
            "walk", "w", "w", self.runs.run.recipe, DIGIT, 10, parameters_at(step), step
        )
        self.shown.show(Walk(subject))

    @property
    def names(self):
        return self.deeds.stack.undoText(), self.deeds.stack.redoText()

    @property
    def state(self):
        """What a person sees of runs and settings."""
        run, settings = self.runs.run, self.panel.shown()
        return {
            "present": (run.number, run.name, run.step, run.rate, run.recipe),
            "parameters": run.parameters.tobytes(),
            "earlier": [(one.number, one.name, one.step) for one in self.runs.earlier],
            "settings": settings.changed(data="mnist"),
            "waits": not self.panel.not_applied.isHidden(),
        }


@pytest.fixture
def desk(qtbot):
    desk = Desk(qtbot)
    qtbot.addWidget(desk)
    desk.runner.set_data(DATA)
    desk.settle()
    yield desk
    desk.runner.shutdown()


def test_that_nothing_can_be_undone_at_first(desk):
    assert desk.names == ("", "")


def test_that_a_reset_is_undone_and_the_run_is_as_it_was(desk):
    desk.learn(3)
    before = desk.state
    desk.reset()
    after = desk.state
    assert desk.names == ("reset", "")
    desk.undo()
    assert desk.state == before
    assert desk.names == ("", "reset")
    desk.redo()
    assert desk.state == after
    desk.undo()
    assert desk.state == before
    again = desk.learn(2)
    desk.undo()
    assert np.array_equal(desk.runs.run.parameters, again)


def test_that_a_run_goes_on_after_undo_bit_for_bit_as_if_there_had_been_no_reset(desk):
    desk.learn(3)
    desk.reset()
    desk.learn(1)
    desk.undo()
    went_on = desk.learn(4)
    desk.runner.set_data(DATA)
    assert np.array_equal(desk.learn(7), went_on)


def test_that_what_was_learnt_after_a_reset_is_kept_and_comes_again(desk):
    desk.learn(3)
    desk.reset()
    learnt = desk.learn(2)
    desk.undo()
    assert [(run.number, run.step) for run in desk.runs.earlier] == [(2, 2)]
    desk.redo()
    assert np.array_equal(desk.runs.run.parameters, learnt)
    assert [(run.number, run.step) for run in desk.runs.earlier] == [(1, 3)]


def test_that_a_reset_of_nothing_is_no_deed_and_takes_none_away(desk):
    desk.set("seed", 5)
    desk.reset()
    assert desk.names == ("setting “Seed”", "")
    desk.undo()
    assert desk.runs.run.recipe.seed == RECIPE.seed


def test_that_settings_of_a_run_that_has_not_begun_are_undone_with_its_network(desk):
    before = desk.state
    desk.set("seed", 5)
    desk.set("seed", 6)
    after = desk.state
    assert after["parameters"] != before["parameters"]
    desk.undo()
    assert desk.runs.run.recipe.seed == 5
    desk.undo()
    assert desk.state == before
    desk.redo()
    desk.redo()
    assert desk.state == after


def test_that_settings_beside_a_run_are_undone_and_the_run_stays(desk):
    desk.learn(2)
    before, run = desk.state, desk.runs.run
    desk.set("l2", 0.5)
    desk.reset()
    assert desk.runs.run.recipe.l2 == 0.5
    desk.undo()
    assert desk.state["waits"]
    assert desk.panel.shown().l2 == 0.5
    desk.undo()
    assert desk.state == before
    assert desk.runs.run.latest is run.latest


def test_that_the_rate_of_a_run_is_undone_in_the_run(desk):
    desk.learn(2)
    desk.panel.form.learning_rate.spin_box.setValue(0.7)
    assert (desk.runs.run.rate, desk.names[0]) == (0.7, "setting “Learning rate”")
    desk.undo()
    assert (desk.runs.run.rate, desk.panel.shown().learning_rate) == (0.1, 0.1)
    desk.redo()
    desk.learn()
    assert desk.runs.run.progress.snapshot.learning_rate == 0.7


def test_that_a_drag_of_the_rate_is_one_deed(desk):
    field = desk.panel.form.learning_rate
    for learnt in (False, True):
        if learnt:
            desk.learn()
        before = desk.state
        field.slider.setSliderDown(True)
        for value in (-30, -25, -20):
            field.slider.setValue(value)
        field.slider.setSliderDown(False)
        desk.settle()
        after = desk.state
        assert after["settings"].learning_rate == 0.1
        field.slider.setSliderDown(True)
        field.slider.setValue(0)
        field.slider.setSliderDown(False)
        desk.undo()
        assert desk.state == after
        desk.undo()
        assert desk.state == before


def test_that_a_recipe_chosen_is_one_deed(desk):
    before = desk.state
    desk.panel.recipe_box.setCurrentIndex(1)
    desk.settle()
    assert desk.names[0] == "settings"
    desk.undo()
    assert desk.state == before


def test_that_going_back_to_the_settings_of_the_run_is_undone(desk):
    desk.learn()
    desk.set("seed", 7)
    desk.panel.not_applied.revert.click()
    assert not desk.state["waits"]
    desk.undo()
    assert desk.state["waits"]
    assert desk.panel.shown().seed == 7


def test_that_taking_up_a_run_is_undone(desk):
    desk.learn(3)
    desk.reset()
    desk.learn(2)
    before = desk.state
    desk.runner.back()
    desk.settle()
    assert desk.names[0] == "return to run 1"
    desk.undo()
    assert desk.state == before
    desk.redo()
    assert (desk.runs.run.number, desk.runs.run.step) == (1, 3)


def test_that_going_on_from_a_place_is_undone_and_the_place_comes_again(desk):
    desk.learn(3)
    before = desk.state
    desk.walk()
    desk.runner.branch()
    desk.settle()
    assert desk.names[0] == "going on from here"
    after = desk.state
    desk.undo()
    assert desk.state == before
    desk.redo()
    assert desk.state == after


def test_that_going_on_from_a_moment_is_undone_and_nothing_more_than_the_run_is_there(desk):
    desk.learn(5)
    before = desk.state
    moment = desk.runs.run.moments.at(3)
    subject = dataclasses.replace(desk.shown.subject, parameters=moment.parameters, step=3)
    for _ in range(2):
        desk.shown.show(Past(subject, moment))
        desk.runner.branch()
        desk.settle()
        after = desk.state
        desk.undo()
        assert desk.state == before
        desk.redo()
        assert desk.state == after
        desk.undo()
    desk.redo()
    learnt = desk.learn()
    desk.undo()
    assert [one.parameters is not None for one in desk.runs.earlier] == [True]
    assert np.array_equal(desk.runs.earlier[0].parameters, learnt)


def test_that_other_settings_after_going_on_are_undone_to_the_same_place(desk):
    desk.learn(3)
    desk.walk()
    desk.runner.branch()
    desk.settle()
    before = desk.state
    desk.set("seed", 9)
    assert desk.runs.run.recipe.seed == 9
    desk.undo()
    assert desk.state == before


def test_that_undo_faster_than_messages_loses_nothing(desk):
    desk.learn(3)
    before = desk.state
    for _ in range(3):
        desk.walk()
        desk.runner.branch()  # nobody waits for the first message
    after = None
    for _ in range(2):
        for _ in range(3):
            desk.deeds.undo()
        desk.settle()
        assert desk.state == before
        for _ in range(3):
            desk.deeds.redo()
        desk.settle()
        after = after or desk.state
        assert desk.state == after


def test_that_deletion_is_undone(desk):
    for _ in range(3):
        desk.learn()
        desk.reset()
    before = desk.state
    desk.runner.deeds.remove(desk.runs.earlier[1].run_id)
    assert desk.names[0] == "deleting run 2"
    desk.runner.deeds.clear_earlier()
    assert desk.names[0] == "clearing earlier runs"
    assert desk.runs.earlier == []
    desk.runner.deeds.clear_earlier()  # there is none
    desk.undo()
    desk.undo()
    assert desk.state == before
    desk.redo()
    assert [run.number for run in desk.runs.earlier] == [1, 3]
    desk.runner.deeds.put_back()
    assert desk.names[0] == "putting back run 2"
    desk.runner.deeds.put_back()  # there is none
    assert desk.state == before
    desk.undo()
    assert [run.number for run in desk.runs.earlier] == [1, 3]
    desk.undo()
    assert desk.state == before
    desk.runner.deeds.remove(desk.runs.run.run_id)  # the present one stays
    assert desk.state == before


def test_that_a_deleted_run_can_be_put_back_below_a_reset(desk):
    desk.learn(2)
    desk.reset()
    desk.learn(1)
    before = desk.state
    desk.runner.deeds.clear_earlier()
    desk.reset()
    for _ in range(2):
        desk.undo()
    assert desk.state == before
    desk.undo()
    assert (desk.runs.run.number, desk.runs.run.step) == (1, 2)


def test_that_names_and_notes_are_undone(desk):
    desk.learn()
    desk.reset()
    run_id = desk.runs.earlier[0].run_id
    desk.runner.deeds.rename(run_id, "best")
    desk.runner.deeds.set_note(run_id, "slow")
    desk.runner.deeds.rename(99, "nobody")
    desk.runner.deeds.set_note(99, "nothing")
    assert desk.names[0] == "note"
    desk.undo()
    assert (desk.runs.earlier[0].caption.note, desk.names) == ("", ("renaming", "note"))
    desk.undo()
    assert desk.runs.earlier[0].name == "run 1"
    desk.redo()
    desk.redo()
    caption = desk.runs.earlier[0].caption
    assert (caption.name, caption.note) == ("best", "slow")
    desk.runner.deeds.rename(run_id, "best")
    assert desk.names[0] == "note"


def test_that_a_name_given_to_the_present_run_goes_with_it(desk):
    desk.learn()
    desk.runner.deeds.rename(desk.runs.run.run_id, "best")
    desk.reset()
    desk.undo()
    assert desk.runs.run.name == "best"
    desk.undo()
    assert desk.runs.run.name == "run 1"


def test_that_settings_that_changed_by_themselves_take_what_led_to_others_out_of_the_list(desk):
    desk.learn()
    desk.set("seed", 4)
    desk.panel.set_recipe(RECIPE.changed(seed=9))
    desk.runner.deeds.follow()
    desk.deeds.drop_untrue()
    assert desk.names == ("", "")
    desk.set("seed", 5)
    desk.undo()
    assert desk.panel.shown().seed == 9


def test_that_a_step_back_over_a_change_of_rate_leaves_no_untrue_deed(desk):
    desk.learn()
    desk.panel.form.learning_rate.spin_box.setValue(0.7)
    desk.learn()
    desk.panel.form.learning_rate.spin_box.setValue(0.9)
    desk.learn()
    desk.runner.step_back()
    desk.qtbot.waitUntil(lambda: desk.runs.run.step == 2)
    desk.settle()
    assert desk.names == ("setting “Learning rate”", "")
    desk.runner.step_back()
    desk.qtbot.waitUntil(lambda: desk.runs.run.step == 1)
    desk.settle()
    before = desk.state
    while desk.deeds.stack.canUndo():
        desk.undo()
    while desk.deeds.stack.canRedo():
        desk.redo()
    assert desk.state == before


def others(name="others"):
    train = dataclasses.replace(DATA.train, images=DATA.train.images.copy())
    return DataSet(name, train, DATA.test)


def test_that_a_change_of_data_is_undone_with_what_came_before_it(desk):
    learnt = desk.learn(2)
    desk.set("seed", 4)
    before = desk.state
    desk.runner.set_data(others())
    desk.settle()
    after = desk.state
    assert (desk.runs.run.recipe.data, desk.runs.run.step) == ("others", 0)
    assert desk.names == ("change of data", "")
    desk.undo()
    assert desk.runs.data is DATA
    assert desk.state == before
    assert np.array_equal(desk.runs.run.parameters, learnt)
    desk.undo()
    assert desk.panel.shown().seed == 1
    desk.redo()
    desk.redo()
    assert desk.runs.data.name == "others"
    assert desk.state == after


def test_that_what_was_learnt_of_other_digits_goes_on_when_their_choice_is_done_again(desk):
    desk.learn()
    desk.runner.set_data(others())
    there = desk.learn(3)
    desk.undo()
    assert desk.runs.data is DATA
    desk.redo()
    assert (desk.runs.run.step, desk.runs.data.name) == (3, "others")
    assert np.array_equal(desk.runs.run.parameters, there)


def test_that_of_the_data_sets_before_no_more_are_kept_than_the_last(desk):
    sets = [others(f"others {k}") for k in range(4)]
    held = [weakref.ref(data.train.images) for data in sets]
    for data in sets:
        desk.learn()
        desk.runner.set_data(data)
    desk.settle()
    del data
    sets.clear()
    gc.collect()
    kept = [ref() is not None for ref in held]
    assert kept == [False] * (3 - MOST_SETS) + [True] * (1 + MOST_SETS)
    for _ in range(MOST_SETS):
        desk.undo()
    assert desk.runs.data.name == f"others {3 - MOST_SETS}"
    assert "change of data" not in desk.names[0]


def test_that_opening_a_run_of_other_digits_is_one_deed(desk):
    desk.learn(2)
    before = desk.state
    state = dataclasses.replace(left_state(12), recipe=RECIPE.changed(data="others"))
    desk.runner.open_run(RunFile(state, None, "others", datetime.now(UTC)), others())
    desk.settle()
    assert (desk.runs.run.step, desk.runs.data.name) == (12, "others")
    assert desk.names == ("opening", "")
    desk.undo()
    assert desk.runs.data is DATA
    assert desk.state == before


def test_that_a_run_that_has_broken_off_cannot_come_back_by_undo(desk):
    desk.learn()
    desk.training.set_learning_rate(1e30)
    for _ in range(20):
        desk.runner.step_batch()
    desk.qtbot.waitUntil(lambda: not desk.training.has_run)
    desk.reset()
    assert desk.names == ("", "")


def test_that_after_a_fresh_begin_of_what_broke_off_undo_speaks_of_the_new_run(desk):
    desk.learn()
    desk.training.set_learning_rate(1e30)
    for _ in range(20):
        desk.runner.step_batch()
    desk.qtbot.waitUntil(lambda: not desk.training.has_run)
    desk.runner.step_batch()  # begins afresh
    desk.qtbot.waitUntil(lambda: desk.runs.run.number == 2 and desk.runs.run.step == 1)
    before = desk.state
    assert desk.names == ("", "")
    desk.reset()
    desk.undo()
    assert desk.state == before


def test_that_runs_that_are_nowhere_else_are_let_go(desk):
    for _ in range(MOST_REMOVED + 4):
        desk.learn()
        desk.reset()
    there = [weakref.ref(run.log) for run in desk.runs.earlier]
    kept = desk.deeds.stack.count()
    for _ in range(MOST_REMOVED + 2):
        desk.runner.deeds.remove(desk.runs.earlier[0].run_id)
    gc.collect()
    assert [one() is None for one in there] == [True] * 2 + [False] * (MOST_REMOVED + 2)
    for _ in range(kept + MOST_REMOVED + 2):
        desk.undo()
    # The first two are gone: what led away from them is dropped.
    assert (desk.runs.run.number, desk.names[0]) == (3, "")


def test_that_places_nobody_went_on_from_are_let_go(desk):
    desk.learn()
    kept = []
    for step in range(MOST_ASIDE + 4):
        desk.walk(step)
        desk.runner.branch()
        desk.settle()
        kept.append(weakref.ref(desk.runs.run.log))
    gc.collect()
    gone = [one() is None for one in kept]
    assert gone == [True] * 3 + [False] * (MOST_ASIDE + 1)
    for _ in range(2 * MOST_ASIDE):
        desk.undo()
    assert np.array_equal(desk.runs.run.parameters, parameters_at(3))


def test_that_settings_of_runs_that_have_not_begun_keep_no_network_alive(desk):
    first = desk.runs.run
    desk.set("seed", 5)
    assert first.state is first.progress is None
    desk.undo()
    assert desk.runs.run.latest is first.latest


def a_deed(desk, rng, *, learns=True):
    """Do anything a person can do; what they learn in between is no deed."""
    runs, earlier = desk.runs, desk.runs.earlier
    what = rng.choice(["seed", "l2", "rate", "reset", "back", "resume", "branch", "learn", "learn",
                       "remove", "clear", "put back", "rename", "recipe", "revert"])  # fmt: skip
    if what in ("seed", "l2"):
        desk.panel.form.editors[what].setValue(rng.randint(0, 3))
    elif what == "rate":
        desk.panel.form.learning_rate.spin_box.setValue(rng.choice([0.05, 0.1, 0.2]))
    elif what == "recipe":
        desk.panel.set_recipe(RECIPE.changed(seed=8))
        desk.panel.edited.emit(desk.panel.shown())
    elif what == "revert":
        desk.panel.not_applied.revert_requested.emit()
    elif what == "learn":
        desk.learn(rng.randint(1, 3) if learns else 0)
    elif what == "reset":
        desk.runner.reset()
    elif what == "back":
        desk.runner.back()
    elif what == "branch":
        desk.walk(rng.randint(0, 99))
        desk.runner.branch()
    elif what == "resume" and earlier:
        desk.runner.resume(rng.choice(earlier).run_id)
    elif what == "remove" and earlier:
        desk.runner.deeds.remove(rng.choice(earlier).run_id)
    elif what == "clear" and rng.random() < 0.1:
        desk.runner.deeds.clear_earlier()
    elif what == "put back":
        desk.runner.deeds.put_back()
    elif what == "rename":
        desk.runner.deeds.rename(rng.choice(runs.all).run_id, rng.choice("abc"))
    desk.settle()
    return what


@pytest.fixture
def endless(desk, monkeypatch):
    """Nothing is let go, for long walks."""
    monkeypatch.setattr(run_model, "MOST_REMOVED", 10**6)
    monkeypatch.setattr(run_deeds, "MOST_ASIDE", 10**6)
    for _ in range(3):
        desk.learn(2)
        desk.reset()
    desk.learn(2)
    desk.deeds.stack.clear()
    desk.deeds.stack.setUndoLimit(0)
    return desk


@pytest.mark.parametrize("seed", range(2))
def test_that_each_of_200_deeds_is_undone_and_done_again_exactly(endless, seed):
    desk, rng, stack = endless, random.Random(seed), endless.deeds.stack
    states = [desk.state]
    while len(states) <= 200:
        what = a_deed(desk, rng, learns=False)
        if stack.count() == len(states):
            states.append(desk.state)
        found = {name: value for name, value in desk.state.items() if value != states[-1][name]}
        assert (what, stack.count(), found) == (what, len(states) - 1, {})
    for state in reversed(states[:-1]):
        desk.undo()
        assert desk.state == state
    assert desk.names[0] == ""
    for state in states[1:]:
        desk.redo()
        assert desk.state == state
    assert desk.names[1] == ""


@pytest.mark.parametrize("seed", range(2))
def test_that_nothing_learnt_between_200_deeds_is_ever_lost(endless, seed):
    desk, rng, runs = endless, random.Random(seed), endless.runs
    first = desk.state
    for _ in range(200):
        a_deed(desk, rng)
    last, learnt = desk.state, {run.number: run.step for run in held(runs)}
    while desk.names[0]:
        desk.undo()
        assert {run.number: run.step for run in held(runs)} == learnt
    assert desk.state["settings"] == first["settings"]
    assert desk.state["present"][:2] == first["present"][:2]
    while desk.names[1]:
        desk.redo()
    assert desk.state == last


def held(runs):
    """The runs that have learnt anything, wherever they are."""
    return [run for run in (*runs.all, *(one for _, one in runs.removed)) if run.step > 0]
