"""What of a large layer is drawn: its most active units, and the strongest connections."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.pictures.diagram.values import Cells

_STAYS: Final = 1.5  # what was drawn before stays while it is among so many times as many


def most_active(sizes: Array, most: int, before: Cells | None = None) -> Cells:
    """Return which units are drawn, rising: all if there are not more than `most`.

    Args:
        sizes: How active each unit is, shape (n,); what is not a number counts as least.
        most: How many are drawn.
        before: What was drawn before: it stays as long as it is nearly among the most active, so
            that units do not come and go with every step.
    """
    n = len(sizes)
    if n <= most:
        return np.arange(n)
    order = np.argsort(-np.nan_to_num(sizes, nan=-np.inf), kind="stable")
    if before is None:
        return np.sort(order[:most])
    nearly = order[: int(_STAYS * most)]
    stays = nearly[np.isin(nearly, before)][:most]
    fresh = order[~np.isin(order, stays)][: most - len(stays)]
    return np.sort(np.concatenate([stays, fresh]))


def strongest(strengths: Array, per_target: int, most: int) -> tuple[Cells, Cells]:
    """Return the strongest connections as indices of targets and of sources, the weakest first.

    Args:
        strengths: Shape (targets, sources), of either sign.
        per_target: How many into one target at most.
        most: How many at most in all.
    """
    n_targets, n_sources = strengths.shape
    sizes = np.abs(np.nan_to_num(strengths, nan=0.0))
    if per_target < n_sources:
        sources = np.argpartition(sizes, n_sources - per_target, axis=1)[:, -per_target:]
    else:
        sources = np.broadcast_to(np.arange(n_sources), strengths.shape)
    targets = np.repeat(np.arange(n_targets), sources.shape[1])
    flat = sources.ravel()
    order = np.argsort(sizes[targets, flat], kind="stable")[-most:]
    return targets[order], flat[order]
