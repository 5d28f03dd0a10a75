"""`gdstudio evaluate`: cost and accuracy of a saved network on the test digits, now or earlier."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from gdstudio.commands.output import ProgressLine, print_json
from gdstudio.commands.parsing import Subparsers, file_path, whole_number
from gdstudio.commands.past import AT_HELP
from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import percent

if TYPE_CHECKING:
    from gdstudio.data.digits import DataSet
    from gdstudio.files.run_file import RunFile
    from gdstudio.learning.evaluation import Evaluation


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("evaluate", help="ask a saved network all test digits")
    parser.add_argument(
        "run", metavar="RUN.gdrun", type=file_path, help="what `train --save` wrote"
    )
    parser.add_argument("--data", metavar="PATH", help="other digits than the run's own")
    parser.add_argument(
        "--all",
        action="store_true",
        help="ask all pictures of the data, those to learn from included; else the test pictures",
    )
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--at", metavar="STEP", help=f"as it was at {AT_HELP}")
    when.add_argument(
        "--every",
        metavar="N",
        type=whole_number,
        help="as it was every so many steps, or at the moment kept nearest; needs --save",
    )
    parser.add_argument("--save", metavar="FILE.csv", type=file_path, help="write the table there")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print cost, accuracy and confusion, or write those of the past as a table."""
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.commands.past import moment_at
    from gdstudio.commands.run_data import data_of_run
    from gdstudio.data.mixed import whole
    from gdstudio.files.run_file import load_run
    from gdstudio.learning.costs import find_cost
    from gdstudio.learning.evaluation import evaluate

    _check_flags(args)
    run_file = load_run(args.run)
    data = data_of_run(args.run, run_file, args.data, is_part=args.all)
    n_all = len(data.train) + len(data.test)
    if args.all:
        data = replace(data, test=whole(data))
    check_fit(run_file, data)
    if args.every is not None:
        return _evaluate_past(args, run_file, data)
    state, step = run_file.state, None
    if args.at is not None:
        moment = moment_at(args.run, run_file, args.at)
        parameters = moment.parameters.astype(state.recipe.dtype, copy=False)
        state, step = replace(state, parameters=parameters), moment.step
    cost = find_cost(state.recipe.cost, state.recipe.output_activation)
    with one_blas_thread():
        evaluation = evaluate(state.network(), data.test, cost)
    if args.json:
        _print_json(evaluation, data, step, n_all)
    else:
        _print_text(evaluation, data, step, n_all)
    return 0


def _check_flags(args: argparse.Namespace) -> None:
    from gdstudio.errors import InvalidValue
    from gdstudio.files.atomic import check_writable

    if (args.every is None) != (args.save is None):
        given = f"--save {args.save}" if args.every is None else f"--every {args.every}"
        raise InvalidValue("evaluate", given, "--every and --save together")
    if args.every is not None and args.every < 1:
        raise InvalidValue("every", args.every, "a whole number from 1")
    if args.save is not None:
        if args.save.suffix.lower() != ".csv":
            raise InvalidValue("save", str(args.save), "a file that ends in .csv")
        check_writable(args.save)


def _evaluate_past(args: argparse.Namespace, run_file: RunFile, data: DataSet) -> int:
    """Write costs and accuracies of the moments nearest every so many steps; Ctrl+C keeps them."""
    from gdstudio.commands.interruption import Interruption
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.commands.past import past_of
    from gdstudio.ending import EXIT_CODE
    from gdstudio.files.atomic import write_file
    from gdstudio.files.elsewhere import keep
    from gdstudio.jobs.past_costs import PastCost, costs_of_past, nearest_moments, past_table

    moments = past_of(args.run, run_file)
    chosen = nearest_moments(moments, args.every)
    wanted = moments.last_step // args.every + 1
    found: list[PastCost] = []
    progress = ProgressLine()
    with Interruption() as interruption, one_blas_thread():
        for one in costs_of_past(run_file.state, chosen, data, with_train=args.data is None):
            found.append(one)
            if interruption.requested:
                break
            if progress.is_due():
                progress.show(f"step {one.step:,}  {len(found)} of {len(chosen)}")
        progress.clear()
        table = past_table(found)
        kept = keep(args.save, lambda place: write_file(place, table))
    with kept.told_after():
        if args.json:
            print_json({"rows": len(found), "wanted": wanted, "file": str(kept.place)})
        else:
            print(f"{len(found):,} moments of {wanted:,} steps wanted, saved in {kept.place}")
    return EXIT_CODE if interruption.requested else 0


def check_fit(run_file: RunFile, data: DataSet) -> None:
    """Raise GdstudioError if the network does not take these digits."""
    from gdstudio.errors import GdstudioError

    state, test = run_file.state, data.test
    if not state.takes(test):
        raise GdstudioError(
            f"data {data.name}: {test.rows} x {test.columns} pixels and {test.n_classes} classes "
            f"do not fit {state.network_name}"
        )


def _print_json(evaluation: Evaluation, data: DataSet, step: int | None, n_all: int) -> None:
    print_json(
        {
            **({} if step is None else {"step": step}),
            "pictures": n_all,
            "asked": len(data.test),
            "test_cost": evaluation.cost,
            "test_accuracy": evaluation.accuracy,
            "confusion": evaluation.confusion.tolist(),
            "classes": list(data.test.names),
        }
    )


def _print_text(evaluation: Evaluation, data: DataSet, step: int | None, n_all: int) -> None:
    accuracy, cost = percent(evaluation.accuracy), cost_text(evaluation.cost)
    when = "" if step is None else f"step {step:,}: "
    n_asked, kind = len(data.test), "test accuracy"
    asked = f"asked were the {n_asked:,} test pictures of {n_all:,}; --all asks all of them"
    if n_asked == n_all:
        kind = "accuracy"
        asked = "asked was the one picture" if n_all == 1 else f"asked were all {n_all:,} pictures"
    print(f"{when}{data.name}: {kind} {accuracy}, cost {cost}")
    print(asked)
    print("rows are labels, columns answers:")
    for name, row in zip(data.test.names, evaluation.confusion, strict=True):
        print(f"{name:>3}: " + " ".join(f"{count:>5}" for count in row))
