"""Several data sets as one: their pictures one after the other, their classes by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.labelled import check_names
from gdstudio.data.opened import Opened
from gdstudio.errors import FileError
from gdstudio.texts import Text

PLUS: Final = " + "


def mixed(parts: Sequence[Opened]) -> Opened:
    """Return the pictures of several sets of one size as one set, named "A + B".

    Raises FileError: their sizes differ, or together they have more classes than are read.
    """
    first = parts[0].data
    name = PLUS.join(part.data.name for part in parts)
    for part in parts[1:]:
        sizes = [(one.train.rows, one.train.columns) for one in (first, part.data)]
        if sizes[0] != sizes[1]:
            text = Text(
                "has pictures of {0} x {1} pixels, {2} of {3} x {4}; they must be alike",
                *sizes[1],
                first.title,
                *sizes[0],
            )
            raise FileError(part.data.name, text)
    labels = {label: None for part in parts for label in part.data.train.names}
    names = check_names(Path(name), labels)
    train = _joined([part.data.train for part in parts], names)
    test = _joined([part.data.test for part in parts], names)
    title = PLUS.join(part.data.title for part in parts)
    notes = tuple(Text("{0}: {1}", part.data.title, note) for part in parts for note in part.notes)
    return Opened(DataSet(name, train, test, title), notes)


def under_names(data: DataSet, names: tuple[str, ...]) -> DataSet:
    """Return a set of some of these classes with all of them; any other set as it is."""
    if data.train.names == names or not set(data.train.names) <= set(names):
        return data
    train, test = (_joined([part], names) for part in (data.train, data.test))
    return replace(data, train=train, test=test)


def whole(data: DataSet) -> Digits:
    """Return all pictures of a set, those to learn from first."""
    return _joined([data.train, data.test], data.train.names)


def _joined(parts: Sequence[Digits], names: tuple[str, ...]) -> Digits:
    labels = [
        np.array([names.index(name) for name in part.names], np.uint8)[part.labels]
        for part in parts
    ]
    first = parts[0]
    return Digits(
        np.concatenate([part.images for part in parts]),
        np.concatenate(labels),
        len(names),
        first.rows,
        first.columns,
        class_names=names,
    )
