"""All experiments, by name."""

from __future__ import annotations

from typing import Final

from gdstudio.errors import InvalidValue
from gdstudio.experiments.experiment import Experiment

EXPERIMENTS: Final[dict[str, Experiment]] = {}


def find_experiment(name: str) -> Experiment:
    """Return the experiment of that name.

    Raises:
        InvalidValue: There is none.
    """
    if name not in EXPERIMENTS:
        raise InvalidValue("experiment", name, f"one of: {', '.join(EXPERIMENTS)}")
    return EXPERIMENTS[name]
