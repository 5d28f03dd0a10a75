"""Moments of the present run that what follows it over time is made of."""

from __future__ import annotations

import math
from typing import Final

from gdstudio.jobs.past_costs import nearest_moments
from gdstudio.learning.moment import Moment
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Past, RunAsItGoes, Source

_MOST: Final = 40  # spread evenly over the steps


def moments_up_to(source: Source | None, runs: RunModel) -> list[Moment]:
    """Return some moments of the run up to the network shown.

    None of another network, nor where only the last one was kept: there is nothing to follow.
    """
    run = runs.run
    if run is None or not isinstance(source, RunAsItGoes | Past) or not len(run.moments):
        return []
    step = source.subject.step
    chosen = nearest_moments(run.moments, max(math.ceil(step / _MOST), 1))
    found = [moment for moment in chosen if moment.step <= step]
    last = run.moments.up_to(step)
    found = found if last is None or last in found else [*found, last]
    return found if len(found) > 1 else []
