"""The window is measured, and rests again afterwards."""

from gdstudio.data.mnist import load_mnist
from gdstudio.studio.bench.bench_window import resident_mb
from gdstudio.studio.bench.live_bench import CASES, Case, measure_case


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


def test_that_every_case_trains_what_it_says():
    recipe = Case("wide", 32, hidden=(100,)).recipe
    assert (recipe.batch_size, recipe.network_name()) == (32, "784-100-10")
    assert {case.batch_size for case in CASES} == {10, 32, 100}


def test_that_memory_is_of_a_sensible_size():
    held = resident_mb()
    assert held is None or 10 < held < 100_000
