"""The update of one weight with every number put in, the example as a mini-batch of one."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from gdstudio.commands.inspect.numbers import number
from gdstudio.commands.inspect.opened_run import OpenedRun
from gdstudio.inside.formula import letter
from gdstudio.inside.next_update import next_update_of
from gdstudio.inside.update_rule import OpenUpdate
from gdstudio.inside.weight import OpenWeight
from gdstudio.learning.optimizer_state import next_rate

_written: Final = partial(number, digits=10)  # a step may be a millionth of the weight


def tell_update(opened: OpenedRun, weight: OpenWeight) -> tuple[list[str], dict[str, Any]]:
    """Return lines and plain values of the next update, if it had this example alone."""
    state = opened.run_file.state
    rate = rate_of_next(opened)
    now = rate, state.optimizer_state, state.optimizer_steps
    update = next_update_of(weight.place, state.recipe, opened.network, weight.gradient, *now)
    lines = _lines(update, rate)
    if update.state_before and not state.optimizer_state:
        lines.insert(1, "  the file has not kept what the optimiser remembers: it begins anew")
    return lines, _values(update, rate)


def rate_of_next(opened: OpenedRun) -> float:
    """Return the learning rate of the next update; the digits are read only if it takes them."""
    state = opened.run_file.state
    is_constant = state.recipe.schedule == "constant"
    return next_rate(state, 1 if is_constant else len(opened.train()))


def _lines(update: OpenUpdate, rate: float) -> list[str]:
    before = "".join(f", {letter(k)} = {number(v)}" for k, v in update.state_before.items())
    lines = [f"update {update.number:,}, {update.title}: η = {number(rate)}{before}"]
    for line in update.lines:
        numbers = line.numbers(_written)
        lines.append(f"  {line.letter} ← {line.formula} = {numbers} = {_written(line.value)}")
    return lines


def _values(update: OpenUpdate, rate: float) -> dict[str, Any]:
    return {
        "update": {
            "number": update.number,
            "rate": rate,
            "before": update.before,
            "after": update.after,
            "state_before": dict(update.state_before),
            "state_after": dict(update.state_after),
            "lines": [
                {"name": line.name, "formula": line.formula, "value": line.value}
                for line in update.lines
            ],
        }
    }
