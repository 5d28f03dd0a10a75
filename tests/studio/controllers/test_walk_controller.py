"""Walking on the loss surface."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from gdstudio.data.digits import DataSet
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.jobs.planes import make_loss_scene
from gdstudio.learning.evaluation import evaluate
from gdstudio.studio.controllers import walk_controller
from gdstudio.studio.controllers.walk_controller import WalkController, WalkDeeds
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Past, Shown, Walk
from tests.studio.small_runs import begin, move, parameters_at, random_digits


@pytest.fixture
def runs(qapp):
    runs = RunModel()
    runs.shown = Shown(runs)
    begin(runs)
    move(runs, 3)
    return runs


@pytest.fixture
def walk(runs):
    walk = WalkController(runs, runs.shown)
    walk.told = []
    walk.walked.connect(lambda *figures: walk.told.append(figures))
    return walk


def a_scene(runs, examples):
    subject = runs.loss_subject(examples)
    return list(make_loss_scene(subject, PlaneRequest(kind="random", size=5), log_height=False))[-1]


def test_that_the_network_of_the_place_is_shown_and_its_figures_told(runs, walk):
    scene = a_scene(runs, 60)
    walk.walk(scene, 0.5, -0.25)
    there = scene.plane.point(0.5, -0.25).astype(np.float32)
    source = runs.shown.source
    assert isinstance(source, Walk)
    assert source.place == (scene, 0.5, -0.25)
    assert np.array_equal(runs.shown.network.parameters, there)
    assert not source.subject.parameters.flags.writeable
    network = scene.subject.make_network().at(there)
    expected = evaluate(network, scene.subject.digits, scene.subject.cost)
    ((alpha, beta, cost, accuracy),) = walk.told
    assert (alpha, beta, accuracy) == (0.5, -0.25, pytest.approx(expected.accuracy))
    assert cost == pytest.approx(expected.cost, rel=1e-5)


def test_that_a_surface_of_other_digits_is_asked_its_own(runs, walk):
    first, second = a_scene(runs, 60), a_scene(runs, 90)
    for scene in (first, second, first):
        walk.walk(scene, 0.1, 0.1)
        network = runs.shown.network
        expected = evaluate(network, scene.subject.digits, scene.subject.cost).cost
        assert walk.told[-1][2] == pytest.approx(expected, rel=1e-5)
    assert walk.told[0] == walk.told[2] != walk.told[1]


def test_that_the_examples_are_made_ready_once_for_a_surface(runs, walk, monkeypatch):
    scene = a_scene(runs, 60)
    walk.walk(scene, 0.1, 0.1)
    monkeypatch.setattr(type(scene.subject.digits), "inputs", None)  # it is not asked again
    walk.walk(scene, 0.2, 0.1)
    assert len(walk.told) == 2


def test_that_the_examples_are_let_go_when_the_walk_is_over(runs, walk, monkeypatch):
    scene, asked = a_scene(runs, 60), []
    real = type(scene.subject.digits).inputs

    def inputs(digits, *args, **settings):
        asked.append(len(digits))
        return real(digits, *args, **settings)

    monkeypatch.setattr(type(scene.subject.digits), "inputs", inputs)
    for _ in range(2):
        walk.walk(scene, 0.1, 0.1)
        walk.walk(scene, 0.2, 0.1)
        runs.shown.leave()
    assert asked == [60, 60]


def test_that_a_place_on_a_slice_is_shown_and_told_nothing_of(runs, walk):
    there = parameters_at(8).astype(np.float64)
    walk.show(runs.loss_subject(10), there)
    assert runs.shown.source.place is None
    assert np.array_equal(runs.shown.network.parameters, parameters_at(8))
    assert walk.told == []
    runs.shown.leave()
    assert np.array_equal(runs.shown.network.parameters, parameters_at(3))


def test_that_a_thousand_examples_are_asked_at_each_place(qapp, monkeypatch):
    runs = RunModel()
    runs.shown = Shown(runs)
    runs.set_data(DataSet("small", random_digits(1200), random_digits(20)))
    begin(runs)
    move(runs, 3)
    scene, asked = a_scene(runs, 1200), []
    real = type(scene.subject.digits).inputs

    def inputs(digits, *args, **settings):
        asked.append(digits)
        return real(digits, *args, **settings)

    monkeypatch.setattr(type(scene.subject.digits), "inputs", inputs)
    WalkController(runs, runs.shown).walk(scene, 0.1, 0.1)
    (digits,) = asked
    assert np.array_equal(digits.labels, scene.subject.digits.labels[:1000])
    assert runs.shown.source.subject.step == 3


def test_that_of_a_network_that_works_more_fewer_are_asked_but_never_under_fifty(
    runs, walk, monkeypatch
):
    asked = []
    real = walk_controller.affordable_examples

    def affordable(*given):
        asked.append(given[1:])
        return real(*given)

    monkeypatch.setattr(walk_controller, "affordable_examples", affordable)
    walk.walk(a_scene(runs, 60), 0.1, 0.1)
    assert asked == [(1000, 50)]


@pytest.fixture
def walking(runs, walk):
    """A walk on the surface in sight that can be undone."""
    deeds = Deeds(QCoreApplication.instance())
    walking = WalkDeeds(walk, runs.shown, deeds)
    walking.deeds, walking.scene, walking.is_in_sight = deeds, a_scene(runs, 60), True
    return walking


def test_that_a_walk_is_one_deed_and_undone_to_the_run(runs, walk, walking):
    for alpha in (0.1, 0.2, 0.3):
        walking.walk(alpha, 0.5)
    last, figures = runs.shown.subject, walk.told[-1]
    assert walking.deeds.stack.count() == 1
    walking.deeds.undo()
    assert runs.shown.is_run
    assert walking.deeds.stack.redoText() == "walk"
    walking.deeds.redo()
    assert runs.shown.subject is last
    assert walk.told[-1] == figures
    walking.deeds.undo()
    assert runs.shown.is_run


def test_that_a_walk_after_going_back_is_another_deed_and_the_one_before_is_gone(runs, walking):
    walking.walk(0.1, 0.5)
    runs.shown.leave()
    walking.walk(0.2, 0.5)
    walking.deeds.undo()
    assert runs.shown.is_run
    assert walking.deeds.drop_untrue()
    assert walking.deeds.stack.undoText() == ""


def test_that_a_walk_from_a_moment_is_undone_to_it(runs, walking):
    moment = runs.run.moments.at(3)
    past = Past(runs.subject(), moment)
    runs.shown.show(past)
    walking.walk(0.1, 0.5)
    walking.deeds.undo()
    assert runs.shown.source is past
    walking.deeds.redo()
    assert isinstance(runs.shown.source, Walk)


@pytest.mark.parametrize("what", ["scene", "is_in_sight", "elsewhere"])
def test_that_a_walk_is_done_again_only_where_it_can_be_seen(runs, walking, what, qtbot):
    walking.walk(0.1, 0.5)
    walking.deeds.undo()
    if what == "elsewhere":
        runs.shown.show(Past(runs.subject(), runs.run.moments.at(3)))
    else:
        setattr(walking, what, None)
        walking.deeds.review()
    qtbot.waitUntil(lambda: not walking.deeds.stack.canRedo())


def test_that_there_is_no_walk_without_a_surface(runs, walking):
    walking.scene = None
    walking.walk(0.1, 0.5)
    assert runs.shown.is_run
    assert walking.deeds.stack.count() == 0
