"""What the experiment with random labels shows, live and at the end."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.data.digits import DataSet
from gdstudio.experiments.corrupted import CORRUPTIONS, Corruption, corrupted
from gdstudio.experiments.fit.results import FitResults, Named, level_colours, points
from gdstudio.experiments.random_labels.plan import Plan
from gdstudio.numerals import percent
from gdstudio.pictures.charts import BarChart, Chart, Level, LineChart, PictureWall
from gdstudio.texts import Text

FITTED: Final = 0.99  # training accuracy that counts as fitted
_SHOWN: Final = 10  # pictures of a kind
_TO_FIT: Final = Text("epochs to {0} of the training digits", percent(FITTED, 0))


def random_labels_charts(
    plan: Plan, results: FitResults, wall: PictureWall, n_classes: int
) -> tuple[Chart, ...]:
    """Return all there is to see so far; charts without anything in them are left out."""
    kinds = [(kind, fits, colour) for colour, (kind, fits) in enumerate(plan.kinds.items())]
    partly = [
        (f"p = {p:g}", fits, colour)
        for p, fits, colour in zip(
            plan.probabilities, plan.partly, level_colours(len(plan.partly)), strict=True
        )
    ]
    found = (
        _accuracy_chart(Text("Training accuracy"), kinds, results),
        _cost_chart(Text("Training cost"), kinds, results),
        _accuracy_chart(Text("Training accuracy, labels partly random"), partly, results),
        _time_chart(plan, results),
        _error_chart(plan, results, n_classes),
        _test_bars(plan, results, n_classes),
    )
    return (*(chart for chart in found if chart is not None), wall)


def kinds_wall(data: DataSet, seed: int) -> PictureWall:
    """Return what the network is given to learn: ten pictures of each kind with their labels."""
    kinds = [corrupted(data, Corruption(kind), seed).train for kind in CORRUPTIONS]
    first = slice(0, _SHOWN)
    captions = [
        Text("{0}: {1}", kind, label) if k == 0 else str(label)
        for kind, train in zip(CORRUPTIONS, kinds, strict=True)
        for k, label in enumerate(train.labels[first])
    ]
    return PictureWall(
        Text("What is to be learned: a row for each kind, with the labels"),
        np.concatenate([train.pictures(first) for train in kinds]),
        tuple(captions),
        columns=min(_SHOWN, len(data.train)),
    )


def _accuracy_chart(title: str, named: Named, results: FitResults) -> LineChart | None:
    series = results.curves(named, "train_accuracy", over="steps")
    if not series:
        return None
    return LineChart(
        title,
        Text("steps"),
        Text("training digits answered as labelled"),
        series,
        (Level(f"{percent(FITTED, 0)}", FITTED),),
        y_range=(0.0, 1.0),
        is_share=True,
    )


def _cost_chart(title: str, named: Named, results: FitResults) -> LineChart | None:
    series = results.curves(named, "train_cost", over="steps")
    return (
        LineChart(title, Text("steps"), Text("cross-entropy in nats"), series) if series else None
    )


def _time_chart(plan: Plan, results: FitResults) -> LineChart | None:
    times = [results.epochs_until(fits, FITTED) for fits in plan.partly]
    series = points(Text("time to fit"), plan.probabilities, times)
    if series is None:
        return None
    title = Text("Time to fit against the share of random labels")
    return LineChart(title, Text("probability p"), _TO_FIT, (series,), x_range=(0.0, 1.0))


def _error_chart(plan: Plan, results: FitResults, n_classes: int) -> LineChart | None:
    errors = [1 - results.at_end(fits, "test_accuracy") for fits in plan.partly]
    series = points(Text("test error"), plan.probabilities, errors)
    if series is None:
        return None
    return LineChart(
        Text("Test error against the share of random labels"),
        Text("probability p"),
        Text("test digits answered wrongly"),
        (series,),
        (Level(Text("guessing"), 1 - 1 / n_classes),),
        y_range=(0.0, 1.0),
        x_range=(0.0, 1.0),
        is_share=True,
    )


def _test_bars(plan: Plan, results: FitResults, n_classes: int) -> BarChart | None:
    values = {k: results.at_end(fits, "test_accuracy") for k, fits in plan.kinds.items()}
    there = {kind: found.mean() for kind, found in values.items() if len(found)}
    if not there:
        return None
    return BarChart(
        Text("Test accuracy after the last epoch"),
        Text("test digits answered rightly"),
        tuple(there),
        np.array(list(there.values())),
        (Level(Text("guessing"), 1 / n_classes),),
        is_share=True,
    )
