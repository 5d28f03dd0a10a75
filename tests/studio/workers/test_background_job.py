"""Jobs in threads of their own: what is heard of them, when they begin, and how they end."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, QThread, Slot

from gdstudio.jobs.estimate import Estimate
from gdstudio.studio.workers.background_job import BackgroundJob, once, shut_down
from gdstudio.studio.workers.pace import Policy, WhenBusy
from tests.patience import PATIENCE_S

LONG_S = 1e6  # no test waits for it


class Receiver(QObject):
    """Notes all that is heard of a job."""

    def __init__(self, job: BackgroundJob) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[int] = set()
        job.made.connect(self._on_made)
        job.failed.connect(self._on_failed)
        job.ended.connect(self._on_ended)
        job.progress_changed.connect(self._on_progress_changed)
        self.progress: list[Estimate | None] = []

    @property
    def items(self) -> list[object]:
        return [one for one in self.heard if one != "ended" and not isinstance(one, Exception)]

    @property
    def ends(self) -> int:
        return self.heard.count("ended")

    @Slot(object)
    def _on_made(self, item: object) -> None:
        self.heard.append(item)
        self.threads.add(threading.get_ident())

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.heard.append(error)

    @Slot()
    def _on_ended(self) -> None:
        self.heard.append("ended")

    @Slot(object)
    def _on_progress_changed(self, estimate: Estimate | None) -> None:
        self.progress.append(estimate)


class Clock:
    """Seconds that go on only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Gate:
    """A job that says when it has begun and waits, without an item, until it is let go on."""

    def __init__(self, item: object = "item") -> None:
        self.begun, self.let = threading.Event(), threading.Event()
        self.left = 0
        self._item = item

    def items(self) -> Iterator[object]:
        self.begun.set()
        try:
            assert self.let.wait(PATIENCE_S)
            yield self._item
        finally:
            self.left += 1


@pytest.fixture
def make_job(qapp):
    """Return a function that makes a job; all are shut down in the end."""
    jobs = []

    def make(make=None, policy=None, **options):
        job = BackgroundJob(None, make, policy, **options)
        jobs.append(job)
        return job, Receiver(job)

    yield make
    shut_down(*jobs)


def endless() -> Iterator[str]:
    """Yield until cancelled, without a rest for the window."""
    pause = threading.Event()
    while True:
        pause.wait(0.001)
        yield "old"


def test_that_items_arrive_in_order_in_the_gui_thread(qtbot, make_job):
    job, receiver = make_job()
    job.start(lambda: iter([1, 2, 3]))
    assert job.is_running
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.heard == [1, 2, 3, "ended"]
    assert receiver.threads == {threading.get_ident()}
    assert not job.is_running


def test_that_a_job_knows_whether_anything_of_it_is_there(qtbot, make_job):
    job, receiver = make_job()
    going_on, gate = Gate(), Gate("coarse")

    def items():
        yield 0.5  # a share done is nothing to be seen
        yield from gate.items()
        yield from going_on.items()

    assert not job.has_made_nothing
    job.start(items)
    qtbot.waitUntil(gate.begun.is_set)
    qtbot.wait(10)
    assert job.has_made_nothing
    gate.let.set()
    qtbot.waitUntil(lambda: receiver.items == ["coarse"])
    assert job.is_running
    assert not job.has_made_nothing
    other = Gate()
    job.start(other.items)
    assert job.has_made_nothing
    going_on.let.set()
    other.let.set()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert not job.has_made_nothing


def test_that_the_work_is_done_in_another_thread(qtbot, make_job):
    job, receiver = make_job()
    job.start(once(threading.get_ident))
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.items != [threading.get_ident()]


def test_that_a_function_is_a_job_of_one_item(qtbot, make_job):
    job, receiver = make_job()
    job.start(once(divmod, 17, 5))
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.heard == [(3, 2), "ended"]


@pytest.mark.parametrize("makes", ["nothing", "one item"])
def test_that_an_error_is_told_once_and_before_the_end(qtbot, make_job, makes):
    def items():
        if makes == "one item":
            yield 1
        raise ValueError("odd")

    job, receiver = make_job()
    job.start(items)
    qtbot.waitUntil(lambda: receiver.ends == 1)
    *before, error, end = receiver.heard
    assert before == ([1] if makes == "one item" else [])
    assert (str(error), end) == ("odd", "ended")


def test_that_a_job_that_cannot_even_begin_fails_like_any_other(qtbot, make_job):
    def refuse():
        raise OSError("disk")

    job, receiver = make_job()
    job.start(refuse)
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert [str(one) for one in receiver.heard] == ["disk", "ended"]


def test_that_another_start_drops_what_ran_before(qtbot, make_job):
    job, receiver = make_job()
    job.start(endless)
    qtbot.waitUntil(lambda: bool(receiver.items))
    job.start(lambda: iter(["new"]))
    receiver.heard.clear()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.heard == ["new", "ended"]


@pytest.mark.parametrize("deed", ["cancel", "forget"])
def test_that_nothing_is_heard_of_what_is_given_up(qtbot, make_job, deed):
    gate = Gate()
    job, receiver = make_job()
    job.start(gate.items)
    assert gate.begun.wait(PATIENCE_S)
    getattr(job, deed)()
    assert not job.is_running
    gate.let.set()
    qtbot.waitUntil(lambda: gate.left == 1)
    job.start(once(str, "next"))
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.heard == ["next", "ended"]


def test_that_late_items_are_dropped_though_they_are_already_sent(qtbot, make_job):
    sent = threading.Event()

    def items():
        yield from (1, 2, 3)
        sent.set()

    job, receiver = make_job()
    job.start(items)
    assert sent.wait(PATIENCE_S)  # they wait in the queue of this thread
    job.cancel()
    job.start(once(str, "next"))
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.heard == ["next", "ended"]


def test_that_a_receiver_may_cancel_while_it_hears(qtbot, make_job):
    job, receiver = make_job()
    job.made.connect(lambda item: job.cancel())
    job.start(lambda: iter(range(1000)))
    qtbot.waitUntil(lambda: not job.is_running)
    job.made.disconnect()
    job.start(lambda: iter(()))
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.items == [0]


def test_that_a_generator_is_left_at_once_in_its_own_thread(qtbot, make_job):
    left_in = []

    def items():
        try:
            yield from endless()
        finally:
            left_in.append(threading.get_ident())

    job, receiver = make_job()
    job.start(items)
    qtbot.waitUntil(lambda: bool(receiver.items))
    job.cancel()
    qtbot.waitUntil(lambda: bool(left_in))
    assert left_in != [threading.get_ident()]


def test_that_a_failure_while_it_is_cancelled_is_nobodys_concern(qtbot, make_job):
    left = threading.Event()

    def items():
        try:
            yield from endless()
        finally:
            left.set()
            raise OSError("the other end has gone")

    job, receiver = make_job()
    job.start(items)
    qtbot.waitUntil(lambda: bool(receiver.items))
    job.cancel()
    assert left.wait(PATIENCE_S)
    receiver.heard.clear()
    job.start(once(str, "next"))
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.heard == ["next", "ended"]


def test_that_a_receiver_of_a_failure_may_start_anew(qtbot, make_job):
    def fail():
        raise ValueError("odd")

    job, receiver = make_job()
    job.failed.connect(lambda error: job.start(once(str, "again")))
    job.start(fail)
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert [str(one) for one in receiver.heard] == ["odd", "again", "ended"]


def test_that_quick_restarts_pile_up_no_threads_and_the_last_wins(qtbot, make_job):
    alive, most = [0], [0]
    lock = threading.Lock()

    def items(number):
        with lock:
            alive[0] += 1
            most[0] = max(most[0], alive[0])
        try:
            yield number
            if number < 99:
                yield from endless()
        finally:
            with lock:
                alive[0] -= 1

    job, receiver = make_job()
    for number in range(100):
        job.start(lambda number=number: items(number))
        if number % 10 == 0:
            qtbot.wait(1)
    qtbot.waitUntil(lambda: receiver.ends == 1)
    numbers = [item for item in receiver.items if item != "old"]
    assert numbers[-1] == 99
    assert numbers == sorted(numbers)
    assert most[0] <= 2
    qtbot.waitUntil(lambda: alive[0] == 0)


def test_that_one_job_that_hangs_does_not_hold_up_the_next(qtbot, make_job):
    hung = Gate()
    job, receiver = make_job()
    job.start(hung.items)
    assert hung.begun.wait(PATIENCE_S)
    for _ in range(3):
        job.start(endless)
    job.start(once(str, "next"))
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.items[-1] == "next"
    hung.let.set()


def test_that_two_that_hang_hold_up_the_next_until_one_ends(qtbot, make_job):
    first, second = Gate(), Gate()
    job, receiver = make_job()
    for gate in (first, second):
        job.start(gate.items)
        assert gate.begun.wait(PATIENCE_S)
    job.start(once(str, "next"))
    assert job.is_running
    assert receiver.progress[-1] == Estimate(0.0)
    second.let.set()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.heard == ["next", "ended"]
    first.let.set()


# In turn.


def test_that_in_a_queue_each_has_its_turn(qtbot, make_job):
    job, receiver = make_job(policy=Policy(WhenBusy.QUEUE))
    gate = Gate("first")
    job.start(gate.items)
    job.start(once(int, "odd"))
    job.start(once(str, "third"))
    gate.let.set()
    qtbot.waitUntil(lambda: receiver.ends == 3)
    first, _, error, _, third, _ = receiver.heard
    assert (first, type(error), third) == ("first", ValueError, "third")
    assert not job.is_running
    assert receiver.progress == [Estimate(0.0), None]


def test_that_a_queue_is_worked_off_before_the_program_closes(qtbot, make_job):
    done = []
    job, _ = make_job(policy=Policy(WhenBusy.QUEUE))
    for number in range(5):
        job.start(once(done.append, number))
    shut_down(job)
    assert done == [0, 1, 2, 3, 4]


# Asked, not told.


class Counted:
    """Says what is to be made: the next number, or nothing."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.has_work = True
        self.asked = 0

    def __call__(self):
        self.asked += 1
        return once(next, self.numbers) if self.has_work else None


def test_that_what_is_asked_for_in_sight_is_made(qtbot, make_job):
    job, receiver = make_job(Counted())
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 2)
    assert receiver.items == [1, 2]


def test_that_out_of_sight_nothing_is_made_and_all_is_made_up_for_once(qtbot, make_job):
    wanted = Counted()
    job, receiver = make_job(wanted, in_sight=False)
    for _ in range(5):
        job.request()
        job.request(at_once=True)
    assert (wanted.asked, job.is_running) == (0, False)
    job.set_in_sight(True)
    assert job.is_in_sight
    qtbot.waitUntil(lambda: receiver.ends == 1)
    job.set_in_sight(False)
    job.set_in_sight(True)
    assert (wanted.asked, receiver.items) == (1, [1])


def test_that_what_was_under_way_when_it_went_out_of_sight_is_made_anew(qtbot, make_job):
    gates = [Gate("first"), Gate("second")]
    waiting = iter(gates)
    job, receiver = make_job(lambda: next(waiting).items)
    job.request()
    assert gates[0].begun.wait(PATIENCE_S)
    job.set_in_sight(False)
    assert not job.is_running
    assert receiver.progress[-1] is None
    for gate in gates:
        gate.let.set()
    job.set_in_sight(True)
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.items == ["second"]


def test_that_what_was_told_outright_needs_no_sight(qtbot, make_job):
    gate = Gate()
    job, receiver = make_job(Counted(), in_sight=False)
    job.start(gate.items)
    job.set_in_sight(True)
    job.set_in_sight(False)
    gate.let.set()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.items == ["item"]


def test_that_of_many_requests_during_a_making_one_follows(qtbot, make_job):
    gate, rest = Gate("old"), Counted()
    first = [gate.items]
    job, receiver = make_job(
        lambda: first.pop() if first else rest(), Policy(WhenBusy.FOLLOW), clock=Clock()
    )
    for _ in range(10):
        job.request()
    gate.let.set()
    qtbot.waitUntil(lambda: receiver.ends == 2)
    assert receiver.items == ["old", 1]
    assert not job.is_running


def test_that_a_request_replaces_a_making_where_that_is_the_policy(qtbot, make_job):
    gate, rest = Gate("old"), Counted()
    first = [gate.items]
    job, receiver = make_job(lambda: first.pop() if first else rest())
    job.request()
    job.request()
    gate.let.set()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.items == [1]


def test_that_a_request_within_the_rest_is_served_after_it(qtbot, make_job):
    clock = Clock()
    job, receiver = make_job(Counted(), Policy(WhenBusy.FOLLOW, rest_s=0.05), clock=clock)
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    job.request()
    assert not job.is_running
    clock.now = 0.06
    qtbot.waitUntil(lambda: receiver.ends == 2)
    assert receiver.items == [1, 2]


def test_that_whoever_waits_is_served_without_a_rest(qtbot, make_job):
    job, receiver = make_job(Counted(), Policy(rest_s=LONG_S))
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    job.request()
    assert not job.is_running
    job.request(at_once=True)
    assert job.is_running
    qtbot.waitUntil(lambda: receiver.ends == 2)


def test_that_the_rest_ends_with_the_subject(qtbot, make_job):
    job, receiver = make_job(Counted(), Policy(rest_s=LONG_S))
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    job.request()
    job.forget()
    assert not job.is_running
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 2)
    assert receiver.items == [1, 2]


def test_that_requests_that_follow_each_other_quickly_are_served_once(qtbot, make_job):
    clock, wanted = Clock(), Counted()
    job, receiver = make_job(wanted, Policy(settle_s=0.02), clock=clock)
    for _ in range(20):
        clock.now += 0.01
        job.request()
    assert not job.is_running
    clock.now += 0.02
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert wanted.asked == 1


def test_that_what_is_cancelled_stays_so_until_somebody_asks(qtbot, make_job):
    job, receiver = make_job(Counted(), in_sight=False)
    job.cancel()
    job.set_in_sight(True)
    job.request()
    job.request(at_once=True)
    assert not job.is_running
    job.make_again()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 2)


def test_that_what_has_failed_is_not_tried_again_by_itself(qtbot, make_job):
    def fail():
        raise ValueError("odd")

    job, receiver = make_job(lambda: fail, Policy(WhenBusy.FOLLOW))
    job.request()
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    job.request(at_once=True)
    assert not job.is_running
    job.make_again()
    qtbot.waitUntil(lambda: receiver.ends == 2)
    job.request()
    assert not job.is_running
    job.forget()
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 3)
    assert [str(one) for one in receiver.heard] == ["odd", "ended"] * 3


def test_that_there_may_be_nothing_to_make(qtbot, make_job):
    wanted = Counted()
    wanted.has_work = False
    job, receiver = make_job(wanted)
    job.request(at_once=True)
    assert (job.is_running, receiver.progress) == (False, [])
    wanted.has_work = True
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 1)


# Progress.


@dataclass(frozen=True)
class Picture:
    share: float


def test_that_progress_begins_at_nothing_never_falls_and_ends(qtbot, make_job):
    job, receiver = make_job()
    job.start(lambda: iter([Picture(0.5), Picture(0.2), Picture(float("nan")), Picture(0.9)]))
    qtbot.waitUntil(lambda: receiver.ends == 1)
    *told, last = receiver.progress
    assert [one.share for one in told] == [0.0, 0.5, 0.5, 0.5, 0.9]
    assert last is None
    assert len(receiver.items) == 4


def test_that_bare_shares_are_progress_and_nothing_else(qtbot, make_job):
    job, receiver = make_job()
    job.start(lambda: iter([0.1 * n for n in range(10)] + ["picture"]))
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.items == ["picture"]
    assert len(receiver.progress) < 10  # no flood: they come within an instant
    assert receiver.progress[-1] is None


def test_that_the_time_left_is_estimated(qtbot, make_job):
    clock = Clock()

    def items():
        yield Picture(0.0)
        clock.now += 10
        yield Picture(0.5)

    job, receiver = make_job(clock=clock)
    item_of = items()
    steps = [threading.Event(), threading.Event()]

    def paced():
        for step in steps:
            assert step.wait(PATIENCE_S)
            yield next(item_of)

    job.start(paced)
    steps[0].set()
    qtbot.waitUntil(lambda: len(receiver.items) == 1)
    steps[1].set()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert receiver.progress == [Estimate(0), Estimate(0), Estimate(0.5, 10.0), None]


def test_that_what_is_over_in_a_blink_tells_no_progress(qtbot, make_job):
    clock = Clock()
    job, receiver = make_job(policy=Policy(quiet_s=0.5), clock=clock)
    gate = Gate(Picture(0.7))
    job.start(lambda: itertools.chain([Picture(0.3)], gate.items()))
    qtbot.waitUntil(lambda: len(receiver.items) == 1)
    assert receiver.progress == []
    clock.now = 0.6
    gate.let.set()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    assert [one and one.share for one in receiver.progress] == [0.7, None]


def test_that_a_receiver_of_progress_may_cancel_before_the_picture(qtbot, make_job):
    job, receiver = make_job()

    def on_progress(estimate):
        if estimate is not None and estimate.share > 0:
            job.cancel()

    job.progress_changed.connect(on_progress)
    job.start(lambda: iter([Picture(0.5)]))
    qtbot.waitUntil(lambda: not job.is_running)
    assert receiver.items == []
    assert receiver.progress[-1] is None


# The end of the program.


def test_that_jobs_that_wait_for_each_other_end(qtbot, qapp):
    owner = QObject()
    one, other = BackgroundJob(owner), BackgroundJob(owner)
    has_left = {one: threading.Event(), other: threading.Event()}

    def items(me, friend):
        try:
            yield from endless()
        finally:
            has_left[me].set()
            assert has_left[friend].wait(PATIENCE_S)

    receivers = [Receiver(one), Receiver(other)]
    one.start(lambda: items(one, other))
    other.start(lambda: items(other, one))
    qtbot.waitUntil(lambda: all(receiver.items for receiver in receivers))
    shut_down(owner)
    assert not one.is_running
    assert not other.is_running


def test_that_a_job_that_does_not_end_in_time_is_told_of(qtbot, make_job):
    gate = Gate()
    job, _ = make_job()
    job.start(gate.items)
    assert gate.begun.wait(PATIENCE_S)
    job.end()
    with pytest.raises(RuntimeError, match="did not end"):
        job.wait(timeout_ms=1)
    gate.let.set()
    job.wait()
    assert gate.left == 1


def test_that_nothing_begins_by_itself_after_the_end(qtbot, make_job):
    clock = Clock()
    job, receiver = make_job(Counted(), Policy(rest_s=0.01), clock=clock)
    job.request()
    qtbot.waitUntil(lambda: receiver.ends == 1)
    job.request()  # is to come after the rest
    shut_down(job)
    clock.now += 1
    job.request()
    qtbot.wait(20)
    assert receiver.items == [1]


@pytest.mark.parametrize("when_busy", WhenBusy)
def test_that_nothing_begins_after_the_end_whoever_wants_it(qtbot, make_job, when_busy):
    made = Counted()
    job, receiver = make_job(made, Policy(when_busy))
    shut_down(job)
    job.start(made())
    job.make_again()
    assert not job.is_running
    shut_down(job)
    assert receiver.items == []


def test_that_a_hundred_quick_starts_leave_no_thread(qtbot, make_job):
    job, _ = make_job()
    for _ in range(100):
        job.start(endless)
    shut_down(job)
    assert not job.is_running
    assert not job.findChildren(QThread)
