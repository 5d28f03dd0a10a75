"""Numbers as tables that any program can read (CSV, RFC 4180, point as decimal mark)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from gdstudio.learning.history import History


def csv_bytes(
    header: Iterable[str], rows: Iterable[Sequence[Any]], line_end: str = "\r\n"
) -> bytes:
    """Return a table as UTF-8 text; floats in the shortest form that reads back the same."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def history_table(history: History) -> bytes:
    """Return the costs and evaluations of a run as CSV, in order of the steps.

    The kind of a row is "updates" (mean, lowest, highest and smoothed mini-batch cost of the
    updates that end at `step`) or "evaluation" (costs and accuracies, the latter in [0, 1]).
    """
    curve, evaluations = history.curve(), history.evaluations()
    header = (
        "kind",
        "step",
        "cost_mean",
        "cost_low",
        "cost_high",
        "cost_smoothed",
        "train_cost",
        "train_accuracy",
        "test_cost",
        "test_accuracy",
    )
    updates = zip(
        *(x.tolist() for x in (curve.steps, curve.mean, curve.low, curve.high, curve.smoothed)),
        strict=True,
    )
    rows: list[tuple[Any, ...]] = [("updates", *row, "", "", "", "") for row in updates]
    columns = (
        evaluations.steps,
        evaluations.train_cost,
        evaluations.train_accuracy,
        evaluations.test_cost,
        evaluations.test_accuracy,
    )
    for step, *values in zip(*(x.tolist() for x in columns), strict=True):
        rows.append(("evaluation", step, "", "", "", "", *values))
    rows.sort(key=lambda row: (row[1], row[0]))
    return csv_bytes(header, rows)
