from __future__ import annotations

import itertools

import numpy as np
import pytest

from gdstudio.descent.basins import basin_maps
from gdstudio.descent.ensemble import NOWHERE, valleys
from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.methods import METHODS
from gdstudio.descent.stepper import Stepper
from tests.descents import descend


def test_that_the_ridge_parts_the_two_valleys() -> None:
    found = valleys(LIBRARY["two-valleys"], learning_rate=0.01)
    ridge = 0.12549409433526068
    np.testing.assert_array_equal(found.labels, (found.starts > ridge).astype(int))
    assert len(found.minima) == 2
    (low, split, left), (split_2, high, right) = found.bands
    assert (low, high, left, right) == (-3.5, 3.5, 0, 1)
    assert split == split_2 == pytest.approx(ridge, abs=0.02)


def test_that_starts_that_arrive_nowhere_belong_to_no_valley() -> None:
    diverging = valleys(LIBRARY["parabola"], learning_rate=1.5)
    inside = np.abs(diverging.starts - 1) > 1e-9
    assert (diverging.labels[inside] == NOWHERE).all()
    assert (valleys(typed_function("w", 1)).labels == NOWHERE).all()
    assert (valleys(typed_function("log(w)", 1)).labels == NOWHERE).all()


def test_that_a_start_that_was_lost_on_the_way_stays_lost() -> None:
    # On the wall at -1.2 the slope is -109: the first step leads to 71, whence it would come back.
    found = valleys(LIBRARY["steep-wall"], learning_rate=0.66)
    assert found.labels[0] == NOWHERE
    assert found.labels[-1] == 0


def test_that_a_flat_floor_is_one_valley() -> None:
    assert (valleys(LIBRARY["flat-floor"]).labels == 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_that_many_descents_at_once_are_the_single_ones(method: str) -> None:
    f = LIBRARY["himmelblau"]
    starts = np.random.default_rng(2).uniform(-4, 4, (2, 7))
    together = Stepper(f, method, 0.01, starts)
    for _ in range(15):
        together.step()
    for i in range(7):
        *_, last = descend(f, tuple(starts[:, i]), method, 0.01, 15, tolerance=0)
        np.testing.assert_allclose(together.points[:, i], last.position, rtol=1e-12)


def test_that_the_map_of_himmelblau_labels_each_start_with_its_minimum() -> None:
    f = LIBRARY["himmelblau"]
    *_, last = basin_maps(f, "gradient-descent", 0.01, 200, sizes=(8, 16))
    assert last.done == 1
    assert len(last.minima) == 4
    assert last.labels.shape == (16, 16)
    assert set(np.unique(last.labels)) == {0, 1, 2, 3}
    for i, j in ((0, 0), (3, 12), (12, 3), (15, 15), (8, 5)):
        start = (float(last.x[j]), float(last.y[i]))
        *_, end = descend(f, start, learning_rate=0.01, steps=200)
        minimum = last.minima[last.labels[i, j]]
        np.testing.assert_allclose(end.position, minimum.point, atol=1e-3)


def test_that_maps_come_coarse_first_and_in_bands() -> None:
    f = LIBRARY["saddle"]
    maps = list(basin_maps(f, "gradient-descent", 0.1, 5, sizes=(20, 40, 160)))
    assert [m.labels.shape[0] for m in maps] == [20, 40, 160, 160]
    done = [m.done for m in maps]
    assert all(a < b for a, b in itertools.pairwise(done))
    assert done[-1] == 1
    assert not maps[0].labels.flags.writeable
    assert (maps[-1].labels == NOWHERE).all()
    assert maps[0].x[0] == pytest.approx(-2 + 4 / 40)


def test_that_a_finer_map_shows_the_coarser_one_where_it_is_not_yet_computed() -> None:
    f = LIBRARY["himmelblau"]
    maps = list(basin_maps(f, "gradient-descent", 0.01, 60, sizes=(80, 160)))
    assert [m.labels.shape[0] for m in maps] == [80, 160, 160]
    coarse = maps[0].labels.repeat(2, axis=0).repeat(2, axis=1)
    np.testing.assert_array_equal(maps[1].labels[80:], coarse[80:])
    np.testing.assert_array_equal(maps[1].labels[:80], maps[2].labels[:80])
