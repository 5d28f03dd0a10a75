"""Digits that a person drew and named: how they are called as files, and which ones fit a set."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import lock
from gdstudio.data.digits import Digits

OWN_FOLDER: Final = "my-digits"  # in the user's folder, with one of each size below
OWN_NAME: Final = re.compile(r"(?P<label>.+)_[0-9a-f]{12}\.png")  # of the file of a digit
_SAFE: Final = "".join(map(chr, range(0xA1, 0x2FF)))  # letters that file systems take as they are


@dataclass(frozen=True, slots=True, eq=False)
class OwnDigit:
    """One drawn picture with its class.

    Attributes:
        key: Twelve hexadecimal digits that no other one has.
        pixels: Shape (rows, columns), uint8, 0 is background; read-only.
        label: What its class is called.
    """

    key: str
    pixels: NDArray[np.uint8]
    label: str

    def __post_init__(self) -> None:
        lock(self.pixels)

    @property
    def file_name(self) -> str:
        """Its file's name, which `read_picture_folder` reads: class and key."""
        label = quote(self.label, safe=_SAFE).replace(".", "%2E")  # a first one would hide it
        return f"{label}_{self.key}.png"


def new_digit(pixels: NDArray[np.uint8], label: str) -> OwnDigit:
    """Return a digit with a key of its own; the pixels are copied."""
    return OwnDigit(uuid.uuid4().hex[:12], pixels.copy(), label)


def make_a_set(labels: Sequence[str]) -> bool:
    """Tell whether digits of these classes are a data set: two classes, something to test with."""
    return 2 <= len(set(labels)) < len(labels)


def fitting(own: Sequence[OwnDigit], like: Digits) -> tuple[Digits | None, list[OwnDigit]]:
    """Return those digits that a network of a data set can be asked, as a set; None without any.

    They are of its size, and their classes are among its own. Also returns which ones they are.
    """
    places = {name: k for k, name in enumerate(like.names)}
    size = like.rows, like.columns
    chosen = [one for one in own if one.label in places and one.pixels.shape == size]
    if not chosen:
        return None, []
    images = np.stack([one.pixels.ravel() for one in chosen])
    labels = np.array([places[one.label] for one in chosen], np.uint8)
    digits = Digits(images, labels, like.n_classes, *size, class_names=like.class_names)
    return digits, chosen
