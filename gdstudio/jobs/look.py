"""One look inside a network: every layer's outputs for one picture, ready to draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.jobs.subject import Subject
from gdstudio.learning.layer_activations import LayerActivations, layer_activations
from gdstudio.pictures.mosaic import TileKind, Tiles, colour_tiles, nice_limit

_TOO_WIDE: Final = 5.0  # a scale so many times larger than need be is chosen afresh


@dataclass(frozen=True, slots=True, eq=False)
class LayerPicture:
    """One layer of a look: its outputs, and the end of the scale on which they are drawn.

    The scale goes from minus to plus the limit. `maps` are its feature maps; None if it makes no
    pictures.
    """

    activations: LayerActivations
    limit: float
    maps: Tiles | None

    @property
    def names(self) -> tuple[str, tuple[int, ...]]:
        """What must stay the same for the next look to be shown in the same place."""
        return self.activations.summary.name, self.activations.summary.out_shape


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What one network makes of one picture.

    Attributes:
        subject: The network.
        pixels: The picture, (rows, columns), uint8, read-only.
        layers: From the first to the answer.
    """

    subject: Subject
    pixels: NDArray[np.uint8]
    layers: tuple[LayerPicture, ...]

    @property
    def moments(self) -> int:
        """After how many rows there is an answer; 1 where the picture is seen as a whole."""
        return len(self.layers[-1].activations.values)

    @property
    def answers(self) -> NDArray[Any]:
        """The outputs after each moment, shape (moments, classes)."""
        return self.layers[-1].activations.values


def look_inside(
    subject: Subject,
    pixels: NDArray[np.uint8],
    before: Look | None,
) -> Iterator[Look]:
    """Yield one look at a picture, shape (rows, columns), uint8.

    The scales of the look before, if there is one, are kept where they still serve.
    """
    network = subject.make_network()
    x = pixels.ravel() * network.dtype.type(1 / 255)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
        found = layer_activations(network, x)
    limits = _limits(found, before if before and before.subject.key == subject.key else None)
    layers = tuple(
        LayerPicture(layer, limit, _maps(layer, limit))
        for layer, limit in zip(found, limits, strict=True)
    )
    yield Look(subject, pixels, layers)


def _limits(layers: Sequence[LayerActivations], before: Look | None) -> list[float]:
    """Return the scale of each layer: steady while it serves; the answer's is always 1."""
    limits = []
    for k, layer in enumerate(layers[:-1]):
        fresh = nice_limit(layer.values)
        limit = fresh if before is None else nice_limit(layer.values, before.layers[k].limit)
        limits.append(fresh if limit > _TOO_WIDE * fresh else limit)
    return [*limits, 1.0]


def _maps(layer: LayerActivations, limit: float) -> Tiles | None:
    shape = layer.summary.out_shape
    if len(shape) != 3:
        return None
    channels, rows, columns = shape
    maps = layer.at(0).reshape(channels, -1)
    return colour_tiles(maps, limit, (rows, columns), gap=2, kind=TileKind.MAP)
