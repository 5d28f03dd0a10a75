import numpy as np

from gdstudio.pictures.readings import Readings

NAN = (np.nan, np.nan)


def readings(*groups: list[tuple[float, float]], **more: object) -> Readings:
    places = tuple(np.array(group, float).reshape(-1, 2) for group in groups)
    return Readings(places, lambda group, index: f"{group}/{index}", **more)


def test_that_the_nearest_place_of_all_groups_is_read() -> None:
    found = readings([(0, 0), (10, 0)], [(0, 10), (10, 12)])
    assert found.nearest(9, 2) == (0, 1)
    assert found.nearest(9, 10) == (1, 1)
    assert found.text(1, 1) == "1/1"


def test_that_nothing_far_away_and_no_gap_is_read() -> None:
    found = readings([(0, 0), NAN, (20, 0)], near=8)
    assert found.nearest(10, 0) is None
    assert found.nearest(3, 3) == (0, 0)
    assert found.point((0, 1)) is None
    assert found.point((0, 9)) is None
    assert readings([]).nearest(0, 0) is None


def test_that_weights_let_only_one_direction_count() -> None:
    found = readings([(0, 0), (10, 90)], weights=(1.0, 0.0), near=6)
    assert found.nearest(9, 0) == (0, 1)


def test_that_arrow_keys_go_along_a_group_and_over_its_gaps() -> None:
    found = readings([(0, 0), NAN, (20, 0)])
    assert found.moved(None, 1, 0) == (0, 0)
    assert found.moved((0, 0), 1, 0) == (0, 2)
    assert found.moved((0, 2), 1, 0) == (0, 2)
    assert found.moved((0, 2), -1, 0) == (0, 0)
    assert found.moved((0, 1), 1, 0) == (0, 0)  # nothing there: begin anew


def test_that_arrow_keys_go_to_the_next_group_at_the_same_place() -> None:
    found = readings([(0, 0), (10, 0), (20, 0)], [NAN, NAN], [(2, 5), (19, 5)])
    assert found.moved((0, 2), 0, 1) == (2, 1)
    assert found.moved((2, 0), 0, -1) == (0, 0)
    assert found.moved((2, 0), 0, 1) == (2, 0)
    assert readings([NAN]).moved(None, 1, 0) is None
