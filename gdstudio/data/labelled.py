"""Pictures with the names of their classes, as a reader finds them, made into a data set."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.class_names import MAX_LENGTH
from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.opened import Opened
from gdstudio.data.split import split_off_test
from gdstudio.errors import FileError, printable
from gdstudio.texts import Text

LEAST_CLASSES: Final = 2
MOST_CLASSES: Final = 64
_MOST_NAMED: Final = 3  # classes in one note


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Pictures of one size with their classes.

    Attributes:
        images: Shape (n, rows, columns), uint8, 0 is background.
        codes: Shape (n,), whole numbers: which of `names` each is.
        names: What the classes are called, in any order; some may have no picture.
    """

    images: NDArray[np.uint8]
    codes: NDArray[np.intp]
    names: tuple[str, ...]


def in_order(names: Iterable[str]) -> list[str]:
    """Return names in the order in which people expect them: numbers by value, then texts."""
    return sorted(names, key=_place)


def _place(name: str) -> tuple[bool, list[tuple[bool, int, str]]]:
    parts = re.split(r"([0-9]+)", name)
    split = [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]
    return not re.fullmatch("[0-9]+", name), split


def check_names(
    path: Path | str, names: Iterable[str], least: int = LEAST_CLASSES
) -> tuple[str, ...]:
    """Return names of classes in order; raise FileError unless they can be told apart and shown.

    There must be `least` of them, and at most 64.
    """
    seen: dict[str, str] = {}
    for name in names:
        if not name or len(name) > MAX_LENGTH or not name.isprintable():
            accepted = Text("1 to {0} printable characters", MAX_LENGTH)
            shown = printable(name, MAX_LENGTH)
            raise FileError(path, Text("a class is called {0!r}; give {1}", shown, accepted))
        other = seen.setdefault(unicodedata.normalize("NFC", name), name)
        if other != name:
            raise FileError(path, Text("two classes are called {0!r}, spelled in two ways", name))
    ordered = in_order(seen.values())
    if not least <= len(ordered) <= MOST_CLASSES:
        few = ", ".join(printable(name, MAX_LENGTH) for name in ordered[:_MOST_NAMED])
        shown = few + (", ..." if len(ordered) > _MOST_NAMED else "")
        reason = Text("has {0} classes", len(ordered))
        if len(ordered) == 1:
            reason = Text("has one class")
        accepted = Text("{0} to {1} are accepted", LEAST_CLASSES, MOST_CLASSES)
        raise FileError(path, Text("{0} ({1}); {2}", reason, shown, accepted))
    return tuple(ordered)


def assembled(
    path: Path,
    train: Labelled,
    test: Labelled | None,
    notes: Sequence[str] = (),
    title: str = "",
    *,
    is_part: bool = False,
) -> Opened:
    """Return the data set of what a reader found; without test pictures some are set aside.

    Part of a larger set, or asked about as a whole, it may be of one class and without test
    pictures. Raises FileError: sizes differ, there are not 2 to 64 classes, or their names clash.
    """
    found = [train] if test is None else [train, test]
    if test is not None and test.images.shape[1:] != train.images.shape[1:]:
        sizes = *train.images.shape[1:], *test.images.shape[1:]
        text = Text(
            "training pictures are {0} x {1} pixels, test pictures {2} x {3}; they must be alike",
            *sizes,
        )
        raise FileError(path, text)
    every_name = {name: None for part in found for name in part.names}
    names = check_names(path, every_name, 1 if is_part else LEAST_CLASSES)
    parts = [_digits(part, names) for part in found]
    told = [*notes, *_of_empty(names, parts)]
    if test is None:
        learned, asked, note = split_off_test(parts[0])
        told.append(note)
    else:
        learned, asked = parts
    if not is_part and not (len(learned) and len(asked)):
        raise FileError(path, Text("holds no pictures to learn from, or none to test with"))
    data = DataSet(str(path), learned, asked, title or printable(path.name, 40))
    return Opened(data, tuple(told))


def _digits(part: Labelled, names: tuple[str, ...]) -> Digits:
    place = np.array([names.index(name) for name in part.names], np.uint8)
    n, rows, columns = part.images.shape
    return Digits(
        np.ascontiguousarray(part.images).reshape(n, rows * columns),
        place[part.codes].astype(np.uint8),
        n_classes=len(names),
        rows=rows,
        columns=columns,
        class_names=names,
    )


def _of_empty(names: tuple[str, ...], parts: Sequence[Digits]) -> list[str]:
    """Return what is to be said of classes without pictures to learn from."""
    counts = Counter(parts[0].labels.tolist())
    empty = [name for index, name in enumerate(names) if not counts[index]]
    if not empty:
        return []
    shown = ", ".join(empty[:_MOST_NAMED]) + (", ..." if len(empty) > _MOST_NAMED else "")
    if len(empty) == 1:
        return [Text("the class {0} has no pictures to learn from", shown)]
    return [Text("{0} classes have no pictures to learn from: {1}", len(empty), shown)]
