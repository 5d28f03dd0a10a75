"""The last of Run, Pause, Step and Reset wins, whatever the messages on the way say."""

import dataclasses
import random

import pytest
from PySide6.QtCore import QCoreApplication

from gdstudio.data.digits import DataSet
from gdstudio.errors import InvalidValue
from gdstudio.learning.training import Training
from gdstudio.studio.state.progress import Command, Order, RunState, StepKind
from gdstudio.studio.workers.training_worker import TrainingWorker
from tests.studio.controllers.test_learn_controller import (
    RECIPE,
    desk,
    random_digits,
)

__all__ = ["desk"]

N_SEQUENCES = 1000
LIMIT_MS = 60_000


def settled_state(qtbot, desk):
    """Return the state of the run once every command so far was obeyed and every message heard."""
    with qtbot.waitSignal(desk.training.state_taken, timeout=LIMIT_MS) as blocker:
        desk.training.take_state()
    return blocker.args[0]


def late(progress, state, command):
    return dataclasses.replace(progress, state=state, command=command)


def test_that_a_message_from_before_the_last_command_says_nothing_of_the_state(qtbot, desk):
    """Pause, Run, Pause: the answer to each command comes only after the next one was given."""
    hear, progress = desk.training.take_in, desk.runs.run.progress
    first = progress.command
    desk.runner.toggle_running()
    assert desk.runs.is_running
    hear(late(progress, RunState.PAUSED, first))  # made before Run was heard of
    assert desk.runs.is_running
    hear(late(progress, RunState.RUNNING, first + 1))
    desk.runner.toggle_running()
    hear(late(progress, RunState.RUNNING, first + 1))
    assert not desk.runs.is_running
    desk.runner.toggle_running()
    hear(late(progress, RunState.PAUSED, first + 2))
    assert desk.runs.is_running
    desk.runner.toggle_running()
    for state in (RunState.RUNNING, RunState.COMPLETE, RunState.PAUSED):
        hear(late(progress, state, first + 3))
    assert not desk.runs.is_running
    hear(late(progress, RunState.COMPLETE, first + 4))
    assert not desk.runs.is_running


def test_that_a_run_that_ends_by_itself_is_heard_of(qtbot, desk):
    progress = desk.runs.run.progress
    desk.runner.toggle_running()
    desk.training.take_in(late(progress, RunState.COMPLETE, progress.command + 1))
    assert not desk.runs.is_running


def test_that_a_pause_at_the_end_of_a_run_is_a_pause(qtbot, desk):
    """The run ends by itself at the moment of the command, in whichever order they come."""
    progress = desk.runs.run.progress
    desk.runner.toggle_running()
    desk.runner.toggle_running()
    desk.training.take_in(late(progress, RunState.COMPLETE, progress.command + 1))
    assert not desk.runs.is_running


def test_that_nothing_runs_where_no_run_could_begin(qtbot, desk):
    """The settings are not accepted, and the run before has ended."""
    desk.panel.recipe.side_effect = InvalidValue("batch size", 0, "1 or more")
    desk.runner.shutdown()
    for command in (desk.runner.toggle_running, desk.runner.step_epoch, desk.runner.step_batch):
        command()
        assert not desk.runs.is_running


def test_that_a_step_ends_a_run(qtbot, desk):
    desk.runner.toggle_running()
    desk.runner.step_batch()
    assert not desk.runs.is_running
    step = settled_state(qtbot, desk).step
    assert settled_state(qtbot, desk).step == step
    assert not desk.runs.is_running


def test_that_steps_pressed_fast_add_up(qtbot, desk):
    for _ in range(7):
        desk.runner.step_batch()
    qtbot.waitUntil(lambda: desk.runs.run.step == 7, timeout=LIMIT_MS)
    assert settled_state(qtbot, desk).step == 7


def test_that_commands_that_come_together_are_obeyed_in_their_order(qapp):
    """The worker alone, in this thread: its queue is full before it looks."""
    data = DataSet("small", random_digits(100), random_digits(20))
    recipe = RECIPE.changed(epochs=1)

    def obeyed(*deeds):
        worker = TrainingWorker(1, lambda: Training(recipe, data), data.test, command=10)
        heard = []

        def hear(progress):
            heard.append((progress.command, progress.state, progress.snapshot.step))
            worker.acknowledge()
            if progress.command == 10 + len(deeds) and progress.state is not RunState.RUNNING:
                worker.stop()

        worker.progressed.connect(hear)
        for number, deed in enumerate(deeds, start=11):
            worker.obey(Command(number, deed))
        if deeds[-1] is Order.PAUSE:
            worker.stop()  # a pause at rest needs no message
        worker.run()
        return heard[-1]

    run, pause, step, epoch = Order.RUN, Order.PAUSE, StepKind.BATCH, StepKind.EPOCH
    assert obeyed(pause, run) == (12, RunState.COMPLETE, 10)
    assert obeyed(step, step, step) == (13, RunState.PAUSED, 3)
    assert obeyed(run, step) == (12, RunState.PAUSED, 1)
    assert obeyed(step, pause, step) == (13, RunState.PAUSED, 1)
    assert obeyed(epoch) == (11, RunState.COMPLETE, 10)
    assert obeyed(epoch, pause, step) == (13, RunState.PAUSED, 1)
    assert obeyed(run, pause)[2] == 0


def test_that_the_last_command_wins_in_a_thousand_random_sequences(qtbot, desk):
    """Against the real thread, at random times: what the window shows is what the thread does."""
    rng = random.Random(12)
    process, deeds = QCoreApplication.processEvents, ("toggle", "batch", "example", "reset")
    for sequence in range(N_SEQUENCES):
        expected = desk.runs.is_running
        said = []
        for _ in range(rng.randint(1, 6)):
            # Reset waits for a thread to end and another to begin: less often, for the time's sake.
            deed = rng.choices(deeds, weights=(12, 3, 2, 1))[0]
            said.append(deed)
            if deed == "toggle":
                desk.runner.toggle_running()
                expected = not expected
            elif deed == "reset":
                desk.runner.reset()
                expected = False
            else:
                desk.runner.step_batch() if deed == "batch" else desk.runner.step_example()
                expected = False
            assert desk.runs.is_running is expected, (sequence, said)
            for _ in range(rng.choice((0, 0, 1, 3, 20))):
                process()
        first = settled_state(qtbot, desk).step
        assert desk.runs.is_running is expected, (sequence, said)
        if expected:
            qtbot.waitUntil(lambda first=first: settled_state(qtbot, desk).step > first)
        else:
            assert settled_state(qtbot, desk).step == first, (sequence, said)
        assert desk.runs.is_running is expected, (sequence, said)


@pytest.mark.parametrize("end", ["toggle", "step"])
def test_that_an_epoch_can_be_ended_like_a_run(qtbot, desk, end):
    desk.runner.step_epoch()
    assert desk.runs.is_running
    desk.runner.toggle_running()
    assert not desk.runs.is_running
    if end == "step":
        desk.runner.step_batch()
    settled_state(qtbot, desk)
    assert not desk.runs.is_running
