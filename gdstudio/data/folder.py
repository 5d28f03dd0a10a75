"""Data sets of one's own: a folder with four files in the manner of MNIST."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.idx import read_images, read_labels
from gdstudio.errors import FileError

_FILE: Final = re.compile(
    r"(?:(?:(?P<split>emnist-[a-z]+)-)(?P<emnist>train|test)|(?P<plain>train|t10k))"
    r"-(?P<content>images[-.]idx3|labels[-.]idx1)-ubyte(?:\.gz)?"
)
_PLAIN: Final = "MNIST-like files"
_TEN_CLASSES: Final = (_PLAIN, "emnist-digits", "emnist-mnist")
_LETTERS: Final = "emnist-letters"
_MAX_CLASSES: Final = 62  # EMNIST by class: digits, capitals and small letters
_PARTS: Final = ("train", "test")

_Files = dict[tuple[str, str], Path]


def read_folder(folder: Path) -> DataSet:
    """Read the one data set of a folder: MNIST, Fashion-MNIST, KMNIST, or one split of EMNIST.

    The files keep their published names, e.g. `train-images-idx3-ubyte` and `t10k-...`, or
    `emnist-letters-train-images-idx3-ubyte` and `...-test-...`, plain or with `.gz`. EMNIST's
    pictures lie transposed in its files (Cohen et al., 2017) and are turned upright; the labels
    1 to 26 of its letters become 0 to 25.

    Raises:
        FileError: Files are missing, damaged, or do not belong together.
    """
    set_name, files = _find_files(folder)
    parts = [_read_part(set_name, files, part) for part in _PARTS]
    sizes = [images.shape[1:] for images, _ in parts]
    if sizes[0] != sizes[1]:
        (rows, columns), (test_rows, test_columns) = sizes
        reason = f"training pictures are {rows} x {columns} pixels, test pictures {test_rows} x "
        raise FileError(folder, f"{reason}{test_columns}; they must be alike")
    fewest = 26 if set_name == _LETTERS else 10
    n_classes = max(fewest, *(int(labels.max()) + 1 for _, labels in parts))
    train, test = (
        Digits(images.reshape(len(labels), -1), labels, n_classes, *images.shape[1:])
        for images, labels in parts
    )
    return DataSet(str(folder), train, test)


def _find_files(folder: Path) -> tuple[str, _Files]:
    """Return the name of the folder's one set and its files by (part, content)."""
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError) as error:
        raise FileError(folder, getattr(error, "strerror", None) or str(error)) from error
    sets: dict[str, _Files] = {}
    for name in names:  # sorted: where a file lies there plain and gzipped, the plain one is taken
        if match := _FILE.fullmatch(name):
            part = "train" if "train" in (match["emnist"], match["plain"]) else "test"
            files = sets.setdefault(match["split"] or _PLAIN, {})
            files.setdefault((part, match["content"][:6]), folder / name)
    if len(sets) > 1:
        listed = ", ".join(sorted(sets))
        raise FileError(folder, f"holds several data sets ({listed}); leave one in the folder")
    set_name, files = next(iter(sets.items()), (_PLAIN, {}))
    missing = [
        _published_name(set_name, part, content)
        for part in _PARTS
        for content in ("images", "labels")
        if (part, content) not in files
    ]
    if missing:
        raise FileError(folder, f"lacks {', '.join(missing)} (each may end in .gz)")
    return set_name, files


def _published_name(set_name: str, part: str, content: str) -> str:
    prefix = "" if set_name == _PLAIN else f"{set_name}-"
    shown = "t10k" if part == "test" and set_name == _PLAIN else part
    return f"{prefix}{shown}-{content}-idx{3 if content == 'images' else 1}-ubyte"


def _read_part(
    set_name: str, files: _Files, part: str
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return pictures, upright, and labels, from 0, of one half of a set."""
    images_path, labels_path = files[part, "images"], files[part, "labels"]
    labels = read_labels(labels_path)
    lowest = 1 if set_name == _LETTERS else 0
    highest = 9 if set_name in _TEN_CLASSES else 26 if set_name == _LETTERS else _MAX_CLASSES - 1
    for found in (int(labels.min()), int(labels.max())):
        if not lowest <= found <= highest:
            reason = f"holds the label {found}; labels run from {lowest} to {highest} here"
            raise FileError(labels_path, reason)
    images = read_images(images_path)
    if len(images) != len(labels):
        reason = f"holds {len(labels):,} labels, but {images_path.name} {len(images):,} pictures"
        raise FileError(labels_path, reason)
    if set_name != _PLAIN:
        images = np.ascontiguousarray(images.transpose(0, 2, 1))
    return images, labels - np.uint8(lowest) if lowest else labels
