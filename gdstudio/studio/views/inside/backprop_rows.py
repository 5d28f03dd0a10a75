"""The numbers of each step of backpropagation as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from gdstudio.arrays import Floats
from gdstudio.inside.example_cost import example_cost
from gdstudio.inside.formula import letter
from gdstudio.inside.passes import LayerPass
from gdstudio.inside.places import Place
from gdstudio.inside.trust import WeightCheck
from gdstudio.jobs.backprop_look import BackpropLook
from gdstudio.numerals import numeral
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.translation import tr
from gdstudio.studio.views.inside.backprop_steps import Stage, Step
from gdstudio.studio.views.inside.number_table import EMPTY, Rows

_UPDATE_DIGITS = 8  # a step may be a millionth of the weight


def rows_of(look: BackpropLook, step: Step) -> Rows:
    """Return what a step shows, a neuron, an output or a line of arithmetic a row."""
    if step.stage is Stage.COST:
        return _cost_rows(look)
    if step.stage is Stage.UPDATE:
        return _update_rows(look)
    layer = look.opened.layer(step.layer)
    neuron = look.weight.neuron
    marked = neuron.index if neuron is not None and neuron.layer == step.layer else -1
    if step.stage is Stage.FORWARD:
        return _columns(layer, (("z", layer.z), ("a", layer.a)), marked)
    slopes = layer.da_dz
    own = slopes if slopes is None or slopes.ndim == 1 else slopes.diagonal()
    columns = (("a", layer.a), ("dC/da", layer.dC_da), ("da/dz", own), ("dC/dz", layer.dC_dz))
    return _columns(layer, columns, marked)


def check_rows(checks: Sequence[WeightCheck]) -> Rows:
    """Return gradients beside measured slopes, the worst first."""
    titles = (
        tr("weight or bias"), tr("backpropagation"), tr("measured"),
        tr("relative difference"), tr("verdict"),
    )  # fmt: skip

    def cells(row: int) -> tuple[str, ...]:
        return (checks[row].name, *check_texts(checks[row]))

    return Rows(titles, len(checks), cells, texts=frozenset({4}))


def check_texts(check: WeightCheck) -> tuple[str, str, str, str]:
    """Return the gradient, the measured slope, how far they differ, and whether they agree.

    A slope that rounding alone might make is no measurement: there is a dash for it.
    """
    if not check.is_measured:
        return numeral(check.analytic, 7), "–", "–", tr("too small to be measured")
    verdict = tr("the same") if check.agrees else tr("not the same")
    difference = numeral(check.relative_error, 2)
    return numeral(check.analytic, 7), numeral(check.numeric, 7), difference, verdict


def _columns(layer: LayerPass, columns: Sequence[tuple[str, Floats | None]], marked: int) -> Rows:
    there = [(title, values) for title, values in columns if values is not None]
    titles = (tr("neuron"), *(title for title, _ in there))
    return Rows(titles, len(layer.a), partial(_cells, layer.number, [v for _, v in there]), marked)


def _cells(number: int, columns: Sequence[Floats], row: int) -> tuple[str, ...]:
    return (str(Place(number, row)), *(numeral(float(values[row])) for values in columns))


def _cost_rows(look: BackpropLook) -> Rows:
    opened = look.opened
    last = opened.layers[-1]
    if opened.target is None:
        return EMPTY
    found = example_cost(last.a, opened.target, opened.cost_name, last.activation, last.z)
    titles = (tr("output"), "a", "y", "a − y", tr("adds to C"))
    n = len(last.a)

    def cells(row: int) -> tuple[str, ...]:
        if row == n:
            return ("C", "", "", "", numeral(found.total))
        numbers = (found.outputs, found.target, found.differences, found.terms)
        return (class_name(row), *(numeral(float(values[row])) for values in numbers))

    return Rows(titles, n + 1, cells, opened.target)


def _update_rows(look: BackpropLook) -> Rows:
    update = look.update
    if update is None:
        return EMPTY
    titles = ("", tr("becomes, and with the numbers"), tr("new value"))
    texts: list[tuple[str, ...]] = []
    for name, value in update.state_before.items():
        texts.append((letter(name), tr("before"), numeral(value, _UPDATE_DIGITS)))
    for line in update.lines:
        numbers = line.numbers(partial(numeral, digits=_UPDATE_DIGITS))
        new = numeral(line.value, _UPDATE_DIGITS)
        texts += [(f"{line.letter} ←", line.formula, ""), ("", f"= {numbers}", new)]
    return Rows(titles, len(texts), texts.__getitem__, len(texts) - 1, frozenset({1}))
