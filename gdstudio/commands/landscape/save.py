"""What `surface` and `interpolate` keep with --save: arrays, a table or a picture."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import InvalidValue
from gdstudio.files.atomic import check_writable, write_file
from gdstudio.files.elsewhere import Kept
from gdstudio.files.tables import csv_bytes

_ENDINGS: Final = (".npz", ".csv", ".png")


def check_save(path: Path | None) -> None:
    """Say so before the work begins if a file cannot be written.

    Raises:
        InvalidValue: Its ending is unknown.
        FileError: It cannot be written.
    """
    if path is None:
        return
    if path.suffix.lower() not in _ENDINGS:
        raise InvalidValue("save", str(path), f"a file that ends in {', '.join(_ENDINGS)}")
    check_writable(path)


@contextlib.contextmanager
def shown_before(kept: Kept, *, as_json: bool) -> Iterator[None]:
    """Return a context in which a result is shown; at its end it is said where it is.

    Raises:
        FileError: It is not where it was asked for.
    """
    with kept.told_after():
        yield
        if kept.problem is None and kept.place is not None and not as_json:
            print(f"saved in {kept.place}")


def save_as(
    path: Path,
    arrays: Mapping[str, NDArray[Any]],
    columns: Mapping[str, NDArray[Any]],
    picture: Callable[[], bytes],
) -> None:
    """Write what the ending of the file asks for.

    Args:
        path: Where to.
        arrays: For .npz.
        columns: For .csv, all of one length; numbers keep all their digits.
        picture: Makes a .png.

    Raises:
        FileError: It cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".npz":
        file = io.BytesIO()
        np.savez(file, allow_pickle=False, **arrays)
        data = file.getvalue()
    elif ending == ".csv":
        rows = zip(*(column.tolist() for column in columns.values()), strict=True)
        data = csv_bytes(columns, rows, "\n")
    else:
        data = picture()
    write_file(path, data)
