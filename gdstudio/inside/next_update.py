"""What an optimiser would do next, from where a run stands: to all parameters, or to one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gdstudio.arrays import Array, locked
from gdstudio.inside.places import WeightPlace
from gdstudio.inside.update_rule import OpenUpdate, open_update
from gdstudio.learning.network import Network
from gdstudio.learning.optimizers import make_optimizer
from gdstudio.learning.recipe import Recipe


def next_update(
    recipe: Recipe,
    network: Network,
    gradient: Array,
    rate: float,
    state: Mapping[str, Array],
    steps: int,
) -> Array:
    """Return what the next update of a run adds to the parameters, shape (n,), read-only.

    As in `Training`: with the term of L2, and frozen layers stay.

    Args:
        recipe: Of the run.
        network: As the run stands; not changed.
        gradient: Of the cost of its mini-batch, shape (n,); not changed.
        rate: The learning rate, schedule included.
        state: The optimiser's arrays, each (n,); it begins with 0 what is not there.
        steps: Updates the optimiser has done.
    """
    settings = dict(recipe.optimizer_settings)
    optimizer = make_optimizer(recipe.optimizer, len(gradient), network.dtype, **settings)
    for name, values in optimizer.state.items():
        values[...] = state.get(name, 0)
    optimizer.steps = steps
    before, after, g = network.parameters, network.parameters.copy(), np.array(gradient)
    frozen = [part for part in network.slices if part.layer + 1 in recipe.frozen_layers]
    for part in network.slices:
        which = slice(part.start, part.stop)
        if recipe.l2 and part.is_weight:
            g[which] += recipe.l2 * before[which]
        if part in frozen:
            g[which] = 0
    optimizer.step(after, g, rate)
    update = after - before
    for part in frozen:
        update[part.start : part.stop] = 0
    return locked(update)


def next_update_of(
    place: WeightPlace,
    recipe: Recipe,
    network: Network,
    gradient: float,
    rate: float,
    state: Mapping[str, Array],
    steps: int,
) -> OpenUpdate:
    """Write out the next update of one parameter, whose layer is not frozen.

    Args:
        place: Which parameter.
        recipe: Of the run.
        network: As the run stands; not changed.
        gradient: dC/dw of the cost of its mini-batch, without the term of L2.
        rate: The learning rate, schedule included.
        state: The optimiser's arrays, each (n,); it begins with 0 what is not there.
        steps: Updates the optimiser has done.
    """
    part = next(one for one in network.slices if one.name == place.array)
    return open_update(
        recipe.optimizer,
        dict(recipe.optimizer_settings),
        float(network.parameters[place.index]),
        gradient,
        rate,
        {name: float(values[place.index]) for name, values in state.items()},
        steps,
        recipe.l2 if part.is_weight else 0.0,
    )
