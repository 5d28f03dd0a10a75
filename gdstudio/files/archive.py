"""Named pieces of bytes in one file: a zip without compression, which cannot be a bomb.

Small ones are held in memory; a whole folder goes into a file, and out of it, piece by piece.
"""

from __future__ import annotations

import io
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

from gdstudio.errors import FileError, reason_of
from gdstudio.files.atomic import write_file, write_with
from gdstudio.reading import ZIP_END_READ, check_zip_end, opened, read_whole
from gdstudio.texts import Text

MAX_BYTES: Final = 1 << 30  # a run of the largest network that trains on an ordinary machine
MAX_MEMBERS: Final = 64
MAX_FOREIGN_BYTES: Final = 1 << 28  # parameters of the largest network in float64, and more
MAX_FOREIGN_MEMBERS: Final = 256
_UNPACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MAX_FOLDER_BYTES: Final = 0xFFFF0000  # a zip without the extensions for larger ones
MAX_FOLDER_MEMBERS: Final = 4096
_CHUNK: Final = 1 << 20
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
    zlib.error,
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
    try:
        check_zip_end(path, data[-ZIP_END_READ:], MAX_MEMBERS)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check(path, members, accepted, MAX_MEMBERS)
            return _contents(path, archive, members, MAX_BYTES)
    except _DAMAGED as error:
        raise FileError(path, Text("is damaged or not a file of gdstudio")) from error


def read_foreign_archive(path: Path | str, accepted: re.Pattern[str]) -> dict[str, bytes]:
    """Return all members of a zip of another program, which may be compressed, as `read_archive`.

    What the members say of their sizes is looked at before anything is unpacked, and no more than
    that is unpacked. Raises FileError if it is no zip, too large, packed or unpacked, or damaged.
    """
    data = read_whole(path, MAX_FOREIGN_BYTES)
    try:
        check_zip_end(path, data[-ZIP_END_READ:], MAX_FOREIGN_MEMBERS)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_names(path, members, accepted, MAX_FOREIGN_MEMBERS)
            if any(member.compress_type not in _UNPACKED for member in members):
                raise FileError(path, Text("is compressed in a way that is not read"))
            if sum(member.file_size for member in members) > MAX_FOREIGN_BYTES:
                raise FileError(path, Text("holds more than {0:,} MB", MAX_FOREIGN_BYTES >> 20))
            return _contents(path, archive, members, MAX_FOREIGN_BYTES)
    except _DAMAGED as error:
        raise FileError(path, Text("is damaged or not a zip archive")) from error


def pack_folder(path: Path | str, folder: Path) -> None:
    """Write every file of a folder and those below it as one file, whole or not at all.

    Raises FileError if it cannot be written, or would be too large to be read again.
    """
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    size = sum(file.stat().st_size for file in files)
    if size > MAX_FOLDER_BYTES - (1 << 20) or len(files) > MAX_FOLDER_MEMBERS:
        raise FileError(path, Text("would be larger than {0:,} MB", MAX_FOLDER_BYTES >> 20))

    def write(packed: BinaryIO) -> None:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
            for file in files:
                member = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _EPOCH)
                member.file_size = file.stat().st_size
                with file.open("rb") as source, archive.open(member, "w") as target:
                    shutil.copyfileobj(source, target, _CHUNK)

    write_with(path, write)


def unpack_folder(path: Path | str, accepted: re.Pattern[str], folder: Path) -> None:
    """Write all members into a folder that is there and empty, as `read_archive` would read them.

    Of what is refused something may have been written: the caller takes the folder away. Raises
    FileError: it is no such file, too large or damaged, or the folder cannot hold it.
    """
    with opened(path, MAX_FOLDER_BYTES) as (file, size):
        file.seek(max(size - ZIP_END_READ, 0))
        try:
            check_zip_end(path, file.read(ZIP_END_READ), MAX_FOLDER_MEMBERS)
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
                _check(path, members, accepted, MAX_FOLDER_MEMBERS)
                if sum(member.file_size for member in members) > size:
                    raise FileError(path, Text("is damaged: its members overlap"))
                for member in members:
                    _unpack(path, archive, member, folder / member.filename)
        except _DAMAGED as error:
            raise FileError(path, Text("is damaged or not a file of gdstudio")) from error


def _unpack(
    path: Path | str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path
) -> None:
    """Write a member, its check sum checked."""
    left = member.file_size
    with archive.open(member) as source:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as written:
                while data := source.read(_CHUNK):
                    written.write(data)
                    left -= len(data)
        except OSError as error:
            raise FileError(path, Text("cannot be unpacked: {0}", reason_of(error))) from error
    if left:
        raise FileError(path, Text("{0} is cut short", member.filename))


def _check(
    path: Path | str, members: list[zipfile.ZipInfo], accepted: re.Pattern[str], most: int
) -> None:
    _check_names(path, members, accepted, most)
    for member in members:
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise FileError(
                path, Text("{0} is compressed, which gdstudio never does", member.filename)
            )


def _check_names(
    path: Path | str, members: list[zipfile.ZipInfo], accepted: re.Pattern[str], most: int
) -> None:
    if len(members) > most:
        raise FileError(path, Text("holds {0:,} members, more than {1:,}", len(members), most))
    if len({member.filename for member in members}) < len(members):
        raise FileError(path, Text("holds two members of the same name"))
    for member in members:
        if not accepted.fullmatch(member.filename):
            raise FileError(
                path, Text("holds {0!r}, which does not belong there", member.filename[:60])
            )
        if member.flag_bits & 1:
            raise FileError(path, Text("{0} is encrypted", member.filename))


def _contents(
    path: Path | str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], most: int
) -> dict[str, bytes]:
    """Read the members; members that overlap could else be more than the file."""
    contents, left = {}, most
    for member in members:
        with archive.open(member) as file:
            data = file.read(min(member.file_size, left) + 1)
        left -= len(data)
        if left < 0:
            raise FileError(path, Text("holds more than {0:,} MB", most >> 20))
        if len(data) != member.file_size:
            raise FileError(path, Text("{0} is cut short", member.filename))
        contents[member.filename] = data
    return contents
