"""The figures of `gdstudio bench` are there and fit together; no test fails on a time."""

import argparse
import json
import subprocess
import sys
from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from gdstudio.cli import main
from gdstudio.commands import bench
from gdstudio.commands.bench import measures
from gdstudio.commands.bench.measures import BATCH_SIZES
from gdstudio.learning.recipe import Recipe

TRAINING_KEYS = [
    "batch_size", "steps_per_second", "over_floor", "floor_steps_per_second",
    "peers_steps_per_second", "times_as_fast",
]  # fmt: skip
LIVE = {
    "batch_size": 10, "kept": 0.5, "updates_per_second": 28.0, "late_p50_ms": 0.1,
    "late_p99_ms": 9.0, "platform": "offscreen", "surface_drawn": "in software", "cases": [],
    "shown_mean_ms": 8.24, "shown_p90_ms": 12.56,
    "painting_ms": {"CostPlot": 2.14, "Legend": 0.04, "AnswerBars": 0.1},
}  # fmt: skip


def not_wanted(seconds, soak_minutes, tell):
    pytest.fail("the window was measured without --live")


def bench_json(capsys, measure_live=not_wanted, **flags):
    args = argparse.Namespace(**{"live": False, "soak": 0.0, "json": True} | flags)
    assert bench.run(args, measure_live, round_s=0.0, train_size=2000) == 0
    return json.loads(capsys.readouterr().out)


def test_that_the_figures_have_their_keys(capsys):
    result = bench_json(capsys)
    assert list(result) == ["training", "left_out", "surface"]
    assert [row["batch_size"] for row in result["training"]] == list(BATCH_SIZES)
    for row in result["training"]:
        assert list(row) == TRAINING_KEYS
        assert row["steps_per_second"] > 0
        assert row["over_floor"] > 0
    assert result["surface"]["size"] == 31
    assert 0 < result["surface"]["first_seconds"] <= result["surface"]["seconds"]


def test_that_a_peer_is_measured_beside_this_program(capsys):
    seen = []

    def make(digits, batch_size):
        seen.append((len(digits), batch_size))
        return lambda: 7

    args = argparse.Namespace(live=False, soak=0.0, json=True)
    how = {"round_s": 0.0, "train_size": 2000, "peers": {"Peer": make}, "left_out": ["Other"]}
    assert bench.run(args, not_wanted, **how) == 0
    result = json.loads(capsys.readouterr().out)
    assert seen == [(2000, size) for size in BATCH_SIZES]
    assert result["left_out"] == ["Other"]
    for row in result["training"]:
        assert list(row["peers_steps_per_second"]) == list(row["times_as_fast"]) == ["Peer"]


def test_that_the_window_is_measured_only_when_asked_for(capsys):
    asked = []

    def measure_live(seconds, soak_minutes, tell):
        asked.append(soak_minutes)
        return {"live": LIVE, "start": {}}

    result = bench_json(capsys, measure_live, live=True, soak=0.5)
    assert asked == [0.5]
    assert list(result) == ["training", "left_out", "surface", "live", "start"]
    assert {"kept", "updates_per_second", "late_p50_ms", "late_p99_ms"} <= set(result["live"])


def test_that_people_read_every_figure(capsys):
    training = dict(
        zip(TRAINING_KEYS, (10, 1234.4, 2.5, 3086.0, {"Peer": 617.2}, {"Peer": 2.0}), strict=True)
    )
    case = {**LIVE, "case": "stroke", "answer_p95_ms": 21.6}
    start = {"painted_seconds": 1.25, "loaded_seconds": 1.5, "first_step_seconds": 1.75}
    start |= {"painted_cpu_seconds": 1.0, "loaded_cpu_seconds": 1.125, "first_step_cpu_seconds": 2}
    learn = {"first_ms": None, "first_cpu_ms": None, "again_ms": 20.4, "again_cpu_ms": 12.6}
    descent = {"first_ms": 133.6, "first_cpu_ms": 49.1, "again_ms": 13.0, "again_cpu_ms": 12.0}
    switches = [{"workspace": "Learn", **learn}, {"workspace": "Descent", **descent}]
    bench.show(
        {
            "training": [training],
            "left_out": ["JAX jit scan"],
            "surface": {"size": 31, "examples": 1000, "first_seconds": 0.05, "seconds": 0.4},
            "live": {**LIVE, "cases": [case], "soak": {"minutes": 10.0, "growth_mb": None}},
            "start": {**start, "painted_mb": 161.2, "loaded_mb": 233.1, "switches": switches},
        }
    )
    assert capsys.readouterr().out == (
        "training 784-16-16-10, float32, one BLAS thread\n"
        "  batch   10:    1,234 steps/s, 2.50 times its matrix products\n"
        "              2.00 times as fast as Peer\n"
        "left out, not installed: JAX jit scan\n"
        "surface of 31 x 31 points, 1,000 examples: first picture 50 ms, all 0.40 s\n"
        "live in the window (offscreen), surfaces drawn in software\n"
        "  batch  10, stroke: kept 0.50, 28.0 updates/s, late p50 0.1 ms, p99 9.0 ms\n"
        "              answer after a stroke: p95 22 ms\n"
        "              a message is shown in 8.2 ms, p90 12.6 ms; "
        "painting: CostPlot 2.1, AnswerBars 0.1 ms\n"
        "  memory over 10 minutes: not known more\n"
        "start: painted window after 1.25 s, digits loaded after 1.50 s, first step after 1.75 s\n"
        "processor time: 1.00 s until painted, 1.12 s until loaded, 2.00 s until the first step\n"
        "memory: 161 MB with the first window, 233 MB with MNIST loaded\n"
        "to another workspace, from the key to painted (of it the window's thread)\n"
        "  Learn: - the first time, 20 (13) ms again\n"
        "  Descent: 134 (49) ms the first time, 13 (12) ms again\n"
    )


def test_that_figures_nobody_asked_for_are_not_mentioned(capsys):
    surface = {"size": 31, "examples": 1000, "first_seconds": 0.05, "seconds": 0.4}
    bench.show({"training": [], "left_out": [], "surface": surface, "start": {}})
    assert capsys.readouterr().out == (
        "training 784-16-16-10, float32, one BLAS thread\n"
        "surface of 31 x 31 points, 1,000 examples: first picture 50 ms, all 0.40 s\n"
    )


def test_that_it_says_what_it_measures_and_lives_as_long_as_a_round_tells(capsys, monkeypatch):
    monkeypatch.setattr("gdstudio.commands.bench.measures.measure_training", lambda *_: [])
    monkeypatch.setattr("gdstudio.commands.bench.measures.measure_surface", lambda: {})
    seen = []

    def measure_live(seconds, soak_minutes, tell):
        seen.append((seconds, soak_minutes))
        tell("window")
        return {}

    for soak in (0.0, 1440.0):
        args = argparse.Namespace(live=True, soak=soak, json=True)
        assert bench.run(args, measure_live) == 0
    assert seen == [(3.0, 0.0), (3.0, 1440.0)]
    lines = "measuring: window\nmeasuring: training steps\nmeasuring: surface\n"
    assert capsys.readouterr().err == 2 * lines


def test_that_a_round_ends_with_its_seconds_and_the_clock_is_asked_every_2000_examples(
    monkeypatch,
):
    recipes = []

    def train(recipe, data):
        recipes.append(recipe)
        return count()

    # Each round takes one second and another, after which the clock leaps.
    clock = SimpleNamespace(perf_counter=(100 * (n // 3) + n % 3 for n in count()).__next__)
    monkeypatch.setattr(measures, "train", train)
    monkeypatch.setattr(measures, "time", clock)
    rows = measures.measure_training(2.0, 2000, {"Peer": lambda digits, size: lambda: 8})
    common = {"train_size": 2000, "initialization": "scaled-normal", "learning_rate": 0.1}
    expected = [Recipe(batch_size=b, epochs=1_000_000, **common) for b in (10, 32, 100, 1000)]
    assert recipes == expected
    assert [row["steps_per_second"] for row in rows] == [200.0, 62.0, 20.0, 2.0]
    assert [row["floor_steps_per_second"] for row in rows] == [200.0, 62.0, 20.0, 2.0]
    assert [row["peers_steps_per_second"] for row in rows] == [{"Peer": 8.0}] * 4
    assert [row["times_as_fast"]["Peer"] for row in rows] == [25.0, 7.75, 2.5, 0.25]


def test_that_qt_stays_away_without_live():
    code = (
        "import argparse, sys\nfrom gdstudio.commands import bench\n"
        "args = argparse.Namespace(live=False, soak=0.0, json=True)\n"
        "bench.run(args, None, round_s=0.0, train_size=2000)\n"
        "assert not any(name.startswith(('PySide6', 'pyqtgraph')) for name in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("minutes", ["-1", "-0.001", "nan", "1e9", "1440.001"])
def test_that_minutes_that_make_no_sense_are_refused(capsys, minutes):
    assert main(["bench", "--soak", minutes]) == 2
    assert "minutes from 0 to 1,440" in capsys.readouterr().err


def test_that_a_window_without_a_screen_is_refused(capsys, monkeypatch):
    monkeypatch.setattr("gdstudio.commands.display.has_display", lambda: False)
    assert main(["bench", "--live"]) == 1
    assert "no display" in capsys.readouterr().err


def test_that_ratios_come_from_one_round(monkeypatch):
    # Rounds on a machine that slows down: rates fall, ratios stay.
    rates = iter(np.array([[2.0, 8.0], [1.0, 4.0], [4.0, 16.0], [2.0, 8.0], [1.0, 4.0]]).ravel())
    monkeypatch.setattr(measures, "_rate", lambda advance, seconds: next(rates))
    contenders = {name: lambda: 1 for name in ("gdstudio", "matrix products")}
    row = measures._compare(10, contenders, 0.0)
    assert (row["steps_per_second"], row["over_floor"]) == (2.0, 4.0)
