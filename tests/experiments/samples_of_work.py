"""Pieces of work for tests of workers; in a file of its own, for other processes import it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.experiments.workshop import SoFar

Piece = dict[str, NDArray[Any]]


def square(item: int, *shared: NDArray[Any]) -> Generator[float, None, Piece]:
    """Return the square of a number, the process it was made by, and the sum of what is shared."""
    yield 0.5
    total = sum(float(array.sum()) for array in shared)
    return {"square": np.array([item**2]), "pid": np.array([os.getpid()]), "sum": np.array([total])}


def refuse(item: int) -> Generator[float, None, Piece]:
    """Refuse the number 2."""
    yield 0.0
    if item == 2:
        raise InvalidValue("item", item, "another number")
    return {"square": np.array([item**2])}


def die_once(item: tuple[int, str]) -> Generator[float, None, Piece]:
    """End the process that is asked for 1 for the first time, as the system does without memory."""
    number, marks = item
    yield 0.0
    with Path(marks, f"{number}-{time.monotonic_ns()}").open("w"):
        pass
    if number == 1 and len(list(Path(marks).glob("1-*"))) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"square": np.array([number**2])}


def die(item: int) -> Generator[float, None, Piece]:
    """End every process that is asked."""
    yield 0.0
    os.kill(os.getpid(), signal.SIGKILL)
    raise GdstudioError("not reached")


def take_long(item: tuple[int, str]) -> Generator[float, None, Piece]:
    """Note the process, work for a minute and note that."""
    number, marks = item
    with Path(marks, f"{os.getpid()}").open("w"):
        pass
    until = time.monotonic() + 60
    while time.monotonic() < until:
        time.sleep(0.01)
        yield 0.0
    with Path(marks, "finished").open("w"):
        pass
    return {"square": np.array([number**2])}


def wait_a_little(item: tuple[int, str]) -> Generator[float, None, Piece]:
    """Note number and process, take half a second."""
    number, marks = item
    with Path(marks, f"{number}-{os.getpid()}").open("w"):
        pass
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        time.sleep(0.01)
        yield 0.0
    return {"square": np.array([number**2])}


def count(item: int) -> Generator[float | SoFar, None, Piece]:
    """Count to a number, showing from the first step on how far it has come."""
    yield 0.0
    for k in range(1, item):
        yield SoFar(k / item, {"count": np.array([k])})
    return {"count": np.array([item])}
