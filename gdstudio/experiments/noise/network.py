"""The network that is shown noise: one that comes with the program, or one trained on the spot."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import numpy as np

from gdstudio.data.digits import DataSet
from gdstudio.errors import GdstudioError
from gdstudio.experiments.climb import CLIMBED
from gdstudio.experiments.experiment import Pace, Update
from gdstudio.experiments.workshop import Workshop, piece_name
from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import find_recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.training import Training
from gdstudio.pictures.charts import LineChart, Series
from gdstudio.texts import Text

TRAINED: Final = ("lesson", "lesson-plain", "modern")
KEPT: Final = ("lesson-best", "small-best", "wide-best")
LEARN: Final = "learn"
"""Stands for the network that the window's workspace Learn has when the experiment begins."""
_AVERAGED: Final = 200  # mini-batches in a point of the curve


def network_called(
    name: str, epochs: int, seed: int, data: DataSet, workshop: Workshop
) -> Generator[Update, None, Network]:
    """Return a network of `TRAINED` or `KEPT`, that of Learn or of a run's file.

    Shares of the updates are those of this work alone.

    Raises:
        GdstudioError: It cannot be opened, is made for other pictures, or its outputs are no
            probabilities.
    """
    n_in, n_out = data.train.images.shape[1], data.train.n_classes
    if name in TRAINED:
        recipe = find_recipe(name).recipe.changed(epochs=epochs, seed=seed)
        return (yield from _trained(recipe, data, workshop))
    network = workshop.kept_network(name)
    if (network.n_in, network.n_out) != (n_in, n_out):
        raise GdstudioError(
            Text(
                "network {0}: sees {1} pixels and knows {2} classes, but the pictures of {3} "
                "have {4} and {5}; train one instead",
                name,
                network.n_in,
                network.n_out,
                data.name,
                n_in,
                n_out,
            )
        )
    kind = network.output_activation.name
    if kind not in CLIMBED:
        raise GdstudioError(
            Text(
                "network {0}: its outputs are {1}, which are no probabilities; one with {2} can be "
                "shown noise",
                name,
                kind,
                " or ".join(CLIMBED),
            )
        )
    return network


def _trained(recipe: Recipe, data: DataSet, workshop: Workshop) -> Generator[Update, None, Network]:
    name = piece_name("network", recipe=recipe.to_dict(), data=data.train.identity())
    piece = workshop.pieces.get(name)
    if piece is None:
        training = Training(recipe, data)
        costs: list[float] = []
        pace = Pace()
        for _ in training.updates():
            costs.append(training.last_cost)
            if pace.is_due:
                note = Text("training, epoch {0:.1f} of {1}", training.epoch, recipe.epochs)
                yield Update(training.epoch / recipe.epochs, note, (_curve(costs),))
        piece = {"parameters": training.network.parameters}
        workshop.pieces.put(name, piece)
    train = data.train
    shape = PictureShape(1, train.rows, train.columns)
    network = recipe.make_network(shape, train.n_classes)
    return network.at(np.asarray(piece["parameters"]))


def _curve(costs: list[float]) -> LineChart:
    """Return the cost so far, averaged over neighbouring mini-batches."""
    whole = max(len(costs) // _AVERAGED, 1) * _AVERAGED
    size = min(_AVERAGED, len(costs))
    means = np.array(costs[:whole]).reshape(-1, size).mean(axis=1)
    steps = size * np.arange(1, len(means) + 1)
    return LineChart(
        Text("The network is trained"),
        Text("steps"),
        Text("cost"),
        (Series(Text("cost of the mini-batches"), steps, means),),
    )
