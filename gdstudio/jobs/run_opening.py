"""Reading a run and the digits it was made with, in a thread of its own."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from gdstudio.data.digits import DataSet
from gdstudio.data.opening import load_data_set
from gdstudio.errors import FileError, printable
from gdstudio.files.run_file import RunFile, load_run
from gdstudio.texts import Text

LoadedRun = tuple[Path, RunFile, DataSet | None]


def load_run_and_data(path: Path, present: DataSet | None, known: Collection[str]) -> LoadedRun:
    """Return a run with its digits; None in their place if the user is to be asked first.

    The folder a run names may lie on somebody's server, which hears of whoever looks for it: it is
    not touched in any way unless it is `known`, for the user has opened it before. `present` are
    the digits in use.

    Raises:
        FileError: The run or its digits cannot be read, or do not fit.
    """
    run_file = load_run(path)
    state = run_file.state
    name = state.recipe.data
    if present is not None and (name == present.name or _are_same(run_file, present)):
        return _fitting(path, run_file, present)
    if name == "mnist" or name in known:
        return with_data(path, run_file)
    return path, run_file, None


def with_data(path: Path, run_file: RunFile) -> LoadedRun:
    """Return a run with the digits that it names, which are read.

    Raises FileError if they cannot be read, or do not fit.
    """
    return _fitting(path, run_file, load_data_set(run_file.state.recipe.data))


def _are_same(run_file: RunFile, data: DataSet) -> bool:
    state = run_file.state
    return state.takes(data.train) and state.data_identity == data.train.identity()


def _fitting(path: Path, run_file: RunFile, data: DataSet) -> LoadedRun:
    if not run_file.state.takes(data.train):
        network = run_file.state.network_name
        reason = Text(
            "its network {0} does not fit the pictures of {1}", network, printable(data.name)
        )
        raise FileError(path, reason)
    return path, run_file, data
