"""How far the axis of a pre-activation goes."""

from __future__ import annotations

from typing import Final

_LIMITS: Final = (6.0, 12.0, 25.0, 50.0, 100.0)  # as far as they are needed
_ROOM: Final = 1.1  # times z


def limit_of(z: float) -> float:
    """Return how far an axis of z goes so that z lies well inside; the same for z nearby."""
    needed = abs(z) * _ROOM
    return next((limit for limit in _LIMITS if limit >= needed), needed)
