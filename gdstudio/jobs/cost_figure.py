"""Costs and accuracies of runs as a figure: curves over the steps, and every number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Floats
from gdstudio.learning.cost_curve import CostCurve
from gdstudio.learning.evaluation_log import EvaluationTable
from gdstudio.learning.history import History
from gdstudio.pictures.charts import LineChart, Series
from gdstudio.pictures.figure import SIZE, Column, Figure, Table
from gdstudio.pictures.figures.charts import draw_of, in_grid, slug
from gdstudio.texts import Text

COSTS: Final = ("mean", "low", "high", "smoothed")
MEASURED: Final = ("train_cost", "test_cost", "train_accuracy", "test_accuracy")
CURVES: Final = ("batch", "smoothed", *MEASURED)
_TRAIN, _TEST = 1, 2  # colours of evaluations
_EARLIER: Final = (3, 4, 6, 5)  # of runs before
_FEW: Final = 40  # evaluations that are each marked
_DRAWN: Final = 800  # buckets of a curve
_HEIGHT: Final = 760.0


@dataclass(frozen=True, slots=True, eq=False)
class CostRun:
    """A run as far as it has come.

    Attributes:
        name: In the key.
        curve: Costs of its mini-batches.
        table: Its evaluations.
        at: Where each bucket of the curve lies on the horizontal axis, and where each evaluation.
    """

    name: str
    curve: CostCurve
    table: EvaluationTable
    at: tuple[Floats, Floats]

    @classmethod
    def of(
        cls, name: str, history: History, positions: Callable[[History, Any], Floats]
    ) -> CostRun:
        """Return what a history holds now; `positions` places steps on the horizontal axis."""
        curve, table = history.curve(), history.evaluations()
        places = (positions(history, one.steps) for one in (curve, table))
        return cls(name, curve, table, tuple(places))  # type: ignore[arg-type]

    def until(self, step: int) -> CostRun:
        """Return it with NaN for all that came after a step, so that axes and key stay."""

        def gone(table: Any, names: Sequence[str]) -> Any:
            there = table.steps <= step
            return replace(
                table, **{name: np.where(there, getattr(table, name), np.nan) for name in names}
            )

        return replace(self, curve=gone(self.curve, COSTS), table=gone(self.table, MEASURED))


def cost_figure(
    runs: Sequence[CostRun],
    x_label: str,
    shown: Sequence[str] = CURVES,
    *,
    log: bool = False,
    unit: str = "",
    x_range: tuple[float, float] | None = None,
    cost_range: tuple[float, float] | None = None,
    tell: Callable[[Any], Any] = lambda value: value,
) -> Figure:
    """Return the curves of runs, the present one first and with all its curves.

    Args:
        runs: What is drawn.
        x_label: What the horizontal axis counts, with its unit.
        shown: Which curves, of `CURVES`; earlier runs have but the smoothed cost and test accuracy.
        log: Costs on a logarithmic axis.
        unit: Of the costs, "" for none.
        x_range: What is seen of the horizontal axis; None for all.
        cost_range: Ends of the axis of costs, which is there even without curves; None for what is
            drawn.
        tell: Tells the texts in the language in use.
    """
    wanted = set(shown)
    cost = Text("cost in {0}", unit) if unit else Text("cost")
    charts: list[LineChart] = []
    for title, y_label, accuracies in ((Text("Cost"), cost, False), (Text("Accuracy"), "", True)):
        series = tuple(
            one
            for k, run in enumerate(runs)
            for one in _series(run, wanted, k, accuracies=accuracies)
        )
        is_kept = cost_range is not None and any(
            one.endswith("accuracy") == accuracies for one in wanted
        )
        if series or is_kept:
            chart = LineChart(
                title,
                x_label,
                y_label,
                series,
                log_y=log and not accuracies,
                y_range=(0.0, 1.0) if accuracies else cost_range,
                x_range=x_range,
                is_share=accuracies,
            )
            charts.append(tell(chart))
    draw = in_grid([(chart.title, draw_of(chart)) for chart in charts], 1)
    size = SIZE[0], _HEIGHT if len(charts) > 1 else SIZE[1]
    title = tell(Text("Cost and accuracy"))
    table = partial(cost_table, tuple(runs), x_label, unit)
    return Figure("costs", title, draw, table, dict(_arrays(runs)), size=size)


def _series(run: CostRun, wanted: set[str], position: int, *, accuracies: bool) -> Iterator[Series]:
    is_present = position == 0
    own = 0 if is_present else _EARLIER[(position - 1) % len(_EARLIER)]
    several = "" if is_present else f"{run.name}, "
    if not accuracies:
        yield from _batch_costs(run, wanted, own, several, is_present=is_present)
    kinds = {
        "train_cost": (Text("training cost"), _TRAIN),
        "test_cost": (Text("test cost"), _TEST),
        "train_accuracy": (Text("training accuracy"), _TRAIN),
        "test_accuracy": (Text("test accuracy"), _TEST),
    }
    for kind, (name, colour) in kinds.items():
        is_meant = kind in wanted and kind.endswith("accuracy") == accuracies
        if not is_meant or not len(run.table) or not (is_present or kind == "test_accuracy"):
            continue
        style = "line and dots" if len(run.table) <= _FEW else "line"
        values = getattr(run.table, kind).copy()
        shade = colour if is_present else own
        yield Series(several + name, run.at[1].copy(), values, style, shade)  # type: ignore[arg-type]


def _batch_costs(
    run: CostRun, wanted: set[str], colour: int, before: str, *, is_present: bool
) -> Iterator[Series]:
    curve = run.curve.thinned(-np.inf, np.inf, _DRAWN)
    x = np.interp(curve.steps, run.curve.steps, run.at[0]) if len(curve) else np.empty(0)
    has_band = is_present and "batch" in wanted
    bounds = (curve.low.copy(), curve.high.copy()) if has_band else (None, None)
    if not len(curve):
        return
    if "smoothed" in wanted:
        name = Text("cost of mini-batches, smoothed")
        yield Series(before + name, x, curve.smoothed.copy(), "line", colour, *bounds)
    elif has_band:
        yield Series(Text("cost of mini-batches"), x, curve.mean.copy(), "line", colour, *bounds)


def cost_table(runs: Sequence[CostRun], x_label: str = "step", unit: str = "") -> Table:
    """Return the costs and evaluations of runs, each in order of its steps.

    The kind of a row is "updates" (mean, lowest, highest and smoothed mini-batch cost of the
    updates that end at `step`) or "evaluation" (costs and accuracies, the latter in [0, 1]).
    """
    rows: list[tuple[Any, ...]] = []
    nothing = (None,) * len(MEASURED)
    for run in runs:
        own: list[tuple[Any, ...]] = []
        for step, x, *costs in _lines(run.curve, run.at[0], COSTS):
            own.append((run.name, "updates", step, x, *costs, *nothing))
        for step, x, *values in _lines(run.table, run.at[1], MEASURED):
            own.append((run.name, "evaluation", step, x, *nothing, *values))
        rows += sorted(own, key=lambda row: (row[2], row[1]))
    names = ("run", "kind", "step", x_label, *(f"cost_{name}" for name in COSTS), *MEASURED)
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    table = tuple(
        Column(name, values, unit if "cost" in name else "")
        for name, values in zip(names, columns, strict=True)
    )
    return Table(tuple(c for k, c in enumerate(table) if k != 3 or x_label != "step"))


def _lines(table: object, x: Floats, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    columns = (getattr(table, name).tolist() for name in names)
    steps = table.steps.tolist()  # type: ignore[attr-defined]
    return zip(steps, x.tolist(), *columns, strict=True)


def _arrays(runs: Sequence[CostRun]) -> Iterator[tuple[str, Any]]:
    for k, run in enumerate(runs):
        before = "" if k == 0 else f"{k}-{slug(run.name)}-"
        yield f"{before}update_step", run.curve.steps
        for name in COSTS:
            yield f"{before}cost_{name}", getattr(run.curve, name)
        yield f"{before}evaluation_step", run.table.steps
        for name in MEASURED:
            yield f"{before}{name}", getattr(run.table, name)
