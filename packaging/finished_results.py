"""Make the finished results that come with the program: each experiment's quickest preset.

    python packaging/finished_results.py [NAME ...]

writes resources/results/NAME.zip. The same seeds give the same results; pieces, pictures and CSV
files are left out, for they are large and nothing that is shown needs them.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from gdstudio.data.opening import load_data_set
from gdstudio.experiments.catalogue import EXPERIMENTS, find_experiment
from gdstudio.experiments.workshop import KeptInMemory
from gdstudio.files.experiment_folder import save_experiment
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.jobs.experiment_job import ExperimentJob, run_experiment
from gdstudio.resources import resource_folder

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def make(name: str) -> None:
    """Run one experiment and keep its result."""
    saved = _run(name)
    path = resource_folder() / "results" / f"{name}.zip"
    path.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        save_experiment(Path(folder), saved, {})
        with zipfile.ZipFile(path, "w") as packed:
            for file in sorted(Path(folder).rglob("*")):
                if file.suffix in (".json", ".npy"):
                    member = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _EPOCH)
                    packed.writestr(member, file.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    print(f"{name}: {saved.seconds:.0f} s, {path.stat().st_size / 1000:.0f} kB", flush=True)


def _run(name: str) -> SavedExperiment:
    experiment = find_experiment(name)
    settings = next(iter(experiment.soonest_first.values()))
    data = load_data_set("mnist")
    updates = run_experiment(ExperimentJob(experiment, settings, data, KeptInMemory()))
    while True:
        try:
            next(updates)
        except StopIteration as end:
            saved: SavedExperiment = end.value
            return saved


if __name__ == "__main__":
    for one in sys.argv[1:] or EXPERIMENTS:
        make(one)
