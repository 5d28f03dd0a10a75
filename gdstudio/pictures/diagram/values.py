"""What a diagram shows of a network: its layers, what they give out, and their connections."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, Floats, lock

Cells = NDArray[np.intp]


def _none() -> Cells:
    return np.zeros(0, np.intp)


class Form(Enum):
    """How a layer is drawn."""

    PICTURE = "picture"  # the digit
    NEURONS = "neurons"  # a circle each
    MAPS = "maps"  # a stack of feature maps
    READING = "reading"  # circles behind their history, a recurrent layer unrolled by rows


@dataclass(frozen=True, slots=True)
class Window:
    """Which pixels a pixel of a feature map is made of; all pairs are of rows and columns.

    `of_one_map` is true of a pooling: its pixels lie in the map of the same number only.
    """

    size: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int] = (0, 0)
    of_one_map: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """The connections drawn into a layer, the weakest first.

    Attributes:
        sources: Shape (k,), read-only: cells of the layer before, or its tiles.
        targets: Shape (k,), read-only: cells of the layer, or its tiles if it is of maps.
        strengths: Shape (k,), read-only: weights, or weights x activations.
        limit: The strength of the strongest line, above 0.
        total: How many there are, drawn or not.
        from_tiles: Whether each comes from a whole picture: a line is then a filter, or a sum.
    """

    sources: Cells
    targets: Cells
    strengths: Floats
    limit: float
    total: int
    from_tiles: bool = False

    def __post_init__(self) -> None:
        lock(self.sources, self.targets, self.strengths)


@dataclass(frozen=True, slots=True, eq=False)
class DiagramLayer:
    """One layer, or the digit.

    A cell is a neuron, or a pixel of a picture: the index of a number the layer gives out. A unit
    is what is left out or not: a neuron, or a whole feature map.

    Attributes:
        number: Counted from 1; 0 is the digit.
        name: As it is written in an architecture, e.g. "dense 16"; "" of the digit.
        form: How it is drawn.
        shape: Of what it gives out: (channels, rows, columns) of pictures, else (n,).
        values: What it gives out, shape (n,), read-only; of a reading (moments, n). None without a
            digit.
        limit: The value of the strongest colour, above 0.
        shown: Units drawn, rising, read-only.
        is_open: Whether all of its units are drawn although there are many.
        links: The connections into it; None where none are drawn.
        weights: (n_out, n_in) of a fully connected layer, read-only; else None.
        window: Of a convolution or a pooling; else None.
        biases: Shape (k,), read-only: of neurons or feature maps; None without.
        z: What the activation of a fully connected layer is given, shape (n,), read-only; None
            without a digit.
        cut_off: Units that no later layer sees, as all weights out of them are 0; of the digit
            pixels. Rising, read-only.
    """

    number: int
    name: str
    form: Form
    shape: tuple[int, ...]
    values: Array | None
    limit: float
    shown: Cells
    is_open: bool = False
    links: Links | None = None
    weights: Array | None = None
    window: Window | None = None
    biases: Array | None = None
    z: Array | None = None
    cut_off: Cells = field(default_factory=_none)

    def __post_init__(self) -> None:
        lock(self.values, self.shown, self.biases, self.z, self.cut_off)

    @property
    def n_units(self) -> int:
        """How many units it has."""
        return self.shape[0]

    @property
    def n_cells(self) -> int:
        """How many numbers it gives out."""
        return int(np.prod(self.shape))

    @property
    def outputs(self) -> Array | None:
        """What it hands on, shape (n,): of a reading the last state. None without a digit."""
        reads = self.form is Form.READING and self.values is not None
        return self.values[-1] if reads and self.values is not None else self.values

    @property
    def pools(self) -> bool:
        """Whether each of its maps is made of one map before."""
        return self.window is not None and self.window.of_one_map

    def is_cut_off(self, cell: int) -> bool:
        """Return whether no later layer sees a cell."""
        return (cell if self.form is Form.PICTURE else self.unit_of(cell)) in self.cut_off

    def unit_of(self, cell: int) -> int:
        """Return the unit in which a cell lies."""
        return cell * self.n_units // self.n_cells


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """A network at one moment, with what it makes of a digit.

    Attributes:
        layers: The digit first. A dropout, which hands on what it is given, is not among them.
        per_neuron: How many connections are drawn into a neuron at most.
        is_lit: Whether they are as strong as weight x activation, not as the weight.
    """

    layers: tuple[DiagramLayer, ...]
    per_neuron: int
    is_lit: bool

    @property
    def n_links(self) -> tuple[int, int]:
        """How many connections are drawn, and how many there are."""
        links = [layer.links for layer in self.layers if layer.links is not None]
        return sum(len(one.sources) for one in links), sum(one.total for one in links)

    def position(self, number: int) -> int | None:
        """Return where a layer stands among those drawn; None if it does not."""
        numbers = [layer.number for layer in self.layers]
        return numbers.index(number) if number in numbers else None
