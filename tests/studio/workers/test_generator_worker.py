import threading
import time

import pytest
from PySide6.QtCore import QObject, Slot

from gdstudio.studio.workers.generator_worker import BackgroundGenerator
from gdstudio.studio.workers.job_worker import BackgroundJob


class Receiver(QObject):
    def __init__(self):
        super().__init__()
        self.items, self.errors, self.threads, self.ended = [], [], set(), 0

    @Slot(object)
    def on_item(self, item):
        self.items.append(item)
        self.threads.add(threading.get_ident())

    @Slot(object)
    def on_error(self, error):
        self.errors.append(error)

    @Slot()
    def on_ended(self):
        self.ended += 1


@pytest.fixture
def receiver(qapp):
    return Receiver()


@pytest.fixture
def background(receiver):
    background = BackgroundGenerator()
    background.item_made.connect(receiver.on_item)
    background.failed.connect(receiver.on_error)
    background.ended.connect(receiver.on_ended)
    yield background
    background.shutdown()


def test_that_items_arrive_in_order_in_the_gui_thread(qtbot, background, receiver):
    background.start(lambda: iter([1, 2, 3]))
    qtbot.waitUntil(lambda: receiver.ended == 1)
    assert receiver.items == [1, 2, 3]
    assert receiver.threads == {threading.get_ident()}
    assert not background.is_running


def endless(worker_threads):
    worker_threads.add(threading.get_ident())
    while True:
        time.sleep(0.001)
        yield "old"


def test_that_another_start_drops_what_ran_before(qtbot, background, receiver):
    threads = set()
    background.start(lambda: endless(threads))
    qtbot.waitUntil(lambda: bool(receiver.items))
    background.start(lambda: iter(["new"]))
    receiver.items.clear()
    qtbot.waitUntil(lambda: receiver.ended == 1)
    assert receiver.items == ["new"]
    assert threads
    assert threading.get_ident() not in threads


def test_that_an_error_is_told_before_the_end(qtbot, background, receiver):
    def items():
        yield 1
        raise ValueError("odd")

    background.start(items)
    qtbot.waitUntil(lambda: receiver.ended == 1)
    assert receiver.items == [1]
    assert [str(error) for error in receiver.errors] == ["odd"]


def test_that_cancel_is_silent(qtbot, background, receiver):
    background.start(lambda: endless(set()))
    qtbot.waitUntil(lambda: bool(receiver.items))
    background.cancel()
    receiver.items.clear()
    qtbot.wait(30)
    assert (receiver.items, receiver.ended) == ([], 0)


def test_that_a_hundred_quick_starts_leave_no_thread(qtbot, background, receiver):
    for _ in range(100):
        background.start(lambda: endless(set()))
    background.shutdown()
    assert not background.is_running


@pytest.mark.parametrize("fails", [False, True])
def test_that_a_job_tells_its_result_or_its_error(qtbot, receiver, fails):
    def work():
        if fails:
            raise OSError("disk")
        return 42

    job = BackgroundJob(work)
    job.succeeded.connect(receiver.on_item)
    job.failed.connect(receiver.on_error)
    job.start()
    qtbot.waitUntil(lambda: bool(receiver.items or receiver.errors))
    assert receiver.items == ([] if fails else [42])
    assert [str(error) for error in receiver.errors] == (["disk"] if fails else [])
    assert job.is_over
