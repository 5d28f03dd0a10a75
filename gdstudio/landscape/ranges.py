"""What may be asked of planes, lines and curves: ranges and kinds, there without NumPy."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from gdstudio.settings.settings import Field
from gdstudio.texts import Text

SIZE: Final = 51  # Li et al. 2018: 51 x 51 points over [-1, 1] x [-1, 1]
SIZES: Final = Field(
    Text("Grid"), "whole", 3, 501, odd=True, term=Text("size"),
    help=Text("Points a side at which the cost is computed; odd, so that the centre is one"),
)  # fmt: skip
EXTENTS: Final = Field(
    Text("Extent ±"), "real", 0, 1e6, above=True, term=Text("extent"),
    help=Text("Half the width, in lengths of the directions"),
)  # fmt: skip
POINTS: Final = 61  # Garipov et al. 2018
PLACES: Final = Field(Text("Points"), "whole", 3, 10_001, help=Text("Places, ends included"))
UPDATES: Final = Field(
    Text("Updates"), "whole", 1, 10_000_000, help=Text("Of the curve's training"), default=6000
)
RATES: Final = Field(
    Text("Learning rate"), "real", 0, 1, above=True, term=Text("learning rate of the curve"),
    help=Text("Of the curve's training"), default=0.01,
)  # fmt: skip


class Normalization(StrEnum):
    """How long the parts of a random direction are made, so that planes can be compared.

    A network of ReLUs computes the same after one layer is multiplied by 10 and the next divided by
    10; only directions as long as the weights themselves see both as equally sharp (Li et al. 2018,
    arXiv 1712.09913, section 4).
    """

    FILTER = "filter"
    """The weights into each neuron get the norm of that neuron's own weights."""

    LAYER = "layer"
    """The weights of each layer get the norm of that layer's own weights."""

    NONE = "none"
    """As drawn: every weight N(0, 1)."""
