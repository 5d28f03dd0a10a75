"""`gdstudio train`: a network learns, without a window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gdstudio.commands.parsing import Subparsers
from gdstudio.commands.train.recipe import add_settings, make_recipe, settings_of_resumed

if TYPE_CHECKING:
    from gdstudio.commands.train.job import TrainRun
    from gdstudio.files.elsewhere import Kept


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("train", help="train a network, without a window")
    add_settings(parser)
    parser.add_argument("--save", metavar="RUN.gdrun", type=Path, help="keep the run in this file")
    parser.add_argument("--resume", metavar="RUN.gdrun", type=Path, help="go on with a saved run")
    parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")


def run(args: argparse.Namespace) -> int:
    """Train, report and keep; Ctrl+C, TERM and HUP keep what was learned."""
    from gdstudio.commands.interruption import Interruption
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.commands.train import report as train_report
    from gdstudio.ending import EXIT_CODE
    from gdstudio.errors import GdstudioError, TrainingDiverged
    from gdstudio.files.atomic import check_writable

    if args.save is not None:
        check_writable(args.save)
    with Interruption() as interruption, one_blas_thread():
        job = _begin(args)
        try:
            job.drive(interruption)
        except TrainingDiverged as diverged:
            problem = _keep(job, args.save).problem
            raise GdstudioError(f"{diverged}; {problem}") if problem else diverged from None
        if interruption.requested:
            kept = _keep(job, args.save)
            train_report.show_interrupted(job.training, args.save, kept)
            kept.complain()
            return EXIT_CODE
        result = job.result()
        kept = _keep(job, args.save)
    with kept.told_after():
        train_report.show(result, job.training, kept, as_json=args.json)
    return 0


def _begin(args: argparse.Namespace) -> TrainRun:
    from gdstudio.commands.run_data import data_of_run
    from gdstudio.commands.train.job import TrainRun
    from gdstudio.commands.train.report import show_optimizer_begins_anew
    from gdstudio.data.mnist import load_data_set
    from gdstudio.files.run_file import load_run
    from gdstudio.jobs.run_log import RunLog
    from gdstudio.learning.training import Training

    if args.resume is None:
        recipe = make_recipe(args)
        data = load_data_set(recipe.data)
        if recipe.data != "mnist" and not args.json:
            print(data.found(), file=sys.stderr)
        training = Training(recipe, data)
        log = RunLog(len(training.network.parameters), training.plan)
        return TrainRun(training, data, log)
    given = settings_of_resumed(args)
    run_file = load_run(args.resume)
    data = data_of_run(args.resume, run_file, given.get("data"))
    training = Training(run_file.state.recipe, data, run_file.state)
    if training.state().optimizer_state.keys() != run_file.state.optimizer_state.keys():
        show_optimizer_begins_anew(args.resume, training.recipe.optimizer)
    training.epochs = given.get("epochs", training.epochs)
    training.learning_rate = given.get("learning_rate", training.learning_rate)
    n = len(training.network.parameters)
    log = RunLog(n, training.plan, run_file.history, run_file.trajectory)
    return TrainRun(training, data, log)


def _keep(job: TrainRun, path: Path | None) -> Kept:
    from gdstudio.files.elsewhere import keep
    from gdstudio.files.run_file import save_run

    state, log = job.training.state(), job.log
    return keep(path, lambda place: save_run(place, state, log.history, job.data.name, log.path))
