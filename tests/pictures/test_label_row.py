import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.pictures.sheet import spread


def test_that_labels_with_room_stand_centred_under_their_places() -> None:
    assert spread([50, 150, 260], [40, 60, 20], room=300, gap=10) == [30, 120, 250]


def test_that_two_labels_of_one_place_stand_side_by_side_around_it() -> None:
    # 40 + 10 + 40 wide, so from 100 - 45 to 100 + 45.
    assert spread([100, 100], [40, 40], room=300, gap=10) == [55, 105]


def test_that_labels_at_the_edges_stay_inside() -> None:
    assert spread([0, 300], [50, 70], room=300, gap=10) == [0, 230]


def test_that_a_third_label_pushes_the_others_aside_in_order() -> None:
    assert spread([0, 1, 2], [30, 30, 30], room=300, gap=10) == [0, 40, 80]
    assert spread([298, 299, 300], [30, 30, 30], room=300, gap=10) == pytest.approx([190, 230, 270])


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(1, 80)), min_size=1, max_size=4))
def test_that_no_label_lies_over_another_or_outside(labels: list[tuple[float, float]]) -> None:
    labels.sort()
    widths = [width for _, width in labels]

    lefts = spread([place for place, _ in labels], widths, room=400, gap=10)

    rights = [left + width for left, width in zip(lefts, widths, strict=True)]
    assert min(lefts) >= 0
    assert max(rights) <= 400 + 1e-9
    assert all(b >= a + 10 - 1e-6 for a, b in zip(rights, lefts[1:], strict=False))


def test_that_no_labels_are_no_trouble() -> None:
    assert spread([], [], room=100, gap=10) == []
