"""LSTM and RNN of ONNX: the last hidden state of a picture that is read row by row or by pixel.

X (steps, batch, features), W (1, gates * units, features), R (1, gates * units, units), B (1, 2 *
gates * units); Y (steps, 1, batch, units), Y_h (1, batch, units). Gates: input, output, forget,
candidate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.errors import printable
from gdstudio.files.manifest import Refused
from gdstudio.files.models.layer_weights import LayerWeights
from gdstudio.files.models.onnx_way import Flow, Way
from gdstudio.files.models.onnx_writing import GATES
from gdstudio.learning.shapes import PictureShape
from gdstudio.texts import Text

_KNOWN: Final[Mapping[str, Sequence[Any]]] = {
    "direction": ("forward",),
    "layout": (0,),
    "input_forget": (0,),
    "clip": (0.0,),
}
_USUAL: Final = {"LSTM": ("sigmoid", "tanh", "tanh"), "RNN": ("tanh",)}
_NOWHERE: Final = -1  # the place of a state that no layer here gives


def recurrent(
    operator: str,
) -> Callable[[Way, Sequence[Any], Mapping[str, Any]], Sequence[Flow | None]]:
    """Return what takes over such a layer."""

    def add(
        way: Way, inputs: Sequence[Any], attributes: Mapping[str, Any]
    ) -> Sequence[Flow | None]:
        activations = _check(operator, attributes)
        flow, W, R = inputs[:3] if len(inputs) > 2 else (None, None, None)
        if not isinstance(flow, Flow) or W is None or R is None:
            raise Refused(Text("has no weights"))
        _check_rest(inputs)
        by_pixel = _is_by_pixel(way, flow)
        bias = inputs[3] if len(inputs) > 3 else None
        weights = _weights(operator, W, R, bias)
        n_units, n_steps = weights.n_units, flow.places.shape[0]
        if attributes.get("hidden_size", n_units) != n_units:
            raise Refused(Text("says another number of units than its weights have"))
        part = f"lstm {n_units}" if operator == "LSTM" else f"rnn {n_units} {activations[0]}"
        last = way.add(part + (" pixels" if by_pixel else ""), weights)
        every = np.full((n_steps, 1, *last.places.shape), _NOWHERE)
        every[-1, 0] = last.places
        return [last.with_places(every), last.with_places(last.places[np.newaxis])]

    return add


def _check(operator: str, attributes: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the activations; raise Refused of what no layer here does."""
    for name, value in attributes.items():
        if name in ("hidden_size", "activations"):
            continue
        if name not in _KNOWN or value not in _KNOWN[name]:
            raise Refused(Text("has {0} {1}", printable(name, 40), printable(str(value), 40)))
    usual = _USUAL[operator]
    found = tuple(str(name).lower() for name in attributes.get("activations", usual))
    if found != usual and not (operator == "RNN" and found == ("relu",)):
        raise Refused(Text("has the activations {0}", printable(", ".join(found), 60)))
    return found


def _check_rest(inputs: Sequence[Any]) -> None:
    """Raise Refused if there is more than weights and states that begin with 0."""
    for place, given in enumerate(inputs[4:], 4):
        if given is None:
            continue
        begins_with_zero = place in (5, 6) and isinstance(given, np.ndarray) and not given.any()
        if not begins_with_zero:
            raise Refused(Text("does not begin with zeros, or has more than the usual inputs"))


def _is_by_pixel(way: Way, flow: Flow) -> bool:
    """Tell whether a step is a pixel or a row; raise Refused if it is neither."""
    way.check_is_last(flow)
    if not isinstance(way.shape, PictureShape):
        raise Refused(Text("wants pictures, but gets numbers in a row"))
    pictures = way.canonical()
    n, channels, rows, columns = pictures.shape
    by_row = pictures.transpose(2, 0, 1, 3).reshape(rows, n, channels * columns)
    by_pixel = pictures.transpose(2, 3, 0, 1).reshape(rows * columns, n, channels)
    if np.array_equal(flow.places, by_row):
        return False
    if np.array_equal(flow.places, by_pixel):
        return True
    raise Refused(Text("reads its pictures neither row by row nor pixel by pixel"))


def _weights(operator: str, W: Array, R: Array, bias: Array | None) -> LayerWeights:
    n_gates = 4 if operator == "LSTM" else 1
    if not all(isinstance(a, np.ndarray) and a.dtype.kind == "f" for a in (W, R)):
        raise Refused(Text("has no weights that are real numbers"))
    if W.ndim != 3 or R.ndim != 3 or W.shape[:2] != R.shape[:2] or len(W) != 1:
        raise Refused(Text("has weights of {0} and {1}", W.shape, R.shape))
    height, n_units = R.shape[1:]
    if not n_units or height != n_gates * n_units:
        raise Refused(Text("has weights of {0} and {1}", W.shape, R.shape))
    two = np.zeros((2, height), W.dtype)
    if bias is not None:
        if not isinstance(bias, np.ndarray) or bias.size != two.size or bias.dtype.kind != "f":
            raise Refused(Text("has no biases that fit its weights"))
        two = bias.reshape(2, height)
    own, state, b = W[0], R[0], two[0] + two[1]
    if operator == "LSTM":
        own, state, b = (
            a.reshape(4, n_units, *a.shape[1:])[list(GATES)].reshape(a.shape)
            for a in (own, state, b)
        )
    name, kind = Text("a recurrent layer"), operator.lower()
    return LayerWeights(name, kind, own, b, state)
