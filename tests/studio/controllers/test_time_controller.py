"""Which moment of the run is shown, and playing through them."""

from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel

from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.moment import Kind, Moment
from gdstudio.studio.controllers.time_controller import WHOLE_S, TimeController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Edited, Past, Shown, Walk
from gdstudio.studio.views.time.time_strip import TimeStrip
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.small_runs import DATA, begin, left_state, move, parameters_at

STEPS = (0, 1, 2, 5, 10, 20)


class Desk:
    """A run of thirty steps of which some are kept, and a clock that a test sets."""

    def __init__(self, qtbot):
        self.runs = RunModel()
        self.shown = Shown(self.runs)
        self.strip = TimeStrip([QAction("back"), QAction("on"), QAction("one")])
        qtbot.addWidget(self.strip)
        self.strip.resize(900, 28)
        self.training = MagicMock(spec=TrainingController)
        self.now_s = 0.0
        self.time = TimeController(
            self.runs,
            self.shown,
            self.strip,
            self.training,
            Messages(),
            clock=lambda: self.now_s,
        )
        begin(self.runs)
        for step in STEPS:
            self.runs.run.moments.add(Moment(step, parameters_at(step), left_state(step)))
        move(self.runs, 30)

    @property
    def step(self):
        moment = self.time.moment
        return None if moment is None else moment.step

    def tick(self, seconds):
        self.now_s += seconds
        self.time.go_on_playing()


@pytest.fixture
def desk(qtbot):
    desk = Desk(qtbot)
    yield desk
    desk.time.play(0)
    shut_down(desk.time)


def test_that_the_network_of_a_moment_is_shown_under_the_name_of_its_run(desk):
    desk.time.show(5)
    source = desk.shown.source
    assert isinstance(source, Past)
    assert (source.subject.step, source.subject.key) == (5, desk.runs.subject().key)
    assert np.array_equal(desk.shown.network.parameters, parameters_at(5))
    desk.training.take_turn.assert_called()


@pytest.mark.parametrize(
    ("asked", "step"), [(0, 0), (3, 2), (9, 5), (29, 20), (500, None), (10, 10)]
)
def test_that_what_is_not_kept_is_never_made_up(desk, asked, step):
    desk.time.show(asked)
    assert desk.step == step


def test_that_an_edited_network_is_called_so_as_long_as_it_is_shown(desk):
    words = desk.strip.findChild(QLabel, "muted")
    desk.time.show(5)
    source = desk.shown.source
    desk.shown.show(Edited(source.subject, source, ()))
    assert words.text() == "edited"
    desk.time.refresh()
    assert words.text() == "edited"
    desk.time.show_now()
    assert words.text() == "step 30"


def test_that_now_is_the_run_as_it_goes(desk):
    desk.time.show(5)
    move(desk.runs, 31)
    assert desk.step == 5
    desk.time.show_now()
    assert desk.shown.is_run
    assert np.array_equal(desk.shown.network.parameters, parameters_at(31))
    assert desk.time.figures == desk.runs.run.figures


def test_that_the_strip_says_which_moment_is_shown(desk):
    assert desk.strip.line.steps.tolist() == [*STEPS, 30]
    assert desk.strip.line.step is None
    assert not desk.strip.now.isEnabled()
    desk.time.show(5)
    assert desk.strip.line.step == 5
    assert desk.strip.now.isEnabled()
    assert desk.strip.branch.isEnabled()
    desk.strip.now.click()
    assert desk.strip.line.step is None


def test_that_the_figures_of_a_moment_are_computed_in_the_background(qtbot, desk):
    desk.time.show(5)
    figures = desk.time.figures
    assert figures.step == 5
    assert np.isnan([figures.cost, figures.train_accuracy, figures.test_accuracy]).all()
    qtbot.waitUntil(lambda: not np.isnan(desk.time.figures.cost))
    subject = desk.shown.subject
    train = evaluate(subject.make_network(), DATA.train, subject.cost)
    test = evaluate(subject.make_network(), DATA.test, subject.cost)
    figures = desk.time.figures
    assert (figures.cost, figures.train_accuracy) == (train.cost, train.accuracy)
    assert figures.test_accuracy == test.accuracy
    desk.time.show(10)
    desk.time.show(5)
    assert desk.time.figures.cost == train.cost  # at once: it is known


def test_that_what_was_evaluated_while_it_learned_is_not_asked_again(desk):
    begin(desk.runs)
    move(desk.runs, 3, evaluated=True)
    desk.runs.run.moments.add(Moment(3, parameters_at(3), left_state(3), kind=Kind.EVALUATED))
    move(desk.runs, 9)
    desk.time.show(3)
    assert (desk.time.figures.cost, desk.time.figures.test_accuracy) == (0.5, 0.9)


def test_that_the_past_is_played_along_the_line(desk):
    desk.time.play(1)
    assert desk.time.direction == 1
    assert desk.step == 0
    seen = []
    for _ in range(31):
        desk.tick(WHOLE_S / 30)
        seen.append(desk.step)
    assert seen[-1] is None
    assert desk.time.direction == 0
    assert list(dict.fromkeys(seen)) == [1, 2, 5, 10, 20, None]


def test_that_the_past_is_played_backward_to_its_beginning_and_rests_there(desk):
    desk.time.play(-1)
    assert desk.step == 20
    desk.tick(WHOLE_S / 2)
    assert desk.step == 5
    desk.tick(WHOLE_S)
    assert (desk.step, desk.time.direction) == (0, 0)


def test_that_a_walk_ends_the_playing_and_comes_back_to_the_moment(desk):
    desk.time.play(1)
    desk.tick(WHOLE_S / 3)
    shown = desk.step
    desk.shown.show(Walk(desk.runs.subject()))
    assert desk.time.direction == 0
    desk.shown.end_walk()
    assert desk.step == shown


def test_that_another_run_is_shown_as_it_goes(desk):
    desk.time.play(1)
    begin(desk.runs, 2)
    assert desk.time.direction == 0
    assert desk.shown.is_run
    assert desk.strip.line.steps.tolist() == []
    desk.time.show(5)  # there is none
    assert desk.shown.is_run


def test_that_a_moment_now_can_be_kept(desk):
    assert desk.time.keep_shown() == 30
    assert np.array_equal(desk.runs.run.moments.at(30).parameters, parameters_at(30))
    desk.time.show(5)
    assert desk.time.keep_shown() == 5


def test_that_it_is_said_how_one_would_go_on(desk):
    desk.time.show(5)
    assert "ends in the same network" in desk.strip.branch.toolTip()


def test_that_the_line_offers_what_is_kept_when_there_is_room_for_less(desk):
    n = desk.runs.run.moments.n_parameters
    before = desk.strip.line.steps
    desk.runs.set_moments_budget(6 * (4 * n + 1024))
    kept = desk.runs.run.moments.steps().tolist()
    assert desk.strip.line.steps.tolist() == kept
    assert len(kept) < len(before)
