"""The slices of `gdstudio surface --slice`: downhill, and from the start to the present."""

from __future__ import annotations

import argparse
import time
from typing import Final

from gdstudio.commands.following import outcome_of
from gdstudio.commands.interruption import Interruption
from gdstudio.commands.landscape.slice import SliceOutcome
from gdstudio.files.run_file import RunFile
from gdstudio.jobs.lines import downhill, from_start
from gdstudio.jobs.slice_pictures import descent_picture, line_picture
from gdstudio.jobs.subject import LossSubject
from gdstudio.landscape.descent_slice import DescentSlice
from gdstudio.learning.schedules import find_schedule
from gdstudio.learning.snapshot import TrainingState
from gdstudio.numerals import numeral

_AT_ITS_END: Final = 1e-3


def compute_slice(
    args: argparse.Namespace, subject: LossSubject, run_file: RunFile, interruption: Interruption
) -> SliceOutcome:
    """Return the slice that the flags ask for; raises GdstudioError or, on request, Interrupted."""
    begun = time.perf_counter()
    if args.slice == "gradient":
        outcome = _downhill(subject, _rate(run_file.state, len(subject.train)), interruption)
    else:
        outcome = _from_start(subject, interruption)
    outcome.facts["seconds"] = round(time.perf_counter() - begun, 3)
    outcome.facts.update((name, column.tolist()) for name, column in outcome.columns.items())
    return outcome


def _downhill(subject: LossSubject, rate: float, interruption: Interruption) -> SliceOutcome:
    found = outcome_of(downhill(subject, rate), "slice", interruption).slice
    facts = {
        "slice": "gradient",
        "examples": len(subject.digits),
        "start_cost": found.start_cost,
        "learning_rate": found.current,
        "learning_rate_cost": found.current_cost,
        "best_rate": found.best,
        "best_cost": found.best_cost,
        "overshoot_rate": found.overshoot,
    }
    columns = {"learning rate": found.rates, "cost": found.cost}
    title = "Down the negative gradient"
    return SliceOutcome(title, columns, descent_picture(found), facts, _lines(found))


def _lines(found: DescentSlice) -> tuple[str, ...]:
    end = (
        "the cost never comes back to its start"
        if found.overshoot is None
        else f"beyond {numeral(found.overshoot, 4)} a step ends higher than it began"
    )
    return (
        f"cost here {numeral(found.start_cost)}",
        f"after a step with the learning rate {numeral(found.current, 4)}: "
        f"{numeral(found.current_cost)}",
        f"best step {numeral(found.best, 4)}: {numeral(found.best_cost)}; {end}",
    )


def _rate(state: TrainingState, n_train: int) -> float:
    """Return the rate in force; where the schedule has come to its end, the rate before it."""
    done = state.epoch + state.position / n_train
    factor = find_schedule(state.recipe.schedule)(done, state.epochs)
    return state.learning_rate * factor if factor > _AT_ITS_END else state.learning_rate


def _from_start(subject: LossSubject, interruption: Interruption) -> SliceOutcome:
    found = outcome_of(from_start(subject), "slice", interruption).straight
    start, end = found.end_costs
    facts = {
        "slice": "start",
        "examples": len(subject.digits),
        "start_cost": start,
        "end_cost": end,
        "barrier": found.barrier,
        "highest_rise": found.highest_rise,
    }
    columns = {"t": found.t, "cost": found.cost, "accuracy": found.accuracy}
    picture = line_picture(found, ("start", "here"), found.barrier, None, None)
    rise = numeral(found.highest_rise)
    lines = (
        f"cost at the start {numeral(start)}, here {numeral(end)}",
        f"on the straight line it rises by at most {rise} above its least so far",
    )
    return SliceOutcome("From the start to the present", columns, picture, facts, lines)
