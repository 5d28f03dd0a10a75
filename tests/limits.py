"""Whether settings accept all that they say, and nothing beside it."""

from __future__ import annotations

import math
from typing import Any

from gdstudio.errors import InvalidValue
from gdstudio.settings.settings import Settings


def limits_of(settings: Settings) -> dict[str, tuple[float, float]]:
    """Return the least and the largest number that each setting takes, as trying shows.

    The limits are those that the field says; what is just inside must be taken, and what is just
    outside refused. A least number of real numbers above a limit is the next one above it.
    """
    found = {}
    for field in settings.fields():
        if field.kind not in ("whole", "real", "wholes", "reals"):
            continue
        low, high = field.low, field.high
        below, above = low - 1, high + 1
        if "real" in field.kind:
            below, above = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
            low, high = float(low), float(high)
            if field.above:
                below, low = low, math.nextafter(low, math.inf)
        as_kept: Any = (
            (lambda value: (value,)) if field.kind.endswith("s") else (lambda value: value)
        )
        for value in (low, high):
            kept = getattr(settings.changed(**{field.name: as_kept(value)}), field.name)
            assert kept == as_kept(value), field.name
        for value in (below, above):
            try:
                settings.changed(**{field.name: as_kept(value)})
            except InvalidValue:
                continue
            raise AssertionError(f"{field.name} takes {value}")
        found[field.name] = (low, high)
    return found
