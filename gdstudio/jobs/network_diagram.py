"""A network as a diagram: every layer's outputs for one picture, and the strongest connections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, Floats, locked, locked_copy
from gdstudio.inside.cut_off import cut_off
from gdstudio.jobs.subject import Subject
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.dropout import Dropout
from gdstudio.learning.layer_activations import layer_activations
from gdstudio.learning.layers import Dense, Layer
from gdstudio.learning.network import Network
from gdstudio.learning.pooling import AveragePool2D, MaxPool2D
from gdstudio.learning.recurrent import Recurrent
from gdstudio.pictures.diagram.choice import most_active, strongest
from gdstudio.pictures.diagram.connections import strengths
from gdstudio.pictures.diagram.layout import MOST_MAPS, MOST_UNITS
from gdstudio.pictures.diagram.values import Cells, Diagram, DiagramLayer, Form, Links, Window
from gdstudio.pictures.mosaic import nice_limit

PER_NEURON: Final = 16  # connections drawn into a neuron, at first
MOST_LINES: Final = 800  # into one layer
_TOO_WIDE: Final = 4.0  # a scale so many times larger than need be is chosen afresh


@dataclass(frozen=True, slots=True)
class DiagramWish:
    """What a person wants to see.

    Attributes:
        per_neuron: Connections into a neuron at most.
        is_lit: Connections are as strong as weight x activation, not as the weight.
        open_layers: Numbers of layers of which all units are drawn.
    """

    per_neuron: int = PER_NEURON
    is_lit: bool = False
    open_layers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class NetworkSeen:
    """A diagram, and whose it is."""

    subject: Subject
    diagram: Diagram


def see_network(
    subject: Subject,
    pixels: NDArray[np.uint8] | None,
    wish: DiagramWish,
    before: NetworkSeen | None,
) -> Iterator[NetworkSeen]:
    """Yield one diagram.

    Args:
        subject: The network.
        pixels: The digit, shape (rows, columns); None for the network alone.
        wish: What is to be seen.
        before: The diagram before; its scales and units are kept where they still serve.
    """
    network = subject.make_network()
    known = before.diagram if before and before.subject.key == subject.key else None
    outputs = _outputs(network, pixels)
    shape = tuple(subject.in_shape) if pixels is None else (1, *pixels.shape)
    digit = None if pixels is None else locked(pixels.ravel() / 255.0)
    cut = _cut_off(network, 0)
    layers = [DiagramLayer(0, "", Form.PICTURE, shape, digit, 1.0, np.arange(1), cut_off=cut)]
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
        for k, layer in enumerate(network.layers):
            if not isinstance(layer, Dropout):
                is_last = k == len(network.layers) - 1
                values = None if outputs is None else outputs[k]
                layers.append(_Seeing(network, k, layers[-1], wish, known).see(values, is_last))
    yield NetworkSeen(subject, Diagram(tuple(layers), wish.per_neuron, wish.is_lit))


def _outputs(network: Network, pixels: NDArray[np.uint8] | None) -> list[Floats] | None:
    if pixels is None:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        found = layer_activations(network, pixels.ravel() * network.dtype.type(1 / 255))
    return [
        np.array(one.values, np.float64).reshape(len(one.values), -1)
        if isinstance(layer, Recurrent)
        else np.array(one.at(len(one.values)), np.float64).ravel()
        for one, layer in zip(found, network.layers, strict=True)
    ]


class _Seeing:
    """One layer of a network on its way to its drawing."""

    def __init__(
        self,
        network: Network,
        k: int,
        before: DiagramLayer,
        wish: DiagramWish,
        known: Diagram | None,
    ) -> None:
        self._layer: Layer = network.layers[k]
        self._number, self._wish, self._source = k + 1, wish, before
        self._parts = {
            part.name.rstrip("0123456789"): network.part(part.name)
            for part in network.slices
            if part.layer == k
        }
        self._form = _form(self._layer)
        self._cut_off = _cut_off(network, k + 1)
        at = None if known is None else known.position(self._number)
        self._before = None if at is None or known is None else known.layers[at]
        self._is_lit = wish.is_lit and before.outputs is not None
        lit_before = known is not None and known.is_lit == wish.is_lit
        self._limit_before = (
            self._before.links.limit
            if lit_before and self._before is not None and self._before.links is not None
            else None
        )

    def see(self, values: Floats | None, is_last: bool) -> DiagramLayer:
        """Return the layer with what it gives out, and the connections into it."""
        layer = self._layer
        shape = tuple(layer.out_shape)
        most = MOST_MAPS if self._form is Form.MAPS else MOST_UNITS
        wants_all = self._number in self._wish.open_layers and shape[0] > most
        if wants_all or is_last:
            shown = np.arange(shape[0])
        else:
            before = None if self._before is None or self._before.is_open else self._before.shown
            shown = most_active(self._sizes(values, shape), most, before)
        limit = 1.0 if values is None or is_last else self._limit(values)
        return DiagramLayer(
            number=self._number,
            name=str(layer),
            form=self._form,
            shape=shape,
            values=values,
            limit=limit,
            shown=shown,
            is_open=wants_all or (is_last and shape[0] > most),
            links=self._links(shown),
            weights=self._parts["W"] if isinstance(layer, Dense) else None,
            window=_window(layer),
            biases=None if "b" not in self._parts else locked_copy(self._parts["b"]),
            z=self._z() if isinstance(layer, Dense) else None,
            cut_off=self._cut_off,
        )

    def _z(self) -> Array | None:
        before = self._source.outputs
        if before is None:
            return None
        z: Array = self._parts["W"].astype(np.float64) @ before.ravel() + self._parts["b"]
        return z

    def _sizes(self, values: Floats | None, shape: tuple[int, ...]) -> Array:
        """Return how active each unit is; without a digit, how strong its weights are."""
        if values is not None:
            last = values[-1] if values.ndim == 2 else values
            found: Array = np.abs(last).reshape(shape[0], -1).mean(axis=1)
            return found
        if "W" not in self._parts or len(self._parts["W"]) != shape[0]:
            return np.zeros(shape[0])
        sizes: Array = np.abs(self._parts["W"]).reshape(shape[0], -1).mean(axis=1)
        return sizes

    def _limit(self, values: Floats) -> float:
        activation = getattr(self._layer, "activation", None)
        if activation is not None and activation.name in ("sigmoid", "tanh", "softmax"):
            return 1.0
        before = None if self._before is None or self._before.values is None else self._before
        return _steady(values, None if before is None else before.limit)

    def _links(self, shown: Cells) -> Links | None:
        layer = self._layer
        if isinstance(layer, Dense):
            is_from_maps = self._source.form is Form.MAPS
            return self._from_maps(layer, shown) if is_from_maps else self._from_cells(shown)
        if isinstance(layer, Conv2D):
            return self._between_maps(layer, shown)
        if isinstance(layer, MaxPool2D | AveragePool2D):
            both = np.intersect1d(shown, self._source.shown)
            n = self._source.n_units
            return Links(both, both.copy(), np.full(len(both), 0.5), 1.0, n, from_tiles=True)
        return None

    def _from_cells(self, shown: Cells) -> Links:
        source, W = self._source, self._parts["W"]
        is_picture = source.form is Form.PICTURE
        sources = np.arange(source.n_cells) if is_picture else source.shown
        chosen = W if len(shown) == len(W) else W[shown]
        chosen = chosen if len(sources) == W.shape[1] else chosen[:, sources]
        found = strengths(chosen, source, sources, is_lit=self._is_lit)
        return self._chosen(found, sources, shown, W.size, from_tiles=False)

    def _from_maps(self, layer: Dense, shown: Cells) -> Links:
        """Return one connection from each map: the sum over its pixels, or their root mean square.

        That of weights has the sign of their sum.
        """
        source, W = self._source, self._parts["W"]
        maps = W[shown].reshape(len(shown), source.n_units, -1)[:, source.shown].astype(np.float64)
        outputs = source.outputs
        if self._is_lit and outputs is not None:
            found = np.einsum("tmp,mp->tm", maps, outputs.reshape(source.n_units, -1)[source.shown])
        else:
            found = np.copysign(np.sqrt((maps**2).mean(axis=2)), maps.sum(axis=2))
        total = layer.n_out * source.n_units
        return self._chosen(found, source.shown, shown, total, from_tiles=True)

    def _between_maps(self, layer: Conv2D, shown: Cells) -> Links:
        """Return one connection for each filter's part: what it adds to a pixel on average.

        That of weights is their root mean square with the sign of their sum.
        """
        source = self._source
        sources = source.shown
        W = self._parts["W"][shown][:, sources].astype(np.float64)
        outputs = source.outputs
        if self._is_lit and outputs is not None:
            pictures = outputs.reshape(source.shape)[sources]
            found = np.einsum("fchw,chw->fc", W, _window_means(layer, pictures))
        else:
            found = np.copysign(np.sqrt((W**2).mean(axis=(2, 3))), W.sum(axis=(2, 3)))
        total = layer.out_shape.channels * source.n_units
        return self._chosen(found, sources, shown, total, from_tiles=True)

    def _chosen(
        self, found: Floats, sources: Cells, targets: Cells, total: int, *, from_tiles: bool
    ) -> Links:
        ends, begins = strongest(found, self._wish.per_neuron, MOST_LINES)
        sizes = found[ends, begins]
        limit = _steady(sizes, self._limit_before)
        return Links(sources[begins], targets[ends], sizes, limit, total, from_tiles)


def _cut_off(network: Network, number: int) -> Cells:
    found: Cells = cut_off(network, number).nonzero()[0]
    return found


def _form(layer: Layer) -> Form:
    if isinstance(layer, Recurrent):
        return Form.READING
    return Form.MAPS if len(layer.out_shape) == 3 else Form.NEURONS


def _window(layer: Layer) -> Window | None:
    if isinstance(layer, Conv2D):
        return Window(layer.kernel, layer.stride, layer.padding)
    if isinstance(layer, MaxPool2D | AveragePool2D):
        return Window(layer.window, layer.stride, of_one_map=True)
    return None


def _window_means(layer: Conv2D, pictures: Floats) -> Floats:
    """Return the mean of pictures (maps, rows, columns) under each place of the kernel.

    Shape (maps, kernel rows, kernel columns): over all places at which the filter is laid on.
    """
    top, left = layer.padding
    padded = np.pad(pictures, ((0, 0), (top, top), (left, left)))
    (high, wide), (down, right) = layer.kernel, layer.stride
    _, rows, columns = layer.out_shape
    means = np.empty((len(pictures), high, wide))
    for y in range(high):
        for x in range(wide):
            seen = padded[:, y : y + down * rows : down, x : x + right * columns : right]
            means[:, y, x] = seen.mean(axis=(1, 2))
    return means


def _steady(values: Array, before: float | None) -> float:
    """Return the end of a scale: the one before while it serves."""
    fresh = nice_limit(values)
    limit = fresh if before is None else nice_limit(values, before)
    return fresh if limit > _TOO_WIDE * fresh else limit
