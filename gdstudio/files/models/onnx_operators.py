"""Operators of ONNX that are layers, each as the layer here that does the same.

What each computes: https://onnx.ai/onnx/operators.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.errors import printable
from gdstudio.files.manifest import Refused
from gdstudio.files.models.layer_weights import LayerWeights
from gdstudio.files.models.onnx_recurrent import recurrent
from gdstudio.files.models.onnx_way import Flow, Way
from gdstudio.learning.activations import LEAKY_SLOPE
from gdstudio.learning.shapes import pair_text
from gdstudio.texts import Text

Attributes = Mapping[str, Any]
Inputs = Sequence[Any]
Made = Sequence[Flow | None]

_ACTIVATIONS: Final = {"Sigmoid": "sigmoid", "Tanh": "tanh", "Relu": "relu"}


def _gemm(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    _only(attributes, alpha=1.0, beta=1.0, transA=0, transB=(0, 1))
    weight = _number(inputs, 1)
    weight = weight if attributes.get("transB", 0) else weight.T
    return _dense(way, inputs[0], weight, inputs[2] if len(inputs) > 2 else None)


def _matmul(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    made = _dense(way, inputs[0], _number(inputs, 1).T, None)
    way.wait_for_bias()
    return made


def _dense(way: Way, flow: Any, weight: Array, bias: Array | None) -> Made:
    """Add a dense layer; weight (n_out, n_in) in the order in which the numbers come."""
    if not isinstance(flow, Flow):
        raise Refused(Text("multiplies from the other side"))
    order = way.columns(flow)
    if weight.ndim != 2 or weight.shape[1] != len(order) or not len(weight):
        raise Refused(Text("has weights of {0} for {1:,} numbers", weight.shape, len(order)))
    W = np.empty_like(weight)
    W[:, order] = weight
    n_out = len(weight)
    b = np.zeros(n_out, W.dtype) if bias is None else _bias(bias, n_out)
    return [way.add(f"dense {n_out}", LayerWeights("a dense layer", "dense", W, b))]


def _bias(bias: Array, n_out: int) -> Array:
    if bias.size not in (1, n_out):
        raise Refused(Text("has {0} biases for {1} outputs", bias.size, n_out))
    return np.broadcast_to(bias.ravel(), n_out)


def _conv(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    _only(attributes, dilations=((1, 1), (1,)), group=1, kernel_shape=None, strides=None,
          pads=None, auto_pad=None)  # fmt: skip
    way.pictures(inputs[0])
    W = _number(inputs, 1)
    if W.ndim != 4 or 0 in W.shape:
        raise Refused(Text("has filters of shape {0}", W.shape))
    kernel = int(W.shape[2]), int(W.shape[3])
    if attributes.get("kernel_shape", kernel) != kernel:
        raise Refused(Text("says another size than its filters have"))
    strides = _pair(attributes.get("strides", (1, 1)))
    down, right = _padding(attributes, kernel, strides)
    part = f"conv {len(W)}@{pair_text(kernel)} stride {pair_text(strides)}"
    if (down, right) != (0, 0):
        part += f" pad {pair_text((down, right))}"
    bias = inputs[2] if len(inputs) > 2 else None
    b = np.zeros(len(W), W.dtype) if bias is None else _bias(bias, len(W))
    return [way.add(part, LayerWeights("a convolution", "conv", W, b))]


def _padding(
    attributes: Attributes, kernel: tuple[int, int], strides: tuple[int, int]
) -> tuple[int, int]:
    """Return how many zeros stand above and below, left and right; as many on both sides."""
    way = attributes.get("auto_pad", "NOTSET")
    if way in ("SAME_UPPER", "SAME_LOWER") and strides == (1, 1) and kernel[0] % 2 == 1:
        if kernel[1] % 2 == 1:
            return kernel[0] // 2, kernel[1] // 2
    elif way in ("NOTSET", "VALID", ""):
        pads = tuple(attributes.get("pads", (0, 0, 0, 0))) if way != "VALID" else (0, 0, 0, 0)
        if len(pads) == 4 and pads[:2] == pads[2:]:
            return pads[0], pads[1]
    raise Refused(Text("pads one side otherwise than the other"))


def _pool(kind: str) -> Callable[[Way, Inputs, Attributes], Made]:
    def add(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
        _only(attributes, kernel_shape=None, strides=None, pads=((0, 0, 0, 0),), ceil_mode=0,
              dilations=((1, 1),), storage_order=0, count_include_pad=None,
              auto_pad=("NOTSET", "VALID"))  # fmt: skip
        way.pictures(inputs[0])
        window = _pair(attributes.get("kernel_shape", ()))
        stride = _pair(attributes.get("strides", (1, 1)))
        return [way.add(f"{kind} pool {pair_text(window)} stride {pair_text(stride)}")]

    return add


def _global_average_pool(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    _, rows, columns = way.pictures(inputs[0])
    return [way.add(f"average pool {pair_text((rows, columns))}")]


def _activation(name: str) -> Callable[[Way, Inputs, Attributes], Made]:
    def add(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
        return [way.activate(inputs[0], name)]

    return add


def _leaky_relu(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    if abs(attributes.get("alpha", LEAKY_SLOPE) - LEAKY_SLOPE) > 1e-6:
        raise Refused(Text("has another slope than {0}", LEAKY_SLOPE))
    return [way.activate(inputs[0], "leaky-relu")]


def _softmax(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    if inputs[0].places.ndim != 2 or attributes.get("axis", 1) not in (1, -1):
        raise Refused(Text("does not go over the outputs of an example"))
    return [way.activate(inputs[0], "softmax")]


def _log_softmax(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    made = _softmax(way, inputs, attributes)
    way.note(Text("Its outputs are logarithms of softmax: softmax is taken."))
    return made


def _dropout(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    ratio = attributes.get("ratio", 0.5)
    if len(inputs) > 1 and inputs[1] is not None:
        ratio = float(np.ravel(_number(inputs, 1))[0])
    if len(inputs) > 2 and inputs[2] is not None and np.any(inputs[2]):
        raise Refused(Text("leaves numbers out by chance while it is asked"))
    if not 0 < ratio < 1 or not np.array_equal(inputs[0].places, way.canonical()):
        return [inputs[0]]
    # The number as it was written, 0.1, not as float32 holds it.
    return [way.add(f"dropout {np.format_float_positional(np.float32(ratio))}")]


def _add(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    flow, other = _sides(inputs)
    if not way.has_layers:
        return [way.scale(flow, 1.0, _one(other))]
    if other.ndim > 0 and other.size != other.shape[-1]:
        raise Refused(Text("adds what is no bias of a dense layer"))
    return [way.add_bias(flow, other)]


def _sub(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    flow, other = _sides(inputs)
    if flow is not inputs[0]:
        raise Refused(Text("turns its pictures into their negatives"))
    return [way.scale(flow, 1.0, -_one(other))]


def _mul(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    flow, other = _sides(inputs)
    return [way.scale(flow, _one(other), 0.0)]


def _div(way: Way, inputs: Inputs, attributes: Attributes) -> Made:
    flow, other = _sides(inputs)
    if flow is not inputs[0] or _one(other) == 0:
        raise Refused(Text("divides by its pictures, or by 0"))
    return [way.scale(flow, 1 / _one(other), 0.0)]


def _sides(inputs: Inputs) -> tuple[Flow, Array]:
    flow, other = inputs if isinstance(inputs[0], Flow) else (inputs[1], inputs[0])
    return flow, other


def _one(array: Array) -> float:
    """Return the one number of an array; raise Refused if there are several."""
    if array.size != 1 or not np.isfinite(array).all():
        raise Refused(Text("calculates between layers, which no layer here does"))
    return float(array.ravel()[0])


def _number(inputs: Inputs, place: int) -> Array:
    """Return weights; raise Refused if there are none, or they are no numbers of a common kind."""
    value = inputs[place] if place < len(inputs) else None
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or not value.size:
        raise Refused(Text("has no weights that are real numbers"))
    return value


def _pair(values: Sequence[int]) -> tuple[int, int]:
    if len(values) != 2 or not all(0 < n < 1 << 20 for n in values):
        raise Refused(Text("does not go over rows and columns"))
    return int(values[0]), int(values[1])


def _only(attributes: Attributes, **known: Any) -> None:
    """Raise Refused of attributes that mean something no layer here does; None: looked at later."""
    for name, value in attributes.items():
        if name not in known:
            raise Refused(Text("has {0}, which is not known here", printable(name, 40)))
        accepted = known[name] if isinstance(known[name], tuple) else (known[name],)
        if known[name] is not None and value not in accepted:
            raise Refused(Text("has {0} {1}", name, printable(str(value), 40)))


LAYERS: Final[Mapping[str, Callable[[Way, Inputs, Attributes], Made]]] = {
    **{operator: _activation(name) for operator, name in _ACTIVATIONS.items()},
    "Gemm": _gemm,
    "MatMul": _matmul,
    "Conv": _conv,
    "MaxPool": _pool("max"),
    "AveragePool": _pool("average"),
    "GlobalAveragePool": _global_average_pool,
    "LeakyRelu": _leaky_relu,
    "Softmax": _softmax,
    "LogSoftmax": _log_softmax,
    "Dropout": _dropout,
    "Add": _add,
    "Sub": _sub,
    "Mul": _mul,
    "Div": _div,
    "LSTM": recurrent("LSTM"),
    "RNN": recurrent("RNN"),
}
