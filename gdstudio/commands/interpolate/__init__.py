"""`gdstudio interpolate`: the way from one trained network to another, and what is in between."""

from __future__ import annotations

import argparse
import sys

from gdstudio.commands.parsing import Subparsers, file_path
from gdstudio.settings.flags import add_flags, given_flags


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    from gdstudio.jobs.plane_request import LineRequest, PlaneRequest

    parser = subparsers.add_parser("interpolate", help="the way between two saved runs")
    parser.add_argument("a", metavar="A.gdrun", type=file_path, help="what `train --save` wrote")
    parser.add_argument("b", metavar="B.gdrun", type=file_path, help="another of its architecture")
    add_flags(parser, LineRequest)
    add_flags(parser, PlaneRequest, ("examples",))
    parser.add_argument(
        "--test", action="store_true", help="ask test digits instead of training digits"
    )
    parser.add_argument("--data", metavar="PATH", help="other digits than the run's own")
    parser.add_argument(
        "--save", metavar="FILE", type=file_path, help="keep it as .npz, .csv or .png"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Measure, report and keep; nothing is kept after Ctrl+C."""
    from gdstudio.commands.following import Interrupted
    from gdstudio.commands.interpolate.job import interpolate, told
    from gdstudio.commands.interruption import Interruption
    from gdstudio.commands.landscape import check_save, load_fellow, load_subject, shown_before
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.ending import EXIT_CODE
    from gdstudio.files.elsewhere import keep
    from gdstudio.jobs.plane_request import LineRequest

    check_save(args.save)
    request = LineRequest(**given_flags(args, LineRequest))
    with Interruption() as interruption:
        with one_blas_thread():
            subject, _ = load_subject(args.a, args, test=args.test)
            fellow = load_fellow(args.b, subject)
            try:
                found, seconds = interpolate(subject, fellow.parameters, request, interruption)
            except Interrupted:
                print("gdstudio: interrupted; nothing was kept", file=sys.stderr)
                return EXIT_CODE
        outcome = told(found, len(subject.digits), seconds)
        kept = keep(args.save, outcome.save)
    with shown_before(kept, as_json=args.json):
        outcome.show(as_json=args.json)
    return 0
