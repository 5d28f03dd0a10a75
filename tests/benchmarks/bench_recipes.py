"""Trains recipes through the command line and prints their accuracy beside the published one.

python tests/benchmarks/bench_recipes.py [NAME ...]     all by default; some minutes on two cores
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from gdstudio.files.run_file import load_run

_WIDE = ("--hidden", "100")


@dataclass(frozen=True)
class Case:
    """One row: the flags of `gdstudio train` and the seeds to try."""

    name: str
    flags: tuple[str, ...]
    seeds: tuple[int, ...] = (1,)


CASES = (
    Case("lesson", ("--recipe", "lesson", "--epochs", "30"), (1, 2, 3, 4, 5)),
    Case("lesson-plain", ("--recipe", "lesson-plain"), (1, 2, 3)),
    Case("nielsen-30", ("--recipe", "nielsen-30", "--epochs", "30"), (1, 2, 3)),
    Case("nielsen-100-slow", ("--recipe", "nielsen-100-slow")),
    Case("slow-30", ("--recipe", "nielsen-30", "--learning-rate", "0.0005")),
    Case("nielsen-30-fast", ("--recipe", "nielsen-30-fast")),
    Case("cross-entropy-30", ("--recipe", "cross-entropy-30")),
    Case("cross-entropy-30-large", ("--recipe", "cross-entropy-30-large")),
    Case("cross-entropy-100", ("--recipe", "cross-entropy-30", *_WIDE)),
    Case("cross-entropy-100-large", ("--recipe", "cross-entropy-30-large", *_WIDE)),
    Case("modern", ("--recipe", "modern"), (1, 2, 3)),
    Case("zeros", ("--recipe", "zeros")),
    Case("overfit-1000", ("--recipe", "overfit-1000")),
    Case("nielsen-100", ("--recipe", "nielsen-100"), (1, 2, 3)),
    Case("wide", ("--recipe", "wide")),
    Case("full-batch", ("--recipe", "full-batch")),
)


def measure(case: Case, seed: int, folder: Path) -> str:
    """Return the row of one run."""
    path = folder / "run.gdrun"
    flags = (*case.flags, "--seed", str(seed), "--save", str(path), "--json")
    command = [sys.executable, "-m", "gdstudio", "train", *flags]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    result = json.loads(done.stdout)
    history = load_run(path).history
    assert history is not None
    table = history.evaluations()
    best = table.test_accuracy.argmax()
    cheapest = table.test_cost.argmin()
    return (
        f"{case.name:<24}{seed:>4}  {table.test_accuracy[0]:8.2%}{result['test_accuracy']:8.2%}"
        f"{table.test_accuracy[best]:8.2%}{result['train_accuracy']:8.2%}"
        f"{result['test_cost']:9.4f}{table.test_cost[cheapest]:9.4f} at step "
        f"{table.steps[cheapest]:>7,}{result['seconds']:8.1f} s"
        f"{result['steps_per_second']:8.0f} steps/s"
    )


def main(names: list[str]) -> None:
    """Print the table."""
    print(f"{'recipe':<24}seed  1 epoch     end    best   train     cost   lowest")
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            if not names or case.name in names:
                for seed in case.seeds:
                    print(measure(case, seed, Path(folder)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
