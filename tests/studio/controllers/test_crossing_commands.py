"""The last of Run, Pause, Step and Reset wins, whatever the messages on the way say."""

import dataclasses
import random

import pytest
from PySide6.QtCore import QCoreApplication

from gdstudio.data.digits import DataSet
from gdstudio.errors import InvalidValue
from gdstudio.learning.training import Training
from gdstudio.studio.workers.progress import Command, Order, PictureRequest, RunState, StepKind
from gdstudio.studio.workers.training_worker import TrainingWorker
from tests.studio.controllers.test_learn_controller import (
    RECIPE,
    learn,
    random_digits,
    views,
)

__all__ = ["learn", "views"]

N_SEQUENCES = 1000
LIMIT_MS = 60_000


def settled_state(qtbot, learn):
    """Return the state of the run once every command so far was obeyed and every message heard."""
    with qtbot.waitSignal(learn.training.state_taken, timeout=LIMIT_MS) as blocker:
        learn.training.take_state()
    return blocker.args[0]


def late(progress, state, command):
    return dataclasses.replace(progress, state=state, command=command)


def test_that_a_message_from_before_the_last_command_says_nothing_of_the_state(qtbot, learn):
    """Pause, Run, Pause: the answer to each command comes only after the next one was given."""
    hear, progress = learn._on_training_progress_changed, learn.run.progress
    first = progress.command
    learn.toggle_running()
    assert learn.is_running
    hear(late(progress, RunState.PAUSED, first))  # made before Run was heard of
    assert learn.is_running
    hear(late(progress, RunState.RUNNING, first + 1))
    learn.toggle_running()
    hear(late(progress, RunState.RUNNING, first + 1))
    assert not learn.is_running
    learn.toggle_running()
    hear(late(progress, RunState.PAUSED, first + 2))
    assert learn.is_running
    learn.toggle_running()
    for state in (RunState.RUNNING, RunState.COMPLETE, RunState.PAUSED):
        hear(late(progress, state, first + 3))
    assert not learn.is_running
    hear(late(progress, RunState.COMPLETE, first + 4))
    assert not learn.is_running


def test_that_a_run_that_ends_by_itself_is_heard_of(qtbot, learn):
    progress = learn.run.progress
    learn.toggle_running()
    learn._on_training_progress_changed(late(progress, RunState.COMPLETE, learn.training._command))
    assert not learn.is_running


def test_that_a_pause_at_the_end_of_a_run_is_a_pause(qtbot, learn):
    """The run ends by itself at the moment of the command, in whichever order they come."""
    progress = learn.run.progress
    learn.toggle_running()
    learn.toggle_running()
    learn._on_training_progress_changed(
        late(progress, RunState.COMPLETE, learn.training._command - 1)
    )
    assert not learn.is_running


def test_that_nothing_runs_where_no_run_could_begin(qtbot, learn, views):
    """The settings are not accepted, and the run before has ended."""
    views.panel.recipe.side_effect = InvalidValue("batch size", 0, "1 or more")
    learn.shutdown()
    for command in (learn.toggle_running, learn.step_epoch, learn.step_batch):
        command()
        assert not learn.is_running


def test_that_a_step_ends_a_run(qtbot, learn):
    learn.toggle_running()
    learn.step_batch()
    assert not learn.is_running
    step = settled_state(qtbot, learn).step
    assert settled_state(qtbot, learn).step == step
    assert not learn.is_running


def test_that_steps_pressed_fast_add_up(qtbot, learn):
    for _ in range(7):
        learn.step_batch()
    qtbot.waitUntil(lambda: learn.run.step == 7, timeout=LIMIT_MS)
    assert settled_state(qtbot, learn).step == 7


def test_that_commands_that_come_together_are_obeyed_in_their_order(qapp):
    """The worker alone, in this thread: its queue is full before it looks."""
    data = DataSet("small", random_digits(100), random_digits(20))
    recipe = RECIPE.changed(epochs=1)

    def obeyed(*deeds):
        worker = TrainingWorker(1, lambda: Training(recipe, data), data.test, PictureRequest(), 10)
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


def test_that_the_last_command_wins_in_a_thousand_random_sequences(qtbot, learn):
    """Against the real thread, at random times: what the window shows is what the thread does."""
    rng = random.Random(12)
    process, deeds = QCoreApplication.processEvents, ("toggle", "batch", "example", "reset")
    for sequence in range(N_SEQUENCES):
        expected = learn.is_running
        said = []
        for _ in range(rng.randint(1, 6)):
            # Reset waits for a thread to end and another to begin: less often, for the time's sake.
            deed = rng.choices(deeds, weights=(12, 3, 2, 1))[0]
            said.append(deed)
            if deed == "toggle":
                learn.toggle_running()
                expected = not expected
            elif deed == "reset":
                learn.reset()
                expected = False
            else:
                learn.step_batch() if deed == "batch" else learn.step_example()
                expected = False
            assert learn.is_running is expected, (sequence, said)
            for _ in range(rng.choice((0, 0, 1, 3, 20))):
                process()
        first = settled_state(qtbot, learn).step
        assert learn.is_running is expected, (sequence, said)
        if expected:
            qtbot.waitUntil(lambda first=first: settled_state(qtbot, learn).step > first)
        else:
            assert settled_state(qtbot, learn).step == first, (sequence, said)
        assert learn.is_running is expected, (sequence, said)


@pytest.mark.parametrize("end", ["toggle", "step"])
def test_that_an_epoch_can_be_ended_like_a_run(qtbot, learn, end):
    learn.step_epoch()
    assert learn.is_running
    learn.toggle_running()
    assert not learn.is_running
    if end == "step":
        learn.step_batch()
    settled_state(qtbot, learn)
    assert not learn.is_running
