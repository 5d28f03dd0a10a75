"""Data sets in CSV: a picture a line, its label first or last, as Kaggle has them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from gdstudio.data.csv_lines import (
    Layout,
    cells_of,
    label_place,
    layout_of,
    lines_of,
    numbers_of,
    split_label,
    square_side,
)
from gdstudio.data.labelled import MOST_CLASSES, Labelled
from gdstudio.data.levels import Levels
from gdstudio.data.opened import Steps
from gdstudio.data.sizes import check_amount, check_size
from gdstudio.errors import FileError, printable
from gdstudio.reading import opened
from gdstudio.texts import Text

SUFFIXES: Final = (".csv", ".tsv", ".txt")
MOST_BYTES: Final = 1 << 32
_LINES_AT_ONCE: Final = 128
_LOOKED_AT: Final = 256  # lines, to tell where the label stands


class _Labels:
    """The labels of lines as numbers, and what they stand for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.codes: list[int] = []
        self.places: dict[str, int] = {}

    def take(self, number: int, label: str) -> None:
        name = self._named(number, label)
        if name not in self.places and len(self.places) == MOST_CLASSES:
            shown = printable(name, 40)
            reason = Text(
                "line {0} has the label {1!r}; more than {2} classes", number, shown, MOST_CLASSES
            )
            raise FileError(self._path, reason)
        self.codes.append(self.places.setdefault(name, len(self.places)))

    def _named(self, number: int, label: str) -> str:
        """Return a label as its class is called: a whole number as such, whatever its form."""
        if label.isdecimal() and label.isascii():
            return str(int(label))
        try:
            value = float(label)
        except ValueError:
            if label:
                return label
            raise FileError(self._path, Text("line {0} has no label", number)) from None
        if not value.is_integer():
            accepted = Text("labels are whole numbers or names")
            raise FileError(
                self._path, Text("line {0} has the label {1}; {2}", number, label, accepted)
            )
        return str(int(value))


def read_csv(path: Path) -> Steps[tuple[Labelled, list[str]]]:
    """Read the pictures of a CSV, and what was odd; the share done on the way.

    Cells are separated by commas, semicolons or tabs, plain or quoted. Pixels run row after row,
    from 0 to 255 or from 0 to 1; pictures are square unless a header names the last pixel "28x20".

    Raises:
        FileError: It cannot be read, is not such a file, or is larger than is read.
    """
    with opened(path, MOST_BYTES) as (file, n_bytes):
        lines = lines_of(path, file)
        head = list(itertools.islice(lines, _LOOKED_AT))
        layout = _whole_layout(path, head)
        rows, columns = _size(path, layout)
        kept = itertools.chain(head[1 if layout.has_header else 0 :], lines)
        levels, labels, n_lines = Levels(path), _Labels(path), 0
        for piece in _pieces(kept):
            numbers, texts = [], []
            for number, line in piece:
                label, pixels = split_label(path, number, line, layout)
                labels.take(number, label)
                numbers.append(number)
                texts.append(pixels)
            n_lines += len(texts)
            check_amount(path, n_lines, n_lines * rows * columns)
            values = numbers_of(path, numbers, texts, layout)
            levels.take(values, Text("one of lines {0} to {1}", numbers[0], numbers[-1]))
            yield min(file.tell() / max(n_bytes, 1), 1.0)
        if not n_lines:
            raise FileError(path, Text("holds no pictures"))
        images = levels.all().reshape(-1, rows, columns)
    where = Text("labels were read from the {0} column", _place_word(layout))
    return Labelled(images, np.array(labels.codes), tuple(labels.places)), [where, *levels.notes]


def has_labels(path: Path, n_cells: int) -> bool:
    """Tell whether the lines of a CSV have as many cells as those with labels that it goes with."""
    with opened(path, MOST_BYTES) as (file, _):
        first = next(lines_of(path, file), None)
        return first is not None and layout_of(path, *first).n_cells == n_cells


def _place_word(layout: Layout) -> str:
    return Text("first") if layout.label_at == 0 else Text("last")


def _whole_layout(path: Path, head: list[tuple[int, str]]) -> Layout:
    if not head:
        raise FileError(path, Text("is empty"))
    layout = layout_of(path, *head[0])
    if layout.label_at is not None:
        return layout
    rows = [cells_of(path, *line, layout.delimiter) for line in head[layout.has_header :]]
    rows = [row for row in rows if len(row) == layout.n_cells]
    return replace(layout, label_at=label_place(rows) if rows else 0)


def _size(path: Path, layout: Layout) -> tuple[int, int]:
    """Return rows and columns of the pictures; raises FileError of others than are read."""
    n_pixels = layout.n_cells - 1
    side = square_side(n_pixels)
    if layout.size is not None and layout.size[0] * layout.size[1] == n_pixels:
        size = layout.size
    elif side is not None:
        size = side, side
    else:
        reason = Text("has {0} pixels a line, which is no square", n_pixels)
        accepted = Text("a label and a square number of pixels are expected")
        raise FileError(path, Text("{0}; {1}", reason, accepted))
    check_size(path, *size)
    return size


def _pieces(lines: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    while piece := list(itertools.islice(lines, _LINES_AT_ONCE)):
        yield piece
