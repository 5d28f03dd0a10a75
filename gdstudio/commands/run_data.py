"""The data that commands learn from and ask: the program's own, or what the user has named."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdstudio.data.digits import DataSet
    from gdstudio.files.run_file import RunFile


def data_of_run(
    path: Path, run_file: RunFile, folder: str | None, *, is_part: bool = False
) -> DataSet:
    """Return the digits in `folder`, or those that a run was made with.

    Data of some of the run's classes, as drawn digits are, are labelled as the run's own.

    A run file may come from anybody, and the folder it names may lie on somebody's server, which
    hears of whoever looks for it: it is not looked for unless the user has named it.

    Args:
        path: Where the run was read from.
        run_file: The run.
        folder: What the user has named; None for nothing.
        is_part: Whether one class will do, and no test pictures.

    Raises:
        FileError: The run names a folder and the user none, or the folder cannot be read.
    """
    from gdstudio.data.mixed import under_names
    from gdstudio.data.opening import load_data_set
    from gdstudio.errors import FileError, printable

    if folder is None and run_file.data_name != "mnist":
        name = printable(run_file.data_name)
        reason = f"was made with the data in {name}, which is not read unasked"
        raise FileError(path, f"{reason}; give --data {shlex.quote(name)} if you trust it")
    if folder is None:
        return load_data_set(run_file.data_name)
    return under_names(named_data(folder, is_part=is_part), run_file.state.names)


def named_data(name: str, *, says_what: bool = False, is_part: bool = False) -> DataSet:
    """Return the data set that the user has named; what was odd about it goes to standard error.

    Args:
        name: "mnist", a file or a folder.
        says_what: Whether it is also said what was found.
        is_part: Whether one class will do, and no test pictures.

    Raises:
        InvalidValue: Nothing is named.
        FileError: There is no such thing, or it cannot be read.
    """
    from gdstudio.data.opening import open_data

    opened = open_data(name, is_part=is_part)
    if says_what:
        print(opened.data.found(), file=sys.stderr)
    for note in opened.notes:
        print(f"gdstudio: data: {note}", file=sys.stderr)
    return opened.data
