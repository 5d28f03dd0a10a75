"""What the pages about the arithmetic inside a network show, to be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.inside.trust import WeightCheck
from gdstudio.inside.weighted_sum import WeightedSum
from gdstudio.jobs.backprop_look import BackpropLook
from gdstudio.jobs.nudges_job import NudgesFound
from gdstudio.numerals import whole
from gdstudio.pictures.chain import Chain, chain_scene
from gdstudio.pictures.charts import LineChart, Series
from gdstudio.pictures.figure import Draw, Figure, Table
from gdstudio.pictures.figures.charts import chart_arrays, draw_of, in_grid, table_of
from gdstudio.pictures.figures.planes import draw_plot, no_key
from gdstudio.pictures.figures.texts import TextTable, texts_figure
from gdstudio.pictures.plane.activation_curve import ActivationCurve
from gdstudio.pictures.scene import Scene
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.wants import Wants, wants_scene
from gdstudio.studio.translation import told_all, tr
from gdstudio.studio.views.inside.backprop_rows import check_rows
from gdstudio.studio.views.inside.sum_rows import rest_name, sum_rows

_MOST_NAMED: Final = 100_000  # nudges that a table names
_PASSED: Final = ("z", "a", "da_dz", "dC_da", "dC_dz")


def backprop_figure(look: BackpropLook, chain: Chain, wants: Wants | None) -> Figure:
    """Return the path of a weight, and what each digit wants where several are asked."""
    parts: list[tuple[str, Draw]] = [
        (tr("The path of the chain rule"), partial(_told, partial(_draw_chain, chain)))
    ]
    table = partial(_passes, look)
    arrays: dict[str, Array] = {}
    for layer in look.opened.layers:
        for name in ("z", "a", "dC_da", "dC_dz", "dW", "db"):
            if (values := getattr(layer, name)) is not None:
                arrays[f"{layer.number}-{name}"] = values
    if wants is not None:
        parts.append((tr("What each digit wants"), partial(_told, partial(_draw_wants, wants))))
        table = partial(_wanted, wants)
        arrays |= {"gradients": look.wants.gradients, "mean": look.wants.mean}
    title = tr("Backpropagation for {0}").format(look.place)
    size = 900.0, 260.0 + 420.0 * (wants is not None)
    return Figure("backprop", title, in_grid(parts, 1), table, arrays, size=size)


def nudges_figure(found: NudgesFound, chart: LineChart | None) -> Figure:
    """Return the ranked nudges, beside a chart if one is shown."""
    ranked = found.ranked
    network = found.subject.make_network()

    def table() -> Table:
        ranks = range(1, min(len(ranked), _MOST_NAMED) + 1)
        named = ranked.named(network, ranks)
        rows: list[tuple[Any, ...]] = [(n.rank, n.name, n.value, n.size) for n in named]
        if len(ranked) > _MOST_NAMED:  # the last line says that it is not all
            cut = tr("the {0} largest of {1}; NPZ has all of them")
            rows.append((None, cut.format(whole(_MOST_NAMED), whole(len(ranked))), None, None))
        return table_of(("rank", "weight or bias", "nudge", "size"), rows)

    sizes = np.abs(ranked.values[ranked.values != 0])
    steps = np.arange(1.0, len(sizes) + 1)
    by_rank = LineChart(
        tr("Size of the nudges by rank"),
        tr("rank"),
        tr("size of the nudge"),
        (Series("", steps, sizes),),
        log_x=len(sizes) > 0,
        log_y=len(sizes) > 0,
    )
    charts = [by_rank] if chart is None else [chart, by_rank]
    arrays: dict[str, Array] = {"indices": ranked.indices, "nudges": ranked.values}
    if chart is not None:
        arrays |= chart_arrays(chart)
    draw = in_grid([(one.title, draw_of(one)) for one in charts], 1)
    title = tr("What the gradient asks of every weight")
    return Figure("nudges", title, draw, table, arrays, size=(900.0, 420.0 * len(charts)))


def trust_figure(checks: Sequence[WeightCheck], verdict: str) -> Figure:
    """Return gradients beside measured slopes, in the order in which they are read."""
    rows = check_rows(checks)
    texts = TextTable(tuple(rows.titles), tuple(rows.cells(k) for k in range(rows.count)))
    names = ("weight or bias", "backpropagation", "measured", "relative difference", "agrees")
    numbers = [(c.name, c.analytic, c.numeric, c.relative_error, c.agrees) for c in checks]
    title = tr("Backpropagation beside measured slopes")
    table = table_of(names, numbers)
    return texts_figure("trust", title, [verdict] if verdict else [], texts, table)


def neuron_figure(neuron: WeightedSum, title: str, sentences: Sequence[str]) -> Figure:
    """Return a sum term by term, and what is said of what becomes of it."""
    terms = [(row.name, row.weight, row.input, row.text) for row in sum_rows(neuron)]
    texts = TextTable((tr("input"), tr("weight"), tr("value"), tr("adds")), tuple(terms))
    rows: list[tuple[Any, ...]] = [
        (str(one.name), one.weight_name, one.weight, one.input, one.product)
        for one in neuron.contributions
    ]
    if neuron.z is not None:
        if neuron.rest_count:
            rows.append((rest_name(neuron.rest_count), "", None, None, neuron.rest))
        rows.append(("bias", neuron.bias_name, None, None, neuron.bias))
        rows.append(("z", "", None, None, neuron.z))
    rows += [("a", "", None, None, neuron.a), ("da/dz", "", None, None, neuron.slope)]
    table = table_of(("term", "weight", "weight's value", "input", "adds"), rows)
    figure = texts_figure("neuron", title, sentences, texts if terms else None, table)
    arrays = {
        "inputs": neuron.inputs, "weights": neuron.weights, "products": neuron.products,
    }  # fmt: skip
    return replace(figure, arrays=arrays)


def slopes_figure(curves: Sequence[tuple[str, ActivationCurve]]) -> Figure:
    """Return activation functions with their tangents, each called by its name."""
    parts = [(name, partial(draw_plot, curve, no_key)) for name, curve in curves]

    def table() -> Table:
        rows: list[tuple[Any, ...]] = []
        for name, curve in curves:
            rows += [(name, "curve", z, a, None) for z, a in curve.points.tolist()]
            rows.append((name, "tangent", curve.z, curve.a, curve.slope))
        return table_of(("function", "what", "z", "a", "slope"), rows)

    arrays = {name: curve.points for name, curve in curves}
    title = tr("Why neurons have a slope")
    return Figure("slopes", title, in_grid(parts, 2), table, arrays, size=(900.0, 680.0))


def _told(draw: Draw, sheet: Sheet) -> Scene:
    scene: Scene = told_all(draw(sheet))
    return scene


def _draw_chain(chain: Chain, sheet: Sheet) -> Scene:
    return chain_scene(sheet, chain)


def _draw_wants(wants: Wants, sheet: Sheet) -> Scene:
    return wants_scene(sheet, wants)


def _passes(look: BackpropLook) -> Table:
    """Return every neuron's numbers, layer by layer, of the digit that is opened."""
    rows: list[tuple[Any, ...]] = []
    for layer in look.opened.layers:
        columns = [_of_neurons(getattr(layer, name), len(layer.a)) for name in _PASSED]
        for neuron, numbers in enumerate(zip(*columns, strict=True)):
            rows.append((layer.number, str(layer.name), neuron, *numbers))
    return table_of(("layer", "name", "neuron", "z", "a", "da/dz", "dC/da", "dC/dz"), rows)


def _of_neurons(values: Array | None, n: int) -> list[Any]:
    is_one_each = values is not None and values.shape == (n,)
    return values.tolist() if values is not None and is_one_each else [None] * n


def _wanted(wants: Wants) -> Table:
    """Return what each digit wants of some weights, the mean of all last."""
    *digits, mean = wants.captions
    names = (*(f"digit {k}: {name}" for k, name in enumerate(digits, 1)), mean)
    rows = zip(wants.names, wants.values.tolist(), strict=True)
    return table_of(("weight", *names), [(name, *numbers) for name, numbers in rows])
