"""`gdstudio interpolate`: the way from one trained network to another, and what is in between."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gdstudio.commands.parsing import Subparsers, number, whole_number


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("interpolate", help="the way between two saved runs")
    parser.add_argument("a", metavar="A.gdrun", type=Path, help="what `train --save` wrote")
    parser.add_argument("b", metavar="B.gdrun", type=Path, help="another of its architecture")
    parser.add_argument(
        "--match", action="store_true", help="also with B's hidden neurons in the order of A's"
    )
    parser.add_argument(
        "--bezier", action="store_true", help="also along a curve that is trained to stay low"
    )
    parser.add_argument(
        "--updates", type=whole_number, metavar="N", help="of the curve's training (6,000)"
    )
    parser.add_argument(
        "--learning-rate", type=number, metavar="X", help="of the curve's training (0.01)"
    )
    parser.add_argument(
        "--seed", type=whole_number, default=1, metavar="N", help="of the curve's training"
    )
    parser.add_argument(
        "--points", type=whole_number, default=61, metavar="N", help="places, ends included (61)"
    )
    parser.add_argument("--examples", type=whole_number, metavar="N", help="digits to ask (2,000)")
    parser.add_argument(
        "--test", action="store_true", help="ask test digits instead of training digits"
    )
    parser.add_argument("--data", metavar="FOLDER", help="other digits than the run's own")
    parser.add_argument("--save", metavar="FILE", type=Path, help="keep it as .npz, .csv or .png")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Measure, report and keep; nothing is kept after Ctrl+C."""
    from gdstudio.commands.following import Interrupted
    from gdstudio.commands.interpolate.job import interpolate, make_request
    from gdstudio.commands.interruption import Interruption
    from gdstudio.commands.landscape.save import check_save, shown_before
    from gdstudio.commands.landscape.subject import load_fellow, load_subject
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.ending import EXIT_CODE
    from gdstudio.errors import InvalidValue
    from gdstudio.files.elsewhere import keep
    from gdstudio.landscape.slices import places

    check_save(args.save)
    places(args.points)  # checks the number
    if not 0 <= args.seed < 2**63:
        raise InvalidValue("seed", args.seed, f"a whole number from 0 to {2**63 - 1:,}")
    with Interruption() as wish, one_blas_thread():
        subject, _ = load_subject(args.a, args.data, args.examples, test=args.test)
        fellow = load_fellow(args.b, subject)
        try:
            outcome = interpolate(subject, fellow.parameters, make_request(args), wish)
        except Interrupted:
            print("gdstudio: interrupted; nothing was kept", file=sys.stderr)
            return EXIT_CODE
        kept = keep(args.save, outcome.save)
    with shown_before(kept, as_json=args.json):
        outcome.show(as_json=args.json)
    return 0
