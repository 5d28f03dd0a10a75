"""What PyTorch's modules compute with their parameters, written out from its documentation (2.x).

nn.Linear: y = x A' + b, weight (out, in). nn.Conv2d: cross-correlation, weight (out, in, rows,
columns). nn.LSTM: gates i, f, g, o one below the other in weight_ih_l0 (4 H, in), weight_hh_l0
(4 H, H) and two biases. nn.RNN: h = tanh or relu (W_ih x + b_ih + W_hh h + b_hh).
And a reader of safetensors: 8 bytes of length, a header in JSON, the numbers.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np

Array = Any


def read(data: bytes) -> dict[str, Array]:
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    kinds = {"F32": "<f4", "F64": "<f8"}
    found = {}
    for name, entry in header.items():
        start, stop = (8 + length + offset for offset in entry["data_offsets"])
        numbers = np.frombuffer(data[start:stop], kinds[entry["dtype"]])
        found[name] = numbers.reshape(entry["shape"])
    return found


def linear(state: dict[str, Array], name: str, x: Array) -> Array:
    return np.einsum("ni,oi->no", x, state[f"{name}.weight"]) + state[f"{name}.bias"]


def conv2d(state: dict[str, Array], name: str, x: Array, stride: Any, padding: Any) -> Array:
    weight, bias = state[f"{name}.weight"], state[f"{name}.bias"]
    x = np.pad(x, ((0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2))
    rows = (x.shape[2] - weight.shape[2]) // stride[0] + 1
    columns = (x.shape[3] - weight.shape[3]) // stride[1] + 1
    out = np.empty((len(x), len(weight), rows, columns))
    for i, j in itertools.product(range(rows), range(columns)):
        top, left = i * stride[0], j * stride[1]
        patch = x[:, :, top : top + weight.shape[2], left : left + weight.shape[3]]
        out[:, :, i, j] = np.einsum("nchw,ochw->no", patch, weight) + bias
    return out


def pool(x: Array, size: Any, stride: Any, how: Any) -> Array:
    rows = (x.shape[2] - size[0]) // stride[0] + 1
    columns = (x.shape[3] - size[1]) // stride[1] + 1
    out = np.empty((*x.shape[:2], rows, columns))
    for i, j in itertools.product(range(rows), range(columns)):
        top, left = i * stride[0], j * stride[1]
        out[:, :, i, j] = how(x[:, :, top : top + size[0], left : left + size[1]], axis=(2, 3))
    return out


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def lstm(state: dict[str, Array], name: str, x: Array) -> Array:
    """Return h after the last step of x (batch, steps, features)."""
    units = state[f"{name}.weight_hh_l0"].shape[1]
    h = c = np.zeros((len(x), units))
    for t in range(x.shape[1]):
        z = x[:, t] @ state[f"{name}.weight_ih_l0"].T + state[f"{name}.bias_ih_l0"]
        z = z + h @ state[f"{name}.weight_hh_l0"].T + state[f"{name}.bias_hh_l0"]
        i, f, g, o = (z[:, k * units : (k + 1) * units] for k in range(4))
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
    return h


def rnn(state: dict[str, Array], name: str, x: Array, activation: Any) -> Array:
    h = np.zeros((len(x), state[f"{name}.weight_hh_l0"].shape[1]))
    for t in range(x.shape[1]):
        z = x[:, t] @ state[f"{name}.weight_ih_l0"].T + state[f"{name}.bias_ih_l0"]
        h = activation(z + h @ state[f"{name}.weight_hh_l0"].T + state[f"{name}.bias_hh_l0"])
    return h


def softmax(z: Array) -> Array:
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def relu(z: Array) -> Array:
    return np.maximum(z, 0)


def answers(name: str, state: dict[str, Array], x: Array) -> Array:
    """Return the outputs of a network of `small_networks`, x (batch, 1, rows, columns)."""
    n = len(x)
    if name == "lesson":
        h = sigmoid(linear(state, "layer1", x.reshape(n, -1)))
        return sigmoid(linear(state, "layer3", sigmoid(linear(state, "layer2", h))))
    if name == "modern":
        return softmax(linear(state, "layer2", relu(linear(state, "layer1", x.reshape(n, -1)))))
    if name == "cnn":
        h = pool(np.tanh(conv2d(state, "layer1", x, (1, 1), (1, 1))), (2, 2), (2, 2), np.max)
        h = np.tanh(conv2d(state, "layer3", h, (2, 1), (0, 0))).reshape(n, -1)
        return softmax(linear(state, "layer5", np.tanh(linear(state, "layer4", h))))
    if name == "lstm":
        return softmax(linear(state, "layer2", lstm(state, "layer1", x[:, 0])))
    if name == "lstm pixels":
        h = lstm(state, "layer1", x.reshape(n, -1, 1))
        return softmax(linear(state, "layer3", np.tanh(linear(state, "layer2", h))))
    if name == "conv lstm":
        h = pool(np.tanh(conv2d(state, "layer1", x, (1, 1), (0, 0))), (2, 1), (2, 1), np.max)
        rows = h.transpose(0, 2, 1, 3).reshape(n, h.shape[2], -1)
        return softmax(linear(state, "layer4", lstm(state, "layer3", rows)))
    assert name == "rnn"
    return softmax(linear(state, "layer2", rnn(state, "layer1", x[:, 0], relu)))


BY_HAND = ("lesson", "modern", "cnn", "lstm", "lstm pixels", "conv lstm", "rnn")
