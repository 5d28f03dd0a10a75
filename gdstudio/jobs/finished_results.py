"""The finished results that come with the program: each experiment's quickest preset."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from gdstudio.errors import FileError
from gdstudio.files.experiment_folder import load_experiment
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.resources import resource
from gdstudio.texts import Text


def finished_result(name: str) -> SavedExperiment:
    """Return the result of an experiment, by its name; packaging/finished_results.py made it.

    Raises FileError if the installation is incomplete or damaged.
    """
    try:
        path = resource(f"results/{name}.zip")
    except FileNotFoundError as error:
        raise FileError(
            f"results/{name}.zip", Text("is missing; install the program again")
        ) from error
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(path) as packed:
                packed.extractall(folder)
        except (OSError, zipfile.BadZipFile) as error:
            raise FileError(path, Text("is damaged; install the program again")) from error
        return load_experiment(Path(folder))
