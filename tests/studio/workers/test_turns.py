"""Training waits while the window paints, and never for ever."""

import threading
import time

import pytest

from gdstudio.studio.workers import turns as module
from gdstudio.studio.workers.turns import OWN_TURN_S, PATIENCE_S, Turns
from tests import patience


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now_s = 100.0

        def perf_counter(self):
            return self.now_s

    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_that_training_goes_on_at_once_while_the_window_has_nothing_to_show():
    turns = Turns()
    begun_s = time.thread_time()
    turns.wait()
    turns.take()
    turns.give_back()
    turns.wait()
    assert time.thread_time() - begun_s < PATIENCE_S


def test_that_training_waits_until_the_window_has_painted(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_S", 3600)
    turns = Turns()
    turns.take()
    assert _waits_until_given_back(turns)


def test_that_a_window_that_is_always_busy_leaves_training_a_third_of_the_time(clock, monkeypatch):
    assert pytest.approx(1 / 3) == OWN_TURN_S / (OWN_TURN_S + PATIENCE_S)
    turns = Turns()
    turns.take()
    monkeypatch.setattr(module, "PATIENCE_S", 0)
    turns.wait()  # it takes all its patience
    monkeypatch.setattr(module, "PATIENCE_S", 3600)
    clock.now_s += 0.99 * OWN_TURN_S
    turns.wait()  # at once
    clock.now_s += 0.02 * OWN_TURN_S
    assert _waits_until_given_back(turns)


def _waits_until_given_back(turns):
    went_on = threading.Event()

    def train():
        turns.wait()
        went_on.set()

    thread = threading.Thread(target=train)
    thread.start()
    waited = not went_on.wait(0.05)
    turns.give_back()
    assert went_on.wait(patience.PATIENCE_S)
    thread.join()
    return waited
