"""Numbers as tables that any program can read (CSV, RFC 4180, point as decimal mark)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from gdstudio.learning.history import History

_COSTS: Final = ("mean", "low", "high", "smoothed")
_MEASURED: Final = ("train_cost", "train_accuracy", "test_cost", "test_accuracy")


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
    header = ("kind", "step", *(f"cost_{name}" for name in _COSTS), *_MEASURED)
    rows: list[tuple[Any, ...]] = []
    for step, *costs in _columns(curve, _COSTS):
        rows.append(("updates", step, *costs, "", "", "", ""))
    for step, *values in _columns(evaluations, _MEASURED):
        rows.append(("evaluation", step, "", "", "", "", *values))
    rows.sort(key=lambda row: (row[1], row[0]))
    return csv_bytes(header, rows)


def _columns(table: object, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(getattr(table, name).tolist() for name in ("steps", *names)), strict=True)
