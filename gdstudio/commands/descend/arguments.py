"""How the flags of `gdstudio descend` are read."""

from __future__ import annotations

import argparse
import re
from typing import TypeAlias

from gdstudio.errors import InvalidValue
from gdstudio.settings.typed import read_real

Entry: TypeAlias = tuple[str, float | None]  # a method and its rate, None for the suggested one


def start_point(text: str) -> tuple[float, ...]:
    """Return a start such as "-3" or "-1.2,1"."""
    try:
        coordinates = text.strip("() ")
        point = tuple(map(read_real, coordinates.split(";" if ";" in coordinates else ",")))
    except InvalidValue:
        point = ()
    if len(point) not in (1, 2):
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is not a start; give one number, or two such as -1.2,1 or -1,2; 1"
        )
    return point


def race_entries(text: str) -> tuple[Entry, ...]:
    """Return who races, from a list such as "momentum:0.01,adam"."""
    # No method begins with a digit: the comma before one is the decimal mark of a rate.
    return tuple(_race_entry(part.strip()) for part in re.split(r"[,;](?!\d)", text))


def _race_entry(text: str) -> Entry:
    method, colon, rate = text.partition(":")
    try:
        return method.strip(), read_real(rate) if colon else None
    except InvalidValue:
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is not a method with its rate; give e.g. momentum:0.01"
        ) from None
