"""One neuron in words and numbers, whose sum whoever reads it can check."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any, Final

from gdstudio.commands.inspect.numbers import DECIMALS, number, term
from gdstudio.commands.inspect.opened_run import OpenedRun
from gdstudio.inside.cut_off import is_cut_off
from gdstudio.inside.neuron import OpenNeuron, open_neuron
from gdstudio.inside.passes import open_pass
from gdstudio.inside.places import find_place
from gdstudio.inside.recurrent_unit import LstmCell
from gdstudio.inside.shown_sum import shown_sum
from gdstudio.inside.weighted_sum import WeightedSum

_WIDTH: Final = 11
_GATES: Final = {
    "input": ("input gate", "i"),
    "forget": ("forget gate", "f"),
    "candidate": ("cell input", "g"),
    "output": ("output gate", "o"),
}


def tell_neuron(args: argparse.Namespace, opened: OpenedRun) -> tuple[list[str], dict[str, Any]]:
    """Return lines and plain values of one neuron; the lines of its sum add up."""
    network, in_shape = opened.network, opened.run_file.state.in_shape
    place = find_place(args.neuron, network)
    example = opened.example()
    found = open_pass(network, example.x, example.label, opened.cost)
    neuron = open_neuron(found, network, place, in_shape=in_shape, row=args.row)
    layer = found.layer(place.layer).name
    is_off = is_cut_off(network, place)
    values = {"example": example.name, "layer": layer, "counts_for_nothing": is_off}
    values |= _values(neuron)
    name = f"{place}, of {layer}"
    if neuron.row is not None:
        read = "pixel" if layer.endswith("pixels") else "row"
        name += f", after {read} {neuron.row} of 0 to {neuron.rows - 1}"
    off = ["it counts for nothing: all its outgoing weights are 0"] if is_off else []
    return [example.name, name, *off, *_lines(neuron)], values


def _lines(neuron: OpenNeuron) -> Iterator[str]:
    if neuron.cell is not None:
        yield from _cell_lines(neuron.cell)
        return
    if neuron.z is not None:
        yield from _sum_lines(neuron)
    if neuron.softmax is not None:
        yield from _softmax_lines(neuron)
    elif neuron.activation:
        assert neuron.z is not None
        yield f"a = {neuron.activation}({term(neuron.z)}) = {number(neuron.a)}"
    else:
        yield f"a = {number(neuron.a)}"
    if neuron.slope is not None:
        yield f"da/dz = {number(neuron.slope)}"
    if neuron.output is not None:
        output = neuron.output
        yield f"target y = {output.target:g}"
        yield f"a - y = {number(output.difference)}, squared {number(output.square)}"
        yield f"adds {number(output.term)} to the cost"


def _cell_lines(cell: LstmCell) -> Iterator[str]:
    for name, (title, letter) in _GATES.items():
        one = cell.gate(name)
        assert one.z is not None
        yield title
        yield from _sum_lines(one)
        yield f"{letter} = {one.activation}({term(one.z)}) = {number(one.a)}"
    i, f, g, o = (cell.gate(name).a for name in _GATES)
    (kept, written), c = shown_sum([f * cell.c_before, i * g], DECIMALS)
    yield "memory"
    yield f"{term(kept):>{_WIDTH}}  f x c before = {number(f)} x {number(cell.c_before)}"
    yield f"{term(written):>{_WIDTH}}  i x g = {number(i)} x {number(g)}"
    yield f"{term(c):>{_WIDTH}}  c, their sum"
    h = f"{number(o)} x {number(cell.shown)} = {number(cell.h)}"
    yield f"h = o x tanh(c) = {h}"


def _sum_lines(neuron: WeightedSum) -> Iterator[str]:
    assert neuron.z is not None
    terms = [one.product for one in neuron.contributions]
    rest_at = len(terms) if neuron.rest_count else None
    shown, z = shown_sum([*terms, neuron.rest, neuron.bias], DECIMALS, rest_at)
    for one, product in zip(neuron.contributions, shown[:-2], strict=True):
        made = f"{one.weight_name} x {one.name} = {number(one.weight)} x {number(one.input)}"
        yield f"{term(product):>{_WIDTH}}  {made}"
    if neuron.rest_count:
        others = "other" if neuron.rest_count == 1 else "others"
        yield f"{term(shown[-2]):>{_WIDTH}}  {neuron.rest_count} {others}"
    yield f"{term(shown[-1]):>{_WIDTH}}  {neuron.bias_name}"
    yield f"{term(z):>{_WIDTH}}  z, their sum"


def _softmax_lines(neuron: OpenNeuron) -> Iterator[str]:
    assert neuron.softmax is not None
    assert neuron.z is not None
    steps = neuron.softmax
    less = number(neuron.z - steps.highest)
    yield f"z less the highest z, {number(steps.highest)} = {less}"
    yield f"exp({less}) = {number(steps.exponential)}, of all {number(steps.total)}"
    a = f"{number(steps.exponential)} / {number(steps.total)} = {number(neuron.a)}"
    yield f"a = softmax: {a}"


def _values(neuron: OpenNeuron) -> dict[str, Any]:
    values: dict[str, Any] = {"neuron": str(neuron.place), **_sum_values(neuron)}
    if neuron.row is not None:
        values |= {"row": neuron.row, "rows": neuron.rows}
    if neuron.cell is not None:
        cell = neuron.cell
        values["gates"] = {name: _sum_values(cell.gate(name)) for name in _GATES}
        values["memory"] = {
            "c_before": cell.c_before, "c": cell.c, "tanh_c": cell.shown, "h": cell.h,
        }  # fmt: skip
    if neuron.softmax is not None:
        steps = neuron.softmax
        values["softmax"] = {
            "highest": steps.highest, "exponential": steps.exponential, "total": steps.total,
        }  # fmt: skip
    if neuron.output is not None:
        output = neuron.output
        values["output"] = {
            "target": output.target, "difference": output.difference, "square": output.square,
            "term": output.term,
        }  # fmt: skip
    return values


def _sum_values(found: WeightedSum) -> dict[str, Any]:
    return {
        "activation": found.activation,
        "contributions": [
            {
                "input": one.name,
                "index": one.index,
                "weight": one.weight_name,
                "w": one.weight,
                "a": one.input,
                "product": one.product,
            }
            for one in found.contributions
        ],
        "rest": {"sum": found.rest, "count": found.rest_count},
        "bias": {"name": found.bias_name, "b": found.bias},
        "z": found.z,
        "a": found.a,
        "slope": found.slope,
    }
