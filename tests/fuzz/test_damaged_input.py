"""Damaged files, formulas and settings end in an answer or in one line.

`python -m tests.fuzz` tries many more.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.fuzz.targets import TARGETS

_TRIED = 100  # of each kind; the long run tries thousands


@pytest.mark.parametrize("name", TARGETS)
def test_that_damaged_input_ends_in_an_answer_or_in_one_line(name: str, tmp_path: Path) -> None:
    target, rng = TARGETS[name](tmp_path), np.random.default_rng(20)
    for number in range(_TRIED):
        given = target.damaged(rng)
        assert target.check(given) == "", f"{name} {number}: {str(given)[:300]}"
