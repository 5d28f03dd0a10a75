"""Labelled pictures in memory: what every other room takes its examples from."""

from __future__ import annotations

import functools
import hashlib
import struct
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from gdstudio.arrays import lock, locked
from gdstudio.data.class_names import usual_names


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """Pictures with their labels, e.g. the 60,000 training digits of MNIST.

    Attributes:
        images: Shape (n, rows * columns), uint8, row after row, 0 is background; read-only.
        labels: Shape (n,), uint8, each below `n_classes`; read-only.
        n_classes: Number of classes.
        rows: Height of a picture in pixels.
        columns: Width of a picture in pixels.
        scale: What one level of a pixel adds to a network's input.
        offset: The input that level 0 stands for.
        class_names: What each class is called; () for what is usual, see `names`.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    n_classes: int = 10
    rows: int = 28
    columns: int = 28
    scale: float = 1 / 255
    offset: float = 0.0
    class_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        assert self.images.shape == (len(self.labels), self.rows * self.columns)
        assert self.images.dtype == np.uint8
        assert self.labels.dtype == np.uint8
        assert len(self.class_names) in (0, self.n_classes)
        lock(self.images, self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def names(self) -> tuple[str, ...]:
        """What each class is called, `n_classes` names."""
        return self.class_names or usual_names(self.n_classes)

    def inputs(self, which: Any = slice(None), dtype: DTypeLike = np.float32) -> NDArray[Any]:
        """Return pictures as network inputs, shape (k, rows * columns); a copy.

        Values are in [0, 1] unless `scale` and `offset` say otherwise.
        """
        # Converted first, then scaled in place: twice as fast as a product of mixed types.
        inputs: NDArray[Any] = _chosen(self.images, which).astype(dtype)
        inputs *= np.asarray(self.scale, dtype)
        if self.offset != 0:
            inputs += np.asarray(self.offset, dtype)
        return inputs

    def pictures(self, which: Any = slice(None)) -> NDArray[np.uint8]:
        """Return pictures as rows and columns, shape (k, rows, columns), read-only if a slice."""
        chosen: NDArray[np.uint8] = self.images[which]
        return chosen.reshape(-1, self.rows, self.columns)

    def targets(self, which: Any = slice(None), dtype: DTypeLike = np.float32) -> NDArray[Any]:
        """Return one-hot labels, shape (k, n_classes): 1 at the label, 0 elsewhere; a copy."""
        return _unit_vectors(self.n_classes, np.dtype(dtype)).take(
            _chosen(self.labels, which), axis=0
        )

    def take(self, which: Any) -> Digits:
        """Return the chosen examples as a set of their own; a slice shares memory."""
        return replace(self, images=self.images[which], labels=self.labels[which])

    def identity(self) -> str:
        """Return a SHA-256, in hexadecimal, that tells whether the network sees the same data."""
        return _identity(self)


def _chosen(array: NDArray[np.uint8], which: Any) -> NDArray[np.uint8]:
    """Return `array[which]`; for an array of indices `take` needs two thirds of the time."""
    if isinstance(which, np.ndarray) and which.dtype != bool:
        return array.take(which, axis=0)
    chosen: NDArray[np.uint8] = array[which]
    return chosen


@functools.lru_cache(maxsize=8)
def _unit_vectors(n: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return the rows that stand for the classes 0 to n - 1, shape (n, n), read-only."""
    return locked(np.eye(n, dtype=dtype))


@functools.lru_cache(maxsize=2)  # every run asks, and 47 MB are hashed; the arrays never change
def _identity(digits: Digits) -> str:
    digest = hashlib.sha256(np.ascontiguousarray(digits.images).data)
    digest.update(np.ascontiguousarray(digits.labels).data)
    digest.update(struct.pack(">3q", digits.rows, digits.columns, digits.n_classes))
    digest.update(struct.pack(">2d", digits.scale, digits.offset))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """What is learned from, and what is only asked.

    Attributes:
        name: "mnist" or the folder it was read from.
        train: The training digits.
        test: The test digits; never used to choose anything.
        title: What it is, e.g. "EMNIST letters".
    """

    name: str
    train: Digits
    test: Digits
    title: str = "MNIST"

    def found(self) -> str:
        """Return in words what was found."""
        n, m = len(self.train), len(self.test)
        return f"{self.title}: {n:,} training and {m:,} test pictures"

    def identity(self) -> str:
        """Return a SHA-256, in hexadecimal, of all the network learns from and is asked."""
        both = self.train.identity() + self.test.identity()
        return hashlib.sha256(both.encode()).hexdigest()
