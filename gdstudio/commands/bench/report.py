"""What `gdstudio bench` says to people."""

from __future__ import annotations

from typing import Any


def show(result: dict[str, Any]) -> None:
    """Print all figures on standard output."""
    _show_training(result["training"])
    if result["left_out"]:
        print(f"left out, not installed: {', '.join(result['left_out'])}")
    s = result["surface"]
    print(
        f"surface of {s['size']} x {s['size']} points, {s['examples']:,} examples: "
        f"first picture {s['first_seconds'] * 1000:.0f} ms, all {s['seconds']:.2f} s"
    )
    if "live" in result:
        _show_live(result["live"])
    if result.get("start"):
        _show_start(result["start"])


def _show_training(rows: list[dict[str, Any]]) -> None:
    print("training 784-16-16-10, float32, one BLAS thread")
    for row in rows:
        print(
            f"  batch {row['batch_size']:>4}: {row['steps_per_second']:>8,.0f} steps/s, "
            f"{row['over_floor']:.2f} times its matrix products"
        )
        for name, ratio in row["times_as_fast"].items():
            print(f"              {ratio:.2f} times as fast as {name}")


def _show_live(live: dict[str, Any]) -> None:
    print(f"live in the window ({live['platform']}), surfaces drawn {live['surface_drawn']}")
    for case in live["cases"]:
        print(
            f"  batch {case['batch_size']:>3}, {case['case']}: kept {case['kept']:.2f}, "
            f"{case['updates_per_second']:.1f} updates/s, late p50 {case['late_p50_ms']:.1f} ms, "
            f"p99 {case['late_p99_ms']:.1f} ms"
        )
        if "answer_p95_ms" in case:
            p95_ms = case["answer_p95_ms"]
            late = "no answer came" if p95_ms is None else f"p95 {p95_ms:.0f} ms"
            print(f"              answer after a stroke: {late}")
        _show_painting(case)
    soak = live.get("soak")
    if soak:
        print(f"  memory over {soak['minutes']:g} minutes: {_mb(soak['growth_mb'])} more")


def _show_painting(case: dict[str, Any]) -> None:
    """Print how long a message takes to show, and of it the widgets with a tenth of a ms."""
    if case["shown_mean_ms"] is None:
        return
    dear = [f"{name} {ms:.1f}" for name, ms in case["painting_ms"].items() if ms >= 0.1]
    print(
        f"              a message is shown in {case['shown_mean_ms']:.1f} ms, "
        f"p90 {case['shown_p90_ms']:.1f} ms; painting: {', '.join(dear)} ms"
    )


def _show_start(start: dict[str, Any]) -> None:
    print(
        f"start: painted window after {start['painted_seconds']:.2f} s, digits loaded after "
        f"{start['loaded_seconds']:.2f} s, first step after {start['first_step_seconds']:.2f} s"
    )
    print(
        f"memory: {_mb(start['painted_mb'])} with the first window, "
        f"{_mb(start['loaded_mb'])} with MNIST loaded"
    )


def _mb(value: float | None) -> str:
    return "not known" if value is None else f"{value:.0f} MB"
