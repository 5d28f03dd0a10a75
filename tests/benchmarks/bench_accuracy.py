"""Trains the best recipes with five seeds and prints the tables of docs/accuracy.md.

python tests/benchmarks/bench_accuracy.py [--keep FOLDER] [NAME ...]

The test digits are asked often, so that the first seconds to 90, 95 and 96 % are found; the clock
stands still meanwhile, and counts the processor's time, so that other work hardly matters. With
--keep the best run of each recipe is written to FOLDER.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gdstudio.commands.one_thread import one_blas_thread
from gdstudio.data.digits import DataSet
from gdstudio.data.opening import load_data_set
from gdstudio.files.run_file import save_run
from gdstudio.learning.history import History
from gdstudio.learning.recipes import find_recipe
from gdstudio.learning.snapshot import TrainingState
from gdstudio.learning.training import Training

NAMES = ("lesson-best", "small-best", "wide-best")
SEEDS = (1, 2, 3, 4, 5)
GOALS = (0.90, 0.95, 0.96)
_SAMPLE = 10_000  # training digits asked for the history: as many as test digits


@dataclass(frozen=True)
class Result:
    """One run; `reached` are the training seconds to each goal, None if it was not reached."""

    seed: int
    test: float
    train: float
    seconds: float
    reached: tuple[float | None, ...]
    state: TrainingState
    history: History


class TimedRun:
    """One run under a clock that counts updates only; asked after every epoch.

    Args:
        training: The run.
        data: Where its digits come from.
        goals: Test accuracies whose time is looked for, at most a few; see `GOALS`.
    """

    def __init__(self, training: Training, data: DataSet, goals: tuple[float, ...] = GOALS) -> None:
        self.training = training
        self.data = data
        self.seconds = 0.0
        self.goals = goals
        self.reached: list[float | None] = [None] * len(goals)
        self.history = History(training.batch_size)
        self._sample = training.digits.take(slice(0, _SAMPLE))

    def result(self) -> Result:
        """Train to the end."""
        training = self.training
        per_epoch = -(-len(training.digits) // training.batch_size)
        while not training.is_complete:
            self._train(self._stride(per_epoch))
            if None in self.reached:
                self._look()
            if training.step % per_epoch == 0:
                self._note()
        test, train = (training.evaluate(d).accuracy for d in (self.data.test, training.digits))
        return Result(
            training.recipe.seed, test, train, self.seconds, tuple(self.reached),
            training.state(), self.history,
        )  # fmt: skip

    def _stride(self, per_epoch: int) -> int:
        """Return the updates until the next look: 1 to 20 of them, more once 95 % is reached."""
        step = self.training.step
        is_early = None in self.reached[:2]
        stride = max(1, min(20, step // 20)) if is_early else 100
        return min(stride, per_epoch - step % per_epoch)

    def _train(self, n_updates: int) -> None:
        first, costs = self.training.step + 1, np.empty(n_updates)
        since = time.process_time()
        for index in range(n_updates):
            costs[index] = self.training.update()
        self.seconds += time.process_time() - since
        self.history.append_costs(first, costs)

    def _look(self) -> None:
        accuracy = self.training.evaluate(self.data.test).accuracy
        for index, goal in enumerate(self.goals):
            if self.reached[index] is None and accuracy >= goal:
                self.reached[index] = self.seconds

    def _note(self) -> None:
        training = self.training
        train, test = training.evaluate(self._sample), training.evaluate(self.data.test)
        self.history.append_evaluation(
            training.step, training.examples, self.seconds,
            train.cost, train.accuracy, test.cost, test.accuracy,
        )  # fmt: skip


def measure(name: str, data: DataSet, folder: Path | None) -> None:
    """Print the rows of one recipe and their mean; keep its best run."""
    recipe = find_recipe(name).recipe
    results = []
    for seed in SEEDS:
        result = TimedRun(Training(recipe.changed(seed=seed), data), data).result()
        results.append(result)
        reached = " | ".join("-" if s is None else f"{s:.2f}" for s in result.reached)
        print(
            f"| {name} | {seed} | {_percent(result.test)} | {_percent(result.train)} "
            f"| {recipe.epochs} | {result.seconds:.0f} | {reached} |",
            flush=True,
        )
    tests = [result.test for result in results]
    mean, spread = statistics.mean(tests), statistics.stdev(tests)
    seconds = statistics.mean(result.seconds for result in results)
    print(
        f"| **{name}** | mean | **{_percent(mean)}** ± {100 * spread:.2f} | | {recipe.epochs} "
        f"| {seconds:.0f} | | | |",
        flush=True,
    )
    if folder is not None:
        best = max(results, key=lambda result: result.test)
        save_run(folder / f"{name}.gdrun", best.state, best.history, data.name)


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", metavar="NAME", nargs="*", default=NAMES)
    parser.add_argument("--keep", metavar="FOLDER", type=Path)
    args = parser.parse_args()
    if args.keep is not None:
        args.keep.mkdir(parents=True, exist_ok=True)
    data = load_data_set("mnist")
    print("| recipe | seed | test | training | epochs | seconds | to 90 % | to 95 % | to 96 % |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    with one_blas_thread():
        for name in args.names:
            measure(name, data, args.keep)


if __name__ == "__main__":
    main()
