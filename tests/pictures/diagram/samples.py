"""Diagrams of small networks, laid out on sheets with letters of one width."""

import numpy as np

from gdstudio.pictures.diagram.layout import lay_out
from gdstudio.pictures.diagram.values import Diagram, DiagramLayer, Form, Links
from gdstudio.pictures.sheet import Sheet

ANSWERS = tuple("0123456789")


def measure(text, size, _weight):
    return 0.6 * size * len(text), 1.3 * size


def sheet(width=950.0, height=520.0):
    return Sheet((width, height), measure)


def digit(side=28):
    values = np.zeros(side * side)
    values[side * 3 + 5] = 1.0
    return DiagramLayer(0, "", Form.PICTURE, (1, side, side), values, 1.0, np.arange(1))


def neurons(number, n, before=None, *, shown=None, is_open=False, values=None):
    """Return a fully connected layer; with a layer before it, every weight drawn is linked."""
    shown = np.arange(n) if shown is None else np.array(shown)
    values = np.linspace(0, 1, n) if values is None else values
    weights = links = None
    if before is not None:
        weights = np.random.default_rng(number).normal(size=(n, before.n_cells))
        sources = np.arange(before.n_cells) if before.form is Form.PICTURE else before.shown
        targets, froms = (axis.ravel() for axis in np.meshgrid(shown, sources, indexing="ij"))
        links = Links(froms, targets, weights[targets, froms], 3.0, weights.size)
    return DiagramLayer(
        number, f"dense {n}", Form.NEURONS, (n,), values, 1.0, shown, is_open, links, weights
    )


def maps(number, n=4, side=10, window=None):
    values = np.random.default_rng(number).normal(size=n * side * side)
    shown = np.arange(n)
    return DiagramLayer(
        number, f"conv {n}", Form.MAPS, (n, side, side), values, 2.0, shown, window=window
    )


def reading(number, n=6, moments=28):
    values = np.random.default_rng(number).normal(size=(moments, n))
    return DiagramLayer(number, f"lstm {n}", Form.READING, (n,), values, 1.0, np.arange(n))


def lesson():
    """Return 25-16-16-10."""
    layers = [digit(5)]
    for number, n in ((1, 16), (2, 16), (3, 10)):
        layers.append(neurons(number, n, layers[-1]))
    return layers


def diagram(layers, per_neuron=16, is_lit=False):
    return Diagram(tuple(layers), per_neuron, is_lit)


def laid_out(layers, width=950.0, height=520.0):
    return lay_out(sheet(width, height), layers, ANSWERS)
