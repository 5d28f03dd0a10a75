"""Signals of the system as signals of Qt, in this process."""

import os
import signal

import pytest
from PySide6.QtWidgets import QApplication

from gdstudio.studio.bench import bench_window
from gdstudio.studio.bench.bench_window import run_for
from gdstudio.studio.end_signals import EndSignals

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture
def signals(qapp):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    signals = EndSignals(qapp)
    yield signals
    signals.stop()
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_that_a_signal_is_heard_by_the_event_loop_and_nowhere_else(qtbot, signals, number):
    os.kill(os.getpid(), number)
    sum(range(1000))  # no KeyboardInterrupt, wherever the program is
    assert not signals.were_heard
    with qtbot.waitSignal(signals.end_requested):
        pass
    assert signals.were_heard
    assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL  # once more: at once


def test_that_a_signal_that_comes_twice_asks_once(qtbot, signals):
    heard = []
    signals.end_requested.connect(lambda: heard.append(1))
    for _ in range(3):
        os.kill(os.getpid(), signal.SIGTERM)
        QApplication.processEvents()
    assert heard == [1]


def test_that_what_is_ignored_stays_ignored(qtbot, qapp):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signals = EndSignals(qapp)
    try:
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        os.kill(os.getpid(), signal.SIGHUP)
        QApplication.processEvents()
        assert not signals.were_heard
    finally:
        signals.stop()
        signal.signal(signal.SIGHUP, before)


def test_that_other_signals_of_the_program_are_no_end(qtbot, signals):
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        QApplication.processEvents()
        assert not signals.were_heard
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_that_ctrl_c_leaves_a_measurement_between_two_looks(monkeypatch, qtbot, signals):
    monkeypatch.setattr(bench_window, "_signals", signals)
    run_for(0.001)
    os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        run_for(1000.0)
