"""How well the layers learn, as charts and as rows of a table."""

from __future__ import annotations

import numpy as np

from gdstudio.arrays import Floats
from gdstudio.inside.health import Histogram, LayerHealth
from gdstudio.jobs.health_job import HealthOverTime, NetworkHealth
from gdstudio.numerals import numeral, percent, scientific
from gdstudio.pictures.charts import Distribution, HistogramChart, LineChart, Series
from gdstudio.settings.choices import title_of
from gdstudio.studio.translation import told, tr
from gdstudio.studio.views.inside.number_table import Rows

_NOW, _THEN = 0, 1  # colours


def health_rows(found: NetworkHealth, chosen: int) -> Rows:
    """Return a row for each layer that has weights; `chosen` is one of them, from 0."""
    titles = (
        tr("layer"), tr("gradient, RMS"), tr("update / weight"), tr("idle"), tr("at the start"),
        tr("always idle"),
    )  # fmt: skip

    def cells(row: int) -> tuple[str, ...]:
        layer = found.layers[row]
        shares = (layer.idle, layer.idle_at_start, layer.dead)
        return (
            layer_title(layer),
            _size(layer.gradient_rms),
            _size(layer.update_ratio),
            *(percent(share, 1) for share in shares),
        )

    return Rows(titles, len(found.layers), cells, chosen, frozenset({0}))


def layer_title(layer: LayerHealth) -> str:
    """Return what a layer is called: "1: dense 16, sigmoid"."""
    kind = f", {told(title_of(layer.activation))}" if layer.activation else ""
    return f"{layer.number}: {layer.name}{kind}"


def weights_chart(layer: LayerHealth) -> HistogramChart:
    """Return the weights of a layer now and at the start."""
    then = _distribution(tr("at the start"), layer.weights_at_start, _THEN)
    now = _distribution(tr("now"), layer.weights, _NOW)
    title = tr("Weights of layer {0}").format(layer.number)
    return HistogramChart(title, tr("weight"), tr("weights"), (then, now))


def activations_chart(layer: LayerHealth, asked: int) -> HistogramChart:
    """Return the activations of a layer for as many test digits."""
    now = _distribution(tr("activations"), layer.activations, _NOW)
    title = tr("Activations of layer {0}, {1} test digits").format(layer.number, f"{asked:,}")
    return HistogramChart(title, tr("activation"), tr("activations"), (now,))


def time_charts(found: HealthOverTime) -> tuple[LineChart, LineChart, LineChart]:
    """Return gradient, update over weight, and the share of idle units, of each layer by step."""
    return (
        _lines(found, tr("Gradient, RMS by weight"), found.gradient_rms, is_log=True),
        _lines(found, tr("Update / weight, RMS"), found.update_ratio, is_log=True),
        _lines(found, tr("Idle: saturated or inactive"), found.idle, is_log=False),
    )


def _lines(found: HealthOverTime, title: str, table: Floats, *, is_log: bool) -> LineChart:
    steps = found.steps.astype(np.float64)
    series = []
    for k, number in enumerate(found.layers.tolist()):
        values = table[:, k].copy()
        if is_log:
            values[~(values > 0)] = np.nan
        if np.isfinite(values).any():
            series.append(Series(tr("layer {0}").format(number), steps.copy(), values, colour=k))
    shown, step = tuple(series), tr("step")
    if is_log:
        return LineChart(title, step, "", shown, log_y=True)
    return LineChart(title, step, "", shown, y_range=(0.0, 1.0), is_share=True)


def _distribution(name: str, histogram: Histogram, colour: int) -> Distribution:
    return Distribution(name, histogram.edges.copy(), histogram.counts.copy(), colour)


def _size(value: float) -> str:
    return scientific(value, 3) if np.isfinite(value) else numeral(value)
