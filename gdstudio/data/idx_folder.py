"""Folders of files in the manner of MNIST: Fashion-MNIST, KMNIST, QMNIST, EMNIST's splits."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.class_names import names_of_set
from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.find_files import PARTS, PLAIN, QMNIST, FoundFiles, find_files
from gdstudio.data.idx import read_extended_labels, read_images, read_labels
from gdstudio.data.labelled import Labelled, assembled
from gdstudio.data.opened import Opened
from gdstudio.data.transposed import TURNED, lies_transposed, turned_upright
from gdstudio.errors import FileError
from gdstudio.texts import Text

_LETTERS: Final = "emnist-letters"
_Part = tuple[NDArray[np.uint8], NDArray[np.uint8]]


def read_folder(folder: Path, set_name: str | None = None) -> Opened:
    """Read the one data set of a folder: MNIST, Fashion-MNIST, KMNIST, QMNIST, a split of EMNIST.

    The files keep their published names, e.g. `train-images-idx3-ubyte` and `t10k-...`, or
    `emnist-letters-train-images-idx3-ubyte` and `...-test-...`, plain or with `.gz`, and may lie
    where `find_files` looks below the folder. EMNIST's pictures lie transposed in its files (Cohen
    et al., 2017) and are turned upright, also under MNIST's names; the labels 1 to 26 of its
    letters become 0 to 25. Files under MNIST's names may have other labels than 0 to 9. With
    `set_name`, such as "emnist-letters", the folder may hold other sets as well. Raises FileError
    if files are missing, damaged, or do not belong together.
    """
    files = find_files(folder, set_name)
    parts = [_read_part(files, part) for part in PARTS]
    sizes = [images.shape[1:] for images, _ in parts]
    if sizes[0] != sizes[1]:
        (rows, columns), (test_rows, test_columns) = sizes
        reason = Text(
            "training pictures are {0} x {1} pixels, test pictures {2} x {3}; they must be alike",
            rows,
            columns,
            test_rows,
            test_columns,
        )
        raise FileError(folder, reason)
    names = names_of_set(files.set_name)
    if files.set_name == PLAIN and max(int(labels.max()) for _, labels in parts) >= len(names):
        return _with_labels_as_they_are(folder, parts)
    notes: tuple[str, ...] = ()
    if files.set_name.startswith("emnist"):
        notes = (TURNED,)
    elif lies_transposed(Labelled(parts[0][0], parts[0][1].astype(np.intp), names)):
        parts, notes = [(turned_upright(images), labels) for images, labels in parts], (TURNED,)
    train, test = (
        Digits(
            images.reshape(len(labels), -1),
            labels,
            n_classes=len(names),
            rows=images.shape[1],
            columns=images.shape[2],
            class_names=names,
        )
        for images, labels in parts
    )
    name = str(folder if set_name is None else folder / set_name)
    return Opened(DataSet(name, train, test, files.title), notes)


def _with_labels_as_they_are(folder: Path, parts: list[_Part]) -> Opened:
    """Return a set whose classes are called by its labels, whatever these are."""
    found = []
    for images, labels in parts:
        distinct, codes = np.unique(labels, return_inverse=True)
        found.append(Labelled(images, codes, tuple(map(str, distinct.tolist()))))
    highest = max(int(labels.max()) for _, labels in parts)
    note = Text("labels run up to {0}, not from 0 to 9", highest)
    return assembled(folder, found[0], found[1], [note], PLAIN)


def _read_part(files: FoundFiles, part: str) -> _Part:
    """Return pictures, upright, and labels, from 0, of one half of a set."""
    set_name = files.set_name
    images_path, labels_path = files.paths[part, "images"], files.paths[part, "labels"]
    labels = (read_extended_labels if set_name == QMNIST else read_labels)(labels_path)
    lowest = 1 if set_name == _LETTERS else 0
    highest = lowest + len(names_of_set(set_name)) - 1
    for found in (int(labels.min()), int(labels.max())):
        if not lowest <= found <= highest and set_name != PLAIN:
            reason = Text(
                "holds the label {0}; labels run from {1} to {2} here", found, lowest, highest
            )
            raise FileError(labels_path, reason)
    images = read_images(images_path)
    if len(images) != len(labels):
        reason = Text(
            "holds {0:,} labels, but {1} {2:,} pictures", len(labels), images_path.name, len(images)
        )
        raise FileError(labels_path, reason)
    if set_name.startswith("emnist"):
        images = turned_upright(images)
    return images, labels - np.uint8(lowest) if lowest else labels
