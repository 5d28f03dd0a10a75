"""Rules every test runs under: own settings, no leaked widget or thread, OpenGL never skipped."""

from __future__ import annotations

import os
import tempfile

# Before anything imports Qt or NumPy.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_LOGGING_RULES"] = "qt.pyside.libpyside.warning=true"
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="gdstudio-test-config-")
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="gdstudio-test-data-")
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = "1"

import gc
from collections.abc import Iterator

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from PySide6.QtWidgets import QApplication

from tests.patience import PATIENCE_MS
from tests.patient_qtbot import PatientQtBot

hypothesis.settings.register_profile("gdstudio", deadline=None, derandomize=True)
hypothesis.settings.load_profile("gdstudio")


# As in the program: collected by itself, garbage may take widgets with it in a worker's thread.
gc.disable()
_COLLECT_EVERY = 20  # tests
_tests_since_collection = 0
_innocent: set[str] = set()  # threads of the system that belong to no QThread of a test


def pytest_collection_finish() -> None:
    """Take modules and tests, which live to the end, out of what each collection goes through."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _garbage_dies_before_the_application() -> Iterator[None]:
    """Leave nothing of Python's to Qt's own end, which comes after Python's and would crash."""
    yield
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()
    gc.unfreeze()
    gc.collect()


@pytest.fixture(scope="module", autouse=True)
def _what_a_file_leaves_is_not_gone_through_again() -> Iterator[None]:
    """Take what outlives the tests of a file, such as caches, out of later collections too."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _garbage_dies_in_the_gui_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect between tests."""
    global _tests_since_collection
    yield
    _tests_since_collection += 1
    if _tests_since_collection >= _COLLECT_EVERY:
        _tests_since_collection = 0
        gc.collect()


@pytest.fixture(autouse=True)
def _no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a top-level widget or a running QThread behind."""
    yield
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    shown = [w for w in app.topLevelWidgets() if w.isVisible()]
    names = [f"{type(w).__name__} {w.objectName()!r}" for w in shown]
    for widget in shown:
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # Walking over all objects takes long; who has the threads that were there has left none.
    threads = [t for t in gc.get_objects() if _is_running(t)] if _tasks() - _innocent else []
    if not threads:
        _innocent.update(_tasks())
    for thread in threads:
        thread.quit()
        thread.wait(PATIENCE_MS)
    assert not names, f"widgets survived the test: {names}"
    assert not threads, f"{len(threads)} running QThread survived the test"


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientQtBot:
    """Take the place of pytest-qt's own, whose five seconds are not enough on a busy machine."""
    return PatientQtBot(request)


@pytest.fixture(autouse=True)
def _opengl_has_a_screen(request: pytest.FixtureRequest) -> None:
    """Fail, rather than skip, a test of OpenGL where there is no screen to draw on."""
    if request.node.get_closest_marker("requires_gl") is not None:
        platform = os.environ["QT_QPA_PLATFORM"]
        assert platform == "xcb", "OpenGL tests need a screen: run `make test`"


def _tasks() -> set[str]:
    """Return the threads of this process, as the system numbers them."""
    return set(os.listdir("/proc/self/task"))


def _is_running(thread: object) -> bool:
    try:
        return (
            isinstance(thread, QThread)
            and thread is not QThread.currentThread()
            and thread.isRunning()
        )
    except RuntimeError:  # the C++ side is already gone
        return False
