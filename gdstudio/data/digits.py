"""Labelled pictures in memory: what every other room takes its examples from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """Pictures with their labels, e.g. the 60,000 training digits of MNIST.

    Attributes:
        images: Shape (n, rows * columns), uint8, row after row, 0 is background; read-only.
        labels: Shape (n,), uint8, each below `n_classes`; read-only.
        n_classes: Number of classes.
        rows: Height of a picture in pixels.
        columns: Width of a picture in pixels.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    n_classes: int = 10
    rows: int = 28
    columns: int = 28

    def __post_init__(self) -> None:
        assert self.images.shape == (len(self.labels), self.rows * self.columns)
        assert self.images.dtype == np.uint8
        assert self.labels.dtype == np.uint8
        self.images.setflags(write=False)
        self.labels.setflags(write=False)

    def __len__(self) -> int:
        return len(self.labels)

    def inputs(self, which: Any = slice(None), dtype: DTypeLike = np.float32) -> NDArray[Any]:
        """Return pictures as network inputs, shape (k, rows * columns), values in [0, 1]; a copy."""
        chosen = self.images[which]
        return np.multiply(chosen, np.dtype(dtype).type(1 / 255), dtype=dtype)

    def targets(self, which: Any = slice(None), dtype: DTypeLike = np.float32) -> NDArray[Any]:
        """Return one-hot labels, shape (k, n_classes): 1 at the label, 0 elsewhere; a copy."""
        return np.eye(self.n_classes, dtype=dtype)[self.labels[which]]

    def take(self, which: Any) -> Digits:
        """Return the chosen examples as a set of their own; a slice shares memory."""
        images, labels = self.images[which], self.labels[which]
        return Digits(images, labels, self.n_classes, self.rows, self.columns)

    def identity(self) -> str:
        """Return the SHA-256 of pictures and labels, in hexadecimal: tells whether data are the same."""
        digest = hashlib.sha256(np.ascontiguousarray(self.images))
        digest.update(np.ascontiguousarray(self.labels))
        return digest.hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """What is learned from, and what is only asked.

    Attributes:
        name: "mnist" or the folder it was read from.
        train: The training digits.
        test: The test digits; never used to choose anything.
    """

    name: str
    train: Digits
    test: Digits
