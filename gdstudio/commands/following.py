"""Following a long job on the terminal: a progress line with the time left, an end on request."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from gdstudio.commands.interruption import Interruption
from gdstudio.commands.output import ProgressLine, duration
from gdstudio.jobs.estimate import Estimator, share_of
from gdstudio.numerals import percent

Item = TypeVar("Item")


class Interrupted(Exception):
    """Somebody wants an end; raised between two pieces of work."""


def follow(
    items: Iterable[Item],
    label: str | Callable[[Item], str],
    interruption: Interruption,
    share: Callable[[Item], float | None] = share_of,
) -> Iterator[Item]:
    """Pass items on; tell on standard error what is done and how long the rest will take.

    Args:
        items: The job.
        label: What is done, a word or two, or what an item says of it.
        interruption: Asked after every item.
        share: The share done in [0, 1] that an item tells, or None.

    Raises:
        Interrupted: An end is requested.
    """
    progress, begun, estimator = ProgressLine(), time.perf_counter(), Estimator(time.perf_counter)
    try:
        for item in items:
            yield item
            if interruption.requested:
                raise Interrupted
            done = share(item)
            estimate = None if done is None else estimator.tell(done)
            if not progress.is_due():
                continue
            name = label if isinstance(label, str) else label(item)
            if estimate is None:
                progress.show(f"{name}  {duration(time.perf_counter() - begun)}")
                continue
            left = estimate.seconds_left
            rest = "" if left is None else f"  {duration(left)} left"
            progress.show(f"{name}  {percent(estimate.share, 0)}{rest}")
    finally:
        progress.clear()


def outcome_of(
    items: Iterable[float | Item],
    label: str,
    interruption: Interruption,
    share: Callable[[float | Item], float | None] = share_of,
) -> Item:
    """Return the last that a job yields beside bare shares; raises Interrupted on request."""
    found = [
        item for item in follow(items, label, interruption, share) if not isinstance(item, float)
    ]
    return found[-1]
