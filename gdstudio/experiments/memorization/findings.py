"""What Arpit et al. 2017 claim, beside what came out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.experiments.corrupted import GAUSSIAN, RANDOM_LABELS, TRUE
from gdstudio.experiments.difficulty import Difficulty
from gdstudio.experiments.experiment import Finding
from gdstudio.experiments.fit import Fit, epochs_until
from gdstudio.experiments.fit.results import FitResults
from gdstudio.experiments.memorization.plan import Plan
from gdstudio.experiments.workshop import Piece
from gdstudio.numerals import percent
from gdstudio.texts import Text, joined

_Groups = Sequence[tuple[Fit, ...]]

_HIGH: Final = 0.9  # training accuracy
_MUCH_NOISE: Final = 0.4  # from which the validation accuracy has to fall
_FALL: Final = 0.02
_SLACK: Final = 0.1  # of a time that should not rise
_HARDER: Final = 3  # times the variance of noise
_ALIKE: Final = 0.25  # of the variance if all were equally hard
_NOISES: Final[dict[str, str]] = {
    RANDOM_LABELS: Text("random labels"),
    GAUSSIAN: Text("noise pictures"),
}


def memorization_findings(
    plan: Plan, results: FitResults, difficulties: Mapping[str, Difficulty]
) -> tuple[Finding, ...]:
    """Return the claims beside what came out."""
    return (
        _peak_comes_first(plan, results),
        _noise_costs_accuracy(plan, results),
        _examples_differ(difficulties),
        _noise_is_equally_hard(difficulties),
        *(_width(plan, results, kind) for kind in _NOISES),
        *(_number(plan, results, kind) for kind in _NOISES),
    )


def _peak_comes_first(plan: Plan, results: FitResults) -> Finding:
    texts, holds = [], []
    for level, fits in list(zip(plan.levels, plan.noisy, strict=True))[1:-1]:  # all but 0 and 1
        for piece in results.finished(fits):
            peak, top, high, end = _turn(piece)
            texts.append(
                Text(
                    "{0}: highest {1} after epoch {2:.0f}, {3}, at the end {4}",
                    percent(level, 0),
                    percent(top, 1),
                    peak,
                    _after(high),
                    percent(end, 1),
                )
            )
            falls = top - end >= _FALL or level < _MUCH_NOISE
            holds.append((peak < high if math.isfinite(high) else None) if falls else False)
    return Finding(
        "A-1",
        Text(
            "With random labels among the true ones the validation accuracy is highest "
            "before the training accuracy reaches {0}; with {1} or more of them it then "
            "falls by at least {2:.0f} points.",
            percent(_HIGH, 0),
            percent(_MUCH_NOISE, 0),
            100 * _FALL,
        ),
        Text(
            "Networks learn simple patterns first: the validation accuracy is highest "
            "before the training accuracy is high, then it falls (figure 7)."
        ),
        "; ".join(texts) + ".",
        _all(holds),
    )


def _turn(piece: Piece) -> tuple[float, float, float, float]:
    """Return epoch and height of the peak, epoch of high training accuracy, and the end."""
    validation = piece["test_accuracy"]
    k = int(validation.argmax())
    high = np.flatnonzero(piece["train_accuracy"] >= _HIGH)
    first = float(piece["epochs"][high[0]]) if len(high) else math.nan
    return float(piece["epochs"][k]), float(validation[k]), first, float(validation[-1])


def _after(epoch: float) -> str:
    if math.isfinite(epoch):
        return Text("training accuracy {0} after epoch {1:.0f}", percent(_HIGH, 0), epoch)
    return Text("training accuracy never {0}", percent(_HIGH, 0))


def _noise_costs_accuracy(plan: Plan, results: FitResults) -> Finding:
    levels = list(zip(plan.levels, plan.noisy, strict=True))[:-1]
    tops, ends = [], []
    for _, fits in levels:
        turns = [_turn(piece) for piece in results.finished(fits)]
        tops.append(float(np.mean([turn[1] for turn in turns])))
        ends.append(float(np.mean([turn[3] for turn in turns])))
    return Finding(
        "A-2",
        Text(
            "The highest and the last validation accuracy both fall as there are more "
            "random labels."
        ),
        Text("Both fall with the share of noise (figure 7)."),
        joined(
            "; ",
            [
                Text("{0}: {1} and {2}", percent(level, 0), percent(top, 1), percent(end, 1))
                for (level, _), top, end in zip(levels, tops, ends, strict=True)
            ],
        )
        + ".",
        bool((np.diff(tops) < 0).all() and (np.diff(ends) < 0).all()),
    )


def _examples_differ(difficulties: Mapping[str, Difficulty]) -> Finding:
    real, noise = difficulties[TRUE], difficulties[GAUSSIAN]
    labels = difficulties[RANDOM_LABELS]
    as_chance = noise.variance / noise.binomial_variance
    return Finding(
        "A-3",
        Text(
            "After one epoch of {0} networks the share of right answers varies more than "
            "{1} times as much over true digits as over noise pictures, and over these as "
            "if all were equally hard (within {2}).",
            real.n_networks,
            _HARDER,
            percent(_ALIKE, 0),
        ),
        Text(
            "Some real examples are learned at once by all networks and others by none; noise "
            "pictures follow the binomial distribution of equally hard ones (figure 1)."
        ),
        Text(
            "Variance {0:.4f} over true digits, {1:.4f} over noise pictures: {2:.1f} times; if all "
            "were equally hard {3:.4f}, a factor of {4:.1f}; with random labels {5:.4f}.",
            real.variance,
            noise.variance,
            real.variance / noise.variance,
            noise.binomial_variance,
            as_chance,
            labels.variance,
        ),
        real.variance > _HARDER * noise.variance and abs(as_chance - 1) <= _ALIKE,
    )


def _noise_is_equally_hard(difficulties: Mapping[str, Difficulty]) -> Finding:
    noise, real = difficulties[GAUSSIAN], difficulties[TRUE]
    factors = [d.variance_in_classes / d.binomial_variance_in_classes for d in (noise, real)]
    return Finding(
        "A-3 in classes",
        Text(
            "Within a class all noise pictures are equally hard: the share of right answers "
            "varies as chance would have it (within {0}).",
            percent(_ALIKE, 0),
        ),
        "",
        Text(
            "Within classes the variance is {0:.4f}, by chance {1:.4f}: a factor of "
            "{2:.2f}; of true digits {3:.1f}. What differs between noise pictures is how "
            "often their class is answered.",
            noise.variance_in_classes,
            noise.binomial_variance_in_classes,
            factors[0],
            factors[1],
        ),
        abs(factors[0] - 1) <= _ALIKE,
    )


def _width(plan: Plan, results: FitResults, noise: str) -> Finding:
    real, other = _times(plan.by_width[TRUE], results), _times(plan.by_width[noise], results)
    ratios = other / real
    is_known = bool(np.isfinite(ratios).all())
    falls = all(
        bool((times[1:] <= (1 + _SLACK) * np.minimum.accumulate(times)[:-1]).all())
        for times in (real, other)
    )
    return Finding(
        f"A-4 {_NOISES[noise]}",
        Text(
            "Wider networks learn all in fewer epochs ({0} allowed); {1} take longer than "
            "true digits, the more so the narrower the network.",
            percent(_SLACK, 0),
            _NOISES[noise],
        ),
        Text(
            "The time to learn all falls with capacity, and more steeply for noise (figure "
            "6, left)."
        ),
        _listed(Text("width"), plan.widths, real, other, noise)
        + Text("; ratio ")
        + ", ".join(f"{ratio:.2f}" for ratio in ratios)
        + ".",
        falls and bool((ratios > 1).all() and ratios[0] > ratios[-1]) if is_known else None,
    )


def _number(plan: Plan, results: FitResults, noise: str) -> Finding:
    real, other = _times(plan.by_size[TRUE], results), _times(plan.by_size[noise], results)
    slopes = [_slope(plan.sizes, times) for times in (real, other)]
    is_known = all(map(math.isfinite, slopes))
    return Finding(
        f"A-5 {_NOISES[noise]}",
        Text(
            "The time to learn all rises with the number of digits, more steeply for {0}.",
            _NOISES[noise],
        ),
        Text(
            "The time rises with the size of the data set, and more steeply for noise "
            "(figure 6, right)."
        ),
        _listed(Text("number"), plan.sizes, real, other, noise)
        + Text(
            "; epochs for 1,000 digits more: {0:.1f} and {1:.1f}.",
            1000 * slopes[0],
            1000 * slopes[1],
        ),
        slopes[1] > slopes[0] > 0 if is_known else None,
    )


def _times(groups: _Groups, results: FitResults) -> Array:
    """Return the mean epochs to 100 % of each group; NaN if one repeat never got there."""
    found = [
        [epochs_until(piece, 1.0) for piece in results.finished(fits)] or [math.nan]
        for fits in groups
    ]
    return np.array([np.mean(times) for times in found])


def _slope(x: Sequence[int], y: Array) -> float:
    """Return the slope of the straight line that fits best; NaN if there is none."""
    if len(x) < 2 or not np.isfinite(y).all():
        return math.nan
    dx = np.array(x, np.float64) - np.mean(x)
    return float(dx @ (y - y.mean()) / (dx @ dx))  # of equal times exactly 0


def _listed(what: str, places: Sequence[int], real: Array, other: Array, noise: str) -> str:
    pairs = joined(
        ", ",
        [
            Text("{0:,}: {1:.1f} and {2:.1f}", place, a, b)
            for place, a, b in zip(places, real, other, strict=True)
        ],
    )
    return Text("Epochs by {0}, true digits and {1}: {2}", what, _NOISES[noise], pairs)


def _all(holds: Sequence[bool | None]) -> bool | None:
    """Return whether all hold; None if that cannot be told."""
    if False in holds:
        return False
    return None if None in holds or not holds else True
