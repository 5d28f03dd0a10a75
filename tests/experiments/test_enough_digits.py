"""Whether there are as many digits as an experiment wants."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.data.digits import DataSet
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.experiments.sent_pictures import first_digits
from tests.experiments.small_digits import SMALL


def test_that_all_digits_there_are_may_be_asked_for_and_not_one_more() -> None:
    n = len(SMALL.train)
    first_digits(SMALL, n)
    with pytest.raises(InvalidValue) as caught:
        first_digits(SMALL, n + 1)
    assert (caught.value.name, caught.value.value) == ("training digits", n + 1)
    assert caught.value.accepted == f"at most the {n:,} of {SMALL.name}"


def test_that_a_set_without_test_digits_is_told() -> None:
    none = DataSet("mine", SMALL.train, SMALL.test.take(np.arange(0)))
    with pytest.raises(GdstudioError, match=r"^data mine: has no test digits"):
        first_digits(none, 1)
