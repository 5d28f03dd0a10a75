"""The claims about many minima beside what came out, and the tables."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.data.digits import Digits
from gdstudio.data.resize import area_means
from gdstudio.experiments.experiment import Finding, Table
from gdstudio.experiments.minima.block import SIDE
from gdstudio.experiments.minima.results import MinimaResults, Networks, spread_test
from gdstudio.numerals import numeral
from gdstudio.texts import Text

_NARROW, _WIDE = 25, 250  # the widths of claim C-2, and from which one on C-4 speaks
_RUNS: Final = 50  # networks of a width that C-2 asks for
_TIMES: Final = 2.0
_P: Final = 0.05
_FAR: Final = 5.0  # standard deviations
_MASS: Final = 1e-6
_BARRIER: Final = 0.3  # nats, claim G-2
_CHECKED: Final = 2000  # digits whose mass is compared


def minima_findings(results: MinimaResults, train: Digits) -> tuple[Finding, ...]:
    """Return the claims C-1 to C-5 and G-2, each with its measurement."""
    networks = results.networks()
    return (
        _means_fall(networks),
        _spread_falls(networks),
        _correlation_falls(networks),
        _no_bad_minima(networks),
        _mass_is_kept(train),
        _barriers_stand(results, networks),
    )


def minima_tables(results: MinimaResults) -> tuple[Table, ...]:
    """Return every network, every width and every path."""
    networks = results.networks()
    costs = ("train_cost", "train_accuracy", "test_cost", "test_accuracy")
    each = [
        (one.width, *row)
        for one in networks
        for row in _rows(one.numbers, *(getattr(one, name) for name in costs))
    ]
    paths = [
        (path.width, path.a, path.b, *row)
        for path in results.paths
        for row in _rows(path.costs.t, path.costs.cost, path.costs.accuracy)
    ]
    width_rows = width_facts(results)
    columns = tuple(width_rows[0]) if width_rows else ()
    return (
        Table("networks", ("width", "network", *costs), tuple(each)),
        Table("widths", columns, tuple(tuple(row.values()) for row in width_rows)),
        Table("paths", ("width", "from", "to", "t", "train_cost", "train_accuracy"), tuple(paths)),
    )


def _rows(*columns: Array) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)


def width_facts(results: MinimaResults) -> list[dict[str, Any]]:
    """Return the figures of each width."""
    found = []
    for one in results.networks():
        barriers = results.barriers(one.width)
        low, high = one.correlation_interval
        found.append(
            {
                "width": one.width,
                "parameters": one.parameters.shape[1],
                "networks": len(one),
                "train_cost_mean": float(one.train_cost.mean()),
                "train_cost_std": float(one.train_cost.std(ddof=min(1, len(one) - 1))),
                "test_cost_mean": one.mean,
                "test_cost_std": one.spread,
                "test_cost_max": float(one.test_cost.max()),
                "test_accuracy_mean": float(one.test_accuracy.mean()),
                "correlation": one.correlation,
                "correlation_low": low,
                "correlation_high": high,
                "barrier_mean": float(barriers.mean()) if len(barriers) else math.nan,
            }
        )
    return found


def _means_fall(networks: Sequence[Networks]) -> Finding:
    means = [one.mean for one in networks]
    falls = all(a > b for a, b in itertools.pairwise(means))
    shown = ", ".join(f"{one.width}: {one.mean:.4f}" for one in networks)
    return Finding(
        "C-1",
        Text("The wider the networks, the lower their mean test cost."),
        Text("Minima of large networks are better and more alike, measured by test cost."),
        Text("mean test cost {0}.", shown),
        falls if len(networks) > 1 else None,
    )


def _spread_falls(networks: Sequence[Networks]) -> Finding:
    by_width = {one.width: one for one in networks}
    is_asked = {_NARROW, _WIDE} <= by_width.keys()
    narrow, wide = (by_width[_NARROW], by_width[_WIDE]) if is_asked else (networks[0], networks[-1])
    claim = Text(
        "Test costs spread at least {0:g} times as far at {1} hidden neurons as at {2} "
        "(standard deviation; Brown-Forsythe p < {3:g}; {4} networks or more).",
        _TIMES,
        _NARROW,
        _WIDE,
        _P,
        _RUNS,
    )
    paper = Text(
        "Small networks can end in poor minima; of large ones nearly all are equally good."
    )
    test = spread_test(narrow, wide)
    if test is None or narrow is wide:
        return Finding(Text("C-2"), claim, paper, Text("too few networks to compare."), None)
    times = narrow.spread / wide.spread if wide.spread > 0 else math.inf
    shown = ", ".join(f"{one.width}: {one.spread:.4f}" for one in networks)
    measured = Text(
        "standard deviation {0}; {1} over {2} is {3:.2f}; F({4}, {5}) = {6:.1f}, p = {7}.",
        shown,
        narrow.width,
        wide.width,
        times,
        test.between,
        test.within,
        test.F,
        numeral(test.p, 2),
    )
    enough = min(len(narrow), len(wide)) >= _RUNS
    holds = times >= _TIMES and test.p < _P if is_asked and enough else None
    return Finding("C-2", claim, paper, measured, holds)


def _correlation_falls(networks: Sequence[Networks]) -> Finding:
    shown = ", ".join(
        Text("{0}: {1:.2f} ({2:.2f} to {3:.2f})", one.width, one.correlation, low, high)
        for one in networks
        for low, high in [one.correlation_interval]
    )
    first, last = networks[0], networks[-1]
    rs = [one.correlation for one in networks]
    is_known = len(networks) > 1 and math.isfinite(first.correlation + last.correlation)
    falls = all(a > b for a, b in itertools.pairwise(rs))
    step = Text("it falls at every step") if falls else Text("it does not fall at every step")
    return Finding(
        "C-3",
        Text(
            "The wider the networks, the less a lower training cost says of the test cost: "
            "the correlation of the widest is below that of the narrowest."
        ),
        Text(
            "The correlation falls with size: finding the lowest training cost of a large "
            "network does not help the test."
        ),
        Text("correlation with its 95 % bootstrap interval {0}; {1}.", shown, step),
        first.correlation > last.correlation if is_known else None,
    )


def _no_bad_minima(networks: Sequence[Networks]) -> Finding:
    wide = [one for one in networks if one.width >= _WIDE and len(one) > 1]
    farthest = [(float(one.test_cost.max()) - one.mean) / one.spread for one in wide if one.spread]
    # No sample of n can hold a value further than (n - 1) / sqrt(n) deviations from its mean.
    can_tell = all((len(one) - 1) / math.sqrt(len(one)) > _FAR for one in wide)
    shown = ", ".join(f"{one.width}: {far:.2f}" for one, far in zip(wide, farthest, strict=True))
    return Finding(
        "C-4",
        Text(
            "From {0} hidden neurons on no network ends in a bad minimum: none has a test "
            "cost more than {1:g} standard deviations above the mean.",
            _WIDE,
            _FAR,
        ),
        Text("Bad minima become rare, fast, as networks grow."),
        Text("the worst network lies above the mean by, in deviations, {0}.", shown)
        if wide
        else Text("no width is so large."),
        max(farthest) <= _FAR if farthest and can_tell else None,
    )


def _mass_is_kept(train: Digits) -> Finding:
    few = train.take(slice(0, _CHECKED))
    ink = few.images.sum(axis=1, dtype=np.float64)
    area = few.rows * few.columns / SIDE**2
    small = area_means(few, SIDE).sum(axis=1, dtype=np.float64) * area
    error = float((np.abs(small - ink) / np.maximum(ink, 1)).max())
    return Finding(
        "C-5",
        Text(
            "Pictures are shrunk to {0} x {0} pixels by the means of areas: the mass of ink "
            "is kept to {1}.",
            SIDE,
            numeral(_MASS),
        ),
        Text("The paper shrinks MNIST to 10 x 10 pixels."),
        Text("largest relative change over {0:,} digits {1}.", len(few), numeral(error, 2)),
        error <= _MASS,
    )


def _barriers_stand(results: MinimaResults, networks: Sequence[Networks]) -> Finding:
    claim = Text(
        "Between two minima stands a barrier: on the straight way the cost rises by "
        "more than {0:g} nats, on average over the pairs of each width.",
        _BARRIER,
    )
    found = {one.width: results.barriers(one.width) for one in networks}
    means = {width: float(b.mean()) for width, b in found.items() if len(b)}
    shown = ", ".join(f"{width}: {mean:.2f}" for width, mean in means.items())
    return Finding(
        "G-2",
        claim,
        "",
        Text("mean barrier {0}.", shown) if means else Text("no two networks of one width."),
        all(mean > _BARRIER for mean in means.values()) if means else None,
    )
