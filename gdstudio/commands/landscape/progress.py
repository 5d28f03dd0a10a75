"""Long jobs: a progress line with the time left, and an end on request."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Final, TypeVar

from gdstudio.commands.interruption import Interruption
from gdstudio.commands.output import ProgressLine, duration

# What is done so soon was done in an earlier sitting, and tells nothing of the time left.
_FOUND_S: Final = 0.3

Item = TypeVar("Item")
Result = TypeVar("Result")


class Interrupted(Exception):
    """Somebody wants an end; raised between two pieces of work."""


def follow(
    items: Iterable[Item],
    share: Callable[[Item], float | None],
    label: str | Callable[[Item], str],
    wish: Interruption,
) -> Iterator[Item]:
    """Pass items on; tell on standard error what is done and how long the rest will take.

    Args:
        items: The job.
        share: The share done in [0, 1] that an item tells, or None.
        label: What is done, a word or two, or what an item says of it.
        wish: Asked after every item.

    Raises:
        Interrupted: An end is requested.
    """
    progress, begun, first_s, found_done = ProgressLine(), time.perf_counter(), None, 0.0
    try:
        for item in items:
            first_s = time.perf_counter() if first_s is None else first_s
            yield item
            if wish.requested:
                raise Interrupted
            now, done = time.perf_counter(), share(item)
            if now - first_s < _FOUND_S:
                begun, found_done = (first_s, done) if done else (begun, 0.0)
            seconds = now - begun
            if progress.is_due():
                name = label if isinstance(label, str) else label(item)
                progress.show(f"{name}  {_state(done, seconds, found_done)}")
    finally:
        progress.clear()


def run_all(shares: Iterable[float], label: str, wish: Interruption) -> None:
    """Run a job that tells shares to its end.

    Raises:
        Interrupted: An end is requested.
    """
    for _ in follow(shares, lambda share: share, label, wish):
        pass


def value_of(job: Generator[float | None, None, Result], label: str, wish: Interruption) -> Result:
    """Run a generator to its end and return what it returns.

    Raises:
        Interrupted: An end is requested.
    """
    results: list[Result] = []

    def items() -> Iterator[float | None]:
        results.append((yield from job))

    for _ in follow(items(), lambda share: share, label, wish):
        pass
    return results[0]


def _state(share: float | None, seconds: float, found_done: float) -> str:
    if share is None:
        return duration(seconds)
    worked = share - found_done
    left = "" if worked <= 0 else f"  {duration(seconds * (1 - share) / worked)} left"
    return f"{share:.0%}{left}"
