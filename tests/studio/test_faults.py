import gc
import logging
import sys
import threading
import weakref
from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from gdstudio.studio import faults
from gdstudio.studio.collector import GarbageCollector


def install(monkeypatch, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(faults, "open_log", lambda: None)
    faults.install_hooks(window)
    return window


def test_that_a_fault_is_told_once_at_a_time(qtbot, monkeypatch):
    window = install(monkeypatch, qtbot)
    for _ in range(3):
        sys.excepthook(ValueError, ValueError("odd"), None)
    boxes = window.findChildren(QMessageBox)
    assert [box.text() for box in boxes] == ["ValueError: odd"]
    boxes[0].close()
    qtbot.waitUntil(lambda: not boxes[0].isVisible())
    sys.excepthook(ValueError, ValueError("again"), None)
    box = window.findChildren(QMessageBox)[-1]
    assert box.text() == "ValueError: again"
    box.close()


def test_that_a_fault_in_a_thread_is_told_in_the_window(qtbot, monkeypatch):
    window = install(monkeypatch, qtbot)

    def fail():
        raise OSError("disk")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    box = window.findChildren(QMessageBox)[0]
    assert box.text() == "OSError: disk"
    box.close()


class Cycle(QObject):
    def __init__(self):
        super().__init__()
        self.me = self


def test_that_cycles_dropped_by_a_worker_die_in_the_gui_thread(qtbot, qapp):
    died_in = []
    collector = GarbageCollector(qapp)
    try:
        kept = Cycle()
        weakref.finalize(kept, lambda: died_in.append(threading.get_ident()))
        box = [kept]
        del kept

        def drop_and_allocate():
            box.clear()
            for _ in range(20_000):
                [].append([])

        thread = threading.Thread(target=drop_and_allocate)
        thread.start()
        thread.join()
        assert not died_in
        gc.collect()
        assert died_in == [threading.get_ident()]
    finally:
        collector.stop()
    assert gc.isenabled()
    gc.disable()  # as the other tests want it


def test_that_a_fault_tells_where_its_details_are(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    for log_file, said in (
        (tmp_path / "log", f"The details are in {tmp_path / 'log'}"),
        (None, ""),
    ):
        teller = faults.FaultTeller(window, log_file)
        assert teller.parent() is window
        teller.fault_caught.emit("OSError: disk")
        box = window.findChildren(QMessageBox)[-1]
        assert box.parent() is window
        assert box.icon() == QMessageBox.Icon.Critical
        assert (box.windowTitle(), box.text()) == ("A fault in gdstudio", "OSError: disk")
        assert box.informativeText() == said
        assert box.isVisible()
        assert box.isWindow()
        assert box.isModal()
        box.done(0)


@pytest.fixture
def logging_to(tmp_path, monkeypatch):
    """What the log was told to be; files are in a folder of the test."""
    told = {}
    monkeypatch.setattr(faults, "user_folder", lambda: tmp_path / "home")
    monkeypatch.setattr(logging, "basicConfig", lambda **kwargs: told.update(kwargs))
    enabled = []
    monkeypatch.setattr(faults.faulthandler, "enable", lambda *file: enabled.append(file))
    monkeypatch.setattr(faults.faulthandler, "disable", lambda: enabled.append("no more"))
    monkeypatch.setattr(faults, "_crash_file", None)
    told["enabled"], told["home"] = enabled, tmp_path / "home"
    yield told
    for one in (
        *told.get("handlers", []),
        *(args[0] for args in enabled if args and args[0] != "n"),
    ):
        one.close()


def test_that_the_log_is_a_file_and_standard_error(logging_to, monkeypatch):
    path = faults.open_log()
    assert path == logging_to["home"] / "logs" / "gdstudio.log"
    file, stream = logging_to["handlers"]
    assert (file.baseFilename, file.maxBytes, file.backupCount) == (str(path), 1_000_000, 3)
    assert type(stream) is logging.StreamHandler
    assert logging_to["level"] == logging.INFO
    assert logging_to["format"] == "%(asctime)s %(levelname)s %(name)s: %(message)s"
    ((crash,),) = logging_to["enabled"]
    assert (crash.name, crash.mode) == (str(path.parent / "crash.log"), "a")
    monkeypatch.setattr(sys, "stderr", None)  # a window without a console
    logging_to["handlers"].pop(0).close()
    assert faults.open_log() == path
    assert len(logging_to["handlers"]) == 1


@pytest.mark.parametrize("name", ["gdstudio.log", "crash.log"])
def test_that_without_an_ordinary_file_there_is_standard_error_only(logging_to, name):
    folder = logging_to["home"] / "logs"
    folder.mkdir(parents=True)
    (folder / name).mkdir()
    assert faults.open_log() is None
    assert [type(one) for one in logging_to["handlers"]] == [logging.StreamHandler]
    assert logging_to["enabled"] == [()]
    faults.watch_for_crashes()
    assert logging_to["enabled"] == [(), "no more"]


def test_that_a_fault_is_logged_whole(qtbot, monkeypatch):
    install(monkeypatch, qtbot)
    logged = MagicMock()
    monkeypatch.setattr(faults, "log", logged)
    try:
        raise ValueError("odd")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    form, text = logged.error.call_args.args
    assert form == "%s"
    assert text.startswith("Traceback (most recent call last):")
    assert text.endswith("ValueError: odd\n")
    threading.excepthook(threading.ExceptHookArgs((SystemExit, None, None, None)))
    logged.error.assert_called_once()
