"""One example through the network and back, every number in float64 and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gdstudio.arrays import Array, Floats, lock, locked, locked_copy
from gdstudio.inside.example_cost import cost_slopes
from gdstudio.inside.fan_in import rows_read, states_of
from gdstudio.learning.activations import Activation, find_activation
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.layers import Backprop, Dense, Layer
from gdstudio.learning.network import Network
from gdstudio.learning.recurrent import SimpleRecurrent

if TYPE_CHECKING:
    from gdstudio.learning.costs import Cost


@dataclass(frozen=True, slots=True, eq=False)
class LayerPass:
    """One layer for one example; all arrays float64, read-only.

    A dense layer and a convolution have z and da_dz; a simple recurrent layer those of its last
    step; all others None. What begins with "d" and names the cost is there with a target only.

    Attributes:
        number: Which layer, from 1.
        name: As it would be written in an architecture, e.g. "dense 16".
        activation: Its activation function; "" where it has none, or several.
        a_in: Its inputs, shape (n_in,).
        z: Its pre-activations, shape (n_out,).
        a: Its outputs, shape (n_out,).
        da_dz: The slope of the activation at each z, shape (n_out,); of a softmax the Jacobian
            (n_out, n_out), its rows by the outputs, its columns by the pre-activations.
        dC_da: Gradient of the cost by the outputs, shape (n_out,).
        dC_dz: Gradient of the cost by the pre-activations, shape (n_out,).
        dW: Gradient of the cost by the weights, in their shape; None where there are none.
        db: Gradient of the cost by the biases, in their shape; None where there are none.
    """

    number: int
    name: str
    activation: str
    a_in: Floats
    z: Floats | None
    a: Floats
    da_dz: Floats | None
    dC_da: Floats | None = None
    dC_dz: Floats | None = None
    dW: Floats | None = None
    db: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pass:
    """One example through a network, and back if there is a target.

    Attributes:
        layers: From the first to the last.
        target: The class that is right; None if there is none.
        cost_name: Of the cost that is lowered; "" without a target.
        cost: The cost of the example; None without a target.
        gradient: Of the cost by all parameters, shape (n,), float64, read-only; None without.
    """

    layers: tuple[LayerPass, ...]
    target: int | None = None
    cost_name: str = ""
    cost: float | None = None
    gradient: Floats | None = None

    @property
    def outputs(self) -> Floats:
        """What the network answers, shape (n_out,)."""
        return self.layers[-1].a

    def layer(self, number: int) -> LayerPass:
        """Return one layer, counted from 1."""
        return self.layers[number - 1]


def in_float64(network: Network) -> Network:
    """Return a network of the same layers with the parameters in float64, a copy of their own."""
    return network.at(np.array(network.parameters, np.float64))


def open_pass(
    network: Network, x: Array, target: int | None = None, cost: Cost | None = None
) -> Pass:
    """Send one example through a network, and with target and cost back again.

    Backpropagation (Rumelhart, Hinton, Williams 1986), without dropout. The gradient is that of
    `Network.cost_and_gradient` in float64.

    Args:
        network: Any dtype; not changed.
        x: The example as the network sees it, shape (n_in,).
        target: The class that is right.
        cost: The cost being lowered; needed with a target.
    """
    exact = in_float64(network)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be opened too
        layers, backward_passes = _forward(exact, locked_copy(np.asarray(x, np.float64)))
        if target is None or cost is None:
            return Pass(tuple(layers))
        return _backward(exact, layers, backward_passes, target, cost)


def _forward(network: Network, x: Floats) -> tuple[list[LayerPass], list[Backprop]]:
    layers: list[LayerPass] = []
    backward_passes = []
    for number, layer in enumerate(network.layers, 1):
        A, backprop = layer.forward(_parts(network, number, network.parameters), x[np.newaxis])
        backward_passes.append(backprop)
        z, activation = _pre_activations(network, number, x), _activation(network, number)
        a = A[0] if z is None or activation is None else activation.apply(z.copy()[None])[0]
        slope = None if activation is None or z is None else _slopes(activation, a)
        a = locked(np.array(a))
        lock(z, slope)
        name = "" if activation is None else activation.name
        layers.append(LayerPass(number, str(layer), name, x, z, a, slope))
        x = a
    return layers, backward_passes


def _backward(
    network: Network,
    layers: list[LayerPass],
    backward_passes: list[Backprop],
    target: int,
    cost: Cost,
) -> Pass:
    gradient = np.zeros(len(network.parameters))
    output, T = network.output_activation, np.zeros((1, network.n_out))
    T[0, target] = 1
    last = layers[-1]
    assert last.z is not None
    mean, delta = cost.mean_and_delta(last.z[np.newaxis], T, output)
    dC_da, dC_dz = cost_slopes(last.a, target, cost.name, output.name), delta[0].copy()
    dA: Array | None = delta
    for k in range(len(layers) - 1, -1, -1):
        assert dA is not None
        own = layers[k]
        if k < len(layers) - 1:
            dC_da = np.array(dA[0])
            dC_dz = None if own.da_dz is None else dC_da * own.da_dz
        dA = backward_passes[k](dA, _parts(network, own.number, gradient), True)
        layers[k] = _with_gradients(network, own, dC_da, dC_dz, gradient)
    lock(gradient)
    return Pass(tuple(layers), target, cost.name, mean, gradient)


def _with_gradients(
    network: Network, own: LayerPass, dC_da: Floats, dC_dz: Floats | None, gradient: Floats
) -> LayerPass:
    parts = {
        part.name[0]: locked_copy(network.part(part.name, gradient))
        for part in network.slices
        if part.layer == own.number - 1
    }
    lock(dC_da, dC_dz)
    return LayerPass(
        own.number, own.name, own.activation, own.a_in, own.z, own.a, own.da_dz,
        dC_da, dC_dz, parts.get("W"), parts.get("b"),
    )  # fmt: skip


def _parts(network: Network, number: int, vector: Array) -> list[Array]:
    """Return a layer's own views of a vector (n,)."""
    return [network.part(one.name, vector) for one in network.slices if one.layer == number - 1]


def _activation(network: Network, number: int) -> Activation | None:
    layer = network.layers[number - 1]
    if number == len(network.layers):
        return network.output_activation
    return layer.activation if isinstance(layer, Dense | Conv2D | SimpleRecurrent) else None


def _pre_activations(network: Network, number: int, x: Floats) -> Floats | None:
    layer: Layer = network.layers[number - 1]
    parts = _parts(network, number, network.parameters)
    if isinstance(layer, Dense):
        W, b = parts
        return np.asarray(W @ x + b)
    if isinstance(layer, Conv2D):
        bare = Conv2D(
            layer.in_shape, layer.out_shape.channels, layer.kernel, find_activation("identity"),
            layer.stride, layer.padding,
        )  # fmt: skip
        return np.array(bare.forward(parts, x[np.newaxis])[0][0])
    if isinstance(layer, SimpleRecurrent):
        W, U, b = parts
        states = states_of(network, number, x)
        before = states[-2] if len(states) > 1 else np.zeros_like(states[-1])
        return np.asarray(W @ rows_read(layer, x)[-1] + U @ before + b)
    return None


def _slopes(activation: Activation, a: Floats) -> Floats:
    """Return da/dz: (n,) where each a depends on its own z alone, else the Jacobian (n, n)."""
    if activation.name == "softmax":
        return np.diag(a) - np.outer(a, a)
    return activation.backward(np.ones_like(a), a)
