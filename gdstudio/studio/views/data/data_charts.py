"""What a data set is made of, as charts: of all classes, or of one."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.jobs.data_summary import LEVELS, DataSummary, PartSummary
from gdstudio.numerals import whole
from gdstudio.pictures.charts import GroupedBarChart, LineChart, PictureWall, Series
from gdstudio.studio.state.class_names import class_name, class_names
from gdstudio.studio.translation import tr

BIN: Final = 16  # levels whose pixels are counted together


def counts_chart(summary: DataSummary | None, label: int | None = None) -> GroupedBarChart:
    """Return how many digits each class has, training beside test; one class stands out."""
    groups = tr("training"), tr("test")
    title, digits = tr("Digits by class"), tr("digits")
    if summary is None:
        return GroupedBarChart(title, digits, (), groups, np.zeros((0, 2), np.int64))
    values = np.column_stack([summary.train.counts, summary.test.counts])
    return GroupedBarChart(title, digits, class_names(len(values)), groups, values, label)


def averages_wall(summary: DataSummary | None, label: int | None = None) -> PictureWall:
    """Return the average training digit of each class; of one class that of the test digits too."""
    title = tr("Average digit")
    if summary is None:
        return PictureWall(title, np.zeros((0, 1, 1), np.uint8))
    if label is None:
        pictures = as_levels(summary.train.averages)
        return PictureWall(title, pictures, class_names(len(pictures)))
    parts = (summary.train, summary.test)
    pictures = as_levels(np.stack([part.averages[label] for part in parts]))
    texts = tr("of {0} training digits"), tr("of {0} test digits")
    captions = (
        text.format(whole(int(part.counts[label]))) for text, part in zip(texts, parts, strict=True)
    )
    return PictureWall(title, pictures, tuple(captions))


def brightness_chart(summary: DataSummary | None, label: int | None = None) -> LineChart:
    """Return the shares of pixels by brightness, in bins of 16 levels, training beside test."""
    title, across = tr("Pixels by brightness"), tr("brightness, 0 is background")
    series: tuple[Series, ...] = ()
    if summary is not None:
        series = (
            _shares(tr("training"), summary.train, label, 0),
            _shares(tr("test"), summary.test, label, 1),
        )
        if label is not None:
            title = tr("Pixels by brightness: class {0}").format(class_name(label))
    share = tr("share of pixels")
    return LineChart(title, across, share, series, log_y=True, x_range=(0, LEVELS), is_share=True)


def _shares(name: str, part: PartSummary, label: int | None, colour: int) -> Series:
    counts = part.brightness.sum(axis=0) if label is None else part.brightness[label]
    binned = counts.reshape(-1, BIN).sum(axis=1)
    shares = binned / max(int(binned.sum()), 1)
    middles = np.arange(len(binned)) * float(BIN) + (BIN - 1) / 2
    y = np.where(shares > 0, shares, np.nan)  # a gap: there is no zero on this axis
    return Series(name, middles, y, "line and dots", colour)


def as_levels(averages: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return averages as pictures, rounded to the nearest level."""
    return np.rint(averages).astype(np.uint8)
