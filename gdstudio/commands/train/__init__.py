"""`gdstudio train`: a network learns, without a window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gdstudio.commands.output import duration, print_json
from gdstudio.commands.parsing import Subparsers, file_path, whole_number
from gdstudio.commands.train.recipe import add_settings, make_recipe, settings_of_resumed
from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import percent

if TYPE_CHECKING:
    from gdstudio.commands.train.job import TrainResult, TrainRun
    from gdstudio.files.elsewhere import Kept
    from gdstudio.learning.moments import Moments
    from gdstudio.learning.training import Training


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("train", help="train a network, without a window")
    add_settings(parser)
    parser.add_argument(
        "--save", metavar="RUN.gdrun", type=file_path, help="keep the run in this file"
    )
    parser.add_argument(
        "--resume", metavar="RUN.gdrun", type=file_path, help="go on with a saved run"
    )
    parser.add_argument(
        "--no-moments",
        dest="with_moments",
        action="store_false",
        help="keep where the run stands and its path, but not the moments it came through",
    )
    parser.add_argument(
        "--stop-at",
        metavar="STEP",
        type=whole_number,
        help="stop after so many updates in all, in the middle of an epoch if need be",
    )
    parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")


def run(args: argparse.Namespace) -> int:
    """Train, report and keep; Ctrl+C, TERM and HUP keep what was learned."""
    from gdstudio.commands.interruption import Interruption
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.ending import EXIT_CODE
    from gdstudio.errors import GdstudioError, InvalidValue, TrainingDiverged
    from gdstudio.files.atomic import check_writable

    if args.save is not None:
        check_writable(args.save)
    if args.stop_at is not None and args.stop_at < 1:
        raise InvalidValue("stop at", args.stop_at, "a whole number from 1")
    with Interruption() as interruption, one_blas_thread():
        job = _begin(args)
        try:
            job.drive(interruption, args.stop_at)
        except TrainingDiverged as diverged:
            problem = _keep(job, args).problem
            raise GdstudioError(f"{diverged}; {problem}") if problem else diverged from None
        if interruption.requested:
            kept = _keep(job, args)
            _show_interrupted(job.training, args.save, kept)
            kept.complain()
            return EXIT_CODE
        result = job.result()
        kept = _keep(job, args)
    with kept.told_after():
        _show(result, job.training, kept, as_json=args.json)
        if args.with_moments and kept.place is not None and not args.json:
            print(_moments_told(job.log.moments))
    return 0


def _begin(args: argparse.Namespace) -> TrainRun:
    from gdstudio.commands.run_data import data_of_run, named_data
    from gdstudio.commands.train.job import TrainRun
    from gdstudio.files.run_file import load_run
    from gdstudio.jobs.run_log import RunLog
    from gdstudio.learning.training import Training

    if args.resume is None:
        recipe = make_recipe(args)
        says_what = recipe.data != "mnist" and not args.json
        data = named_data(recipe.data, says_what=says_what)
        training = Training(recipe, data)
        log = RunLog(len(training.network.parameters), training.plan)
        return TrainRun(training, data, log)
    given = settings_of_resumed(args)
    run_file = load_run(args.resume)
    data = data_of_run(args.resume, run_file, given.get("data"))
    training = Training(run_file.state.recipe, data, run_file.state)
    if training.state().optimizer_state.keys() != run_file.state.optimizer_state.keys():
        _show_optimizer_begins_anew(args.resume, training.recipe.optimizer)
    training.epochs = given.get("epochs", training.epochs)
    training.learning_rate = given.get("learning_rate", training.learning_rate)
    n = len(training.network.parameters)
    log = RunLog(n, training.plan, run_file.history, run_file.moments)
    return TrainRun(training, data, log)


def _keep(job: TrainRun, args: argparse.Namespace) -> Kept:
    from gdstudio.files.elsewhere import keep
    from gdstudio.files.run_file import save_run

    what = job.training.state(), job.log.history, job.data.name, job.log.moments
    options = {"with_moments": args.with_moments}
    return keep(args.save, lambda place: save_run(place, *what, **options))


def _moments_told(moments: Moments) -> str:
    from gdstudio.files.run_file import moments_size

    return f"with {len(moments):,} moments of its past, {moments_size(moments) / 2**20:,.1f} MB"


def _show(result: TrainResult, training: Training, kept: Kept, *, as_json: bool) -> None:
    """Print the result on standard output."""
    recipe, n = training.recipe, len(training.network.parameters)
    if as_json:
        held_out = {}
        if result.validation is not None:
            held_out["validation_cost"] = result.validation.cost
            held_out["validation_accuracy"] = result.validation.accuracy
        print_json(
            {
                "parameters": n,
                "steps": result.steps,
                "epochs": int(training.epoch),
                "seconds": round(result.seconds, 3),
                "steps_per_second": round(result.steps_per_second, 1),
                "train_cost": result.train.cost,
                "train_accuracy": result.train.accuracy,
                "test_cost": result.test.cost,
                "test_accuracy": result.test.accuracy,
                "seed": recipe.seed,
                "recipe": recipe.name,
                **held_out,
            }
        )
        return
    name = training.state().network_name
    print(f"{name}, {n:,} parameters, recipe {recipe.name}, seed {recipe.seed}")
    epochs = "1 epoch" if training.epoch == 1 else f"{training.epoch:g} epochs"
    print(
        f"{result.steps:,} steps, {epochs}, {duration(result.seconds)} "
        f"({result.steps_per_second:,.0f} steps/s)"
    )
    print(
        f"training accuracy {percent(result.train.accuracy)}, cost {cost_text(result.train.cost)}"
    )
    print(f"test accuracy     {percent(result.test.accuracy)}, cost {cost_text(result.test.cost)}")
    if result.validation is not None:
        held = result.validation
        print(f"validation        {percent(held.accuracy)}, cost {cost_text(held.cost)}")
    if kept.problem is None and kept.place is not None:
        print(f"saved in {kept.place}")


def _show_interrupted(training: Training, save: Path | None, kept: Kept) -> None:
    """Say on standard error where the run was stopped and whether it was kept."""
    place = "not kept (there was no --save)" if save is None else str(kept)
    print(
        f"gdstudio: interrupted at step {training.step:,}, epoch {training.epoch:.2f}; {place}",
        file=sys.stderr,
    )


def _show_optimizer_begins_anew(path: Path, name: str) -> None:
    """Say on standard error that a run goes on otherwise than it would have."""
    print(
        f"gdstudio: {path} was kept without the state of its optimizer; {name} begins anew",
        file=sys.stderr,
    )
