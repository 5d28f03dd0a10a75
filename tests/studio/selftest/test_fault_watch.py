import sys
import threading
import warnings

import pytest
from PySide6.QtCore import QTimer

from gdstudio.errors import InvalidValue
from gdstudio.studio.selftest.fault_watch import FaultWatch, StepFailed
from gdstudio.studio.selftest.selftest import Notes


def fail():
    raise ValueError("odd\nthing")


@pytest.fixture
def watch():
    hooks = sys.excepthook, threading.excepthook
    with FaultWatch() as entered:
        yield entered
    assert (sys.excepthook, threading.excepthook) == hooks


@pytest.fixture
def hook(watch):
    """Return what the watch has put in place for exceptions."""
    return sys.excepthook


def test_that_all_is_well_at_first(watch):
    watch.check()


def test_that_a_fault_in_a_slot_is_noticed_once(qtbot, watch, hook):
    with qtbot.capture_exceptions() as caught:  # pytest-qt has put its own hook in place
        QTimer.singleShot(0, fail)
        qtbot.waitUntil(lambda: bool(caught))
    hook(*caught[0])
    with pytest.raises(StepFailed, match=r"^ValueError: odd thing$"):
        watch.check()
    watch.check()


def test_that_a_fault_in_a_thread_is_noticed(watch):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    with pytest.raises(StepFailed, match="ValueError: odd thing"):
        watch.check()


def test_that_what_pyqtgraph_warns_of_is_noticed_by_the_error_in_it(watch):
    text = (
        'Traceback\n  File "x", line 1\n  exception caught\nOpenGL.error.Error: no context\n  debug'
    )
    warnings.warn(text, RuntimeWarning, stacklevel=1)
    with pytest.raises(StepFailed, match=r"^OpenGL\.error\.Error: no context$"):
        watch.check()


def test_that_other_warnings_are_no_faults(watch):
    warnings.simplefilter("always")
    warnings.warn("old", DeprecationWarning, stacklevel=1)
    watch.check()


@pytest.mark.parametrize(
    ("deed", "detail"),
    [
        (fail, "ValueError: odd thing"),
        (lambda: sys.excepthook(OSError, OSError("disk"), None), "OSError: disk"),
        (lambda: (_ for _ in ()).throw(AssertionError), "AssertionError"),
        (lambda: [][1], "IndexError: list index out of range"),
        (
            lambda: (_ for _ in ()).throw(InvalidValue("--save", "x", "a folder")),
            str(InvalidValue("--save", "x", "a folder")),
        ),
    ],
)
def test_that_whatever_goes_wrong_fails_the_step_and_ends_the_test(watch, deed, detail):
    told = []
    notes = Notes(watch, told.append)
    notes.do("first", lambda: "well")
    notes.do("second", deed)
    notes.do("third", lambda: "never done")
    assert [(step.name, step.passed) for step in told] == [("first", True), ("second", False)]
    assert told == notes.steps
    assert told[1].detail == detail
    assert notes.doing == "second"
