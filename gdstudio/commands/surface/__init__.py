"""`gdstudio surface`: the network's own loss surface around a saved run."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from gdstudio.commands.parsing import Subparsers, file_path, in_any_case
from gdstudio.settings.flags import add_flags, given_flags

if TYPE_CHECKING:
    from gdstudio.commands.interruption import Interruption
    from gdstudio.files.run_file import RunFile
    from gdstudio.jobs.subject import LossSubject
    from gdstudio.landscape.curvature import Curvature

PLANES = ("random", "trajectory", "gradient", "parameters", "networks")
SLICES = ("gradient", "start")
OF_PLANE = ("seed", "normalization", "size", "extent")
EIGENVALUES = 3  # told of each end


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    from gdstudio.jobs.plane_request import PlaneRequest

    parser = subparsers.add_parser("surface", help="the loss surface around a saved run")
    parser.add_argument(
        "run", metavar="RUN.gdrun", type=file_path, help="what `train --save` wrote"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--plane",
        type=in_any_case(PLANES),
        choices=PLANES,
        help="which plane (random); trajectory and networks cover their points without --extent",
    )
    what.add_argument(
        "--slice",
        type=in_any_case(SLICES),
        choices=SLICES,
        help="a line instead: downhill, or from the start to here",
    )
    parser.add_argument(
        "--parameter", metavar="TEXT", action="append",
        help="with --plane parameters, twice: 'layer 1, neuron 3, pixel 12 14'",
    )  # fmt: skip
    parser.add_argument(
        "--with", dest="others", metavar="RUN.gdrun", type=file_path, action="append",
        help="with --plane networks, twice: the other two runs",
    )  # fmt: skip
    add_flags(parser, PlaneRequest, (*OF_PLANE, "examples"))
    parser.add_argument(
        "--curvature", action="store_true", help="the outermost Hessian eigenvalues too"
    )
    parser.add_argument("--data", metavar="PATH", help="other digits than the run's own")
    parser.add_argument(
        "--save", metavar="FILE", type=file_path, help="keep it as .npz, .csv or .png"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Compute, report and keep; Ctrl+C keeps the finest grid that is whole."""
    from gdstudio.commands.following import Interrupted
    from gdstudio.commands.interruption import Interruption
    from gdstudio.commands.landscape import check_save, load_subject
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.ending import EXIT_CODE
    from gdstudio.jobs.plane_request import PlaneRequest

    args.plane = args.plane or "random"  # no default of argparse's: it would not see the conflict
    check_save(args.save)
    args.asked = PlaneRequest(**given_flags(args, PlaneRequest, OF_PLANE))
    with Interruption() as interruption, one_blas_thread():
        subject, run_file = load_subject(args.run, args)
        try:
            if args.slice:
                _slice(args, subject, run_file, interruption)
                return 0
            return 0 if _surface(args, subject, run_file, interruption) else EXIT_CODE
        except Interrupted:
            print("gdstudio: interrupted; nothing was kept", file=sys.stderr)
            return EXIT_CODE


def _surface(
    args: argparse.Namespace, subject: LossSubject, run_file: RunFile, interruption: Interruption
) -> bool:
    from gdstudio.commands.following import Interrupted
    from gdstudio.commands.landscape import shown_before
    from gdstudio.commands.surface import output as surface_output
    from gdstudio.commands.surface.job import compute_surface, load_others, make_request
    from gdstudio.errors import GdstudioError
    from gdstudio.files.elsewhere import keep

    if args.plane == "trajectory" and run_file.trajectory is None:
        raise GdstudioError(f"{args.run}: holds no path; train it anew with --save")
    subject = replace(subject, others=load_others(args, subject))
    outcome = compute_surface(subject, make_request(args, subject), interruption)
    kept = keep(args.save, lambda place: surface_output.save(place, outcome))
    curvature, is_whole = None, outcome.is_whole
    if args.curvature and is_whole:
        try:
            curvature = _curvature(args, subject, interruption)
        except Interrupted:
            is_whole = False
    if not is_whole:
        size = len(outcome.surface.grid.alpha)
        print(f"gdstudio: interrupted; the {size} x {size} grid is {kept}", file=sys.stderr)
        kept.complain()
        return False
    with shown_before(kept, as_json=args.json):
        surface_output.show(outcome, curvature, as_json=args.json)
    return True


def _slice(
    args: argparse.Namespace, subject: LossSubject, run_file: RunFile, interruption: Interruption
) -> None:
    from gdstudio.commands.landscape import shown_before
    from gdstudio.commands.surface.slice import compute_slice
    from gdstudio.files.elsewhere import keep

    outcome = compute_slice(args, subject, run_file, interruption)
    kept = keep(args.save, outcome.save)
    with shown_before(kept, as_json=args.json):
        outcome.show(as_json=args.json)


def _curvature(
    args: argparse.Namespace, subject: LossSubject, interruption: Interruption
) -> Curvature:
    from gdstudio.commands.following import outcome_of
    from gdstudio.jobs.lines import outermost_curvature

    steps = outermost_curvature(subject, args.asked.seed, EIGENVALUES)
    return outcome_of(steps, "curvature", interruption, share=lambda _: None)
