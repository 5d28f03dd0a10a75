"""Nudges as charts: the cost along one weight, and the largest nudges over the steps."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.jobs.nudges_job import NudgesOverTime
from gdstudio.jobs.weight_slice import WeightSlice
from gdstudio.numerals import change, numeral, scientific, whole
from gdstudio.pictures.charts import LineChart, Series
from gdstudio.studio.translation import tr

_TANGENT: Final = 0.35  # of the width, to both sides


def slice_chart(found: WeightSlice) -> LineChart:
    """Return the cost along a weight, its tangent, and where a step leads."""
    reach = _TANGENT * (found.values[-1] - found.value)
    ends = np.array([-reach, reach])
    gain = found.gain
    along = Series(tr("cost"), found.values, found.costs)
    before = gain.before
    tangent = Series(tr("tangent"), found.value + ends, before + found.slope * ends, "dashes", 1)
    now = Series(tr("now"), np.array([found.value]), np.array([before]), "dots", 2)
    after_at = np.array([found.value + gain.step])
    after_name = tr("after a step, η = {0}").format(numeral(found.rate, 4))
    after = Series(after_name, after_at, np.array([gain.after]), "dots", 3)
    title = tr("The cost along {0}").format(found.place)
    return LineChart(title, str(found.place), tr("cost"), (along, tangent, now, after))


def slice_words(found: WeightSlice) -> str:
    """Return what a step in one weight alone would gain, in a sentence."""
    gain = found.gain
    step = tr("A step in {0} alone with η = {1}, the rate of the next update: −η · dC/dw = {2}.")
    words = step.format(found.place, numeral(found.rate, 4), change(gain.step))
    numbers = (numeral(gain.before), numeral(gain.after))
    text = tr("The cost goes from {0} to {1}: it gains {2}; {3} if the cost were a straight line.")
    gained = _small(gain.gain)
    if not gain.is_measured:
        text = tr("What it gains is too small to be measured at a cost of {0}.")
    words = f"{words} {text.format(*numbers, gained, _small(gain.expected))}"
    if found.asked == 1:
        return words
    asked = tr("Tried on {0} digits.").format(whole(found.asked))
    return f"{words} {asked}"


def time_chart(found: NudgesOverTime) -> LineChart:
    """Return how large the nudges that matter most were at each moment."""
    sizes = np.abs(found.values)
    sizes[~(sizes > 0)] = np.nan  # has no place on a logarithmic axis
    series = tuple(
        Series(name, found.steps.astype(np.float64), sizes[:, k].copy(), colour=k)
        for k, name in enumerate(found.names)
    )
    title = tr("The largest nudges over time")
    return LineChart(title, tr("step"), tr("size of the nudge"), series, log_y=True)


def time_words(found: NudgesOverTime, asked: int) -> str:
    """Return which weights are followed, and over which digits."""
    text = tr(
        "The {0} weights with the largest nudges at step {1}, followed back over {2} moments. "
        "Asked: {3}."
    )
    over = tr("one digit") if asked == 1 else tr("{0} digits").format(whole(asked))
    step, moments = whole(int(found.steps[-1])), len(found.steps)
    if moments == 1:
        text = tr("The {0} weights with the largest nudges at step {1}, of one moment. Asked: {3}.")
    return text.format(len(found.names), step, moments, over)


def _small(value: float) -> str:
    return scientific(value, 3) if np.isfinite(value) else numeral(value)
