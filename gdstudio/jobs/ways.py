"""The straight way between any two networks of "Many minima", and what they answer on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import DataSet
from gdstudio.experiments.minima import MinimaSettings, kept_networks
from gdstudio.experiments.minima.paths import answers_along, small_inputs, straight_path
from gdstudio.experiments.minima.results import Networks
from gdstudio.experiments.workshop import Pieces
from gdstudio.landscape.slices import Slice
from gdstudio.numerals import numeral
from gdstudio.pictures.charts import Chart, Level, LineChart, Series
from gdstudio.texts import Text

Array = NDArray[Any]

ASKED: Final = 2000  # training digits, as on the ways of the experiment itself
_LEAST_ANSWER: Final = 0.05  # a digit that never reaches it is not drawn
_ACROSS: Final = Text("from the one to the other")


@dataclass(frozen=True, slots=True, eq=False)
class WayJob:
    """A way to go between two of some networks of one width, from index `a` to `b`.

    The first training digits of `data` are asked, of which the networks have learned `examples`.
    The drawn digit (rows, columns), uint8, is all 0 if there is none.
    """

    networks: Networks
    a: int
    b: int
    data: DataSet
    examples: int
    picture: NDArray[np.uint8]


def networks_of(
    settings: MinimaSettings, data: DataSet, pieces: Pieces
) -> Iterator[tuple[Networks, ...]]:
    """Yield once the networks of a run that are kept, narrow ones first."""
    yield tuple(kept_networks(settings, data, pieces))


def way_charts(job: WayJob) -> Iterator[tuple[Chart, ...]]:
    """Yield once the cost on the way and, if something is drawn, the answers to it."""
    ends = job.networks.network(job.a), job.networks.network(job.b)
    asked = job.data.train.take(slice(0, min(ASKED, job.examples)))
    path = straight_path(*ends, small_inputs(asked), asked.labels)
    charts: list[Chart] = [_cost_chart(job, path)]
    if job.picture.any():
        charts.append(
            _answer_chart(path.t, answers_along(*ends, job.picture), job.data.train.names)
        )
    yield tuple(charts)


def _cost_chart(job: WayJob, path: Slice) -> LineChart:
    title = Text(
        "From network {0} to network {1} of {2} hidden neurons: barrier {3} nats",
        job.a + 1,
        job.b + 1,
        job.networks.width,
        numeral(path.barrier, 3),
    )
    series = Series("", path.t.copy(), path.cost.copy())
    levels = (Level(Text("the higher end"), max(path.end_costs)),)
    return LineChart(
        title, _ACROSS, Text("training cost, nats"), (series,), levels, x_range=(0.0, 1.0)
    )


def _answer_chart(t: Array, answers: Array, names: Sequence[str]) -> LineChart:
    """Return the share of each class that is ever answered; answers (points, classes)."""
    seen = np.flatnonzero(answers.max(axis=0) >= _LEAST_ANSWER)
    series = tuple(
        Series(names[digit], t.copy(), answers[:, digit].astype(np.float64), colour=k)
        for k, digit in enumerate(seen.tolist())
    )
    return LineChart(
        Text("What the networks on this way see in your drawing"),
        _ACROSS,
        Text("answer"),
        series,
        y_range=(0.0, 1.0),
        x_range=(0.0, 1.0),
        is_share=True,
    )
