"""What a seed means: it must be the same in every version, or kept runs go on otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.learning.random_streams import Purpose, random_stream


def test_that_the_numbers_of_the_purposes_never_change() -> None:
    assert {purpose.name: int(purpose) for purpose in Purpose} == {
        "INITIALIZATION": 1,
        "SHUFFLING": 2,
        "LABEL_NOISE": 3,
        "DIRECTIONS": 4,
        "CURVES": 5,
        "AUGMENTATION": 6,
        "PIXELS": 7,
        "BOOTSTRAP": 8,
        "DROPOUT": 9,
    }


@pytest.mark.parametrize("place", [(), (3,), (3, 0)])
def test_that_a_stream_follows_from_seed_purpose_and_place(place: tuple[int, ...]) -> None:
    sequence = np.random.SeedSequence(7, spawn_key=(2, *place))
    expected = np.random.Generator(np.random.PCG64(sequence)).random(5)
    assert random_stream(7, Purpose.SHUFFLING, *place).random(5).tolist() == expected.tolist()
