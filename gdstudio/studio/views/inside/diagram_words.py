"""What the cells of a diagram are called, short and spoken, and what they are worth."""

from __future__ import annotations

import math

from gdstudio import numerals
from gdstudio.inside.places import input_name
from gdstudio.learning.shapes import PictureShape
from gdstudio.pictures.diagram.columns import MORE
from gdstudio.pictures.diagram.layout import Stop
from gdstudio.pictures.diagram.values import Diagram, DiagramLayer, Form
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.translation import told, tr


def spoken(diagram: Diagram, number: int, cell: int) -> str:
    """Return name and value of a cell as they are read out; "" of a layer that is not there."""
    k = diagram.position(number)
    if k is None:
        return ""
    layer = diagram.layers[k]
    if cell == MORE:
        return _more(layer)
    name = _place(layer, cell, is_answer=k == len(diagram.layers) - 1)
    value = value_of(layer, cell)
    said = tr("{0}: {1}").format(name, value) if value else name
    if not layer.is_cut_off(cell):
        return said
    text = tr("{0}; it counts for nothing: its outgoing weights are 0")
    return text.format(said)


def moment_spoken(diagram: Diagram, number: int, unit: int, row: int) -> str:
    """Return name and value of a recurrent unit after a row of the digit, from 0."""
    k = diagram.position(number)
    layer = None if k is None else diagram.layers[k]
    if layer is None or layer.values is None or layer.values.ndim != 2 or row >= len(layer.values):
        return spoken(diagram, number, unit)
    value = numerals.numeral(float(layer.values[row, unit]), 4)
    return tr("{0} after row {1}: {2}").format(_place(layer, unit, is_answer=False), row, value)


def stop_spoken(diagram: Diagram, stop: Stop) -> str:
    """Return name and value of a neuron, or the name of a picture, as they are read out."""
    k = diagram.position(stop.number)
    layer = None if k is None else diagram.layers[k]
    if layer is None or layer.form not in (Form.PICTURE, Form.MAPS) or stop.unit == MORE:
        return spoken(diagram, stop.number, stop.unit)
    if layer.form is Form.PICTURE:
        return tr("the digit, {0} x {1} pixels").format(*layer.shape[1:])
    text = tr("layer {0}, map {1}, {2} x {3} pixels")
    return text.format(layer.number, stop.unit, *layer.shape[1:])


def _more(layer: DiagramLayer) -> str:
    if layer.is_open:
        return tr("layer {0}: Enter shows the most active only").format(layer.number)
    n_hidden = layer.n_units - len(layer.shown)
    return tr("layer {0}: {1:,} more; Enter shows all").format(layer.number, n_hidden)


def value_of(layer: DiagramLayer, cell: int) -> str:
    """Return what a cell gives out; "" without a digit."""
    outputs = layer.outputs
    if outputs is None:
        return ""
    value = float(outputs[cell])
    return numerals.numeral(value, 4) if math.isfinite(value) else numerals.cost(value)


def _place(layer: DiagramLayer, cell: int, *, is_answer: bool) -> str:
    if layer.form is Form.PICTURE:
        return told(input_name(1, cell, PictureShape(*layer.shape)))
    if is_answer:
        return tr("answer {0}").format(class_name(cell))
    if layer.form is Form.MAPS:
        _, rows, columns = layer.shape
        unit, place = divmod(cell, rows * columns)
        text = tr("layer {0}, map {1}, row {2}, column {3}")
        return text.format(layer.number, unit, *divmod(place, columns))
    return tr("layer {0}, neuron {1}").format(layer.number, cell)
