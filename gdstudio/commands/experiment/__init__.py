"""`gdstudio experiment`: what the literature found, repeated; saved results opened again."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from gdstudio.commands.parsing import Subparsers, file_path, whole_number
from gdstudio.settings.flags import add_flags

if TYPE_CHECKING:
    from gdstudio.experiments.experiment import Experiment


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags and, for each experiment, its settings."""
    from gdstudio.experiments.catalogue import EXPERIMENTS

    parser = subparsers.add_parser("experiment", help="repeat what the literature found")
    parser.add_argument("--list", action="store_true", help="print all experiments")
    parser.add_argument("--open", metavar="FOLDER", type=file_path, help="print a saved result")
    parser.add_argument("--json", action="store_true", help="print JSON")
    named = parser.add_subparsers(dest="experiment", metavar="NAME")
    for experiment in EXPERIMENTS.values():
        _add_experiment(named, experiment)


def _add_experiment(named: Subparsers, experiment: Experiment) -> None:
    """Add the flags of one experiment; what is not given stays out of the arguments."""
    parser = named.add_parser(
        experiment.name, help=_percent(experiment.question), description=_percent(experiment.paper)
    )
    add_flags(parser.add_argument_group("settings"), type(experiment.default))
    presets = ", ".join(experiment.presets)
    parser.add_argument("--preset", metavar="NAME", help=f"settings to begin with: {presets}")
    many = parser.add_mutually_exclusive_group()
    many.add_argument(
        "--workers", type=whole_number, default=1, metavar="N", help="processes that share the work"
    )
    many.add_argument(
        "--cluster", metavar="ADDRESS", help="a Dask scheduler whose workers do it, host:port"
    )
    parser.add_argument(
        "--cluster-security",
        type=file_path,
        metavar="FILE",
        help="with --cluster: a TOML file that names the certificates for TLS, see the guide",
    )
    parser.add_argument(
        "--save", type=file_path, metavar="FOLDER", help="keep result and finished pieces here"
    )
    parser.add_argument("--data", default="mnist", metavar="PATH", help="other digits than MNIST")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def run(args: argparse.Namespace) -> int:
    """Run, report and keep; after Ctrl+C the finished pieces stay."""
    from gdstudio.commands.experiment import report as experiment_report
    from gdstudio.errors import InvalidValue

    if args.experiment is not None:
        return _run_experiment(args)
    if args.open is not None:
        from gdstudio.files.experiment_folder import load_experiment

        experiment_report.show(load_experiment(args.open), None, as_json=args.json)
        return 0
    if args.list:
        experiment_report.show_list(as_json=args.json)
        return 0
    from gdstudio.experiments.catalogue import EXPERIMENTS

    raise InvalidValue(
        "experiment", "", f"--list, --open FOLDER or one of: {', '.join(EXPERIMENTS)}"
    )


def _run_experiment(args: argparse.Namespace) -> int:
    from gdstudio.commands.experiment import report as experiment_report
    from gdstudio.commands.experiment.job import keep_pieces, perform, prepare
    from gdstudio.commands.following import Interrupted
    from gdstudio.commands.interruption import Interruption
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.ending import EXIT_CODE

    with Interruption() as interruption, one_blas_thread():
        job = prepare(args)
        try:
            saved, kept = perform(job, interruption)
        except Interrupted:
            kept = keep_pieces(job)
            kept.complain()
            print(experiment_report.interrupted(args.save), file=sys.stderr)
            return EXIT_CODE
    with kept.told_after():
        experiment_report.show(saved, None if kept.problem else kept.place, as_json=args.json)
    return 0
