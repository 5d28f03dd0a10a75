"""Reads a file of ONNX: one way from the pictures to the outputs, through layers known here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.errors import InvalidValue, printable
from gdstudio.files.archive import MAX_FOREIGN_BYTES
from gdstudio.files.manifest import Manifest, Refused
from gdstudio.files.models.about import NAME, read_about
from gdstudio.files.models.found import Found, OtherPictures, check_amount
from gdstudio.files.models.onnx_layout import ARRANGING, COMPUTING, arranged
from gdstudio.files.models.onnx_library import onnx_library
from gdstudio.files.models.onnx_operators import LAYERS
from gdstudio.files.models.onnx_tensors import array_of, size_of
from gdstudio.files.models.onnx_way import Flow, Way
from gdstudio.learning.shapes import PictureShape
from gdstudio.reading import read_whole
from gdstudio.texts import Text

_MAX_NODES: Final = 500
_MOST_AT_ONCE: Final = 64  # examples that a file may ask for in one go
_ASKED: Final = 2  # examples whose places are followed where it takes any number


def read_onnx(path: Path, in_shape: PictureShape) -> Found:
    """Return what a .onnx file holds, for pictures of a shape; nothing in it is trusted.

    Raises:
        GdstudioError: The library is not installed.
        FileError: The file cannot be read or is too large.
        Refused: It is damaged, or does something that no layer here does.
    """
    onnx = onnx_library()
    from google.protobuf.message import DecodeError

    data = read_whole(path, MAX_FOREIGN_BYTES)
    try:
        model = onnx.ModelProto.FromString(data)
    except (DecodeError, ValueError, RecursionError) as error:
        raise Refused(Text("is damaged or no file of ONNX")) from error
    graph = model.graph
    if not graph.node:
        raise Refused(Text("is damaged or no file of ONNX"))
    if len(graph.node) > _MAX_NODES:
        raise Refused(Text("has {0:,} nodes, more than {1}", len(graph.node), _MAX_NODES))
    _check_texts(model)
    check_amount((tensor.name, size_of(tensor)) for tensor in graph.initializer)
    way = _Graph(onnx, graph, in_shape).followed()
    return way.found(_about(model))


def _check_texts(model: Any) -> None:
    """Raise Refused if a name is no text: the library gives it as bytes then."""
    graph = model.graph
    named = (*graph.initializer, *graph.input, *graph.output)
    texts = [one.name for one in named]
    for node in graph.node:
        texts += [node.name, node.op_type, node.domain, *node.input, *node.output]
        for one in node.attribute:
            texts += [one.name, one.t.name]
    texts += [text for one in model.metadata_props for text in (one.key, one.value)]
    if not all(isinstance(text, str) for text in texts):
        raise Refused(Text("is damaged: it holds a name that is no text"))


def _about(model: Any) -> Manifest | None:
    texts = [one.value for one in model.metadata_props if one.key == NAME]
    return read_about(texts[0].encode("utf-8", "replace")) if texts else None


class _Graph:
    """The values of a graph by their names: constants, and the one flow of numbers."""

    def __init__(self, onnx: Any, graph: Any, in_shape: PictureShape) -> None:
        self._onnx, self._graph = onnx, graph
        self._values: dict[str, Array | Flow] = {}
        for tensor in graph.initializer:
            self._set(tensor.name, array_of(tensor))
        given = [one for one in graph.input if one.name not in self._values]
        if len(given) != 1 or len(graph.output) != 1:
            counts = len(given), len(graph.output)
            raise Refused(Text("has {0} inputs and {1} outputs, not one of each", *counts))
        self._way = Way(in_shape)
        self._set(given[0].name, self._way.begun(_dimensions(given[0], in_shape)))

    def followed(self) -> Way:
        """Return the layers on the way from the input to the output."""
        for node in self._graph.node:
            name = printable(node.name or next(iter(node.output), ""), 60)
            try:
                self._follow(node)
            except (Refused, InvalidValue) as error:
                operator = printable(node.op_type, 40)
                raise Refused(Text("{0} ({1}): {2}", name, operator, error.text)) from error
        last = self._values.get(self._graph.output[0].name)
        if not isinstance(last, Flow):
            raise Refused(Text("has outputs that do not depend on the pictures"))
        self._way.end(last)
        return self._way

    def _set(self, name: str, value: Array | Flow) -> None:
        if name in self._values:
            raise Refused(Text("has two values of the name {0!r}", printable(name, 60)))
        self._values[name] = value

    def _follow(self, node: Any) -> None:
        if node.domain not in ("", "ai.onnx"):
            raise Refused(Text("is of the domain {0}, not known here", printable(node.domain, 40)))
        inputs = [self._value(name) for name in node.input]
        attributes = self._attributes(node)
        flows = [value for value in inputs if isinstance(value, Flow)]
        made: Sequence[Array | Flow | None]
        if not flows:
            made = [self._computed(node.op_type, inputs, attributes)]
        elif node.op_type == "Shape":
            made = [np.array(flows[0].places.shape, np.int64)]
        elif node.op_type in ARRANGING and isinstance(inputs[0], Flow) and len(flows) == 1:
            operator = ARRANGING[node.op_type]
            rest = [value for value in inputs[1:] if not isinstance(value, Flow)]
            places = arranged(operator, [inputs[0].places, *rest], attributes)
            made = [inputs[0].with_places(places)]
        elif node.op_type in LAYERS and len(flows) == 1:
            made = LAYERS[node.op_type](self._way, inputs, attributes)
        elif len(flows) > 1:
            raise Refused(Text("joins two ways through the network; only one is known here"))
        else:
            raise Refused(Text("is not known here"))
        for name, value in zip(node.output[: len(made)], made[: len(node.output)], strict=True):
            if name and value is not None:
                self._set(name, value)

    def _value(self, name: str) -> Array | Flow | None:
        if not name:
            return None
        if name not in self._values:
            raise Refused(Text("wants {0!r}, which nothing before it gives", printable(name, 60)))
        return self._values[name]

    def _computed(
        self, operator: str, inputs: Sequence[Any], attributes: Mapping[str, Any]
    ) -> Array:
        if operator == "Constant":
            found = [attributes.get(key) for key in _CONSTANTS if key in attributes]
            if len(found) != 1 or attributes.keys() - set(_CONSTANTS):
                raise Refused(Text("holds no plain numbers"))
            return np.asarray(found[0])
        if operator not in COMPUTING:
            raise Refused(Text("is not known here"))
        return arranged(COMPUTING[operator], inputs, attributes)

    def _attributes(self, node: Any) -> dict[str, Any]:
        """Return the attributes as plain values; raise Refused of graphs and other objects."""
        kinds = self._onnx.AttributeProto
        found: dict[str, Any] = {}
        for one in node.attribute:
            if one.type == kinds.TENSOR:
                found[one.name] = array_of(one.t)
            elif one.type == kinds.FLOAT:
                found[one.name] = float(one.f)
            elif one.type == kinds.INT:
                found[one.name] = int(one.i)
            elif one.type == kinds.STRING:
                found[one.name] = one.s.decode("utf-8", "replace")
            elif one.type == kinds.INTS:
                found[one.name] = tuple(one.ints)
            elif one.type == kinds.FLOATS:
                found[one.name] = tuple(one.floats)
            elif one.type == kinds.STRINGS:
                found[one.name] = tuple(text.decode("utf-8", "replace") for text in one.strings)
            else:
                raise Refused(Text("has a part that is not known here"))
        return found


_CONSTANTS: Final = ("value", "value_float", "value_floats", "value_int", "value_ints")


def _dimensions(given: Any, in_shape: PictureShape) -> tuple[int, ...]:
    """Return the shape in which the graph wants its pictures, the examples first.

    Raises:
        Refused: It wants pictures of another size, or too many of them at once.
    """
    dims = [one.dim_value for one in given.type.tensor_type.shape.dim]
    examples = dims[0] if dims and dims[0] > 0 else _ASKED
    usual = {2: (in_shape.size,), 3: in_shape[1:], 4: in_shape}.get(len(dims), ())
    rest = [own if n <= 0 else n for n, own in zip(dims[1:], usual, strict=True)] if usual else []
    sees = math.prod(rest) if rest else 0
    if sees != in_shape.size or examples > _MOST_AT_ONCE:
        wanted = " x ".join(str(n) if n > 0 else "?" for n in dims) or "?"
        pictures = f"{in_shape.rows} x {in_shape.columns}"
        reason = Text("wants pictures as {0}; the digits in use are {1}", wanted, pictures)
        raise OtherPictures(reason)
    return (examples, *rest)
