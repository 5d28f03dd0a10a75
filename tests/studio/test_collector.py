"""Garbage is collected in the GUI thread: every two seconds, what is due."""

import gc

import pytest
from PySide6.QtCore import QTimer

from gdstudio.studio.collector import GarbageCollector


@pytest.fixture
def collected(qapp, monkeypatch):
    """Return a collector, what it has collected, and how full the generations are."""
    found = {"counts": (0, 0, 0), "collected": []}
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "get_count", lambda: found["counts"])
    collector = GarbageCollector(qapp)
    monkeypatch.setattr(gc, "collect", found["collected"].append)
    yield collector, found
    collector.stop()
    gc.disable()  # as the other tests want it


@pytest.mark.parametrize(
    ("counts", "generation"),
    [
        *(((700, 10, 10), None), ((701, 0, 0), 0), ((0, 11, 0), 1), ((0, 0, 11), 2)),
        *(((701, 11, 3), 1), ((701, 11, 11), 2)),
    ],
)
def test_that_the_oldest_generation_that_is_full_is_collected(collected, counts, generation):
    collector, found = collected
    found["counts"] = counts
    collector.collect()
    assert found["collected"] == ([] if generation is None else [generation])


def test_that_a_timer_collects_until_it_is_stopped(collected):
    collector, found = collected
    timer = collector.findChild(QTimer)
    assert (timer.interval(), timer.isActive(), gc.isenabled()) == (2000, True, False)
    found["counts"] = (701, 0, 0)
    timer.timeout.emit()
    assert found["collected"] == [0]
    collector.stop()
    assert not timer.isActive()
    assert gc.isenabled()


def test_that_what_is_left_out_is_not_looked_at_until_it_is_stopped(qapp):
    collector = GarbageCollector(qapp)
    gc.collect()
    collector.leave_out()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < 1000
    collector.stop()
    gc.disable()  # as the other tests want it
    assert gc.get_freeze_count() == 0
