"""What the thread of a run is told and heard of, with a worker that only notes it."""

from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QObject, QThread, Signal, Slot

from gdstudio.studio.controllers import training_controller
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.progress import Command, Order, Progress, RunState, StepKind
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.workers.turns import Turns
from tests.studio.controllers.mocked import StillClock


class NotingWorker(QObject):
    """A worker that learns nothing and notes what it is told."""

    progressed = Signal(object)
    state_taken = Signal(int, object)
    failed = Signal(int, object)
    last_state = "how it was left"
    unheard = ("a message",)

    def __init__(self, run_id, make_training, test_digits, quantity, command, turns):
        super().__init__()
        self.run_id, self.given = run_id, (make_training, test_digits, quantity)
        self.command, self.turns, self.told = command, turns, []

    def __getattr__(self, name):
        return lambda *given: self.told.append((name, *given))

    @Slot()
    def run(self):
        """Do nothing."""


@pytest.fixture
def workers(monkeypatch):
    """The workers made so far."""
    made = []

    def make(*given):
        made.append(NotingWorker(*given))
        return made[-1]

    monkeypatch.setattr(training_controller, "TrainingWorker", make)
    return made


@pytest.fixture
def clock(monkeypatch):
    clock = StillClock()
    monkeypatch.setattr(training_controller, "time", SimpleNamespace(perf_counter=clock))
    return clock


@pytest.fixture
def runs():
    return MagicMock(spec=RunModel)


@pytest.fixture
def training(qtbot, monkeypatch, workers, clock, runs):
    turns = MagicMock(spec=Turns)
    monkeypatch.setattr(training_controller, "Turns", lambda: turns)
    training = TrainingController(runs)
    training.turns, training.shown = turns, []
    training.message_shown.connect(training.shown.append)
    yield training
    training.shutdown()


def message(run_id=1, state=RunState.PAUSED, command=1):
    return MagicMock(spec=Progress, run_id=run_id, state=state, command=command)


def test_that_a_run_gets_what_was_chosen_before_and_while_it_goes_on(training, workers):
    assert not training.has_run
    assert training.start("first", "digits") == 1
    assert training.has_run
    (worker,) = workers
    assert (worker.run_id, worker.given) == (1, ("first", "digits", "weights"))
    assert worker.turns is training.turns
    assert worker.told == [("set_limits", {}), ("set_speed", None)]
    worker.told.clear()
    training.set_speed(50.0)
    training.set_speed(0.0)
    training.set_quantity("nudges")
    training.set_learning_rate(0.2)
    training.take_state()
    assert worker.told == [
        ("set_speed", 50.0),
        ("set_speed", None),
        ("set_quantity", "nudges"),
        ("set_learning_rate", 0.2),
        ("take_state",),
    ]


def test_that_each_command_has_the_next_number(training, workers):
    training.start("first", "digits")
    (worker,) = workers
    first = worker.command
    training.start_running()
    training.pause()
    training.step(StepKind.EPOCH)
    assert worker.told[2:] == [
        ("obey", Command(first + 1, Order.RUN)),
        ("obey", Command(first + 2, Order.PAUSE)),
        ("obey", Command(first + 3, StepKind.EPOCH)),
    ]
    training.shutdown()
    training.start("second", "digits")
    assert workers[1].command == first + 4


def test_that_the_next_run_is_another_one_and_goes_as_the_one_before(training, workers, runs):
    first = training.start("first", "digits")
    training.set_speed(50.0)
    training.set_quantity("change")
    assert training.shutdown() == "how it was left"
    runs.take_in_last.assert_called_once_with(workers[0].unheard)
    assert workers[0].told[-1] == ("stop",)
    assert not training.has_run
    assert training.start("second", "digits") > first
    assert workers[1].given == ("second", "digits", "change")
    assert workers[1].told == [("set_limits", {}), ("set_speed", 50.0)]


def test_that_without_a_run_nobody_is_told(training, workers):
    training.start("first", "digits")
    training.shutdown()
    (worker,) = workers
    worker.told.clear()
    for deed in (training.start_running, training.pause, training.take_state):
        deed()
    training.step(StepKind.BATCH)
    training.set_learning_rate(0.1)
    training.set_speed(5.0)
    training.set_quantity("nudges")
    assert worker.told == []
    assert training.shutdown() is None


@pytest.mark.parametrize(
    ("speed", "state", "in_turns"),
    [
        (0.0, RunState.RUNNING, True),
        (0.0, RunState.PAUSED, False),
        (9.0, RunState.RUNNING, False),
    ],
)
def test_that_only_at_full_speed_costs_and_network_take_turns(
    training, runs, speed, state, in_turns
):
    training.set_speed(speed)
    progress = message(state=state)
    training.take_in(progress)
    runs.take_in.assert_called_once_with(progress, in_turns=in_turns)
    runs.set_running.assert_called_once_with(state is RunState.RUNNING)


def test_that_what_was_said_before_the_last_command_tells_nothing_of_running(
    training, workers, runs
):
    training.start("first", "digits")
    first = workers[0].command
    training.start_running()
    training.take_in(message(command=first))
    runs.set_running.assert_not_called()
    training.take_in(message(command=first + 1))
    runs.set_running.assert_called_once_with(False)


def test_that_a_message_is_answered_when_it_is_painted(qtbot, training, workers, runs, clock):
    training.start("first", "digits")
    (worker,) = workers
    progress = message()
    worker.progressed.emit(progress)
    qtbot.waitUntil(lambda: runs.take_in.called)
    runs.take_in.assert_called_once_with(progress, in_turns=False)
    clock.now_s += 0.25
    qtbot.waitUntil(lambda: training.shown == [0.25])
    training.turns.take.assert_called_once_with()
    training.turns.give_back.assert_called_once_with()
    assert worker.told[-1] == ("acknowledge", 0.25)
    training.take_turn()  # for a stroke: there is no message to answer
    qtbot.waitUntil(lambda: training.turns.give_back.call_count == 2)
    assert training.shown == [0.25]
    assert [name for name, *_ in worker.told].count("acknowledge") == 1


def test_that_whoever_ends_the_run_at_a_message_ends_it(qtbot, training, workers):
    training.message_shown.connect(lambda _shown_in_s: training.shutdown())
    training.start("first", "digits")
    (worker,) = workers
    worker.progressed.emit(message())
    qtbot.waitUntil(lambda: not training.has_run)
    assert worker.told[-1] == ("stop",)


def test_that_a_message_of_a_run_that_is_over_is_not_taken_in(qtbot, training, workers, runs):
    training.start("first", "digits")
    training.shutdown()
    training.start("second", "digits")
    first, second = workers
    failed, states = [], []
    training.run_failed.connect(failed.append)
    training.state_taken.connect(states.append)
    first.progressed.emit(message(first.run_id))
    first.state_taken.emit(first.run_id, "old")
    first.failed.emit(first.run_id, ValueError("old"))
    second.state_taken.emit(second.run_id, "new")
    qtbot.waitUntil(lambda: bool(states))
    assert states == ["new"]
    assert failed == []
    assert training.has_run
    runs.take_in.assert_not_called()


def test_that_a_run_that_fails_is_over_when_that_is_told(qtbot, training, workers):
    told = []
    training.run_failed.connect(lambda error: told.append((str(error), training.has_run)))
    training.start("first", "digits")
    workers[0].failed.emit(1, ValueError("odd"))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("odd", False)]


def test_that_a_thread_that_does_not_end_is_a_fault(training, monkeypatch):
    asked = []

    class Stubborn(QThread):
        def wait(self, ms):
            asked.append(ms)
            return super().wait(ms) and len(asked) > 1

    monkeypatch.setattr(training_controller, "QThread", Stubborn)
    training.start("first", "digits")
    with pytest.raises(RuntimeError, match="did not end within 5000 ms"):
        training.shutdown()
    assert asked == [5000]
