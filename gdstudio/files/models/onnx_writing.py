"""ONNX: the network as a graph of operators (opset 17), pictures in and outputs out.

Operators and layouts: https://onnx.ai/onnx/operators. Of an LSTM ONNX keeps the gates in the order
input, output, forget, candidate, and two vectors of biases, of which the second is 0 here.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

import gdstudio
from gdstudio.arrays import Array
from gdstudio.files.models.about import NAME, about_bytes
from gdstudio.files.models.onnx_library import onnx_library
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.dropout import Dropout
from gdstudio.learning.layers import Dense, Layer
from gdstudio.learning.lstm import LSTM
from gdstudio.learning.pooling import AveragePool2D, MaxPool2D
from gdstudio.learning.recurrent import Recurrent, SimpleRecurrent
from gdstudio.learning.snapshot import TrainingState

OPSET: Final = 17  # of 2022: what reads ONNX today reads this
_IR_VERSION: Final = 8  # that of the same year
GATES: Final = (0, 2, 1, 3)  # from the program's order to ONNX's; its own inverse
ACTIVATIONS: Final = {
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
    "relu": "Relu",
    "leaky-relu": "LeakyRelu",
    "softmax": "Softmax",
}


def onnx_bytes(state: TrainingState) -> bytes:
    """Return the network of a run as the content of a .onnx file.

    Its input "pictures" is (batch, channels, rows, columns) with pixels from 0 to 1, its output
    "outputs" (batch, classes).

    Raises:
        GdstudioError: The library is not installed.
    """
    onnx = onnx_library()
    graph = _Graph(onnx)
    network = state.network()
    is_flat, tensor = False, "pictures"
    for k, layer in enumerate(network.layers):
        parts = [network.part(part.name) for part in network.slices if part.layer == k]
        if isinstance(layer, Dense) and not is_flat:
            tensor = graph.add("Flatten", tensor, axis=1)
        tensor = graph.add_layer(layer, f"layer{k + 1}", tensor, parts)
        is_flat = len(layer.out_shape) == 1
    graph.add_activation(network.output_activation.name, tensor, "outputs")
    model = graph.model(state, network.dtype)
    onnx.checker.check_model(model, full_check=True)
    content: bytes = model.SerializeToString(deterministic=True)
    return content


class _Graph:
    """Nodes and numbers, one after the other."""

    def __init__(self, onnx: Any) -> None:
        self._onnx = onnx
        self._nodes: list[Any] = []
        self._numbers: list[Any] = []

    def add(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Add a node; return the name of what it makes."""
        name = output or f"{operator.lower()}{len(self._nodes) + 1}"
        node = self._onnx.helper.make_node(operator, inputs, [name], name=name, **attributes)
        self._nodes.append(node)
        return name

    def number(self, name: str, array: Array) -> str:
        """Add an array; return its name."""
        made = self._onnx.numpy_helper.from_array(np.asarray(array, order="C"), name)
        self._numbers.append(made)
        return name

    def add_activation(self, name: str, tensor: str, output: str = "") -> str:
        """Add what an activation is; nothing for the identity, unless it has to have a name."""
        if name != "identity":
            more = {"alpha": 0.01} if name == "leaky-relu" else {}
            more = {"axis": 1} if name == "softmax" else more
            return self.add(ACTIVATIONS[name], tensor, output=output, **more)
        return self.add("Identity", tensor, output=output) if output else tensor

    def add_layer(self, layer: Layer, name: str, tensor: str, parts: list[Array]) -> str:
        """Add a layer with its weights; return the name of what it makes."""
        if isinstance(layer, Recurrent):
            return self._add_recurrent(layer, name, tensor, parts)
        if isinstance(layer, Dropout):
            ratio = self.number(f"{name}.ratio", np.array(layer.rate, np.float32))
            return self.add("Dropout", tensor, ratio)
        if isinstance(layer, MaxPool2D | AveragePool2D):
            kind = "MaxPool" if isinstance(layer, MaxPool2D) else "AveragePool"
            return self.add(kind, tensor, kernel_shape=layer.window, strides=layer.stride)
        assert isinstance(layer, Dense | Conv2D)
        numbers = self.number(f"{name}.weight", parts[0]), self.number(f"{name}.bias", parts[1])
        if isinstance(layer, Dense):
            made = self.add("Gemm", tensor, *numbers, transB=1)
        else:
            kernel, pads = layer.kernel, (*layer.padding, *layer.padding)
            given = tensor, *numbers
            made = self.add("Conv", *given, kernel_shape=kernel, strides=layer.stride, pads=pads)
        return self.add_activation(layer.activation.name, made)

    def _add_recurrent(self, layer: Recurrent, name: str, tensor: str, parts: list[Array]) -> str:
        joined = self.number(f"{name}.joined", np.array([0, 0, -1], np.int64))
        if layer.by_pixel:  # (batch, channels, pixels), then (pixels, batch, channels)
            tensor = self.add("Reshape", tensor, joined)
            tensor = self.add("Transpose", tensor, perm=(2, 0, 1))
        else:  # (rows, batch, channels, columns), then (rows, batch, numbers of a row)
            tensor = self.add("Transpose", tensor, perm=(2, 0, 1, 3))
            tensor = self.add("Reshape", tensor, joined)
        W, U, b = parts
        if isinstance(layer, LSTM):
            gates = list(GATES)
            W, U, b = (a.reshape(4, -1, *a.shape[1:])[gates].reshape(a.shape) for a in parts)
        numbers = (
            self.number(f"{name}.weight_ih", W[np.newaxis]),
            self.number(f"{name}.weight_hh", U[np.newaxis]),
            self.number(f"{name}.bias", np.concatenate([b, np.zeros_like(b)])[np.newaxis]),
        )
        operator: str = "LSTM"
        more: dict[str, Any] = {"hidden_size": layer.n_out}
        if isinstance(layer, SimpleRecurrent):
            operator = "RNN"
            more["activations"] = [ACTIVATIONS[layer.activation.name]]
        last = f"{name}.last"
        node = self._onnx.helper.make_node(
            operator, [tensor, *numbers], ["", last], name=name, **more
        )
        self._nodes.append(node)
        return self.add("Squeeze", last, self.number(f"{name}.first", np.array([0], np.int64)))

    def model(self, state: TrainingState, dtype: np.dtype[Any]) -> Any:
        """Return the whole file as the library's object."""
        helper = self._onnx.helper
        kind = helper.np_dtype_to_tensor_dtype(dtype)
        seen = helper.make_tensor_value_info("pictures", kind, ["batch", *state.in_shape])
        made = helper.make_tensor_value_info("outputs", kind, ["batch", state.n_out])
        graph = helper.make_graph(
            self._nodes, "network", [seen], [made], self._numbers, state.network_name
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=_IR_VERSION,
            producer_name="Gradient Descent Studio",
            producer_version=gdstudio.__version__,
        )
        helper.set_model_props(model, {NAME: about_bytes(state).decode()})
        return model
