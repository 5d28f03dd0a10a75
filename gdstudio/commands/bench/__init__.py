"""`gdstudio bench`: how fast this machine trains, and what the window costs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gdstudio.commands.parsing import Subparsers, number

if TYPE_CHECKING:
    from gdstudio.commands.bench.measures import MakePeer

# (seconds of one measurement, minutes of the long one, what says how far it is) -> figures
MeasureLive: TypeAlias = Callable[[float, float, Callable[[str], None]], dict[str, Any]]

ROUND_S: Final = 0.3
_LIVE_S: Final = 10.0  # seconds of one measurement in the window, per second of a round


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("bench", help="speed on this machine")
    parser.add_argument("--live", action="store_true", help="also in the window, and its start")
    parser.add_argument(
        "--soak", type=number, default=0.0, metavar="MINUTES", help="and memory over so long, live"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(
    args: argparse.Namespace,
    measure_live: MeasureLive,
    *,
    round_s: float = ROUND_S,
    train_size: int | None = None,
    peers: Mapping[str, MakePeer] | None = None,
    left_out: Sequence[str] = (),
) -> int:
    """Measure and report.

    Args:
        args: The flags.
        measure_live: Measures the window; only called with `--live`.
        round_s: Seconds of one round of one contender.
        train_size: The first so many training digits; None for all.
        peers: Other libraries to measure beside this program, by name; they are no part of it.
        left_out: The names of peers that are not installed.

    Raises:
        InvalidValue: The minutes are not accepted.
    """
    from gdstudio.commands.bench.measures import measure_surface, measure_training
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.commands.output import print_json
    from gdstudio.errors import InvalidValue

    if not 0 <= args.soak <= 24 * 60:
        raise InvalidValue("soak", args.soak, "minutes from 0 to 1,440")
    # The window comes first: what peers load is not part of its memory.
    live = measure_live(_LIVE_S * round_s, args.soak, _tell) if args.live else {}
    with one_blas_thread():
        _tell("training steps")
        training = measure_training(round_s, train_size, peers or {})
        _tell("surface")
        surface = measure_surface()
    result = {"training": training, "left_out": list(left_out), "surface": surface, **live}
    if args.json:
        print_json(result)
    else:
        show(result)
    return 0


def _tell(text: str) -> None:
    print(f"measuring: {text}", file=sys.stderr, flush=True)


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
        f"processor time: {start['painted_cpu_seconds']:.2f} s until painted, "
        f"{start['loaded_cpu_seconds']:.2f} s until loaded, "
        f"{start['first_step_cpu_seconds']:.2f} s until the first step"
    )
    print(
        f"memory: {_mb(start['painted_mb'])} with the first window, "
        f"{_mb(start['loaded_mb'])} with MNIST loaded"
    )
    print("to another workspace, from the key to painted (of it the window's thread)")
    for row in start["switches"]:
        times = [(row[f"{name}_ms"], row[f"{name}_cpu_ms"]) for name in ("first", "again")]
        first, again = (f"{ms:.0f} ({cpu:.0f}) ms" if ms is not None else "-" for ms, cpu in times)
        print(f"  {row['workspace']}: {first} the first time, {again} again")


def _mb(value: float | None) -> str:
    return "not known" if value is None else f"{value:.0f} MB"
