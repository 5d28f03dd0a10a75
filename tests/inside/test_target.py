"""Which class a digit is asked for."""

import numpy as np
import pytest

from gdstudio.inside.target import Origin, Target, find_target

OUTPUTS = np.array([0.1, 0.2, 0.9, 0.3])


@pytest.mark.parametrize(
    ("chosen", "label", "label_found", "origin"),
    [
        (1, 3, 1, Origin.CHOSEN),
        (None, 3, 3, Origin.LABEL),
        (0, None, 0, Origin.CHOSEN),
        (None, None, 2, Origin.ANSWER),
        (None, 12, 2, Origin.ANSWER),  # a class that the network does not have
        (4, 3, 3, Origin.LABEL),
    ],
)
def test_that_a_choice_comes_before_the_label_and_the_label_before_the_answer(
    chosen, label, label_found, origin
):
    assert find_target(chosen, label, OUTPUTS) == Target(label_found, origin)


def test_that_a_network_without_an_answer_has_what_somebody_says_only():
    nothing = np.full(4, np.nan)
    assert find_target(None, None, nothing) is None
    assert find_target(None, 1, nothing) == Target(1, Origin.LABEL)
    assert find_target(1, 1, None) is None
