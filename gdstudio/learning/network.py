"""The network: layers over one flat parameter vector."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from gdstudio.learning.activations import find_activation
from gdstudio.learning.initialization import find_initialization
from gdstudio.learning.layers import Layer, dense_layers

if TYPE_CHECKING:
    from gdstudio.learning.costs import Cost

Array = NDArray[Any]

NUMBERS_KEPT: Final = 1 << 26
_NUMBERS_SOON: Final = 1 << 21


@dataclass(frozen=True, slots=True)
class ParameterSlice:
    """Where one array of parameters stands in the vector.

    Attributes:
        name: "W1", "b1", "W2", ...; the number counts layers from 1.
        layer: Index of the layer, from 0.
        start: First index in the vector.
        stop: One past the last index.
        shape: Shape of the array.
    """

    name: str
    layer: int
    start: int
    stop: int
    shape: tuple[int, ...]

    @property
    def is_weight(self) -> bool:
        """True for weights, False for biases: L2 and filter normalisation tell them apart."""
        return len(self.shape) > 1


class Network:
    """A stack of layers whose parameters are views of one vector.

    Attributes:
        layers: The layers; the last one has no activation of its own.
        output_activation: Turns the last layer's pre-activations Z into the outputs.
        parameters: Shape (n,), the network's dtype; owned by the network, changed in place by
            optimisers.
        gradient: Shape (n,), filled by `cost_and_gradient`.
        slices: The table of named parts of the vector.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        output_activation: str = "sigmoid",
        dtype: DTypeLike = np.float32,
        parameters: Array | None = None,
    ) -> None:
        self.layers = tuple(layers)
        self.output_activation = find_activation(output_activation)
        self.slices = tuple(_slices(self.layers))
        n = self.slices[-1].stop
        self.parameters: Array = np.zeros(n, dtype) if parameters is None else parameters
        assert self.parameters.shape == (n,)
        assert self.parameters.flags.c_contiguous  # else the layers would see copies
        self.gradient: Array = np.zeros(n, self.parameters.dtype)
        self._views = self._views_of(self.parameters)
        self._gradient_views = self._views_of(self.gradient)

    @classmethod
    def dense(
        cls,
        sizes: Sequence[int],
        activation: str = "sigmoid",
        output_activation: str = "sigmoid",
        dtype: DTypeLike = np.float32,
    ) -> Network:
        """Return a fully connected network with parameters 0, e.g. `dense([784, 16, 16, 10])`."""
        return cls(dense_layers(sizes, activation), output_activation, dtype)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype of the parameters; inputs should have the same."""
        return self.parameters.dtype

    @property
    def n_in(self) -> int:
        """Number of inputs."""
        return self.layers[0].n_in

    @property
    def n_out(self) -> int:
        """Number of outputs."""
        return self.layers[-1].n_out

    @property
    def examples_at_once(self) -> int:
        """Examples of which the layers keep at most some 250 MB of float32, at least 1."""
        return max(NUMBERS_KEPT // max(self._numbers_kept, self.n_in), 1)

    def examples_soon_done(self, most: int) -> int:
        """Return of how many examples a pass takes some ten milliseconds, from 1 to `most`."""
        return min(max(_NUMBERS_SOON // self._numbers_kept, 1), most)

    def at(self, parameters: Array) -> Network:
        """Return a network of the same layers that sees `parameters` (n,); shares that vector."""
        return Network(self.layers, self.output_activation.name, parameters=parameters)

    def part(self, name: str, vector: Array | None = None) -> Array:
        """Return a named part, e.g. "W1" (n_out, n_in): a view of `vector` or of the parameters."""
        found = next(part for part in self.slices if part.name == name)
        source = self.parameters if vector is None else vector
        return source[found.start : found.stop].reshape(found.shape)

    def initialize(self, scheme: str, rng: np.random.Generator) -> None:
        """Draw all parameters anew.

        Raises:
            InvalidValue: The scheme is not known.
        """
        draw = find_initialization(scheme)
        for layer, views in zip(self.layers, self._views, strict=True):
            layer.initialize(views, draw, rng)

    def logits(self, X: Array) -> Array:
        """Return the last layer's pre-activations Z (batch, n_out) for X (batch, n_in)."""
        return self.passed(X, 0, len(self.layers))

    def passed(self, X: Array, first: int, end: int) -> Array:
        """Return what the layers from `first` to before `end`, from 0, make of X (batch, n)."""
        for layer, views in zip(self.layers[first:end], self._views[first:end], strict=True):
            X, _ = layer.forward(views, X)
        return X

    def forward(self, X: Array) -> Array:
        """Return the outputs (batch, n_out) for X (batch, n_in), values in [0, 1]."""
        return self.output_activation.apply(self.logits(X))

    def activations(self, X: Array) -> list[Array]:
        """Return the outputs of every layer, the last being the network's outputs."""
        found = []
        for layer, views in zip(self.layers, self._views, strict=True):
            X, _ = layer.forward(views, X)
            found.append(X)
        found[-1] = self.output_activation.apply(X)
        return found

    def cost_and_gradient(
        self, X: Array, T: Array, cost: Cost, rng: np.random.Generator | None = None
    ) -> float:
        """Return the mean cost over X (batch, n_in), T (batch, n_out); fill `gradient`.

        Backpropagation (Rumelhart, Hinton, Williams 1986). With `rng`, dropout is in force: cost
        and gradient are those of the thinned network.
        """
        mean, _ = self._there_and_back(X, T, cost, rng, wants_dX=False)
        return mean

    def input_gradient(self, X: Array, T: Array, cost: Cost) -> tuple[float, Array]:
        """Return the mean cost over X (batch, n_in), T (batch, n_out) and its gradient by X.

        The gradient has the shape of X. `gradient` is filled as well.
        """
        mean, dX = self._there_and_back(X, T, cost, None, wants_dX=True)
        assert dX is not None
        return mean, dX

    def _there_and_back(
        self, X: Array, T: Array, cost: Cost, rng: np.random.Generator | None, *, wants_dX: bool
    ) -> tuple[float, Array | None]:
        backward_passes = []
        A = X
        for layer, views in zip(self.layers, self._views, strict=True):
            A, backprop = layer.forward(views, A, rng)
            backward_passes.append(backprop)
        mean, delta = cost.mean_and_delta(A, T, self.output_activation)
        dA: Array | None = delta
        for k in range(len(backward_passes) - 1, -1, -1):
            assert dA is not None
            dA = backward_passes[k](dA, self._gradient_views[k], wants_dX or k > 0)
        return mean, dA

    @property
    def _numbers_kept(self) -> int:
        return sum(layer.numbers_kept for layer in self.layers)

    def _views_of(self, vector: Array) -> list[list[Array]]:
        views: list[list[Array]] = [[] for _ in self.layers]
        for part in self.slices:
            views[part.layer].append(vector[part.start : part.stop].reshape(part.shape))
        return views


def _slices(layers: Sequence[Layer]) -> list[ParameterSlice]:
    found, start = [], 0
    for k, layer in enumerate(layers):
        for name, shape in layer.parameter_shapes.items():
            stop = start + math.prod(shape)
            found.append(ParameterSlice(f"{name}{k + 1}", k, start, stop, shape))
            start = stop
    return found
