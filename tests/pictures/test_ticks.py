from __future__ import annotations

import numpy as np
import pytest

from gdstudio.pictures.ticks import decade_ticks, log_ticks, nice_ticks, tick_labels


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (1e6, 1e6 + 25),
        (1e15, 1e15 + 25),
        (1e16, 1e16 + 25),
        (1e9, 1e9 + 1e-3),
        (-1e6 - 3, -1e6 + 2),
        (123456789, 123456795),
        (1, 1 + 1e-9),
        (1, 1 + 1e-13),
        (9.5e15, 1.05e16),
        (0.0005, 0.00051),
        (-1e308, 1e308),
        (0, 1e-320),
        (0, 25),
    ],
)
def test_that_the_labels_of_one_axis_differ(low: float, high: float) -> None:
    ticks = nice_ticks(low, high)
    labels = tick_labels(ticks)
    assert len(ticks) >= 1
    assert len(set(labels)) == len(ticks)
    assert max(map(len, labels[1:]), default=0) <= 12


def test_that_ticks_close_together_far_from_zero_are_written_as_what_lies_above() -> None:
    assert tick_labels(nice_ticks(1e6, 1e6 + 25)) == ["10⁶", "+5", "+10", "+15", "+20", "+25"]


def test_that_decades_end_where_numbers_do() -> None:
    assert np.isfinite(decade_ticks(0.0, 1e-300)).all()


def test_that_ticks_of_a_logarithmic_axis_are_round_numbers() -> None:
    assert log_ticks(0, 2, 8).labels == ["1", "2", "5", "10", "20", "50", "100"]
    assert log_ticks(1, 6, 8).labels == ["10¹", "10²", "10³", "10⁴", "10⁵", "10⁶"]
