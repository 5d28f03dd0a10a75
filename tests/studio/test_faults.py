import gc
import sys
import threading
import weakref

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
