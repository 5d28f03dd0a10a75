"""Which network the workspace Inspect looks at: a frozen value that any thread may keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class NetworkSubject:
    """A network at one moment.

    Attributes:
        key: The same for every moment of one run; of a kept run its file's name.
        title: What tells it from others, e.g. "run 2: 16-16, sgd 1.5, seed 1".
        name: What a sentence calls it, e.g. "run 2".
        recipe: Tells its layers.
        in_shape: Of the pictures it sees.
        n_classes: Number of its outputs.
        parameters: Shape (n,), read-only.
        step: Updates done.
    """

    key: str
    title: str
    name: str
    recipe: Recipe
    in_shape: PictureShape
    n_classes: int
    parameters: Array
    step: int

    def make_network(self) -> Network:
        """Return the network for one thread; it shares the parameters."""
        return self.recipe.make_network(self.in_shape, self.n_classes).at(self.parameters)
