"""Descents from their start to their end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from gdstudio.descent.functions import CostFunction
from gdstudio.descent.path import Descent, DescentStep


def descend(
    function: CostFunction,
    start: Sequence[float],
    method: str = "gradient-descent",
    learning_rate: float | None = None,
    steps: int = 100,
    **more: Any,
) -> Iterator[DescentStep]:
    """Yield the start, then one item an update; the last item says why it is the last."""
    descent = Descent(function, start, method, learning_rate, **more)
    for _ in range(steps):
        if descent.current.ended is not None:
            break
        yield descent.current
        descent.forward()
    last = descent.current
    yield last if last.ended is not None else replace(last, ended="steps")
