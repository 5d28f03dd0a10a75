"""What is done in Descent is undone and done again, with the views people use."""

import random

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QWidget

from gdstudio.descent.library import LIBRARY
from gdstudio.studio.controllers import descent_deeds
from gdstudio.studio.controllers.descent_controller import DescentController
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.views.descent.descent_panel import DescentPanel
from gdstudio.studio.views.descent.race_panel import RacePanel


class Desk(QWidget):
    """Settings of descents, their controller, and the list of what was done."""

    def __init__(self):
        super().__init__()
        self.now_s, self.is_quick = 0.0, False
        self.deeds = Deeds(QCoreApplication.instance(), clock=self.later)
        self.panel, self.race, self.switch = DescentPanel(), RacePanel(), QCheckBox()
        for view in (self.panel, self.race, self.switch):
            view.setParent(self)
        self.descent = DescentController(self.panel, self.race, self.deeds, self)
        self.switch.clicked.connect(self.descent.set_racing)
        self.descent.racing_put.connect(self.switch.setChecked)
        self.functions = []
        self.descent.function_changed.connect(lambda: self.functions.append(self.descent.function))

    def later(self):
        self.now_s += 0 if self.is_quick else 10
        return self.now_s

    def choose(self, name):
        self.panel.set_function(LIBRARY[name])
        self.panel.function_chosen.emit(LIBRARY[name])

    def choose_method(self, name):
        box = self.panel.method_box
        box.setCurrentIndex(box.findData(name))

    @property
    def names(self):
        return self.deeds.stack.undoText(), self.deeds.stack.redoText()

    @property
    def settings(self):
        panel, session = self.panel, self.descent.session
        return {
            "function": panel.function().name,
            "in force": self.descent.function.name,
            "method": panel.method(),
            "rate": panel.learning_rate(),
            "start": panel.start(),
            "racers": tuple(self.race.racers()),
            "racing": (self.switch.isChecked(), self.descent.is_racing),
            "descents": [one.method for one in session.descents],
        }

    @property
    def state(self):
        session = self.descent.session
        ways = [session.points(one).tobytes() for one in session.descents]
        return self.settings | {"ways": ways}


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    qtbot.addWidget(desk)
    return desk


def test_that_a_reset_is_undone_and_the_descent_stands_where_it_stood(desk):
    for _ in range(3):
        desk.descent.step()
    before = desk.state
    desk.descent.reset()
    after = desk.state
    assert (desk.descent.session.n_steps, desk.names[0]) == (0, "reset of the descent")
    desk.deeds.undo()
    assert desk.state == before
    assert desk.descent.session.n_steps == 3
    desk.deeds.redo()
    assert desk.state == after
    desk.descent.reset()  # of nothing
    assert desk.deeds.stack.count() == 1


def test_that_each_choice_is_undone_with_the_way_that_was_gone(desk):
    states, names = [], []

    def does(deed, *given):
        desk.descent.step()
        states.append(desk.state)
        deed(*given)
        names.append(desk.names[0])

    does(desk.choose, "himmelblau")
    does(desk.choose_method, "adam")
    does(desk.descent.choose_start_of_two, 1.25, -0.5)
    does(desk.switch.click)
    does(desk.race.add_button.click)
    does(desk.panel.start_fields.boxes[0].setValue, 2.0)
    last = desk.state
    assert names == [
        "function",
        "method of the descent",
        "start of the descent",
        "race",
        "racers",
        "start of the descent",
    ]
    for state in reversed(states):
        desk.deeds.undo()
        assert desk.state == state
    assert desk.functions[-1].name == states[0]["function"]
    for state in (*states[1:], last):
        desk.deeds.redo()
        assert desk.settings == {name: state[name] for name in desk.settings}


def test_that_a_rate_is_undone_and_the_way_goes_on(desk):
    first = desk.settings
    desk.panel.rate_field.spin_box.setValue(0.03)
    desk.descent.step()
    assert desk.names[0] == "rate of the descent"
    desk.deeds.undo()
    assert (desk.panel.learning_rate(), desk.descent.session.n_steps) == (first["rate"], 1)
    desk.descent.step()
    assert desk.descent.session.current.learning_rate == first["rate"]


def test_that_a_drag_of_the_start_is_one_deed(desk):
    desk.choose("himmelblau")
    before = desk.state
    desk.is_quick = True
    for x in (0.5, 1.0, 1.5):
        desk.descent.choose_start_of_two(x, x)
    desk.deeds.undo()
    assert desk.state == before


def test_that_a_rate_let_go_of_where_it_was_is_no_deed(desk):
    desk.panel.rate_field.edited.emit()
    assert desk.deeds.stack.count() == 0


def test_that_what_is_taken_up_from_elsewhere_is_not_undone(desk):
    desk.choose("himmelblau")
    desk.panel.set_function(LIBRARY["parabola"])
    desk.descent.begin_again(racing=False, steps=2)
    assert desk.deeds.drop_untrue()
    desk.choose("himmelblau")
    desk.deeds.undo()
    assert (desk.descent.function.name, desk.descent.session.n_steps) == ("parabola", 2)


def test_that_long_ways_are_let_go_and_their_settings_stay(desk, monkeypatch):
    monkeypatch.setattr(descent_deeds, "MOST_STEPS", 5)
    first = desk.settings
    for method in ("momentum", "adam"):
        for _ in range(4):
            desk.descent.step()
        desk.choose_method(method)
    desk.deeds.undo()
    assert (desk.panel.method(), desk.descent.session.n_steps) == ("momentum", 4)
    desk.deeds.undo()
    assert (desk.settings, desk.descent.session.n_steps) == (first, 0)


def test_that_a_reset_whose_way_was_let_go_is_dropped(desk, monkeypatch):
    monkeypatch.setattr(descent_deeds, "MOST_STEPS", 2)
    for _ in range(4):
        desk.descent.step()
    desk.descent.reset()
    assert desk.deeds.drop_untrue()
    assert desk.names == ("", "")


def test_that_a_descent_that_begins_again_at_its_end_is_no_deed(desk):
    while not desk.descent.session.is_over:
        desk.descent.step()
    desk.descent.toggle_running()
    desk.descent.toggle_running()
    assert desk.deeds.stack.count() == 0
    before = desk.state
    desk.choose_method("adam")
    desk.deeds.undo()
    assert desk.state == before


@pytest.mark.parametrize("seed", range(2))
def test_that_each_of_200_deeds_is_undone_and_done_again_exactly(desk, seed, monkeypatch):
    monkeypatch.setattr(descent_deeds, "MOST_STEPS", 10**6)
    rng, descent, stack = random.Random(seed), desk.descent, desk.deeds.stack
    stack.setUndoLimit(0)
    states, last = [desk.state], ""
    while len(states) <= 200:
        # What does not begin anew lets the same way go on.
        for _ in range(0 if last in ("rate", "add", "remove") else rng.randint(0, 3)):
            descent.step()
        states[-1] = desk.state
        what = rng.choice(["function", "method", "rate", "start", "reset", "race", "add", "remove"])
        if what == "function":
            desk.choose(rng.choice(["parabola", "himmelblau", "rosenbrock"]))
        elif what == "method":
            desk.choose_method(rng.choice(["adam", "momentum", "gradient-descent"]))
        elif what == "rate":
            desk.panel.rate_field.spin_box.setValue(rng.choice([0.01, 0.02, 0.05]))
        elif what == "start":
            desk.panel.start_fields.boxes[0].setValue(rng.choice([-1.0, 0.5, 1.5]))
        elif what == "reset":
            descent.reset()
        elif what == "race":
            desk.switch.click()
        elif what == "add" and desk.race.add_button.isEnabled():
            desk.race.add_button.click()
        elif what == "remove" and len(desk.race.racers()) > 1:
            desk.race.rows[0].removal_requested.emit(0)
        if stack.count() == len(states):
            states.append(desk.state)
            last = what
        assert (what, stack.count(), desk.state) == (what, len(states) - 1, states[-1])
    states[-1] = desk.state
    for state in reversed(states[:-1]):
        desk.deeds.undo()
        assert desk.state == state
    for state in states[1:]:
        desk.deeds.redo()
        assert desk.settings == {name: state[name] for name in desk.settings}
    assert desk.state == states[-1]
    assert np.isfinite(desk.panel.learning_rate())
