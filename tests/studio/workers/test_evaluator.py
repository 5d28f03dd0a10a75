import threading
import time
from types import SimpleNamespace
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QObject

from gdstudio.data.digits import DataSet, Digits
from gdstudio.learning.evaluation import Evaluation, evaluate, evaluation_steps
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.progress import RunState, StepKind
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.workers import evaluator as evaluator_module
from gdstudio.studio.workers.evaluator import CHUNK, Evaluator, Extent


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


class Desk:
    """A run that a test moves on, a clock that only asking turns, and answers of made-up cost."""

    def __init__(self):
        self.now_s = 0.0
        self.chunk_s = 0.0
        self.chunks = 1
        self.asked = []
        self.is_called = False
        self.evaluator = Evaluator("test", lambda: self.is_called)
        self.digits = MagicMock(spec=Digits)
        self.digits.take.return_value = "train"
        network = MagicMock(parameters=np.zeros(3))
        self.training = SimpleNamespace(
            step=0, examples=0, network=network, digits=self.digits, cost="cost"
        )
        self.training.moment = lambda kind: (self.training.step, kind)

    def steps(self, network, digits, cost, chunk):
        self.asked.append((digits, cost, chunk))
        for _ in range(self.chunks if digits == "train" else 0):
            self.now_s += self.chunk_s
            yield
        return Evaluation(0.5, 0.9, np.zeros((2, 2), np.int64))

    def ask(self, extent=Extent.IF_DUE, seconds=0.0):
        return self.evaluator.ask(self.training, seconds, extent)


@pytest.fixture
def desk(monkeypatch):
    desk = Desk()
    monkeypatch.setattr(evaluator_module, "evaluation_steps", desk.steps)
    monkeypatch.setattr(time, "perf_counter", lambda: desk.now_s)
    return desk


def test_that_ten_thousand_training_digits_and_all_test_digits_are_asked_in_chunks(desk):
    assert desk.ask().step == 0
    assert desk.digits.take.call_args.args == (slice(0, 10_000),)
    assert desk.asked == [("train", "cost", 500), ("test", "cost", 500)]
    assert desk.ask(Extent.NOW) is None  # of the same step all is known
    assert len(desk.asked) == 2


@pytest.mark.parametrize(("extent", "slice_s"), [(Extent.IF_DUE, 0.15), (Extent.NOW, 0.3)])
def test_that_asking_stops_after_a_slice(desk, extent, slice_s):
    desk.chunks, desk.chunk_s = 2, slice_s
    assert desk.ask(extent) is None
    assert desk.now_s == slice_s
    assert desk.evaluator.is_under_way
    desk.now_s, desk.chunk_s = 100.0, 0.0
    assert desk.ask(extent).step == 0
    assert desk.evaluator.took_s == slice_s  # of both slices, and nothing of the time between


def test_that_asking_to_the_end_stops_only_for_a_command(desk):
    desk.chunks, desk.chunk_s = 3, 50.0
    desk.is_called = True
    assert desk.ask(Extent.TO_THE_END) is None
    assert desk.now_s == 50
    desk.is_called = False
    assert desk.ask(Extent.TO_THE_END) is not None
    assert desk.evaluator.took_s == 150
    alone = Evaluator("test")
    assert alone.ask(desk.training, 0.0, Extent.TO_THE_END) is not None


def test_that_a_slice_takes_a_fifth_of_the_time_at_most(desk):
    desk.chunks, desk.chunk_s = 3, 0.15
    assert desk.ask() is None
    for now_s, seen in (0.7499, 1), (0.75, 2):
        desk.now_s = now_s
        before = desk.now_s
        assert desk.ask() is None
        assert (desk.now_s > before) == (seen == 2)
    assert len(desk.asked) == 1  # it went on with what had begun


def test_that_what_is_under_way_is_finished_though_the_run_goes_on(desk):
    desk.chunks, desk.chunk_s = 2, 0.15
    desk.ask()
    desk.training.step = 9
    desk.now_s, desk.chunk_s = 100.0, 0.0
    assert desk.ask().step == 0
    assert desk.evaluator.asked_step == 0


def test_that_while_it_rests_the_network_as_it_is_is_asked(desk):
    desk.chunks, desk.chunk_s = 2, 0.3
    desk.ask(Extent.NOW)
    desk.training.step = 9
    desk.chunk_s = 0.0
    assert desk.ask(Extent.NOW).step == 9


@pytest.mark.parametrize(
    ("seconds", "took_s", "wait_s"),
    [
        (0.0, 0.0, 0.05),
        (0.5, 0.0, 0.175),
        (1.0, 0.0625, 0.3125),  # a fifth of the time
        (1.0, 0.0, 0.3),
        (10.0, 0.0, 0.5),
        (10.0, 0.0625, 1.25),  # a twentieth of the time
        (1.0625, 0.0625, 1.25),
        (10.0, 0.125, 2.0),  # at the latest
        (10.0, 0.5, 2.5),  # unless that would be more than a fifth
    ],
)
def test_that_it_is_asked_again_when_it_is_time(desk, seconds, took_s, wait_s):
    desk.chunk_s = took_s
    if took_s > 0.15:
        assert desk.ask(seconds=seconds) is None
        desk.now_s = 0.0  # the second slice begins as if no time had passed
        desk.chunk_s = 0.0
        assert desk.ask(Extent.NOW, seconds) is not None
    else:
        assert desk.ask(seconds=seconds) is not None
    desk.training.step = 1
    for before, is_time in (wait_s - 0.001, False), (wait_s, True):
        desk.now_s = before
        assert (desk.ask(seconds=seconds) is not None) == is_time
