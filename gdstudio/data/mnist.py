"""The MNIST digits that come with the program, and other data sets: folders of such files."""

from __future__ import annotations

import functools
import hashlib
import stat
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.class_names import names_of_set
from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.find_files import PARTS, QMNIST, FoundFiles, find_files, is_set_name
from gdstudio.data.idx import raw_bytes_header, read_extended_labels, read_images, read_labels
from gdstudio.errors import FileError, InvalidValue, printable, reason_of
from gdstudio.resources import resource
from gdstudio.texts import Text

# SHA-256 of the unpacked files; packing them anew changes the sums of the packed ones.
_SHA256: Final = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
_LETTERS: Final = "emnist-letters"


@functools.cache
def load_mnist() -> DataSet:
    """Return the 60,000 training and 10,000 test digits of MNIST (LeCun, Cortes, Burges, 1998).

    Read once a process: every caller gets the same object, whose arrays are read-only. Every file
    is compared with its published check sum. Raises FileError if the installation is damaged.
    """
    parts = []
    for part in ("train", "t10k"):
        images = _checked(f"{part}-images-idx3-ubyte")
        labels = _checked(f"{part}-labels-idx1-ubyte")
        parts.append(Digits(images.reshape(len(labels), -1), labels))
    train, test = parts
    return DataSet("mnist", train, test)


def load_data_set(name_or_folder: str) -> DataSet:
    """Return "mnist", or the data set in a folder (see `read_folder` for the names of its files).

    Of a folder with several sets one is named behind it, e.g. "EMNIST/raw/emnist-letters". Raises
    InvalidValue if no name was given, FileError of no such folder or unreadable files.
    """
    if name_or_folder == "mnist":
        return load_mnist()
    if not name_or_folder.strip():
        raise InvalidValue(Text("data"), name_or_folder, Text('the name "mnist" or a folder'))
    folder = Path(name_or_folder)
    try:
        mode = folder.stat().st_mode
        whole = folder.absolute()
    except (FileNotFoundError, ValueError) as error:  # no folder has a NUL in its name
        if is_set_name(folder.name) and folder.parent.is_dir():
            return read_folder(folder.parent.absolute(), folder.name)
        missing = Text('there is no such folder; give one, or the name "mnist"')
        raise FileError(printable(str(folder)), missing) from error
    except OSError as error:  # too long, within a locked folder
        raise FileError(
            printable(str(folder)), Text("cannot be read: {0}", reason_of(error))
        ) from error
    if not stat.S_ISDIR(mode):
        kind = Text("is a file") if stat.S_ISREG(mode) else Text("is no folder")
        raise FileError(
            folder, Text("{0}; give the folder that holds the four files of a set", kind)
        )
    return read_folder(whole)


def _checked(name: str) -> NDArray[np.uint8]:
    """Return the values of one file of MNIST if they are the published ones."""
    try:
        path = resource(f"mnist/{name}.gz")
    except (FileNotFoundError, ValueError) as error:  # no folder has a NUL in its name
        raise FileError(
            f"mnist/{name}.gz", Text("is missing; install the program again")
        ) from error
    values = read_images(path) if "images" in name else read_labels(path)
    digest = hashlib.sha256(raw_bytes_header(values))
    digest.update(values.data)
    if digest.hexdigest() != _SHA256[name]:
        found, expected = digest.hexdigest()[:12], _SHA256[name][:12]
        raise FileError(
            path, Text("is not MNIST's file: SHA-256 {0}..., not {1}...", found, expected)
        )
    return values


def read_folder(folder: Path, set_name: str | None = None) -> DataSet:
    """Read the one data set of a folder: MNIST, Fashion-MNIST, KMNIST, QMNIST, a split of EMNIST.

    The files keep their published names, e.g. `train-images-idx3-ubyte` and `t10k-...`, or
    `emnist-letters-train-images-idx3-ubyte` and `...-test-...`, plain or with `.gz`, and may lie
    where `find_files` looks below the folder. EMNIST's pictures lie transposed in its files (Cohen
    et al., 2017) and are turned upright; the labels 1 to 26 of its letters become 0 to 25. With
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
    return DataSet(name, train, test, files.title)


def _read_part(files: FoundFiles, part: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return pictures, upright, and labels, from 0, of one half of a set."""
    set_name = files.set_name
    images_path, labels_path = files.paths[part, "images"], files.paths[part, "labels"]
    labels = (read_extended_labels if set_name == QMNIST else read_labels)(labels_path)
    lowest = 1 if set_name == _LETTERS else 0
    highest = lowest + len(names_of_set(set_name)) - 1
    for found in (int(labels.min()), int(labels.max())):
        if not lowest <= found <= highest:
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
        images = np.ascontiguousarray(images.transpose(0, 2, 1))
    return images, labels - np.uint8(lowest) if lowest else labels
