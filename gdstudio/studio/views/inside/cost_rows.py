"""The terms of the cost of one digit as rows of text that add up to the last digit shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gdstudio.inside.shown_sum import shown_sum
from gdstudio.numerals import TO_RAISED, cost, decimal, scientific, whole
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.translation import tr

if TYPE_CHECKING:  # at run time not to open the window, but when there is one
    from gdstudio.jobs.digit_cost import DigitCost

MOST_ROWS: Final = 10
_DECIMALS: Final = 4
_DECIMALS_OF_POWER: Final = 3
_TINY: Final = 1e-3  # a whole cost below that would be nearly all zeros


@dataclass(frozen=True, slots=True)
class CostRow:
    """One output: what it answers, what would be right, and what the difference costs.

    Attributes:
        index: Which class; -1 for all that have no row of their own.
        name: Its name.
        a: What the network answers, in [0, 1] for the bar; NaN for none.
        output: The same as written.
        target: "0" or "1"; "" while nobody knows.
        difference: a - y as written; "" likewise.
        term: What it adds to the cost as written; "" likewise.
    """

    index: int
    name: str
    a: float
    output: str
    target: str = ""
    difference: str = ""
    term: str = ""

    def spoken(self, adds: str) -> str:
        """Return the row in words; `adds` names the term."""
        if not self.term:
            return tr("{0}: output {1}").format(self.name, self.output)
        text = tr("{0}: output {1}, target {2}, difference {3}, {4} {5}")
        return text.format(self.name, self.output, self.target, self.difference, adds, self.term)


def cost_rows(found: DigitCost) -> tuple[list[CostRow], str, str]:
    """Return a row for each class, the cost as written, and the unit of what the rows add to it.

    Without a target both are "". The terms of a very small cost are written in a power of ten,
    " / 10⁻⁶". Of more than ten classes those that add most, or without a target the largest
    outputs, have a row, and one stands for all others.
    """
    outputs, terms, n = found.outputs, found.terms, len(found.outputs)
    target = None if found.target is None else found.target.label
    if terms is None:
        shown = _chosen(outputs, target)
        rows = [CostRow(k, class_name(k), float(outputs[k]), _output(outputs[k])) for k in shown]
        return rows, "", ""
    shown = _chosen(terms.terms, target)
    others = float(terms.terms.sum() - terms.terms[shown].sum()) if len(shown) < n else 0.0
    power = _power(terms.total)
    scaled = [term * 10.0**-power for term in (*terms.terms[shown].tolist(), others)]
    decimals = _DECIMALS if power == 0 else _DECIMALS_OF_POWER
    added, total = shown_sum(scaled, decimals)
    rows = [
        CostRow(
            k,
            class_name(k),
            float(outputs[k]),
            _output(outputs[k]),
            f"{terms.target[k]:g}",
            _difference(float(terms.differences[k])),
            decimal(term, decimals),
        )
        for k, term in zip(shown, added, strict=False)
    ]
    if len(shown) < n:
        name = tr("{0} others").format(whole(n - len(shown)))
        rows.append(CostRow(-1, name, math.nan, "", "", "", decimal(added[-1], decimals)))
    raised = f"10{str(power).translate(TO_RAISED)}"
    if power == 0:
        return rows, decimal(total, decimals), ""
    return rows, f"{decimal(total, decimals)}·{raised}", f" / {raised}"


def _power(total: float) -> int:
    """Return the power of ten in which the terms of a cost are written: 0 unless it is tiny."""
    is_usual = not math.isfinite(total) or total == 0 or total >= _TINY
    return 0 if is_usual else math.floor(math.log10(total))


def _chosen(values: np.ndarray, target: int | None) -> list[int]:
    """Return the classes that have a row, in their order; the target is always among them."""
    if len(values) <= MOST_ROWS:
        return list(range(len(values)))
    largest: list[int] = np.argsort(-values, kind="stable")[:MOST_ROWS].tolist()
    if target is not None and target not in largest:
        largest[-1] = target
    return sorted(largest)


def _output(value: float) -> str:
    value = float(value)
    return f"{value:.3f}" if 0 <= value <= 1 else cost(value)


def _difference(value: float) -> str:
    return (
        decimal(value, 3) if abs(value) < 10 or not math.isfinite(value) else scientific(value, 3)
    )
