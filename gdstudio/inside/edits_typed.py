"""Edits as people type them: "W2[3,7] = 0.5", "L2.5 off", "L2.5 times 2", "prune 30"."""

from __future__ import annotations

import re
from typing import Final

from gdstudio.errors import InvalidValue
from gdstudio.inside.edits import (
    Edit,
    Noise,
    Prune,
    ScaleNeuron,
    SetParameter,
    SwitchOffInput,
    SwitchOffNeuron,
    Temperature,
)
from gdstudio.inside.places import find_place, find_weight
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.settings.typed import read_real, read_whole
from gdstudio.texts import Text

SYNTAX: Final = Text(
    "W2[3,7] = X, b2[3] = X, L2.5 times X, L2.5 off, pixel ROW COLUMN off, input N off, "
    "prune PERCENT, noise SIGMA [seed N] or temperature T"
)
_LONGEST: Final = 100


def read_edit(text: str, network: Network, in_shape: PictureShape = DIGIT) -> Edit:
    """Return the edit that a text means; upper and lower case do not matter.

    Args:
        text: What was typed.
        network: What is edited.
        in_shape: Of the pictures that the network sees.

    Raises:
        InvalidValue: It is none, or there is no such weight, neuron or input.
    """
    plain = " ".join(text[:_LONGEST].split())
    if found := _match(r"([^=]+)=([^=]+)", plain):
        return SetParameter(find_weight(found[1].strip(), network), read_real(found[2]))
    if found := _match(r"(l[\d. ]+?) (?:times|x|\*) (.+)", plain):
        return ScaleNeuron(find_place(found[1], network), read_real(found[2]))
    if found := _match(r"(l[\d. ]+?) off", plain):
        return SwitchOffNeuron(find_place(found[1], network))
    if found := _match(r"pixel (\d{1,9}) (\d{1,9}) off", plain):
        return SwitchOffInput(_pixel(text, int(found[1]), int(found[2]), in_shape), in_shape)
    if found := _match(r"input (\d{1,9}) off", plain):
        return SwitchOffInput(int(found[1]), in_shape)
    if found := _match(r"prune ([^%]+?) ?%?", plain):
        return Prune(read_real(found[1]))
    if found := _match(r"noise (\S+)(?: seed (\S+))?", plain):
        return Noise(read_real(found[1]), read_whole(found[2] or "1"))
    if found := _match(r"temperature (.+)", plain):
        return Temperature(read_real(found[1]))
    raise InvalidValue(Text("edit"), text, SYNTAX)


def _match(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, text, re.IGNORECASE)


def _pixel(text: str, row: int, column: int, shape: PictureShape) -> int:
    if row >= shape.rows or column >= shape.columns:
        last = Text("pixel 0 0 to pixel {0} {1}", shape.rows - 1, shape.columns - 1)
        raise InvalidValue(Text("edit"), text, last)
    return row * shape.columns + column
