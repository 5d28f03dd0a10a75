from __future__ import annotations

import numpy as np
import pytest

from gdstudio.pictures.ticks import count_ticks, decade_ticks, log_ticks, nice_ticks, tick_labels


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


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0, 10, ["0", "2", "4", "6", "8", "10"]),
        (0, 2, ["0", "1", "2"]),  # halves are no counts
        (0, 10_000, ["0", "2k", "4k", "6k", "8k", "10k"]),
        (0, 1_000_000, ["0", "200k", "400k", "600k", "800k", "1000k"]),
        (0, 10_000_000, ["0", "2M", "4M", "6M", "8M", "10M"]),
        (2000, 2010, ["2000", "2002", "2004", "2006", "2008", "2010"]),
        (10_000, 10_010, ["10k", "10.002k", "10.004k", "10.006k", "10.008k", "10.01k"]),
    ],
)
def test_that_counts_are_whole_and_short(low: float, high: float, labels: list[str]) -> None:
    ticks = count_ticks(low, high, 5)
    assert list(ticks.labels) == labels
    assert np.array_equal(ticks.places, np.rint(ticks.places))


def test_that_every_power_of_ten_has_a_tick_where_there_is_room_for_all():
    assert log_ticks(-3.0, 9.0, 13).places.tolist() == list(range(-3, 10))
    assert log_ticks(-3.0, 9.0, 12).places.tolist() == list(range(-2, 9, 2))


@pytest.mark.parametrize("about", [1, 2, 3, 5])
@pytest.mark.parametrize("at", [0.0, -0.37, 2.6, 41.0, -1000.0])
def test_that_an_axis_has_two_numbers_at_least(about: int, at: float) -> None:
    for span in np.geomspace(1e-3, 1e5, 97).tolist():
        ticks = nice_ticks(at, at + span, about)
        assert 2 <= len(ticks) <= 2 * about + 4, (at, span)
        assert ticks[0] >= at - 1e-9 * span
        assert ticks[-1] <= at + span * (1 + 1e-9)


def test_that_few_ticks_of_an_axis_from_0_are_0_and_a_round_number() -> None:
    assert [nice_ticks(0, high, 1).tolist() for high in (7500, 9999, 0.72, 1)] == [
        [0, 5000],
        [0, 5000],
        [0, 0.5],
        [0, 1],
    ]


@pytest.mark.parametrize("about", [1, 2, 3, 5])
def test_that_a_logarithmic_axis_has_two_numbers_at_least(about: int) -> None:
    for low in np.linspace(-7, 4, 23).tolist():
        for decades in np.linspace(0.05, 9, 41).tolist():
            ticks = log_ticks(low, low + decades, about)
            assert len(ticks.places) >= 2, (low, decades)
            assert len(set(ticks.labels)) == len(ticks.places)
