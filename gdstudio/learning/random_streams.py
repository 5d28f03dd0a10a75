"""Independent random streams from one seed.

Every use of chance in a run has a stream of its own, found from the seed, its purpose and where in
the run it is. So a run can be taken up anywhere without saving the inner state of a generator, and
a change in one use of chance does not disturb the others.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Purpose(IntEnum):
    """What a stream is for; the numbers are part of what a seed means and never change."""

    INITIALIZATION = 1
    SHUFFLING = 2
    LABEL_NOISE = 3
    DIRECTIONS = 4
    CURVES = 5
    AUGMENTATION = 6
    PIXELS = 7
    BOOTSTRAP = 8
    DROPOUT = 9


def random_stream(seed: int, purpose: Purpose, *place: int) -> np.random.Generator:
    """Return the generator of a purpose at a place of the run, e.g. the shuffling of epoch 3."""
    key = (int(purpose), *place)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))
