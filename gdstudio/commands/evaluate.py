"""`gdstudio evaluate`: cost and accuracy of a saved network on the test digits."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from gdstudio.commands.output import print_json
from gdstudio.commands.parsing import Subparsers
from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import percent

if TYPE_CHECKING:
    from gdstudio.data.digits import DataSet
    from gdstudio.files.run_file import RunFile
    from gdstudio.learning.evaluation import Evaluation


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("evaluate", help="ask a saved network all test digits")
    parser.add_argument("run", metavar="RUN.gdrun", type=Path, help="what `train --save` wrote")
    parser.add_argument("--data", metavar="FOLDER", help="other digits than the run's own")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print cost, accuracy and confusion."""
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.commands.run_data import data_of_run
    from gdstudio.files.run_file import load_run
    from gdstudio.learning.costs import find_cost
    from gdstudio.learning.evaluation import evaluate

    run_file = load_run(args.run)
    data = data_of_run(args.run, run_file, args.data)
    check_fit(run_file, data)
    state = run_file.state
    cost = find_cost(state.recipe.cost, state.recipe.output_activation)
    with one_blas_thread():
        evaluation = evaluate(state.network(), data.test, cost)
    _show(evaluation, data, as_json=args.json)
    return 0


def check_fit(run_file: RunFile, data: DataSet) -> None:
    """Raise GdstudioError if the network does not take these digits."""
    from gdstudio.errors import GdstudioError

    state, test = run_file.state, data.test
    if not state.takes(test):
        raise GdstudioError(
            f"data {data.name}: {test.rows} x {test.columns} pixels and {test.n_classes} classes "
            f"do not fit {state.network_name}"
        )


def _show(evaluation: Evaluation, data: DataSet, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "test_cost": evaluation.cost,
                "test_accuracy": evaluation.accuracy,
                "confusion": evaluation.confusion.tolist(),
                "classes": list(data.test.names),
            }
        )
        return
    accuracy, cost = percent(evaluation.accuracy), cost_text(evaluation.cost)
    print(f"{data.name}: test accuracy {accuracy}, cost {cost}")
    print("rows are labels, columns answers:")
    for name, row in zip(data.test.names, evaluation.confusion, strict=True):
        print(f"{name:>3}: " + " ".join(f"{count:>5}" for count in row))
