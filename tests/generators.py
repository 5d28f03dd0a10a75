"""Driving generators to their end."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

Yielded = TypeVar("Yielded")
Returned = TypeVar("Returned")


def driven_to_end(job: Generator[Yielded, Any, Returned]) -> tuple[list[Yielded], Returned]:
    """Return all that a generator yields, and what it returns."""
    yielded: list[Yielded] = []
    while True:
        try:
            yielded.append(next(job))
        except StopIteration as end:
            return yielded, end.value


def returned(job: Generator[Any, Any, Returned]) -> Returned:
    """Return what a generator returns."""
    return driven_to_end(job)[1]
