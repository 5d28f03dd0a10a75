"""Make the trained runs with their moments that the lessons show.

    python packaging/lesson_runs.py [NAME ...]

writes resources/runs/NAME.gdrun. The same seeds give the same bytes on one machine: what depends on
the clock is left out, seconds are counted at 10,000 updates each.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from gdstudio.commands.one_thread import one_blas_thread
from gdstudio.data.digits import DataSet
from gdstudio.data.opening import load_data_set
from gdstudio.files.archive import read_archive, write_archive
from gdstudio.files.run_file import save_run
from gdstudio.jobs.run_log import RunLog
from gdstudio.learning.moment import Kind
from gdstudio.learning.recipes import find_recipe
from gdstudio.learning.training import Training
from gdstudio.resources import resource_folder

RUNS: Final = ("lesson",)
MOMENTS: Final = 40  # some 2 MB of a network of 13,002 parameters
_FIRST: Final = (0, 1, 2, 3, 5, 10, 20, 50, 100)
_NAMED: Final = {0: "untrained", 100: "a hundred steps", 6000: "the first pass"}
_UPDATES_A_SECOND: Final = 10_000
_ASKED: Final = 10_000  # training digits, as many as the window asks
_SAVED_AT: Final = "2026-11-01T00:00:00+00:00"
_ANY: Final = re.compile(r"[a-z]+(/[a-z0-9_]+)?\.(json|npy)")


def make(name: str, data: DataSet) -> None:
    """Train one recipe from its seed and keep it with its moments."""
    training = Training(find_recipe(name).recipe, data)
    last = training.plan.steps
    log = RunLog(len(training.network.parameters), training.plan)
    sample = training.digits.take(slice(0, _ASKED))
    for step in _steps(last):
        costs = np.array([training.update() for _ in range(step - training.step)])
        log.add_costs(step, costs)
        train, test = training.evaluate(sample), training.evaluate(data.test)
        log.add_evaluation(step, training.examples, step / _UPDATES_A_SECOND, train, test)
        log.moments.add(training.moment(Kind.EVALUATED | Kind.EPOCH_ENDED))
        if log.moments.path.last_step < step:
            log.moments.note_path(step)
        if step in _NAMED:
            log.moments.name(step, _NAMED[step])
    path = resource_folder() / "runs" / f"{name}.gdrun"
    save_run(path, training.state(), log.history, data.name, log.moments)
    _leave_out_the_clock(path)
    said = f"{len(log.moments)} moments, {100 * test.accuracy:.2f} % of the test digits"
    print(f"{name}: {said}, {path.stat().st_size / 1000:.0f} kB", flush=True)


def _steps(last: int) -> Iterator[int]:
    """Yield the steps that are kept, the first ones close together."""
    yield from _FIRST
    rest = np.geomspace(_FIRST[-1], last, MOMENTS - len(_FIRST) + 1)[1:]
    kept = {round(step, -len(str(round(step))) + 2) for step in rest[:-1]}
    yield from sorted({int(step) for step in kept} | {step for step in _NAMED if step > 100})
    yield last


def _leave_out_the_clock(path: Path) -> None:
    members = read_archive(path, _ANY)
    manifest = json.loads(members["manifest.json"])
    manifest["saved_at"] = _SAVED_AT
    write_archive(path, {**members, "manifest.json": json.dumps(manifest, indent=1).encode()})


if __name__ == "__main__":
    with one_blas_thread():
        mnist = load_data_set("mnist")
        for one in sys.argv[1:] or RUNS:
            make(one, mnist)
