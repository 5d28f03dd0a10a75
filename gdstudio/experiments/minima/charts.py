"""What "Many minima" shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.experiments.minima.results import MinimaResults, Networks
from gdstudio.pictures.charts import (
    Chart,
    Distribution,
    HistogramChart,
    Level,
    LineChart,
    Series,
)
from gdstudio.texts import Text

_BINS: Final = 48
_COST: Final = Text("cost, nats")
_WIDTH: Final = Text("hidden neurons")


def minima_charts(results: MinimaResults) -> tuple[Chart, ...]:
    """Return all there is to see so far; nothing if no network is finished."""
    networks = results.networks()
    if not networks:
        return ()
    charts: list[Chart] = [
        _histogram(networks, "test"),
        _cloud(networks),
        _means(networks),
        _spreads(networks),
        _correlations(networks),
        _histogram(networks, "training"),
    ]
    if results.paths:
        charts[2:2] = [_paths(results, networks), _barriers(results, networks)]
    return tuple(charts)


def _name(one: Networks) -> str:
    return Text("{0} hidden neurons", one.width)


def _widths(networks: Sequence[Networks]) -> Array:
    return np.array([one.width for one in networks])


def _histogram(networks: Sequence[Networks], which: str) -> HistogramChart:
    costs = [one.test_cost if which == "test" else one.train_cost for one in networks]
    low, high = min(c.min() for c in costs), max(c.max() for c in costs)
    margin = 0.02 * (high - low) or 0.01
    edges = np.linspace(low - margin, high + margin, _BINS + 1)
    distributions = tuple(
        Distribution(_name(one), edges.copy(), np.histogram(cost, edges)[0], k)
        for k, (one, cost) in enumerate(zip(networks, costs, strict=True))
    )
    title = Text("Final {0} cost of networks from different starts", which)
    return HistogramChart(title, f"{which} {_COST}", Text("networks"), distributions)


def _cloud(networks: Sequence[Networks]) -> LineChart:
    series = tuple(
        Series(_name(one), one.train_cost.copy(), one.test_cost.copy(), "dots", k)
        for k, one in enumerate(networks)
    )
    title = Text("Each network: training cost and test cost")
    return LineChart(title, Text("training {0}", _COST), Text("test {0}", _COST), series)


def _means(networks: Sequence[Networks]) -> LineChart:
    series = []
    for colour, (name, costs) in enumerate(
        (
            (Text("test, with standard deviation"), [one.test_cost for one in networks]),
            ("training", [one.train_cost for one in networks]),
        )
    ):
        mean = np.array([cost.mean() for cost in costs])
        std = np.array([cost.std(ddof=1) if len(cost) > 1 else 0.0 for cost in costs])
        series.append(
            Series(name, _widths(networks), mean, "line and dots", colour, mean - std, mean + std)
        )
    return LineChart(Text("Wider is better"), _WIDTH, _COST, tuple(series), log_x=True)


def _spreads(networks: Sequence[Networks]) -> LineChart:
    several = [one for one in networks if len(one) > 1]
    test = np.array([one.spread for one in several])
    train = np.array([one.train_cost.std(ddof=1) for one in several])
    series = (
        Series(Text("of the test cost"), _widths(several), test, "line and dots", 0),
        Series(Text("of the training cost"), _widths(several), train, "line and dots", 1),
    )
    title = Text("How far the minima differ: standard deviation")
    return LineChart(title, _WIDTH, Text("nats"), series, log_x=True, log_y=True)


def _correlations(networks: Sequence[Networks]) -> LineChart:
    low, high = np.array([one.correlation_interval for one in networks]).T
    r = np.array([one.correlation for one in networks])
    series = Series(Text("95 % of resampled"), _widths(networks), r, "line and dots", 0, low, high)
    title = Text("Does a lower training cost mean a lower test cost?")
    levels = (Level(Text("no correlation"), 0.0),)
    return LineChart(title, _WIDTH, Text("correlation"), (series,), levels, log_x=True)


def _paths(results: MinimaResults, networks: Sequence[Networks]) -> LineChart:
    series = []
    for k, one in enumerate(networks):
        paths = [path for path in results.paths if path.width == one.width]
        if paths:
            costs = np.array([path.costs.cost for path in paths])
            mean, low, high = costs.mean(axis=0), costs.min(axis=0), costs.max(axis=0)
            series.append(Series(_name(one), paths[0].costs.t.copy(), mean, "line", k, low, high))
    title = Text("The straight way from one minimum to another: mean, lowest and highest")
    return LineChart(
        title,
        Text("from one network to another"),
        Text("training {0}", _COST),
        tuple(series),
        x_range=(0.0, 1.0),
    )


def _barriers(results: MinimaResults, networks: Sequence[Networks]) -> LineChart:
    found = [(one.width, results.barriers(one.width)) for one in networks]
    found = [(width, barriers) for width, barriers in found if len(barriers)]
    mean = np.array([barriers.mean() for _, barriers in found])
    low = np.array([barriers.min() for _, barriers in found])
    high = np.array([barriers.max() for _, barriers in found])
    widths = np.array([width for width, _ in found])
    series = Series(Text("mean, lowest and highest"), widths, mean, "line and dots", 0, low, high)
    title = Text("The barrier between two minima")
    return LineChart(title, _WIDTH, Text("barrier in training {0}", _COST), (series,), log_x=True)
