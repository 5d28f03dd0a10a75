"""What stands below a picture is read as sentences."""

from __future__ import annotations

import pytest

from gdstudio.descent.methods import Racer
from gdstudio.learning.recipe import Recipe
from gdstudio.studio.state.figure_caption import settings_in_words

WORDS = settings_in_words(Recipe())


@pytest.mark.parametrize(
    "part",
    ["learning rate: 1.5", "hidden layers: 16, 16", "L2: 0", "seed: 1", "epochs: 30"],
)
def test_that_each_setting_is_told_by_name_and_value(part: str) -> None:
    assert part in WORDS.split("; ")


def test_that_a_setting_of_several_numbers_is_one_part() -> None:
    assert len(WORDS.split("; ")) == sum(": " in part for part in WORDS.split("; "))


def test_that_settings_can_be_left_out() -> None:
    assert settings_in_words(Racer("adam", 0.1), without=("method",)) == "learning rate: 0.1"
