"""What an experiment shows, as values: the window paints them, the command line draws them.

Arrays are made read-only; whoever makes a chart gives its arrays away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import lock

Array = NDArray[Any]
Style = Literal["line", "dashes", "dots", "line and dots"]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One line or cloud of points.

    Attributes:
        name: In the key.
        x: Shape (k,).
        y: Shape (k,); what is not finite is a gap.
        style: How it is drawn.
        colour: Which of the theme's curve colours; series of one colour belong together.
        low: Shape (k,), lower end of a band or of error bars around y, or None.
        high: Shape (k,), upper end, or None.
    """

    name: str
    x: Array
    y: Array
    style: Style = "line"
    colour: int = 0
    low: Array | None = None
    high: Array | None = None

    def __post_init__(self) -> None:
        assert self.x.shape == self.y.shape
        lock(self.x, self.y, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Level:
    """A line across with its name, such as a figure of a paper; upright for a place of x."""

    name: str
    value: float
    is_upright: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LineChart:
    """Lines or points over numbers.

    Attributes:
        title: A few words.
        x_label: What x is, with its unit.
        y_label: What y is, with its unit.
        series: What is drawn.
        levels: Lines across.
        log_x: True for a logarithmic axis; values must be above 0.
        log_y: The same upwards.
        y_range: Lower and upper end if they are known beforehand, e.g. (0, 1); else None.
        x_range: The same across.
        is_share: True if y is a share in [0, 1], shown in percent.
    """

    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    levels: tuple[Level, ...] = ()
    log_x: bool = False
    log_y: bool = False
    y_range: tuple[float, float] | None = None
    x_range: tuple[float, float] | None = None
    is_share: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """One histogram: `counts` (k,) in the bins between `edges` (k + 1,)."""

    name: str
    edges: Array
    counts: Array
    colour: int = 0

    def __post_init__(self) -> None:
        assert len(self.edges) == len(self.counts) + 1
        lock(self.edges, self.counts)


@dataclass(frozen=True, slots=True, eq=False)
class HistogramChart:
    """Histograms over one axis, each as an outline that is filled.

    Attributes:
        title: A few words.
        x_label: What is counted, with its unit.
        y_label: How it is counted, e.g. "networks".
        distributions: What is drawn.
        levels: Lines across.
        log_x: True if the edges are spaced by ratios.
    """

    title: str
    x_label: str
    y_label: str
    distributions: tuple[Distribution, ...]
    levels: tuple[Level, ...] = ()
    log_x: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class BarChart:
    """A bar for each name.

    Attributes:
        title: A few words.
        y_label: What the height is.
        names: Below the bars.
        values: Shape (k,).
        levels: Lines across.
        is_share: True if the values are shares in [0, 1], shown in percent.
        highlighted: The bar in the accent colour, or None.
    """

    title: str
    y_label: str
    names: tuple[str, ...]
    values: Array
    levels: tuple[Level, ...] = ()
    is_share: bool = False
    highlighted: int | None = None

    def __post_init__(self) -> None:
        assert len(self.names) == len(self.values)
        lock(self.values)


@dataclass(frozen=True, slots=True, eq=False)
class GroupedBarChart:
    """Bars of several groups side by side for each name; nothing is below 0.

    Attributes:
        title: A few words.
        y_label: What the height is.
        names: Below the bars.
        groups: What stands side by side, in the key.
        values: Shape (names, groups).
        highlighted: The name whose bars keep their colour while the others are pale, or None.
    """

    title: str
    y_label: str
    names: tuple[str, ...]
    groups: tuple[str, ...]
    values: Array
    highlighted: int | None = None

    def __post_init__(self) -> None:
        assert self.values.shape == (len(self.names), len(self.groups))
        lock(self.values)


@dataclass(frozen=True, slots=True, eq=False)
class PictureWall:
    """Pictures side by side, row after row, each with a caption.

    Attributes:
        title: A few words.
        pictures: Shape (k, rows, columns), uint8, 0 is background.
        captions: One short line a picture, or none at all.
        columns: Pictures in a row; None leaves it to the room there is.
        marked: Pictures with a frame in the accent colour.
    """

    title: str
    pictures: Array
    captions: tuple[str, ...] = ()
    columns: int | None = None
    marked: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        assert self.pictures.dtype == np.uint8
        assert self.pictures.ndim == 3
        assert len(self.captions) in (0, len(self.pictures))
        lock(self.pictures)


@dataclass(frozen=True, slots=True, eq=False)
class HeatChart:
    """A table of numbers as colours.

    Attributes:
        title: A few words.
        x_label: What the columns are.
        y_label: What the rows are.
        x_names: Name of each column.
        y_names: Name of each row, the first at the top.
        values: Shape (rows, columns); NaN is an empty cell.
        low: The value in the first colour.
        high: The value in the last colour.
        is_share: True if the values are shares in [0, 1], shown in percent.
    """

    title: str
    x_label: str
    y_label: str
    x_names: tuple[str, ...]
    y_names: tuple[str, ...]
    values: Array
    low: float
    high: float
    is_share: bool = False

    def __post_init__(self) -> None:
        assert self.values.shape == (len(self.y_names), len(self.x_names))
        lock(self.values)


Chart = LineChart | HistogramChart | BarChart | GroupedBarChart | PictureWall | HeatChart
