"""A history as plain arrays and back, where the arrays may come from anybody's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import InvalidValue
from gdstudio.learning.cost_buckets import LARGEST_COST, LAST_STEP, MAX_BUCKETS, CostBuckets
from gdstudio.learning.cost_curve import CostCurve
from gdstudio.learning.evaluation_log import (
    COLUMNS,
    MAX_EVALUATIONS,
    EvaluationLog,
    EvaluationTable,
)
from gdstudio.texts import Text

_CURVE: Final = tuple(field.name for field in fields(CostCurve))
# level, last step, batch size, diverged at (0: never), evaluation level, evaluations seen
_NUMBERS: Final = "history_numbers"
_WHOLE: Final = ("steps", "counts", "examples")
_DEEPEST_LEVEL: Final = 53


def parts_to_arrays(
    costs: CostBuckets, evaluations: EvaluationLog, batch_size: int, diverged_at: int | None
) -> dict[str, NDArray[Any]]:
    """Return the arrays `checked_parts` accepts; those of the curve and the table are read-only."""
    curve, table = costs.curve(), evaluations.table()
    numbers = (costs.level, costs.last_step, batch_size, diverged_at or 0)
    arrays: dict[str, NDArray[Any]] = {f"cost_{name}": getattr(curve, name) for name in _CURVE}
    arrays |= {f"evaluation_{name}": getattr(table, name) for name in COLUMNS}
    arrays[_NUMBERS] = np.array([*numbers, evaluations.level, evaluations.n_seen], np.int64)
    return arrays


def checked_parts(
    arrays: Mapping[str, NDArray[Any]],
) -> tuple[CostBuckets, EvaluationLog, int, int | None]:
    """Return what `parts_to_arrays` was given, copied; raises InvalidValue of an array."""
    expected = {_NUMBERS, *(f"cost_{n}" for n in _CURVE), *(f"evaluation_{n}" for n in COLUMNS)}
    for name in sorted(expected ^ set(arrays)):
        found = "unknown" if name in arrays else "missing"
        raise InvalidValue(Text("history array {0}", name), found, Text("the arrays of a history"))
    curve = CostCurve(*_columns(arrays, "cost_", _CURVE, MAX_BUCKETS))
    table = EvaluationTable(*_columns(arrays, "evaluation_", COLUMNS, MAX_EVALUATIONS + 1))
    raw = _column(arrays, _NUMBERS, np.int64, 6)
    _require(len(raw) == 6, _NUMBERS, len(raw), Text("6 whole numbers"))
    level, last_step, batch_size, diverged_at, evaluation_level, n_evaluations = map(int, raw)
    _require(batch_size >= 1, Text("history batch size"), batch_size, Text("1 or more"))
    _require(diverged_at >= 0, Text("history step of divergence"), diverged_at, Text("0 or more"))
    _check_curve(curve, level, last_step)
    _check_table(table, evaluation_level, n_evaluations)
    costs = CostBuckets.restored(level, last_step, curve)
    evaluations = EvaluationLog.restored(evaluation_level, n_evaluations, table)
    return costs, evaluations, batch_size, diverged_at or None


def _check_curve(curve: CostCurve, level: int, last_step: int) -> None:
    _require(
        0 <= level <= _DEEPEST_LEVEL, Text("history level"), level, Text("0 to {0}", _DEEPEST_LEVEL)
    )
    _require(
        0 <= last_step <= LAST_STEP,
        Text("history last step"),
        last_step,
        Text("0 to {0}", LAST_STEP),
    )
    if len(curve) == 0:
        return
    buckets = (curve.steps - 1) >> level
    in_order = curve.steps[0] >= 1 and bool((np.diff(buckets) > 0).all())
    in_range = curve.steps[-1] <= last_step and buckets[-1] < MAX_BUCKETS
    accepted = Text("rising steps from 1 to the last step, one a bucket")
    _require_array(in_order and in_range, "cost_steps", Text("out of order"), accepted)
    full = np.minimum(curve.steps - (buckets << level), 1 << level)
    counted = (curve.counts >= 1) & (curve.counts <= full)
    _require_array(counted.all(), "cost_counts", Text("out of range"), Text("1 to 2^level"))
    slack = 1e-9 * np.maximum(np.abs(curve.low), np.abs(curve.high))
    for name in ("low", "high", "smoothed"):
        small = np.abs(getattr(curve, name)) <= LARGEST_COST * 1.001
        _require_array(small.all(), f"cost_{name}", Text("too large"), Text("costs up to 1e100"))
    between = (curve.low <= curve.mean + slack) & (curve.mean <= curve.high + slack)
    accepted = Text("means from low to high")
    _require_array(between.all(), "cost_mean", Text("out of range"), accepted)


def _check_table(table: EvaluationTable, level: int, n_seen: int) -> None:
    _require(0 <= level <= _DEEPEST_LEVEL, Text("history evaluation level"), level, Text("0 to 53"))
    stride = 1 << level
    n_rows = -(-n_seen // stride) + (n_seen > 0 and (n_seen - 1) % stride != 0)
    _require(
        n_rows == len(table),
        Text("history number of evaluations"),
        n_seen,
        Text("that of the rows"),
    )
    for name, falls in (("steps", 1), ("examples", 0), ("seconds", 0)):
        column = getattr(table, name)
        ordered = (column >= 0).all() and bool((np.diff(column) >= falls).all())
        _require_array(ordered, f"evaluation_{name}", Text("out of order"), Text("rising numbers"))
    _require_array((table.steps <= LAST_STEP).all(), "evaluation_steps", Text("too large"), "2^53")
    for name in ("train_accuracy", "test_accuracy"):
        share = getattr(table, name)
        inside = (share >= 0) & (share <= 1)
        _require_array(inside.all(), f"evaluation_{name}", Text("out of range"), Text("0 to 1"))
    for name in ("train_cost", "test_cost"):
        small = np.abs(getattr(table, name)) <= LARGEST_COST
        _require_array(
            small.all(), f"evaluation_{name}", Text("too large"), Text("costs up to 1e100")
        )


def _columns(
    arrays: Mapping[str, NDArray[Any]], prefix: str, names: tuple[str, ...], most: int
) -> list[NDArray[Any]]:
    columns: list[NDArray[Any]] = []
    for name in names:
        dtype = np.int64 if name in _WHOLE else np.float64
        column = _column(arrays, prefix + name, dtype, most)
        if columns:
            n = len(columns[0])
            _require_array(len(column) == n, prefix + name, len(column), Text("{0} values", n))
        columns.append(column)
    return columns


def _column(
    arrays: Mapping[str, NDArray[Any]], name: str, dtype: type[np.generic], most: int
) -> NDArray[Any]:
    array = np.asarray(arrays[name])
    accepted = f"one dimension of {np.dtype(dtype)}, at most {most} values"
    fits = array.ndim == 1 and array.dtype == dtype and len(array) <= most
    _require_array(fits, name, f"{array.dtype} {array.shape}", accepted)
    is_finite = np.isfinite(array).all()
    _require_array(is_finite, name, Text("not finite"), Text("finite numbers"))
    return array.copy()


def _require_array(holds: bool | np.bool_, name: str, value: object, accepted: str) -> None:
    _require(holds, Text("history array {0}", name), value, accepted)


def _require(holds: bool | np.bool_, name: str, value: object, accepted: str) -> None:
    if not holds:
        raise InvalidValue(name, value, accepted)
