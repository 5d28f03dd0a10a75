"""Named pieces of bytes in one file: a zip without compression, which cannot be a bomb."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError
from gdstudio.files.atomic import write_file
from gdstudio.files.reading import read_whole
from gdstudio.texts import Text

MAX_BYTES: Final = 1 << 30  # a run of the largest network that trains on an ordinary machine
MAX_MEMBERS: Final = 64
_END_BYTES: Final = 22  # of the record that closes a zip without a comment
_MOST_LISTED: Final = MAX_MEMBERS * 256  # bytes of the list of members, of some 70 each
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # zip's own zero: equal content gives equal files
# What zipfile raises on damaged bytes, beside OSError.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OverflowError,
    LookupError,
    struct.error,
)


def write_archive(path: Path | str, members: Mapping[str, bytes]) -> None:
    """Write all members as one file, whole or not at all.

    Raises FileError if it cannot be written, or would be too large to be read again.
    """
    if sum(map(len, members.values())) > MAX_BYTES - (1 << 16):
        raise FileError(path, Text("would be larger than {0:,} MB", MAX_BYTES >> 20))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    write_file(path, buffer.getvalue())


def read_archive(path: Path | str, accepted: re.Pattern[str]) -> dict[str, bytes]:
    """Return all members, their check sums checked, and that each whole name matches `accepted`.

    Raises FileError if it is no such file, too large or damaged.
    """
    data = read_whole(path, MAX_BYTES)
    _check_end(path, data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check(path, members, accepted)
            return _contents(path, archive, members)
    except _DAMAGED as error:
        raise FileError(path, Text("is damaged or not a file of gdstudio")) from error


def _check_end(path: Path | str, data: bytes) -> None:
    """Look at the last record: zipfile would read the list of a million members at once."""
    end = data[-_END_BYTES:]
    zip64 = data[-_END_BYTES - 20 : -_END_BYTES - 16] == b"PK\6\7"
    if len(end) < _END_BYTES or end[:4] != b"PK\5\6" or end[-2:] != b"\0\0" or zip64:
        raise FileError(path, Text("is damaged or not a file of gdstudio"))
    n_members, listed = struct.unpack("<HI", end[10:16])
    if n_members > MAX_MEMBERS:
        raise FileError(path, Text("holds {0:,} members, more than {1}", n_members, MAX_MEMBERS))
    if listed > _MOST_LISTED:
        raise FileError(path, Text("is damaged: its list of members takes {0:,} bytes", listed))


def _check(path: Path | str, members: list[zipfile.ZipInfo], accepted: re.Pattern[str]) -> None:
    if len(members) > MAX_MEMBERS:
        raise FileError(path, Text("holds {0:,} members, more than {1}", len(members), MAX_MEMBERS))
    if len({member.filename for member in members}) < len(members):
        raise FileError(path, Text("holds two members of the same name"))
    for member in members:
        if not accepted.fullmatch(member.filename):
            raise FileError(
                path, Text("holds {0!r}, which does not belong there", member.filename[:60])
            )
        if member.flag_bits & 1:
            raise FileError(path, Text("{0} is encrypted", member.filename))
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise FileError(
                path, Text("{0} is compressed, which gdstudio never does", member.filename)
            )


def _contents(
    path: Path | str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> dict[str, bytes]:
    """Read the members; members that overlap could else be more than the file."""
    contents, left = {}, MAX_BYTES
    for member in members:
        with archive.open(member) as file:
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            raise FileError(path, Text("holds more than {0:,} MB", MAX_BYTES >> 20))
        if len(data) != member.file_size:
            raise FileError(path, Text("{0} is cut short", member.filename))
        contents[member.filename] = data
    return contents
