import threading
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QObject

from gdstudio.data.digits import DataSet, Digits
from gdstudio.learning.evaluation import evaluate, evaluation_steps
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.progress import RunState, StepKind
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.workers import evaluator as evaluator_module
from gdstudio.studio.workers.evaluator import CHUNK, Evaluator


def digits(n, seed):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, n).astype(np.uint8)
    return Digits(rng.integers(0, 255, (n, 784)).astype(np.uint8), labels)


DATA = DataSet("small", digits(2 * CHUNK, 0), digits(3 * CHUNK - 1, 1))
RECIPE = Recipe(hidden=(4,), batch_size=10, epochs=10**6, learning_rate=0.5, seed=7)


@pytest.fixture
def training():
    return Training(RECIPE, DATA)


def test_that_slices_give_what_the_whole_gives(training):
    expected = evaluate(training.network, DATA.test, training.cost)
    steps = evaluation_steps(training.network, DATA.test, training.cost, 70)
    for _ in range(-(-len(DATA.test) // 70)):
        next(steps)
    with pytest.raises(StopIteration) as ended:
        next(steps)
    assert ended.value.value.accuracy == expected.accuracy
    assert ended.value.value.cost == pytest.approx(expected.cost, rel=1e-6)
    assert np.array_equal(ended.value.value.confusion, expected.confusion)


def test_that_an_evaluation_is_of_the_network_it_began_with(training):
    evaluator = Evaluator(DATA.test)
    train = evaluate(training.network, DATA.train, training.cost)
    test = evaluate(training.network, DATA.test, training.cost)
    evaluator.begin(training, 12.5)
    points = []
    for _ in range(4):  # two chunks of training digits, three of test digits
        points.append(evaluator.go_on(lambda spent_s: True))
        training.update()
    assert points == [None] * 4
    assert evaluator.is_under_way
    points.append(evaluator.go_on(lambda spent_s: False))
    point = points[-1]
    assert not evaluator.is_under_way
    assert (point.step, point.seconds, evaluator.asked_step) == (0, 12.5, 0)
    assert point.train.accuracy == train.accuracy
    assert np.array_equal(point.test.confusion, test.confusion)


def test_that_another_step_begins_anew_and_the_same_goes_on(training):
    evaluator = Evaluator(DATA.test)
    evaluator.begin(training, 0.0)
    evaluator.go_on(lambda spent_s: True)
    training.update()
    evaluator.begin(training, 1.0)
    for _ in range(4):
        assert evaluator.go_on(lambda spent_s: True) is None
        evaluator.begin(training, 2.0)
    assert evaluator.go_on(lambda spent_s: False).step == 1


class Slow:
    """Stands in for asking a network that would take minutes, until it is let go."""

    def __init__(self):
        self.let_go = threading.Event()

    def __call__(self, network, digits, cost, chunk):
        while not self.let_go.wait(0.02):
            yield
        return (yield from evaluation_steps(network, digits, cost, chunk))


class Receiver(QObject):
    def __init__(self, controller):
        super().__init__()
        self.progress = []
        controller.heard.take_in.side_effect = self.on_progress

    def on_progress(self, progress, *, in_turns):
        self.progress.append(progress)


@pytest.fixture
def slow(monkeypatch):
    slow = Slow()
    monkeypatch.setattr(evaluator_module, "evaluation_steps", slow)
    yield slow
    slow.let_go.set()


@pytest.fixture
def receiver(qapp, slow):
    runs = MagicMock(spec=RunModel)
    controller = TrainingController(runs)
    controller.heard = runs
    receiver = Receiver(controller)
    receiver.controller = controller
    controller.start(lambda: Training(RECIPE, DATA), DATA.test)
    yield receiver
    controller.shutdown()


def test_that_the_network_is_shown_before_it_is_asked(qtbot, slow, receiver):
    qtbot.waitUntil(lambda: bool(receiver.progress))
    assert receiver.progress[0].evaluations == ()
    slow.let_go.set()
    qtbot.waitUntil(lambda: bool(receiver.progress[-1].evaluations))
    assert receiver.progress[-1].evaluations[0].step == 0
    assert receiver.progress[-1].state is RunState.PAUSED


def test_that_a_step_does_not_wait_for_slow_answers(qtbot, receiver):
    qtbot.waitUntil(lambda: bool(receiver.progress))
    for step in (1, 2):
        receiver.controller.step(StepKind.BATCH)
        qtbot.waitUntil(lambda step=step: receiver.progress[-1].snapshot.step == step)


def test_that_a_run_goes_on_between_slices_and_is_asked_again_at_its_end(qtbot, slow, receiver):
    qtbot.waitUntil(lambda: bool(receiver.progress))
    receiver.controller.start_running()
    qtbot.waitUntil(lambda: receiver.progress[-1].snapshot.step > 50)
    assert not any(progress.evaluations for progress in receiver.progress)
    receiver.controller.pause()
    slow.let_go.set()
    qtbot.waitUntil(lambda: bool(receiver.progress[-1].evaluations))
    last = receiver.progress[-1]
    assert last.evaluations[0].step == last.snapshot.step


def test_that_a_run_ends_though_it_is_being_asked(qtbot, receiver):
    qtbot.waitUntil(lambda: bool(receiver.progress))
    state = receiver.controller.shutdown()  # raises if the thread does not end
    assert state.step == 0
