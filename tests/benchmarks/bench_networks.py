"""Trains the convolutional and recurrent recipes and prints the tables of docs/networks.md.

python tests/benchmarks/bench_networks.py [--seeds 1,2,3] [--keep FOLDER] [--shifts] [NAME ...]

Seconds are those of one processor core, spent on updates; memory is the peak of the whole program
so far. With --keep the run of the first seed is written to FOLDER, without the state of its
optimiser. With --shifts nothing is trained: the runs in FOLDER answer the test digits, moved.
"""

from __future__ import annotations

import argparse
import resource as system
import statistics
from dataclasses import replace
from pathlib import Path

import numpy as np
from bench_accuracy import Result, TimedRun

from gdstudio.commands.one_thread import one_blas_thread
from gdstudio.data.digits import DataSet
from gdstudio.data.opening import load_data_set
from gdstudio.files.run_file import load_run, save_run
from gdstudio.learning.recipes import LAYER_RECIPES, find_recipe
from gdstudio.learning.shifts import ShiftMap, shift_accuracy
from gdstudio.learning.training import Training

NAMES = tuple(named.name for named in LAYER_RECIPES)
SHOWN_EPOCHS = (1, 3, 5)
SHIFTS = (0, 1, 2, 3, 4)


def measure(name: str, seeds: list[int], data: DataSet, folder: Path | None) -> None:
    """Print a row for each seed and their mean; keep the run of the first."""
    recipe = find_recipe(name).recipe
    results = []
    for seed in seeds:
        result = TimedRun(Training(recipe.changed(seed=seed), data), data, ()).result()
        results.append(result)
        print(row(name, result), flush=True)
        if folder is not None and seed == seeds[0]:
            state = replace(result.state, optimizer_state={}, optimizer_steps=0)
            save_run(folder / f"{name}.gdrun", state, result.history, data.name)
    tests = [result.test for result in results]
    spread = f" ± {100 * statistics.stdev(tests):.2f}" if len(tests) > 1 else ""
    seconds = statistics.mean(result.seconds for result in results)
    print(
        f"| **{name}** | mean | | | | **{100 * statistics.mean(tests):.2f} %**{spread} | | "
        f"| {seconds:.0f} | |",
        flush=True,
    )


def row(name: str, result: Result) -> str:
    """Return one line of the table: accuracies on the test digits, one column an epoch shown."""
    table = result.history.evaluations()
    accuracies = [f"{100 * table.test_accuracy[epoch - 1]:.2f} %" for epoch in SHOWN_EPOCHS]
    peak = system.getrusage(system.RUSAGE_SELF).ru_maxrss >> 10
    cells = (
        name,
        result.seed,
        *accuracies,
        f"{100 * result.test:.2f} %",
        f"{100 * result.train:.2f} %",
        result.state.epoch,
        f"{result.seconds:.0f}",
        f"{peak} MB",
    )
    return f"| {' | '.join(map(str, cells))} |"


def moved(name: str, folder: Path, data: DataSet) -> str:
    """Return one line: the accuracy with the test digits moved to all four sides, on average."""
    network = load_run(folder / f"{name}.gdrun").state.network()
    *_, found = shift_accuracy(network, data.test, max(SHIFTS))
    assert isinstance(found, ShiftMap)
    cells = []
    for shift in SHIFTS:
        sides = ((shift, 0), (-shift, 0), (0, shift), (0, -shift))
        cells.append(f"{100 * float(np.mean([found.at(*side) for side in sides])):.2f} %")
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", metavar="NAME", nargs="*", default=NAMES)
    parser.add_argument("--seeds", metavar="N,N", default="1,2,3")
    parser.add_argument("--keep", metavar="FOLDER", type=Path)
    parser.add_argument("--shifts", action="store_true")
    args = parser.parse_args()
    data = load_data_set("mnist")
    with one_blas_thread():
        if args.shifts:
            folder = args.keep or Path("resources/runs")
            print(f"| recipe | {' | '.join(f'{shift} px' for shift in SHIFTS)} |")
            print(f"|---|{'---:|' * len(SHIFTS)}")
            for name in args.names:
                print(moved(name, folder, data), flush=True)
            return
        epochs = " | ".join(f"epoch {epoch}" for epoch in SHOWN_EPOCHS)
        print(f"| recipe | seed | {epochs} | end | training | epochs | seconds | memory |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
        for name in args.names:
            measure(name, [int(seed) for seed in args.seeds.split(",")], data, args.keep)


if __name__ == "__main__":
    main()
