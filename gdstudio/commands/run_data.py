"""The digits that a saved run is asked: those of the program, or a folder the user has named."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdstudio.data.digits import DataSet
    from gdstudio.files.run_file import RunFile


def data_of_run(path: Path, run_file: RunFile, folder: str | None) -> DataSet:
    """Return the digits in `folder`, or those that a run was made with.

    A run file may come from anybody, and the folder it names may lie on somebody's server, which
    hears of whoever looks for it: it is not looked for unless the user has named it.

    Args:
        path: Where the run was read from.
        run_file: The run.
        folder: What the user has named; None for nothing.

    Raises:
        FileError: The run names a folder and the user none, or the folder cannot be read.
    """
    from gdstudio.data.mnist import load_data_set
    from gdstudio.errors import FileError, printable

    if folder is None and run_file.data_name != "mnist":
        name = printable(run_file.data_name)
        reason = f"was made with the data in {name}, which is not read unasked"
        raise FileError(path, f"{reason}; give --data {shlex.quote(name)} if you trust it")
    return load_data_set(run_file.data_name if folder is None else folder)
