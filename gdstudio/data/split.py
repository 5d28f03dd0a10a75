"""Test pictures set aside where a data set has none: always the same ones of the same pictures."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.data.digits import Digits
from gdstudio.texts import Text

SEED: Final = 0
ONE_OF: Final = 7  # MNIST's own share: 10,000 of 70,000


def split_off_test(digits: Digits) -> tuple[Digits, Digits, str]:
    """Return the pictures to learn from, those to test with, and the rule in a sentence.

    Of every class with at least two pictures one in seven is set aside, at least one, drawn by a
    generator of the seed 0; both parts keep the order of the pictures.
    """
    rng = np.random.default_rng(SEED)
    is_test = np.zeros(len(digits), np.bool_)
    for label in range(digits.n_classes):
        places = np.flatnonzero(digits.labels == label)
        if len(places) > 1:
            is_test[rng.permutation(places)[: max(1, len(places) // ONE_OF)]] = True
    note = Text(
        "no test pictures were given: one in {0} of each class, drawn with seed {1}, is set aside",
        ONE_OF,
        SEED,
    )
    return digits.take(~is_test), digits.take(is_test), note
