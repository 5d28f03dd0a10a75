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
        from gdstudio.commands.bench.report import show

        show(result)
    return 0


def _tell(text: str) -> None:
    print(f"measuring: {text}", file=sys.stderr, flush=True)
