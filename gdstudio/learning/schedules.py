"""Learning-rate schedules: the factor on the learning rate as training goes on."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from gdstudio.settings.typed import known_name

# (epochs done, may be a fraction; epochs in all) -> factor on the learning rate.
Schedule = Callable[[float, float], float]

_STEP_FACTOR: Final = 0.1
_STEP_EPOCHS: Final = 10
_EXPONENTIAL_FACTOR: Final = 0.95


def _constant(done: float, total: float) -> float:
    """1, always."""
    return 1.0


def _step(done: float, total: float) -> float:
    """A tenth after every 10 epochs."""
    return _STEP_FACTOR ** math.floor(done / _STEP_EPOCHS)


def _exponential(done: float, total: float) -> float:
    """0.95 for every whole epoch (the decay of Zhang et al. 2017)."""
    return _EXPONENTIAL_FACTOR ** math.floor(done)


def _cosine(done: float, total: float) -> float:
    """Half a cosine wave from 1 to 0 (Loshchilov and Hutter 2017, eq. 5)."""
    return (1 + math.cos(math.pi * min(done / total, 1.0))) / 2


def _one_cycle(done: float, total: float) -> float:
    """Up from 1/25 in the first 30 %, then down to 1/250,000, both by cosine.

    Smith and Topin 2018, with the defaults of PyTorch's OneCycleLR.
    """
    start, end, peak = 1 / 25, 1 / 25e4, 0.3
    t = min(done / total, 1.0)
    if t < peak:
        return start + (1 - start) * (1 - math.cos(math.pi * t / peak)) / 2
    return end + (1 - end) * (1 + math.cos(math.pi * (t - peak) / (1 - peak))) / 2


SCHEDULES: Final[dict[str, Schedule]] = {
    "constant": _constant,
    "step": _step,
    "exponential": _exponential,
    "cosine": _cosine,
    "one-cycle": _one_cycle,
}


def epochs_ahead(done: float, total: int, recipe_epochs: int) -> int:
    """Return how many epochs a run has that goes on: once all are done, as many again.

    Args:
        done: Epochs done, may be a fraction.
        total: Epochs that it was to have.
        recipe_epochs: Epochs of its recipe.
    """
    return total if done < total else int(done) + recipe_epochs


def find_schedule(name: str) -> Schedule:
    """Return the schedule of that name; raises InvalidValue if there is none."""
    return SCHEDULES[known_name("schedule", name, SCHEDULES)]
