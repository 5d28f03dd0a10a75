"""How the flags of `gdstudio descend` are read."""

from __future__ import annotations

import argparse
import math
from typing import TypeAlias

Entry: TypeAlias = tuple[str, float | None]  # a method and its rate, None for the suggested one


def start_point(text: str) -> tuple[float, ...]:
    """Return a start such as "-3" or "-1.2,1"."""
    try:
        point = tuple(float(part) for part in text.strip("() ").split(","))
    except ValueError:
        point = ()
    if len(point) not in (1, 2) or not all(math.isfinite(x) for x in point):
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is not a start; give one number, or two such as -1.2,1"
        )
    return point


def race_entries(text: str) -> tuple[Entry, ...]:
    """Return who races, from a list such as "momentum:0.01,adam"."""
    return tuple(_race_entry(part.strip()) for part in text.split(","))


def _race_entry(text: str) -> Entry:
    method, colon, rate = text.partition(":")
    try:
        return method.strip(), float(rate) if colon else None
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is not a method with its rate; give e.g. momentum:0.01"
        ) from None
