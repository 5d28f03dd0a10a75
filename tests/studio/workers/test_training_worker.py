import dataclasses
import threading
import time
from unittest.mock import MagicMock, create_autospec

import numpy as np
import pytest
from PySide6.QtCore import QObject, Slot

from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import TrainingDiverged
from gdstudio.learning.moment import Kind
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training, train
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.progress import Command, Order, RunState, StepKind
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.workers import progress_maker
from gdstudio.studio.workers.training_worker import MOST_BACK, PAINTING_SHARE, TrainingWorker
from gdstudio.studio.workers.turns import Turns


def small_digits(n, seed=0):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, n).astype(np.uint8)
    images = rng.integers(0, 60, (n, 784)).astype(np.uint8)
    images[np.arange(n), labels * 70] = 255  # something to learn
    return Digits(images, labels)


DATA = DataSet("small", small_digits(200), small_digits(50, seed=1))
RECIPE = Recipe(hidden=(4,), batch_size=10, epochs=3, learning_rate=0.5, seed=7)
RUN_OF_400 = RECIPE.changed(epochs=20), DATA


class Receiver(QObject):
    """Collects what a controller says, in the GUI thread."""

    def __init__(self, controller):
        super().__init__()
        self.progress, self.errors, self.states, self.threads = [], [], [], set()
        controller.heard.take_in.side_effect = self.on_progress
        controller.run_failed.connect(self.on_failed)
        controller.state_taken.connect(self.on_state)

    def on_progress(self, progress, *, in_turns):
        self.threads.add(threading.get_ident())
        self.progress.append(progress)

    @Slot(object)
    def on_failed(self, error):
        self.errors.append(error)

    @Slot(object)
    def on_state(self, state):
        self.states.append(state)

    @property
    def last(self):
        return self.progress[-1]

    def costs(self):
        return np.concatenate([p.costs for p in self.progress])


@pytest.fixture
def controller(qapp):
    runs = MagicMock(spec=RunModel)
    controller = TrainingController(runs)
    controller.heard = runs
    yield controller
    controller.shutdown()


@pytest.fixture
def receiver(controller):
    return Receiver(controller)


def begin(qtbot, controller, receiver, recipe=RECIPE, **kwargs):
    controller.start(lambda: Training(recipe, DATA, **kwargs), DATA.test)
    qtbot.waitUntil(lambda: bool(receiver.progress))


def test_that_a_run_begins_paused_with_the_untrained_network(qtbot, controller, receiver):
    begin(qtbot, controller, receiver)
    assert receiver.last.state is RunState.PAUSED
    assert receiver.last.snapshot.step == 0
    assert receiver.last.evaluations[0].step == 0


def test_that_the_window_gets_exactly_what_the_generator_makes(qtbot, controller, receiver):
    begin(qtbot, controller, receiver)
    controller.start_running()
    qtbot.waitUntil(lambda: receiver.last.state is RunState.COMPLETE)
    costs = []
    for training in train(RECIPE, DATA):
        costs.append(training.last_cost)
    assert np.array_equal(receiver.costs(), costs)  # no cost is lost between messages
    assert np.array_equal(receiver.last.snapshot.parameters, training.network.parameters)
    assert receiver.threads == {threading.get_ident()}


def test_that_what_crosses_threads_is_read_only(qtbot, controller, receiver):
    begin(qtbot, controller, receiver)
    controller.step(StepKind.BATCH)
    qtbot.waitUntil(lambda: receiver.last.snapshot.step == 1)
    last = receiver.last
    arrays = [last.snapshot.parameters, last.snapshot.gradient, last.costs, last.values]
    assert not any(array.flags.writeable for array in arrays)


def noted(receiver):
    return [moment for progress in receiver.progress for moment in progress.moments]


def test_that_each_message_knows_what_the_optimiser_remembers(qtbot, controller, receiver):
    recipe = RECIPE.changed(optimizer="adam", learning_rate=0.01, schedule="cosine", epochs=2)
    begin(qtbot, controller, receiver, recipe)
    controller.start_running()
    qtbot.waitUntil(lambda: receiver.last.state is RunState.COMPLETE)
    training = Training(recipe, DATA)
    for progress in receiver.progress:
        while training.step < progress.snapshot.step:
            training.update()
        found, state = progress.optimizer, training.state()
        assert found.steps == progress.snapshot.step
        assert found.arrays.keys() == {"mean", "square_average"}
        for name, values in found.arrays.items():
            assert np.array_equal(values, state.optimizer_state[name])
            assert not values.flags.writeable
        if training.step < 40:
            copy = Training(recipe, DATA, state)
            copy.update()
            assert found.rate == copy.last_rate


def test_that_what_would_cost_training_to_copy_is_told_where_a_run_rests(
    qtbot, monkeypatch, controller, receiver
):
    monkeypatch.setattr(progress_maker, "MOST_REMEMBERED", 2 * 3190 - 1)
    recipe = RECIPE.changed(optimizer="adam", learning_rate=0.01)
    assert recipe.parameter_count() == 3190
    begin(qtbot, controller, receiver, recipe)
    assert not receiver.last.optimizer.tells("adam")
    assert (receiver.last.optimizer.rate, receiver.last.optimizer.steps) == (0.01, 0)
    (moment,) = receiver.last.moments[-1:]
    assert moment.is_exact


@pytest.mark.parametrize("slow", [False, True], ids=["few messages", "many messages"])
def test_that_the_moments_of_a_run_do_not_depend_on_its_messages(qtbot, controller, receiver, slow):
    begin(qtbot, controller, receiver, RUN_OF_400[0])
    if slow:
        controller.set_speed(1000.0)  # each update is shown
    controller.start_running()
    qtbot.waitUntil(lambda: receiver.last.state is RunState.COMPLETE)
    found = [moment for moment in noted(receiver) if Kind.PASSED in moment.kind]
    assert [moment.step for moment in found] == list(range(401))
    ends = [moment for moment in noted(receiver) if Kind.EPOCH_ENDED in moment.kind]
    assert [moment.step for moment in ends] == list(range(20, 401, 20))
    at = {training.step: training.network.parameters.copy() for training in train(*RUN_OF_400)}
    for moment in found[1:]:
        assert moment.parameters.dtype == np.float32
        assert not moment.parameters.flags.writeable
        assert np.array_equal(moment.parameters, at[moment.step])
        assert moment.is_exact
    asked = [point.moment for progress in receiver.progress for point in progress.evaluations]
    assert [moment.step for moment in asked] == [
        point.step for progress in receiver.progress for point in progress.evaluations
    ]
    assert all(np.array_equal(m.parameters, at[m.step]) for m in asked if m.step)


def test_that_rests_and_changes_of_the_rate_are_noted_exactly(qtbot, controller, receiver):
    begin(qtbot, controller, receiver, RECIPE.changed(optimizer="adam"))
    controller.step(StepKind.BATCH)
    qtbot.waitUntil(lambda: receiver.last.snapshot.step == 1)
    controller.set_learning_rate(0.25)
    controller.step(StepKind.BATCH)
    qtbot.waitUntil(lambda: receiver.last.snapshot.step == 2)
    rests = {m.step: m for m in noted(receiver) if Kind.RESTED in m.kind}
    assert sorted(rests) == [0, 1, 2]
    assert all(moment.is_exact for moment in rests.values())
    (changed,) = [m for m in noted(receiver) if Kind.RATE_CHANGED in m.kind]
    assert (changed.step, changed.state.learning_rate) == (1, 0.25)
    assert changed.is_exact


def test_that_frozen_layers_are_noted_exactly_and_told_at_once(qtbot, controller, receiver):
    begin(qtbot, controller, receiver, RECIPE.changed(optimizer="adam"))
    controller.set_frozen_layers((1,))
    qtbot.waitUntil(lambda: any(Kind.LAYERS_FROZEN in m.kind for m in noted(receiver)))
    (changed,) = [m for m in noted(receiver) if Kind.LAYERS_FROZEN in m.kind]
    assert (changed.step, changed.state.recipe.frozen_layers, changed.is_exact) == (0, (1,), True)
    before = receiver.last.snapshot.parameters
    controller.step(StepKind.BATCH)
    qtbot.waitUntil(lambda: receiver.last.snapshot.step == 1)
    after = receiver.last.snapshot.parameters
    first = RECIPE.make_network().slices[:2]
    assert all((after[p.start : p.stop] == before[p.start : p.stop]).all() for p in first)
    assert (after != before).any()


EVERY_STEP = (StepKind.EXAMPLE, StepKind.BATCH, StepKind.EPOCH)


def stands(progress):
    snapshot = progress.snapshot
    return (
        snapshot.step,
        snapshot.epoch,
        snapshot.examples,
        snapshot.learning_rate,
        repr(snapshot.cost),
        snapshot.parameters.tobytes(),
        snapshot.gradient.tobytes(),
        progress.state,
    )


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "nesterov"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_that_steps_by_hand_are_taken_back_and_done_again_bit_by_bit(
    qtbot, controller, receiver, optimizer, dtype
):
    recipe = RECIPE.changed(optimizer=optimizer, dtype=dtype, schedule="cosine", epochs=2)
    begin(qtbot, controller, receiver, recipe)
    kinds = [EVERY_STEP[k % 3] for k in range(9)]

    def told(act, *args):
        count = len(receiver.progress)
        number = receiver.last.command
        act(*args)
        qtbot.waitUntil(
            lambda: (
                len(receiver.progress) > count
                and receiver.last.command > number
                and receiver.last.state is not RunState.RUNNING
            )
        )
        return stands(receiver.last)

    way = [stands(receiver.last), *(told(controller.step, kind) for kind in kinds)]
    for expected in reversed(way[:-1]):
        assert told(controller.step_back) == expected
        assert receiver.last.rewound
    assert told(controller.step_back) == way[0]  # there is no step before
    assert not receiver.last.rewound
    assert [told(controller.step, kind) for kind in kinds] == way[1:]


def test_that_a_hundred_steps_can_be_taken_back(qtbot, controller, receiver):
    begin(qtbot, controller, receiver)
    for _ in range(MOST_BACK + 5):
        controller.step(StepKind.EXAMPLE)
    for _ in range(MOST_BACK + 5):
        controller.step_back()
    qtbot.waitUntil(lambda: receiver.last.command == 2 * (MOST_BACK + 5) + 1)
    assert receiver.last.snapshot.step == 5
    controller.start_running()
    qtbot.waitUntil(lambda: receiver.last.state is RunState.COMPLETE)
    step = receiver.last.snapshot.step
    controller.step_back()  # it has not been stepped by hand since
    qtbot.waitUntil(lambda: receiver.last.command == 2 * (MOST_BACK + 5) + 3)
    assert receiver.last.snapshot.step == step


@pytest.mark.parametrize(
    ("kind", "examples", "steps"),
    [(StepKind.EXAMPLE, 1, 1), (StepKind.BATCH, 10, 1), (StepKind.EPOCH, 200, 20)],
)
def test_that_a_step_uses_so_many_examples(qtbot, controller, receiver, kind, examples, steps):
    begin(qtbot, controller, receiver)
    controller.step(kind)
    qtbot.waitUntil(lambda: receiver.last.snapshot.examples == examples)
    assert receiver.last.snapshot.step == steps
    assert receiver.last.state is RunState.PAUSED
    assert len(receiver.last.evaluations) == 1


def test_that_pausing_freezes_the_step_count(qtbot, controller, receiver):
    begin(qtbot, controller, receiver, RECIPE.changed(epochs=10**6))
    controller.start_running()
    qtbot.waitUntil(lambda: receiver.last.snapshot.step > 5)
    controller.pause()
    qtbot.waitUntil(lambda: receiver.last.state is RunState.PAUSED)
    count, step = len(receiver.progress), receiver.last.snapshot.step
    qtbot.wait(80)
    assert (len(receiver.progress), receiver.last.snapshot.step) == (count, step)


def test_that_run_after_the_last_epoch_goes_on_for_as_many_again(qtbot, controller, receiver):
    begin(qtbot, controller, receiver)
    for total in (3, 6):
        controller.start_running()
        qtbot.waitUntil(lambda total=total: receiver.last.snapshot.epoch == total)
        qtbot.waitUntil(lambda: receiver.last.state is RunState.COMPLETE)


def test_that_a_hung_window_gets_at_most_three_queued_messages(qtbot, controller, receiver):
    begin(qtbot, controller, receiver, RECIPE.changed(epochs=10**6))
    controller.start_running()
    time.sleep(1.0)  # the GUI thread hangs
    controller.pause()
    before = len(receiver.progress)
    qtbot.waitUntil(lambda: receiver.last.state is RunState.PAUSED)
    assert len(receiver.progress) - before <= 3
    assert len(receiver.costs()) == receiver.last.snapshot.step


def test_that_a_new_learning_rate_counts_from_the_next_update(qtbot, controller, receiver):
    begin(qtbot, controller, receiver)
    controller.set_learning_rate(0.125)
    controller.step(StepKind.BATCH)
    qtbot.waitUntil(lambda: receiver.last.snapshot.step == 1)
    assert receiver.last.snapshot.learning_rate == 0.125


class ShownAtOnce(QObject):
    """A window that takes each message at once, until there were five updates."""

    def __init__(self, worker):
        super().__init__()
        self.worker, self.steps = worker, []
        worker.progressed.connect(self.on_worker_progressed)

    @Slot(object)
    def on_worker_progressed(self, progress):
        self.steps.append(progress.snapshot.step)
        self.worker.acknowledge()
        if progress.snapshot.step == 5:
            self.worker.stop()


def test_that_slow_motion_shows_every_update(qapp):
    worker = TrainingWorker(1, lambda: Training(RECIPE, DATA), DATA.test)
    window = ShownAtOnce(worker)
    worker.set_speed(100.0)
    worker.obey(Command(1, Order.RUN))
    worker.run()
    assert window.steps == [0, 1, 2, 3, 4, 5, 5]  # the last once more as the run ends


def test_that_a_stopped_slow_run_ends_at_once(qtbot, controller, receiver):
    begin(qtbot, controller, receiver)
    controller.set_speed(1e-6)  # one update in eleven days
    controller.start_running()
    qtbot.waitUntil(lambda: receiver.last.snapshot.step >= 1)
    controller.shutdown()
    assert not controller.has_run


def test_that_another_picture_is_shown_while_paused(qtbot, controller, receiver):
    begin(qtbot, controller, receiver)
    controller.step(StepKind.BATCH)
    qtbot.waitUntil(lambda: receiver.last.snapshot.step == 1)
    controller.set_quantity("nudges")
    expected = -receiver.last.snapshot.gradient[: 4 * 784].reshape(4, 784)
    qtbot.waitUntil(lambda: np.array_equal(receiver.last.values, expected))


def test_that_the_state_taken_is_that_of_the_run(qtbot, controller, receiver):
    begin(qtbot, controller, receiver)
    controller.step(StepKind.EPOCH)
    qtbot.waitUntil(lambda: receiver.last.snapshot.step == 20)
    controller.take_state()
    qtbot.waitUntil(lambda: bool(receiver.states))
    state = receiver.states[0]
    assert np.array_equal(state.parameters, receiver.last.snapshot.parameters)
    assert (state.epoch, state.position) == (1, 0)


class Broken(Training):
    def update(self, batch_size=None):
        if self.step == 7:
            raise FloatingPointError("broken at 7")
        return super().update(batch_size)


def test_that_an_error_in_training_is_reported_once_and_ends_the_run(qtbot, controller, receiver):
    controller.start(lambda: Broken(RECIPE, DATA), DATA.test)
    controller.start_running()
    qtbot.waitUntil(lambda: not controller.has_run)
    assert [str(error) for error in receiver.errors] == ["broken at 7"]
    assert receiver.last.snapshot.step == 7  # the last state is still shown


def test_that_divergence_is_told_with_step_and_rate(qtbot, controller, receiver):
    recipe = RECIPE.changed(activation="identity", output_activation="identity", learning_rate=1e4)
    controller.start(lambda: Training(recipe, DATA), DATA.test)
    controller.start_running()
    qtbot.waitUntil(lambda: not controller.has_run)
    (error,) = receiver.errors
    assert isinstance(error, TrainingDiverged)
    assert error.step >= 2
    assert error.learning_rate == 1e4


def test_that_an_error_before_the_first_step_is_reported(qtbot, controller, receiver):
    controller.start(lambda: Training(RECIPE.changed(train_size=10**6), DATA), DATA.test)
    qtbot.waitUntil(lambda: not controller.has_run)
    assert "train size" in str(receiver.errors[0])


def test_that_two_hundred_starts_and_stops_leave_no_thread(qtbot, controller, receiver):
    before = threading.active_count()
    for k in range(200):
        controller.shutdown()
        controller.start(lambda: Training(RECIPE, DATA), DATA.test)
        if k % 2:
            controller.start_running()
        if k % 3 == 0:
            qtbot.wait(1)
    controller.shutdown()
    assert not controller.has_run
    assert threading.active_count() <= before
    assert not receiver.errors


def test_that_messages_of_an_earlier_run_are_dropped(qtbot, controller, receiver):
    controller.start(lambda: Training(RECIPE.changed(epochs=10**6), DATA), DATA.test)
    controller.start_running()
    time.sleep(0.2)  # its messages queue up
    controller.shutdown()
    run_id = controller.start(lambda: Training(RECIPE, DATA), DATA.test)
    qtbot.waitUntil(lambda: bool(receiver.progress))
    assert {p.run_id for p in receiver.progress} == {run_id}


def test_that_a_turn_of_the_window_changes_the_speed_and_nothing_else(qtbot, controller, receiver):
    begin(qtbot, controller, receiver)
    controller.start_running()
    controller.take_turn()
    qtbot.waitUntil(lambda: receiver.last.state is RunState.COMPLETE)
    *_, training = train(RECIPE, DATA)
    assert np.array_equal(receiver.last.snapshot.parameters, training.network.parameters)


def test_that_what_is_dear_to_paint_is_shown_less_often(qapp):
    worker = TrainingWorker(1, lambda: Training(RECIPE, DATA), DATA.test)
    asked_s = time.perf_counter()
    worker.acknowledge(0.3)
    due_in_s = worker._progress.due_s - asked_s
    assert due_in_s >= 0.3 / PAINTING_SHARE - 0.3
    worker.acknowledge(0.0)  # what comes soon after does not make it sooner
    assert worker._progress.due_s - asked_s == due_in_s


@pytest.mark.parametrize("deed", [StepKind.EPOCH, Order.RUN])
def test_that_the_clock_of_a_run_goes_while_it_learns(qapp, deed):
    """The worker alone, in this thread."""
    recipe = RECIPE.changed(epochs=1)
    worker = TrainingWorker(1, lambda: Training(recipe, DATA), DATA.test)
    heard = []

    def hear(progress):
        heard.append(progress)
        worker.acknowledge()
        if progress.state is RunState.COMPLETE:
            worker.stop()

    worker.progressed.connect(hear)
    worker.obey(Command(1, deed))
    worker.run()
    assert heard[0].seconds == 0
    assert heard[-1].seconds > 0
    assert heard[-1].examples_per_second == 0  # it rests


def test_that_the_window_may_take_its_time_for_the_first_message(qapp):
    """No other follows it before it is acknowledged, but for the end of the run."""
    recipe = RECIPE.changed(epochs=30)
    worker = TrainingWorker(1, lambda: Training(recipe, DATA), DATA.test)
    heard = []

    def hear(progress):
        heard.append(progress.state)
        if progress.state is RunState.COMPLETE:
            worker.stop()

    worker.progressed.connect(hear)
    worker.obey(Command(1, Order.RUN))
    worker.run()
    assert heard == [RunState.PAUSED, RunState.COMPLETE]


@pytest.fixture
def clock(monkeypatch):
    """The clock that a run reads; a test puts it ahead, once or with each reading."""

    class Clock:
        ahead_s = jump_s = 0.0

        def read(self):
            self.ahead_s += self.jump_s
            return real() + self.ahead_s

    clock, real = Clock(), time.perf_counter
    monkeypatch.setattr(time, "perf_counter", clock.read)
    return clock


@pytest.mark.parametrize("deed", [StepKind.BATCH, StepKind.EPOCH, Order.RUN])
def test_that_the_clock_of_a_run_stands_still_while_it_rests(qapp, clock, deed):
    """The worker alone, in this thread."""
    worker = TrainingWorker(1, lambda: Training(RECIPE.changed(epochs=1), DATA), DATA.test)
    heard, long_s = [], 1e6

    def hear(progress):
        heard.append(progress)
        worker.acknowledge()
        if progress.state is not RunState.RUNNING and progress.command == 1:
            clock.ahead_s += long_s  # it rests
            worker.obey(Command(2, StepKind.BATCH))
        elif progress.command == 2:
            worker.stop()

    worker.progressed.connect(hear)
    worker.obey(Command(1, deed))
    worker.run()
    assert heard[-1].command == 2
    assert heard[-1].seconds < long_s / 2


def test_that_each_message_while_it_runs_waits_until_the_one_before_is_acknowledged(qapp, clock):
    """Only the first is; time flies, so that each update would be worth a message."""
    clock.jump_s = 1.0
    worker = TrainingWorker(1, lambda: Training(RECIPE, DATA), DATA.test)
    heard = []

    def hear(progress):
        heard.append(progress.state)
        if len(heard) == 1:
            worker.acknowledge()
        if progress.state is RunState.COMPLETE:
            worker.stop()

    worker.progressed.connect(hear)
    worker.obey(Command(1, Order.RUN))
    worker.run()
    assert heard == [RunState.PAUSED, RunState.RUNNING, RunState.COMPLETE]


@pytest.fixture
def ticking(monkeypatch):
    """The clock that a run reads: each reading is a thousandth of a second, and nothing else."""

    class Ticking:
        now_s = 0.0

        def read(self):
            self.now_s += 0.001
            return self.now_s

    ticking = Ticking()
    monkeypatch.setattr(time, "perf_counter", ticking.read)
    return ticking


def heard_while_running(worker, ticking):
    """Let a run go to its end; return when each message came, and the messages."""
    heard = []

    def hear(progress):
        heard.append((ticking.now_s, progress))
        worker.acknowledge()
        if progress.state is RunState.COMPLETE:
            worker.stop()

    worker.progressed.connect(hear)
    worker.obey(Command(1, Order.RUN))
    worker.run()
    return heard


def test_that_there_are_thirty_messages_a_second_of_a_run(qapp, ticking):
    worker = TrainingWorker(1, lambda: Training(RECIPE.changed(epochs=20), DATA), DATA.test)
    heard = heard_while_running(worker, ticking)
    times = np.array([at for at, progress in heard if progress.state is RunState.RUNNING])
    assert len(times) > 10
    assert np.diff(times).min() >= 1 / 30
    assert np.diff(times).max() < 1.5 / 30


def test_that_the_speed_is_told_of_each_half_second(qapp, ticking):
    worker = TrainingWorker(1, lambda: Training(RECIPE.changed(epochs=60), DATA), DATA.test)
    heard = heard_while_running(worker, ticking)
    running = [(at, one) for at, one in heard if one.state is RunState.RUNNING]
    first = next(k for k, (_, one) in enumerate(running) if one.examples_per_second > 0)
    at, one = running[first]
    assert 0.5 <= at < 0.6
    assert one.examples_per_second == pytest.approx(one.snapshot.examples / at, rel=0.05)
    later = running[first:]
    next_at, after = next(
        (at, found) for at, found in later if found.examples_per_second != one.examples_per_second
    )
    assert 0.5 <= next_at - at < 0.6
    examples = after.snapshot.examples - one.snapshot.examples
    assert after.examples_per_second == pytest.approx(examples / (next_at - at), rel=0.05)


def test_that_each_update_of_a_run_waits_for_its_turn(qapp, ticking):
    turns = create_autospec(Turns, instance=True)
    recipe = RECIPE.changed(epochs=2)
    worker = TrainingWorker(1, lambda: Training(recipe, DATA), DATA.test, turns=turns)
    steps = heard_while_running(worker, ticking)[-1][1].snapshot.step
    assert turns.wait.call_count == steps


def test_that_what_is_dear_to_paint_takes_three_twentieths_of_the_time(qapp, ticking):
    """What was painted for 0.15 s is followed by at least 0.85 s of learning."""
    worker = TrainingWorker(1, lambda: Training(RECIPE.changed(epochs=60), DATA), DATA.test)
    times = []

    def hear(progress):
        times.append(ticking.now_s)
        worker.acknowledge(0.15)
        if progress.state is RunState.COMPLETE:
            worker.stop()

    worker.progressed.connect(hear)
    worker.obey(Command(1, Order.RUN))
    worker.run()
    assert np.diff(times[1:-1]) == pytest.approx(0.85, abs=0.02)


def shown_limits(qapp, ticking, gradients, seconds):
    """Return the ends of the colour scale of nudges of these sizes, one message each."""
    worker = TrainingWorker(1, lambda: Shrinking(gradients), DATA.test, "nudges")
    limits = []

    def hear(progress):
        limits.append(progress.tiles.limit)
        ticking.now_s += seconds
        if len(limits) > len(gradients) - 1:
            worker.stop()
        else:
            worker.obey(Command(len(limits), StepKind.BATCH))

    worker.progressed.connect(hear)
    worker.run()
    return limits


class Shrinking(Training):
    """A run whose gradients have the sizes given."""

    def __init__(self, sizes):
        super().__init__(RECIPE, DATA)
        self.sizes = sizes

    def snapshot(self):
        size = self.sizes[min(self.step, len(self.sizes) - 1)]
        gradient = np.full_like(self.network.parameters, size)
        return dataclasses.replace(super().snapshot(), gradient=gradient)


def test_that_the_scale_of_nudges_follows_when_it_is_five_times_too_wide(qapp, ticking):
    assert shown_limits(qapp, ticking, [1.0, 0.3, 0.3], 2.0) == [1.0, 1.0, 1.0]
    assert shown_limits(qapp, ticking, [1.0, 0.2, 0.2], 2.0) == [1.0, 0.2, 0.2]
    assert shown_limits(qapp, ticking, [1.0, 2.0], 2.0) == [1.0, 2.0]
    assert shown_limits(qapp, ticking, [0.0, 0.0], 2.0) == [1.0, 1.0]


def test_that_the_scale_of_nudges_follows_once_a_second_at_most(qapp, ticking):
    sizes = [1.0, 0.01, 0.01, 0.01, 0.01, 0.01]
    assert shown_limits(qapp, ticking, sizes, 0.3) == [1.0, 1.0, 1.0, 1.0, 0.01, 0.01]
    assert shown_limits(qapp, ticking, sizes[:3], 1.0) == [1.0, 0.01, 0.01]
