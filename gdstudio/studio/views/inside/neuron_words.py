"""What the card of a neuron says in lines: its name, its activation, its softmax, its cost."""

from __future__ import annotations

import math
from typing import Final

from gdstudio.inside.neuron import OpenNeuron
from gdstudio.inside.recurrent_unit import LstmCell
from gdstudio.inside.shown_sum import shown_sum
from gdstudio.inside.target import Target
from gdstudio.inside.weighted_sum import WeightedSum
from gdstudio.jobs.open_neuron import NeuronLook
from gdstudio.numerals import MINUS, cost, decimal
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.translation import told, tr
from gdstudio.studio.views.inside.sum_rows import decimals_for, decimals_of

_SMALL: Final = 1e-3  # a difference that is written in a power of ten
_MOST_DECIMALS: Final = 15


def title_of(look: NeuronLook) -> str:
    """Return which neuron it is, and of which layer, or which answer."""
    place = look.neuron.place
    if look.is_output:
        return tr("Neuron {0}: answer {1}").format(place, class_name(place.index))
    return tr("Neuron {0}: {1}").format(place, look.layer_name)


def whereabouts(look: NeuronLook) -> tuple[str, ...]:
    """Return where the neuron stands, and from where is counted; the longest wording first."""
    place = look.neuron.place
    long = tr("layer {0} of {1}, counted from 1; neuron {2}, counted from 0")
    short = tr("layer {0} of {1} (from 1), neuron {2} (from 0)")
    numbers = place.layer, look.layers, place.index
    least = tr("layers from 1, neurons from 0")
    return long.format(*numbers), short.format(*numbers), least


def cut_off_words(look: NeuronLook) -> str:
    """Return that a neuron counts for nothing, or counts again, and by which edit; else ""."""
    edit = None if look.switched_off_by is None else told(look.switched_off_by.title)
    if look.is_cut_off and edit is None:
        return tr("It counts for nothing: all its outgoing weights are 0.")
    if look.is_cut_off:
        return tr("Switched off, it counts for nothing. The edit was: {0}.").format(edit)
    if edit is not None:
        return tr("It counts again: after the edit “{0}” it was given a weight.").format(edit)
    return ""


def activation_lines(neuron: WeightedSum) -> list[str]:
    """Return what becomes of z, or what the neuron gives out where there is none."""
    a = cost(neuron.a)
    if neuron.z is None:
        return [
            tr("a = {0}").format(a),
            tr("This layer has no weighted sum of its own to open."),
        ]
    z = decimal(neuron.z, decimals_for(neuron))
    lines = [tr("a = {0}({1})").format(neuron.activation or "f", z), f"   = {a}"]
    if neuron.slope is not None:
        lines.append(tr("slope da/dz = {0}").format(cost(neuron.slope)))
    return lines


def memory_lines(cell: LstmCell) -> list[str]:
    """Return what becomes of an LSTM unit's four sums: its memory, and what it gives out."""
    i, f, g, o = (cell.gate(name) for name in ("input", "forget", "candidate", "output"))
    lines = []
    for letter, one in (("i", i), ("f", f), ("g", g), ("o", o)):
        assert one.z is not None
        z = decimal(one.z, decimals_for(one))
        lines.append(f"{letter} = {one.activation}({z}) = {cost(one.a)}")
    kept, written = f.a * cell.c_before, i.a * g.a
    decimals = decimals_of((kept, written))
    terms, total = shown_sum((kept, written), decimals)
    first, second = (decimal(term, decimals) for term in terms)
    second = f"+ {second}" if terms[1] >= 0 else f"{MINUS} {decimal(-terms[1], decimals)}"
    factors = (cost(f.a), cost(cell.c_before), cost(i.a), cost(g.a))
    lines += [
        tr("c = f · c before + i · g"),
        "   = {} · {} + {} · {}".format(*map(_bracketed, factors)),
        f"   = {first} {second} = {decimal(total, decimals)}",
        f"h = o · tanh(c) = {cost(o.a)} · {_bracketed(cost(cell.shown))} = {cost(cell.h)}",
    ]
    return lines


def softmax_lines(neuron: OpenNeuron) -> list[str]:
    """Return the steps of a softmax; none where there is none."""
    steps = neuron.softmax
    if steps is None or neuron.z is None:
        return []
    decimals = decimals_for(neuron)
    z, highest = decimal(neuron.z, decimals), decimal(steps.highest, decimals)
    shown = round(neuron.z, decimals) - round(steps.highest, decimals)  # as they are written
    less = decimal(shown, decimals)
    part, total, a = cost(steps.exponential), cost(steps.total), cost(neuron.a)
    return [
        tr("1. less the highest z of the layer: {0} − {1} = {2}").format(
            z, _bracketed(highest), less
        ),
        tr("2. e to the power of it: {0}").format(part),
        tr("3. the same of all outputs, added up: {0}").format(total),
        tr("4. the share of this one: {0} / {1} = {2}").format(part, total, a),
    ]


def cost_lines(look: NeuronLook, cost_name: str) -> list[str]:
    """Return what an output adds to the cost; none without a target."""
    term, target = look.neuron.output, look.target
    if term is None or target is None:
        return []
    y, a = f"{term.target:g}", _beside(look.neuron.a, term.difference)
    difference, square = cost(term.difference), cost(term.square)
    lines = [
        _target_line(y, target),
        tr("a − y = {0} − {1} = {2}").format(a, y, difference),
        tr("(a − y)² = {0}").format(square),
    ]
    if cost_name == "squared-error":
        lines.append(tr("so much it adds to the cost of this digit"))
    else:
        lines.append(_entropy_line(look, cost(term.term)))
    return lines


def _beside(a: float, difference: float) -> str:
    """Return an output with so many digits that a − y can be read off it."""
    size = abs(difference)
    if size == abs(a) or not 0 < size < _SMALL:
        return cost(a)
    return decimal(a, min(2 - math.floor(math.log10(size)), _MOST_DECIMALS))


def _target_line(y: str, target: Target) -> str:
    text = tr("target y = {0}: the class that is right is {1}")
    if target.is_own_answer:
        text = tr("target y = {0}: the target is {1}, the network's own answer")
    return text.format(y, class_name(target.label))


def _entropy_line(look: NeuronLook, added: str) -> str:
    neuron, term = look.neuron, look.neuron.output
    assert term is not None
    if term.target == 1:
        return tr("it adds −ln a = {0} to the cost of this digit").format(added)
    if neuron.activation == "softmax":
        return tr("it adds nothing to the cost: with a softmax only the right output does")
    return tr("it adds −ln(1 − a) = {0} to the cost of this digit").format(added)


def _bracketed(number: str) -> str:
    return number if number[:1].isdigit() else f"({number})"
