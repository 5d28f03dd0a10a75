"""All experiments, by name."""

from __future__ import annotations

from typing import Final

from gdstudio.experiments.architectures import ARCHITECTURES
from gdstudio.experiments.experiment import Experiment
from gdstudio.experiments.memorization import MEMORIZATION
from gdstudio.experiments.minima import MINIMA
from gdstudio.experiments.noise import NOISE
from gdstudio.experiments.random_labels import RANDOM_LABELS_EXPERIMENT
from gdstudio.settings.typed import known_name

EXPERIMENTS: Final[dict[str, Experiment]] = {
    one.name: one for one in (NOISE, RANDOM_LABELS_EXPERIMENT, MEMORIZATION, MINIMA, ARCHITECTURES)
}


def find_experiment(name: str) -> Experiment:
    """Return the experiment of that name; raises InvalidValue if there is none."""
    return EXPERIMENTS[known_name("experiment", name, EXPERIMENTS)]
