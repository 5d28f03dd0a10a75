"""The MNIST digits that come with the program."""

from __future__ import annotations

import functools
import hashlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.idx import raw_bytes_header, read_images, read_labels
from gdstudio.errors import FileError
from gdstudio.resources import resource
from gdstudio.texts import Text

# SHA-256 of the unpacked files; packing them anew changes the sums of the packed ones.
_SHA256: Final = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


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
