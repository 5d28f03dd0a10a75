"""`gdstudio report`: one page of HTML that tells all about a saved run."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from gdstudio.commands.output import print_json
from gdstudio.commands.parsing import Subparsers, file_path, whole_number
from gdstudio.settings.flags import add_flags, given_flags

if TYPE_CHECKING:
    from gdstudio.report.asking import ReportRequest

_OF_SURFACE = ("size", "examples")


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    from gdstudio.jobs.plane_request import PlaneRequest

    parser = subparsers.add_parser("report", help="one page of HTML about a saved run")
    parser.add_argument(
        "run", metavar="RUN.gdrun", type=file_path, help="what `train --save` wrote"
    )
    parser.add_argument(
        "--save", metavar="FILE.html", type=file_path, required=True, help="the page"
    )
    parser.add_argument("--data", metavar="PATH", help="other digits than the run's own")
    parser.add_argument(
        "--digits", metavar="N", type=whole_number, help="ask the first so many test digits (all)"
    )
    parser.add_argument(
        "--mistakes", metavar="N", type=whole_number, help="show so many of the worst (24)"
    )
    add_flags(parser, PlaneRequest, _OF_SURFACE)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Ask the network, write the page and say what was written."""
    from gdstudio.commands.following import Interrupted, outcome_of
    from gdstudio.commands.interruption import Interruption
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.ending import EXIT_CODE
    from gdstudio.files.atomic import write_file
    from gdstudio.files.elsewhere import keep
    from gdstudio.report.page import make_report

    request = _request(args)
    with Interruption() as interruption, one_blas_thread():
        try:
            page = outcome_of(make_report(request), "report", interruption)
        except Interrupted:
            print("gdstudio: interrupted; nothing was kept", file=sys.stderr)
            return EXIT_CODE
    assert isinstance(page, bytes)
    kept = keep(args.save, lambda place: write_file(place, page))
    with kept.told_after():
        if args.json:
            print_json({"file": str(kept.place), "bytes": len(page)})
        else:
            where = "" if kept.problem else f", saved in {kept.place}"
            print(f"report of {request.name}, {len(page) / 1000:,.0f} kB{where}")
    return 0


def _request(args: argparse.Namespace) -> ReportRequest:
    """Return what is wanted; raises InvalidValue, FileError and GdstudioError of what cannot be."""
    from gdstudio.commands.evaluate import check_fit
    from gdstudio.commands.run_data import data_of_run
    from gdstudio.errors import InvalidValue
    from gdstudio.files.atomic import check_writable
    from gdstudio.files.run_file import load_run
    from gdstudio.jobs.plane_request import PlaneRequest
    from gdstudio.jobs.planes import spare_threads
    from gdstudio.learning.plan import training_digits
    from gdstudio.report.asking import ReportRequest

    if args.save.suffix.lower() not in (".html", ".htm"):
        raise InvalidValue("save", str(args.save), "a file that ends in .html")
    check_writable(args.save)
    for name, least in (("digits", 1), ("mistakes", 0)):
        given = getattr(args, name)
        if given is not None and given < least:
            raise InvalidValue(name, given, f"a whole number from {least}")
    run_file = load_run(args.run)
    data = data_of_run(args.run, run_file, args.data)
    check_fit(run_file, data)
    there = len(training_digits(run_file.state.recipe, data))
    wanted = given_flags(args, PlaneRequest, ("size",))
    wanted |= given_flags(args, PlaneRequest, ("examples",), high=there)
    if args.mistakes is not None:
        wanted["mistakes"] = args.mistakes
    return ReportRequest(
        run=run_file,
        data=data,
        name=args.run.stem,
        digits=args.digits,
        threads=spare_threads(),
        **wanted,
    )
