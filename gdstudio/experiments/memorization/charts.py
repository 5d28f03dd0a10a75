"""What the experiment on memorisation shows, live and at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.data.digits import Digits
from gdstudio.experiments.corrupted import GAUSSIAN, TRUE
from gdstudio.experiments.difficulty import Difficulty
from gdstudio.experiments.fit import Fit
from gdstudio.experiments.fit.results import FitResults, Named, level_colours, points
from gdstudio.experiments.memorization.plan import KINDS, Plan
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.numerals import percent
from gdstudio.pictures.charts import Chart, LineChart, PictureWall, Series
from gdstudio.texts import Text

Difficulties = Mapping[str, Difficulty]

_SHOWN: Final = 20  # pictures of the easiest and of the hardest digits
_LEARNED: Final = Text("training digits answered as labelled")
_TO_ALL: Final = Text("epochs to 100 % of the training digits")
_CONTROL_PLACE: Final = 1000  # of the control's random stream


def memorization_charts(
    plan: Plan, results: FitResults, difficulties: Difficulties, digits: Digits, seed: int
) -> tuple[Chart, ...]:
    """Return all there is to see so far; charts without anything in them are left out.

    Args:
        plan: The trainings.
        results: What they brought.
        difficulties: For each kind that is known; empty before.
        digits: The training digits.
        seed: Of the control in the chart of difficulty.
    """
    colours = level_colours(len(plan.levels))
    noisy = [
        (Text("{0} random", percent(p, 0)), fits, colour)
        for p, fits, colour in zip(plan.levels, plan.noisy, colours, strict=True)
    ]
    ends = [(Text("true labels"), plan.noisy[0], 0), (Text("random labels"), plan.noisy[-1], 1)]
    found: tuple[Chart | None, ...] = (
        _curves(
            Text("Training accuracy, true and random labels"),
            _LEARNED,
            ends,
            "train_accuracy",
            results,
        ),
        _curves(
            Text("Training cost, true and random labels"),
            Text("cross-entropy in nats"),
            ends,
            "train_cost",
            results,
        ),
        _validation(noisy[:-1], results),
        _curves(
            Text("Training accuracy with random labels"), _LEARNED, noisy, "train_accuracy", results
        ),
        _difficulty_chart(difficulties, seed),
        _difficulty_wall(difficulties, digits),
        _times("width", plan.widths, plan.by_width, results),
        _times(Text("number of training digits"), plan.sizes, plan.by_size, results),
    )
    return tuple(chart for chart in found if chart is not None)


def _curves(
    title: str, y_label: str, named: Named, column: str, results: FitResults
) -> LineChart | None:
    series = results.curves(named, column)
    if not series:
        return None
    is_share = column != "train_cost"
    y_range = (0.0, 1.0) if is_share else None
    return LineChart(title, Text("epochs"), y_label, series, y_range=y_range, is_share=is_share)


def _validation(named: Named, results: FitResults) -> LineChart | None:
    """Return the validation accuracy at each level of noise, a dot where it is highest."""
    chart = _curves(
        Text("Validation accuracy with random labels: first it learns, then it memorises"),
        Text("validation digits answered rightly"),
        named,
        "test_accuracy",
        results,
    )
    if chart is None:
        return None
    tops = [(line.x[k], line.y[k]) for line in chart.series for k in [int(line.y.argmax())]]
    x, y = np.array(tops).T
    highest = Series(Text("highest"), x.copy(), y.copy(), "dots", len(chart.series) + 1)
    return replace(chart, series=(*chart.series, highest))


def _difficulty_chart(difficulties: Difficulties, seed: int) -> LineChart | None:
    """Return the shares of right answers, sorted, as in figure 1 of the paper."""
    if not difficulties:
        return None
    series = [
        Series(
            kind, _ranks(found.share_right), np.sort(found.share_right), colour=KINDS.index(kind)
        )
        for kind, found in difficulties.items()
    ]
    if GAUSSIAN in difficulties:
        series += _controls(difficulties[GAUSSIAN], seed)
    return LineChart(
        Text("After one epoch: how many networks answer each example as labelled"),
        Text("examples, the hardest first"),
        Text("networks that answer as labelled"),
        tuple(series),
        y_range=(0.0, 1.0),
        is_share=True,
    )


def _controls(noise: Difficulty, seed: int) -> list[Series]:
    """Return what chance alone would make of noise pictures that are all equally hard."""
    stream, n = random_stream(seed, Purpose.PIXELS, _CONTROL_PLACE), noise.n_networks
    all_alike = np.full_like(noise.share_right, noise.share_right.mean())
    controls = {
        Text("chance, if all are equally hard"): all_alike,
        Text("chance, if all of a class are"): noise.class_means,
    }
    drawn = {name: np.sort(stream.binomial(n, p) / n) for name, p in controls.items()}
    return [
        Series(name, _ranks(shares), shares, "dashes", len(KINDS) + k)
        for k, (name, shares) in enumerate(drawn.items())
    ]


def _ranks(values: Array) -> Array:
    return np.arange(1, len(values) + 1)


def _difficulty_wall(difficulties: Difficulties, digits: Digits) -> PictureWall | None:
    """Return the hardest and the easiest true digits, with label and share of right answers."""
    found = difficulties.get(TRUE)
    if found is None:
        return None
    order = found.hardest_first()
    n = min(_SHOWN, len(order) // 2)
    chosen = np.concatenate([order[:n], order[: -n - 1 : -1]])
    return PictureWall(
        Text("The {0} hardest digits, then the {0} easiest: label and share of right answers", n),
        digits.pictures(chosen),
        tuple(f"{digits.labels[k]}: {percent(found.share_right[k], 0)}" for k in chosen),
        columns=max(n // 2, 1),
        marked=tuple(range(n)),
    )


def _times(
    x_label: str,
    places: Sequence[int],
    by_place: Mapping[str, Sequence[tuple[Fit, ...]]],
    results: FitResults,
) -> LineChart | None:
    found = (
        points(kind, places, [results.epochs_until(fits, 1.0) for fits in groups], colour)
        for colour, (kind, groups) in enumerate(by_place.items())
    )
    series = tuple(one for one in found if one is not None)
    if not series:
        return None
    return LineChart(
        Text("Time to learn all against the {0}", x_label), x_label, _TO_ALL, series, log_x=True
    )
