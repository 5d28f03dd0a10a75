"""How well each layer learns: its gradient, its updates, its idle units, its weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, Floats, lock
from gdstudio.learning.activations import Activation
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.layers import Dense, Layer
from gdstudio.learning.network import Network

BINS: Final = 50
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
IDLE_SLOPE: Final = 0.1  # of the largest slope: below, next to nothing of a gradient goes through
_LARGEST: Final = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0, "leaky-relu": 1.0}  # slopes
_RANGES: Final = {"sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0)}


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """How often values fall between edges; arrays read-only.

    Attributes:
        edges: Shape (k + 1,), rising, evenly spaced.
        counts: Shape (k,).
        quantiles: The values below which the shares of `QUANTILES` lie, for the same against the
            step; NaN where no value is finite.
    """

    edges: Floats
    counts: NDArray[np.int64]
    quantiles: Floats


@dataclass(frozen=True, slots=True, eq=False)
class LayerHealth:
    """One layer that has weights.

    Attributes:
        number: Which layer, from 1.
        name: As it would be written in an architecture, e.g. "dense 16".
        activation: Its activation function; "" where it has several, or one at each step.
        gradient_rms: Root mean square of the gradient by its weights, over mini-batches.
        update_ratio: Root mean square of an update of its weights over that of the weights
            themselves; NaN where the update is not known. About 1e-3 is usual.
        idle: Share of all its activations, of all digits asked, at which the slope is below a tenth
            of the activation's largest: a sigmoid or tanh is saturated there, a ReLU inactive. NaN
            where there is no slope.
        idle_at_start: The same with the weights it began with.
        dead: Share of its units that are so at each digit asked; of feature maps those that are
            so at each place. NaN where there is no slope.
        twins: Whether all its units do the same, so that they learn the same for ever.
        start_scale: Root mean square of the weights it began with, times the root of the inputs of
            a unit: 1 keeps the size of what goes through (Glorot and Bengio 2010), sqrt(2) with
            ReLUs (He et al. 2015).
        weights: Its weights now, biases left out.
        weights_at_start: Those it began with, between the same edges.
        activations: Its outputs for the digits asked.
    """

    number: int
    name: str
    activation: str
    gradient_rms: float
    update_ratio: float
    idle: float
    idle_at_start: float
    dead: float
    twins: bool
    start_scale: float
    weights: Histogram
    weights_at_start: Histogram
    activations: Histogram


def layer_health(
    network: Network,
    start: Array,
    gradients: Sequence[Array],
    updates: Sequence[Array],
    X: Array,
) -> tuple[LayerHealth, ...]:
    """Look at every layer that has weights.

    Args:
        network: Not changed.
        start: The parameters it began with, shape (n,).
        gradients: Of some mini-batches, each (n,), at least one.
        updates: What the optimiser adds to the parameters for each of them, each (n,); none if
            that is not known.
        X: The digits whose activations are looked at, shape (batch, n_in), of its dtype.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be looked at too
        now = network.activations(X)
        then = network.at(np.asarray(start, network.dtype)).activations(X)
        rms = _rms_of_layers(network, gradients)
        of_updates = _rms_of_layers(network, updates)
        of_weights = _rms_of_layers(network, [network.parameters])
        return tuple(
            _layer(
                network, k, start, (now[k], then[k]), rms[k], _ratio(of_updates[k], of_weights[k])
            )
            for k in range(len(network.layers))
            if network.layers[k].parameter_shapes
        )


def _layer(
    network: Network,
    k: int,
    start: Array,
    outputs: tuple[Array, Array],
    gradient_rms: float,
    update_ratio: float,
) -> LayerHealth:
    layer, (now, then) = network.layers[k], outputs
    activation = _activation(network, k)
    idle, idle_before = _idle(activation, now), _idle(activation, then)
    weights, before = (_weights(network, k, vector) for vector in (network.parameters, start))
    edges = _edges(weights, before)
    name = "" if activation is None else activation.name
    return LayerHealth(
        number=k + 1,
        name=str(layer),
        activation=name,
        gradient_rms=gradient_rms,
        update_ratio=update_ratio,
        idle=_mean(idle),
        idle_at_start=_mean(idle_before),
        dead=math.nan if idle is None else _dead(layer, idle),
        twins=_are_twins(network, k),
        start_scale=_rms(before) * math.sqrt(_fan_in(network, k)),
        weights=_histogram(weights, edges),
        weights_at_start=_histogram(before, edges),
        activations=_histogram(now, _edges(now, within=_RANGES.get(name))),
    )


def _rms_of_layers(network: Network, vectors: Sequence[Array]) -> list[float]:
    """Return the root mean square over a layer's weights and all vectors; NaN without any."""
    found = []
    for k in range(len(network.layers)):
        parts = [_weights(network, k, vector) for vector in vectors]
        found.append(_rms(np.concatenate(parts)) if parts else math.nan)
    return found


def _ratio(update: float, weight: float) -> float:
    return update / weight if weight > 0 else math.nan


def _rms(values: Array) -> float:
    return math.nan if not len(values) else math.sqrt(np.mean(np.square(values, dtype=np.float64)))


def _fan_in(network: Network, k: int) -> int:
    shapes = [part.shape for part in network.slices if part.layer == k and part.is_weight]
    return sum(math.prod(shape[1:]) for shape in shapes)


def _weights(network: Network, k: int, vector: Array) -> Array:
    """Return a layer's weights in a vector (n,), one after the other; none where it has none."""
    parts = [one for one in network.slices if one.layer == k and one.is_weight]
    chosen = [vector[part.start : part.stop] for part in parts]
    return np.concatenate(chosen) if chosen else np.zeros(0)


def _activation(network: Network, k: int) -> Activation | None:
    layer = network.layers[k]
    if k == len(network.layers) - 1:
        return network.output_activation
    return layer.activation if isinstance(layer, Dense | Conv2D) else None


def _idle(activation: Activation | None, A: Array) -> NDArray[np.bool_] | None:
    """Return which of A (batch, n) have next to no slope; None where none is told by A alone."""
    if activation is None or activation.name in ("softmax", "identity"):
        return None
    slopes = activation.backward(np.ones_like(A, np.float64), A.astype(np.float64))
    idle: NDArray[np.bool_] = ~(slopes >= IDLE_SLOPE * _LARGEST[activation.name])
    return idle


def _mean(idle: NDArray[np.bool_] | None) -> float:
    return math.nan if idle is None else float(idle.mean())


def _dead(layer: Layer, idle: NDArray[np.bool_]) -> float:
    units = layer.out_shape[0]
    return float(idle.reshape(len(idle), units, -1).all(axis=(0, 2)).mean())


def _are_twins(network: Network, k: int) -> bool:
    """Return whether all units of a hidden layer have the same weights, incoming and bias."""
    layer = network.layers[k]
    if k == len(network.layers) - 1 or layer.out_shape[0] < 2 or not isinstance(layer, Dense):
        return False
    W, b = (network.part(f"{name}{k + 1}") for name in "Wb")
    return bool((W[0] == W).all() and (b == b[0]).all())


def _edges(
    values: Array, others: Array | None = None, within: tuple[float, float] | None = None
) -> Floats:
    """Return evenly spaced edges around all finite values."""
    if within is None:
        both = values if others is None else np.concatenate([values.ravel(), others.ravel()])
        both = both[np.isfinite(both)]
        low, high = (float(both.min()), float(both.max())) if both.size else (0.0, 0.0)
        within = (low, high) if high > low else (low - 0.5, high + 0.5)
    return np.linspace(*within, BINS + 1)


def _histogram(values: Array, edges: Floats) -> Histogram:
    finite = values[np.isfinite(values)].astype(np.float64)
    counts = np.histogram(finite, edges)[0].astype(np.int64)
    nothing = np.full(len(QUANTILES), math.nan)
    quantiles = np.quantile(finite, QUANTILES) if finite.size else nothing
    lock(edges, counts, quantiles)
    return Histogram(edges, counts, quantiles)
