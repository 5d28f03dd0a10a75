"""One step of backpropagation in words and numbers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from gdstudio.commands.inspect.numbers import number
from gdstudio.commands.inspect.opened_run import OpenedRun
from gdstudio.commands.inspect.proof import tell_agreement, tell_check, tell_trust
from gdstudio.commands.inspect.update import tell_update
from gdstudio.errors import InvalidValue
from gdstudio.inside.passes import LayerPass, Pass, open_pass
from gdstudio.inside.places import Place, find_weight, input_name
from gdstudio.inside.weight import OpenWeight, open_weight
from gdstudio.learning.shapes import PictureShape

_MOST: Final = 16  # neurons of a layer that are told one by one, those with the largest dC/dz


def tell_backprop(args: argparse.Namespace, opened: OpenedRun) -> tuple[list[str], dict[str, Any]]:
    """Return lines and plain values: forward, cost, backward, and what the flags ask besides."""
    opened.check_count("check", args.check)
    place = None if args.weight is None else find_weight(args.weight, opened.network)
    example = opened.example()
    if example.target is None:
        raise InvalidValue("target", "none", "the class that is right, by --target")
    found = open_pass(opened.network, example.x, example.label, opened.cost)
    lines = [example.name, *_lines(found)]
    values = {"example": example.name, "target_from": example.origin, **_values(found)}
    if place is not None:
        weight = open_weight(found, opened.network, place)
        for more, those in (
            (_weight_lines(weight, opened.subject.in_shape), _weight_values(weight)),
            tell_update(opened, weight),
            tell_trust(opened, example, place.index),
        ):
            lines += more
            values |= those
    if args.check is not None:
        more, those = tell_check(opened, example, args.check)
        lines += more
        values |= those
    if args.examples is not None:
        more, those = tell_agreement(opened, args.examples)
        lines += more
        values |= those
    return lines, values


def _lines(opened: Pass) -> Iterator[str]:
    assert opened.cost is not None
    yield f"cost C = {number(opened.cost)} ({opened.cost_name})"
    for layer in reversed(opened.layers):
        yield from _layer_lines(layer)


def _layer_lines(layer: LayerPass) -> Iterator[str]:
    activation = f", {layer.activation}" if layer.activation else ""
    yield f"layer {layer.number}, {layer.name}{activation}"
    if layer.dC_da is None or layer.dC_dz is None or layer.da_dz is None:
        return
    if layer.da_dz.ndim > 1:
        yield "  each output depends on each z: dC/dz is the sum of dC/da times da/dz over all"
        yield "  outputs; the da/dz below are by their own z"
    order = np.argsort(-np.abs(layer.dC_dz), kind="stable")
    for k in sorted(order[:_MOST].tolist()):
        slope = layer.da_dz[k] if layer.da_dz.ndim == 1 else layer.da_dz[k, k]
        yield (
            f"  {Place(layer.number, k)}  a {number(layer.a[k])}  dC/da {number(layer.dC_da[k])}"
            f"  da/dz {number(slope)}  dC/dz {number(layer.dC_dz[k])}"
        )
    if len(order) > _MOST:
        yield f"  and {len(order) - _MOST} with a smaller dC/dz"


def _weight_lines(weight: OpenWeight, in_shape: PictureShape) -> Iterator[str]:
    yield f"{weight.place} = {number(weight.value)}"
    if weight.neuron is None or weight.dC_dz is None or weight.input is None:
        yield f"dC/d{weight.place} = {number(weight.gradient)}, added over all its places"
        return
    index = weight.input_index
    if index is None:
        yield f"dC/d{weight.place} = dC/dz of {weight.neuron} = {number(weight.gradient)}"
        return
    factors = f"dC/dz of {weight.neuron} x {input_name(weight.place.layer, index, in_shape)}"
    numbers = f"{number(weight.dC_dz)} x {number(weight.input)}"
    yield f"dC/d{weight.place} = {factors} = {numbers} = {number(weight.gradient)}"


def _values(opened: Pass) -> dict[str, Any]:
    return {
        "target": opened.target,
        "cost_name": opened.cost_name,
        "cost": opened.cost,
        "layers": [
            {
                "layer": layer.number,
                "name": layer.name,
                "activation": layer.activation,
                **{
                    name: None if array is None else array.tolist()
                    for name, array in (
                        ("z", layer.z),
                        ("a", layer.a),
                        ("da_dz", layer.da_dz),
                        ("dC_da", layer.dC_da),
                        ("dC_dz", layer.dC_dz),
                    )
                },
            }
            for layer in opened.layers
        ],
    }


def _weight_values(weight: OpenWeight) -> dict[str, Any]:
    return {
        "weight": str(weight.place),
        "w": weight.value,
        "gradient": weight.gradient,
        "neuron": None if weight.neuron is None else str(weight.neuron),
        "dC_dz": weight.dC_dz,
        "input": weight.input,
    }
