"""How well the layers learn, in words and numbers."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from typing import Any

from gdstudio.commands.inspect.moments import some_moments
from gdstudio.commands.inspect.opened_run import OpenedRun
from gdstudio.commands.inspect.update import rate_of_next
from gdstudio.inside.diagnosis import all_well
from gdstudio.inside.health import Histogram, LayerHealth
from gdstudio.jobs.health_job import (
    HealthOverTime,
    NetworkHealth,
    health_over_time,
    look_at_health,
)
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.numerals import numeral, percent, scientific


def tell_health(args: argparse.Namespace, opened: OpenedRun) -> tuple[list[str], dict[str, Any]]:
    """Return lines and plain values of every layer, and what is wrong if something is."""
    state = opened.run_file.state
    optimizer = OptimizerState(rate_of_next(opened), state.optimizer_state, state.optimizer_steps)
    *_, found = look_at_health(opened.subject, opened.data, optimizer)
    assert isinstance(found, NetworkHealth)
    lines = [line for layer in found.layers for line in _lines(layer, optimizer.rate)]
    said = found.sentence or all_well(found.layers, found.accuracy)
    lines.append(
        f"{percent(found.accuracy)} of the test digits looked at are answered right. {said}"
    )
    values: dict[str, Any] = {
        "layers": [_values(layer) for layer in found.layers],
        "rate": optimizer.rate,
        "accuracy": found.accuracy,
        "sentence": found.sentence,
    }
    if args.past:
        *_, past = health_over_time(opened.subject, some_moments(args, opened), opened.data)
        assert isinstance(past, HealthOverTime)
        lines += _past_lines(past)
        values["past"] = _past_values(past)
    return lines, values


def _lines(layer: LayerHealth, rate: float) -> Iterator[str]:
    activation = f", {layer.activation}" if layer.activation else ""
    yield f"layer {layer.number}, {layer.name}{activation}"
    yield f"  gradient, root mean square by weight: {_size(layer.gradient_rms)}"
    yield f"  update over weight, at rate {numeral(rate)}: {_size(layer.update_ratio)}"
    if not math.isnan(layer.idle):
        kind = "inactive" if "relu" in layer.activation else "saturated"
        share, before = percent(layer.idle, 1), percent(layer.idle_at_start, 1)
        yield f"  {kind}: {share}, at the start {before}; units always so: {percent(layer.dead, 1)}"


def _past_lines(past: HealthOverTime) -> Iterator[str]:
    names = ", ".join(f"layer {number}" for number in past.layers)
    yield f"before, {names}: gradient | update over weight | saturated or inactive"
    rows = zip(past.steps, past.gradient_rms, past.update_ratio, past.idle, strict=True)
    for step, gradients, ratios, idle in rows:
        columns = (
            ", ".join(map(_size, gradients)),
            ", ".join(map(_size, ratios)),
            ", ".join(percent(share, 1) for share in idle),
        )
        yield f"  step {step:,}: {' | '.join(columns)}"


def _size(value: float) -> str:
    return scientific(value, 3) if math.isfinite(value) else "–"


def _values(layer: LayerHealth) -> dict[str, Any]:
    return {
        "layer": layer.number,
        "name": layer.name,
        "activation": layer.activation,
        "gradient_rms": layer.gradient_rms,
        "update_ratio": layer.update_ratio,
        "idle": layer.idle,
        "idle_at_start": layer.idle_at_start,
        "dead": layer.dead,
        "weights": _histogram(layer.weights),
        "weights_at_start": _histogram(layer.weights_at_start),
        "activations": _histogram(layer.activations),
    }


def _histogram(histogram: Histogram) -> dict[str, list[float]]:
    return {
        "edges": histogram.edges.tolist(),
        "counts": histogram.counts.tolist(),
        "quantiles": histogram.quantiles.tolist(),
    }


def _past_values(past: HealthOverTime) -> dict[str, Any]:
    return {
        "steps": past.steps.tolist(),
        "layers": past.layers.tolist(),
        "gradient_rms": past.gradient_rms.tolist(),
        "update_ratio": past.update_ratio.tolist(),
        "idle": past.idle.tolist(),
        "weights": past.weights.tolist(),
        "activations": past.activations.tolist(),
    }
