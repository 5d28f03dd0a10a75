"""Reading a file that may be anything: ordinary files alone, and never more than is accepted."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from gdstudio.errors import FileError, reason_of
from gdstudio.texts import Text

_END_BYTES: Final = 22  # of the record that closes a zip without a comment
ZIP_END_READ: Final = _END_BYTES + 20  # with what stands before it in a larger zip
_LISTED: Final = 256  # bytes of the list for each member, at most; some 70 are needed


@contextlib.contextmanager
def opened(path: Path | str, max_bytes: int) -> Iterator[tuple[BinaryIO, int]]:
    """Return a context with an ordinary file open to be read, and how many bytes it holds.

    Raises FileError: there is none, it cannot be read, also later, or is larger than `max_bytes`.
    """
    try:
        mode = Path(path).stat().st_mode
        if not stat.S_ISREG(mode):
            is_folder, other = Text("is a folder, not a file"), Text("is not an ordinary file")
            raise FileError(path, is_folder if stat.S_ISDIR(mode) else other)
        with Path(path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > max_bytes:
                raise FileError(path, Text("is larger than {0:,} MB", max_bytes >> 20))
            yield file, size
    except FileNotFoundError as error:
        raise FileError(path, Text("there is no such file")) from error
    except (OSError, ValueError) as error:
        raise FileError(path, Text("cannot be read: {0}", reason_of(error))) from error


def read_whole(path: Path | str, max_bytes: int) -> bytes:
    """Return the content of an ordinary file.

    Raises FileError: there is none, it cannot be read or is larger than `max_bytes`.
    """
    with opened(path, max_bytes) as (file, size):
        # Python clears as many bytes as it is asked for, however few the file holds.
        data = file.read(size + 1)
    if len(data) > max_bytes:
        raise FileError(path, Text("is larger than {0:,} MB", max_bytes >> 20))
    return data


def read_json(path: Path | str, max_bytes: int) -> dict[str, Any]:
    """Return the names and values of a JSON file; raise FileError of a damaged one or none."""
    try:
        content = json.loads(read_whole(path, max_bytes))
    except (ValueError, RecursionError) as error:
        raise FileError(path, Text("is damaged: it is no JSON")) from error
    if not isinstance(content, dict):
        raise FileError(path, Text("is damaged: it holds no names with values"))
    return content


def check_zip_end(path: Path | str, tail: bytes, most: int) -> None:
    """Look at the last record of a zip: zipfile would read the list of a million members at once.

    Args:
        path: The file, for a refusal.
        tail: Its last `ZIP_END_READ` bytes, or all of them.
        most: Members.

    Raises:
        zipfile.BadZipFile: There is no such record.
        FileError: It promises more members or a longer list.
    """
    end = tail[-_END_BYTES:]
    zip64 = tail[-ZIP_END_READ : -ZIP_END_READ + 4] == b"PK\6\7"
    if len(end) < _END_BYTES or end[:4] != b"PK\5\6" or end[-2:] != b"\0\0" or zip64:
        raise zipfile.BadZipFile
    n_members, listed = struct.unpack("<HI", end[10:16])
    if n_members > most:
        raise FileError(path, Text("holds {0:,} members, more than {1:,}", n_members, most))
    if listed > most * _LISTED:
        raise FileError(path, Text("is damaged: its list of members takes {0:,} bytes", listed))
