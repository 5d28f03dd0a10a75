"""What the optimiser of the network shown would do next, as far as its state is known."""

from __future__ import annotations

import math

import numpy as np

from gdstudio.arrays import locked
from gdstudio.learning.optimizer_state import OptimizerState, next_rate
from gdstudio.learning.optimizers import find_optimizer
from gdstudio.learning.schedules import find_schedule
from gdstudio.learning.snapshot import TrainingState
from gdstudio.numerals import whole
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Past, RunAsItGoes, Source
from gdstudio.studio.translation import tr


def optimizer_shown(source: Source, runs: RunModel, examples: int) -> OptimizerState:
    """Return the optimiser with the state it has there; without arrays where they were not kept.

    Of a run it comes with each message where that costs no training, else where it rests. A network
    that no run has come by begins with a fresh optimiser, as a run that is begun there would.

    Args:
        source: Where the network shown comes from.
        runs: The runs of the window.
        examples: Training examples of the run.
    """
    subject = source.subject
    recipe, run, step = subject.recipe, runs.run, subject.step
    if isinstance(source, RunAsItGoes):
        now = source.progress.optimizer
        moment = None if now.tells(recipe.optimizer) or run is None else run.moments.at(step)
        state = None if moment is None or not moment.is_exact else moment.state
        return now if state is None else _of(state, examples)
    if isinstance(source, Past):
        moment = source.moment
        if moment.state is None:
            rate = recipe.learning_rate if math.isnan(moment.rate) else moment.rate
            return OptimizerState(rate, {}, step)
        return _of(moment.state, examples)
    zeros = locked(np.zeros_like(subject.parameters))
    arrays = dict.fromkeys(find_optimizer(recipe.optimizer).state_names, zeros)
    first = find_schedule(recipe.schedule)(0, recipe.epochs)
    return OptimizerState(recipe.learning_rate * first, arrays, 0)


def _of(state: TrainingState, examples: int) -> OptimizerState:
    return OptimizerState(next_rate(state, examples), state.optimizer_state, state.optimizer_steps)


def why_not_known(source: Source) -> str:
    """Return why the update after a network is not known, and what to do."""
    if isinstance(source, Past):
        return tr(
            "What the optimiser remembered at this moment was not kept. It is where the run rested "
            "and at ends of epochs."
        )
    names = find_optimizer(source.subject.recipe.optimizer).state_names
    text = tr(
        "The optimiser remembers {0} numbers: to copy them for every picture would slow the run "
        "down. Pause it, and the update stands here."
    )
    return text.format(whole(len(names) * len(source.subject.parameters)))
