"""The window is measured, and rests again afterwards."""

from PySide6.QtWidgets import QWidget

from gdstudio.data.mnist import load_mnist
from gdstudio.studio.bench import live_bench
from gdstudio.studio.bench.bench_window import resident_mb
from gdstudio.studio.bench.live_bench import CASES, Case, measure_case, measure_start
from gdstudio.studio.bench.switch_clock import FirstPaint, measure_switches


def test_that_a_case_in_the_real_window_has_its_figures(window):
    case = Case("stroke", 100, draws=True, remakes=True)
    figures = measure_case(window, load_mnist(), case, 0.6)
    assert figures["case"] == "stroke"
    assert figures["batch_size"] == 100
    assert figures["kept"] > 0
    assert figures["updates_per_second"] > 0
    assert 0 <= figures["late_p50_ms"] <= figures["late_p99_ms"]
    assert figures["answer_p95_ms"] is None or figures["answer_p95_ms"] > 0
    assert not window.runs.is_running
    assert not window.shared.drawing_panel.canvas.ink().any()
    window.runner.reset()


def test_that_every_workspace_is_gone_to_twice_by_its_key(window):
    window.show_workspace("descent")
    seen = []
    window.tabs.currentChanged.connect(seen.append)
    rows = measure_switches(window)
    assert seen == [3, 4, 5, 0, 1, 2] * 2
    names = ["Data", "Learn", "Descent", "Landscape", "Experiments", "Inspect"]
    assert [row.pop("workspace") for row in rows] == names
    assert rows[2].pop("first_ms") is rows[2].pop("first_cpu_ms") is None  # it was in sight
    for row in rows:
        assert all(ms > 0 for ms in row.values())
        assert row["again_cpu_ms"] <= row["again_ms"] + 1


def test_that_a_widget_is_painted_when_all_below_it_is(qtbot):
    above, below = QWidget(), []

    class Below(QWidget):
        def paintEvent(self, event):
            below.append(clock.took_ms)

    child = Below(above)
    qtbot.addWidget(above)
    clock = FirstPaint(above)
    assert clock.took_ms is None
    above.show()
    qtbot.waitUntil(lambda: clock.took_ms is not None)
    assert below[0] is None
    assert child.isVisible()
    took = clock.took_ms
    above.update()
    qtbot.waitUntil(lambda: len(below) > 1)
    assert clock.took_ms == took


def test_that_starts_are_told_by_their_medians(monkeypatch):
    starts = iter(
        {
            "painted_seconds": seconds,
            "painted_mb": mb,
            "switches": [{"workspace": "Learn", "first_ms": None, "again_ms": 10 * seconds}],
        }
        for seconds, mb in ((3.0, None), (1.0, 7.0), (2.0, None))
    )
    monkeypatch.setattr(live_bench, "_one_start", lambda: next(starts))
    assert measure_start() == {
        "painted_seconds": 2.0,
        "painted_mb": 7.0,
        "switches": [{"workspace": "Learn", "first_ms": None, "again_ms": 20.0}],
    }


def test_that_every_case_trains_what_it_says():
    recipe = Case("wide", 32, hidden=(100,)).recipe
    assert (recipe.batch_size, recipe.network_name()) == (32, "784-100-10")
    assert {case.batch_size for case in CASES} == {10, 32, 100}


def test_that_memory_is_of_a_sensible_size():
    held = resident_mb()
    assert held is None or 10 < held < 100_000
