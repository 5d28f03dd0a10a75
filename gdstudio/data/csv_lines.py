"""Lines of a CSV, how they are laid out, and the numbers in them."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import FileError, printable
from gdstudio.texts import Text

_LONGEST_LINE: Final = 1 << 18  # bytes: 4,096 pixels of as many digits as float64 has
_DELIMITERS: Final = ("\t", ";", ",")  # a comma beside another may be that of a decimal
_LABEL_NAMES: Final = frozenset({"label", "labels", "class", "target", "digit", "letter", "y"})
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16
_BOM: Final = b"\xef\xbb\xbf"
_SIZE: Final = re.compile(r"\D*(\d{1,3})x(\d{1,3})")  # "28x28", as some name their last pixel
_ZERO: Final = 48  # "0" in ASCII
_DIGITS: Final = 3  # of a whole number from 0 to 255, at most


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a CSV are laid out.

    Attributes:
        delimiter: Between two cells.
        n_cells: In every line.
        has_header: Whether the first line names the columns.
        label_at: 0 or -1; None while it is not known.
        size: Rows and columns that the header tells; None if it does not.
    """

    delimiter: str
    n_cells: int
    has_header: bool
    label_at: int | None
    size: tuple[int, int] | None


def lines_of(path: Path, file: BinaryIO) -> Iterator[tuple[int, str]]:
    """Yield number and text of the lines that hold anything; raises FileError of no text."""
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if number == 1:
            if line.startswith(_MARKS):
                raise FileError(path, Text("is UTF-16; save it as UTF-8"))
            line = line.removeprefix(_BOM)
        if b"\r" in line.rstrip(b"\r\n"):
            reason = Text("line {0} holds a carriage return", number)
            how = Text("save it with line ends of Unix or Windows, not of old Macs")
            raise FileError(path, Text("{0}; {1}", reason, how))
        if len(line) == _LONGEST_LINE:
            reason = Text("line {0} is longer than {1:,} bytes", number, _LONGEST_LINE - 1)
            raise FileError(path, reason)
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            raise FileError(path, Text("line {0} is no UTF-8", number)) from error
        if "\0" in text:
            raise FileError(path, Text("line {0} is no text", number))
        if text.strip():
            yield number, text.rstrip("\r\n")


def cells_of(path: Path, number: int, line: str, delimiter: str) -> list[str]:
    """Return the cells of a line without their quotes; raises FileError of quotes that are odd."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error as error:
        reason = Text("line {0} has a quote that does not end", number)
        if line.count('"') % 2 == 0:
            reason = Text('line {0} has text behind a closing quote; write a quote as ""', number)
        raise FileError(path, reason) from error
    return [cell.strip() for cell in cells]


def layout_of(path: Path, number: int, line: str) -> Layout:
    """Return how a CSV is laid out, by its first line; raises FileError if it is none."""
    delimiter = next((mark for mark in _DELIMITERS if mark in line), None)
    if delimiter is None:
        accepted = Text("a label and pixels between commas, semicolons or tabs are expected")
        raise FileError(path, Text("line {0} has one cell; {1}", number, accepted))
    cells = cells_of(path, number, line, delimiter)
    has_header = not all(_is_number(cell) for cell in cells[1:-1])
    if not has_header:
        return Layout(delimiter, len(cells), False, None, None)
    named = [k for k, cell in enumerate(cells) if cell.casefold() in _LABEL_NAMES]
    inner = [k for k in named if 0 < k < len(cells) - 1]
    if inner and len(inner) == len(named):
        place = Text("{0} is column {1}", cells[inner[0]], inner[0] + 1)
        raise FileError(path, Text("{0}; the label must be the first or last", place))
    outer = [k for k in named if k not in inner]
    label_at = None if not outer else 0 if outer[0] == 0 else -1
    pixels = cells[1:] if label_at == 0 else cells[:-1]
    sizes = [_SIZE.fullmatch(cell) for cell in (pixels[0], pixels[-1])]
    size = None
    if sizes[0] is not None and sizes[1] is not None:
        begin = int(sizes[0][1]) if int(sizes[0][1]) < 2 else 0  # counted from 0 or from 1
        size = int(sizes[1][1]) + 1 - begin, int(sizes[1][2]) + 1 - begin
    return Layout(delimiter, len(cells), True, label_at, size)


def label_place(rows: list[list[str]]) -> int:
    """Return where the label stands in lines without a header: 0 for first, -1 for last.

    Text is a label. Of two columns of whole numbers the labels are those that are shared out more
    evenly: the other is a corner of pictures, which is nearly always 0.
    """
    shares = []
    for at in (0, -1):
        column = [row[at] for row in rows]
        if not all(map(_is_number, column)):
            return at
        most = max(column.count(value) for value in set(column))
        is_whole = all(float(value).is_integer() for value in column)
        shares.append(most / len(column) if is_whole else 2.0)
    return 0 if shares[0] <= shares[1] else -1


def split_label(path: Path, number: int, line: str, layout: Layout) -> tuple[str, str]:
    """Return the label of a line, without quotes, and the pixels as they stand there."""
    mark = layout.delimiter
    if '"' in line:
        cells = cells_of(path, number, line, mark)
        label = cells.pop(layout.label_at or 0)
        return label, mark.join(cells)
    if layout.label_at == 0:
        label, _, pixels = line.partition(mark)
    else:
        pixels, _, label = line.rpartition(mark)
    return label.strip(), pixels


def numbers_of(path: Path, numbers: list[int], texts: list[str], layout: Layout) -> NDArray[Any]:
    """Return the pixels of lines, shape (lines, pixels), uint8 or float32.

    Raises FileError naming the line and cell of what is no number, and a line of another length.
    """
    n_pixels = layout.n_cells - 1
    plain = _whole_numbers(texts, layout.delimiter, n_pixels)
    if plain is not None:
        return plain
    for number, text in zip(numbers, texts, strict=True):
        if text.count(layout.delimiter) != n_pixels - 1:
            found = text.count(layout.delimiter) + 2
            reason = Text(
                "line {0} has {1} values, the first line {2}", number, found, layout.n_cells
            )
            raise FileError(path, reason)
    try:
        return np.loadtxt(
            texts, np.float32, delimiter=layout.delimiter, comments=None, ndmin=2, encoding=None
        )
    except ValueError as error:
        raise _no_number(path, numbers, texts, layout) from error


def _whole_numbers(texts: list[str], delimiter: str, n_pixels: int) -> NDArray[np.uint8] | None:
    """Return whole numbers from 0 to 255; None where anything else stands between delimiters."""
    try:
        marks = np.frombuffer(delimiter.join(texts).encode("ascii") + b",", np.uint8)
    except UnicodeEncodeError:
        return None
    ends = np.flatnonzero(marks - _ZERO > 9)  # what is below "0" is far above 9: unsigned
    lengths = np.diff(ends, prepend=-1) - 1
    if len(ends) != len(texts) * n_pixels or lengths.min() < 1 or lengths.max() > _DIGITS:
        return None
    if (marks[ends[:-1]] != ord(delimiter)).any():
        return None
    if any(text.count(delimiter) != n_pixels - 1 for text in texts):
        return None
    values = marks[ends - 1].astype(np.int16) - _ZERO
    for k in range(1, _DIGITS):
        longer = np.flatnonzero(lengths > k)
        digits = marks[ends[longer] - 1 - k].astype(np.int16) - _ZERO
        values[longer] += digits * np.int16(10**k)
    if values.max() > np.iinfo(np.uint8).max:
        return None
    return values.astype(np.uint8).reshape(len(texts), n_pixels)


def _no_number(path: Path, numbers: list[int], texts: list[str], layout: Layout) -> FileError:
    """Return what is wrong with the first cell that is no number."""
    for number, text in zip(numbers, texts, strict=True):
        for k, cell in enumerate(text.split(layout.delimiter)):
            if not _is_number(cell):
                column = k + (2 if layout.label_at == 0 else 1)
                shown = printable(cell, 40)
                place = Text("line {0}, column {1} holds {2!r}", number, column, shown)
                return FileError(path, Text("{0}; pixels are numbers such as 0.5 or 127", place))
    return FileError(path, Text("holds something that is no number"))


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell


def square_side(n_pixels: int) -> int | None:
    """Return the side of a square picture of so many pixels; None if there is none."""
    side = math.isqrt(n_pixels)
    return side if side * side == n_pixels else None
