import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.pictures.ink import NOTHING, Box, PenPoint, Stroke, stamp

SIZE = 100


def paper() -> np.ndarray:
    return np.zeros((SIZE, SIZE), np.uint8)


def test_that_a_dot_is_a_soft_disc_of_the_right_area() -> None:
    ink = paper()
    dot = PenPoint(50, 50, 20)
    stamp(ink, dot, dot)
    # The soft edge is symmetric about the radius, so the sum is the area of the disc.
    assert abs(ink.sum() / 255 - np.pi * 20**2) < 0.01 * np.pi * 20**2
    assert ink[50, 50] == 255
    assert 110 < ink[50, 69] < 255  # its centre lies half a pixel inside the rim
    assert ink[50, 72] == 0


def test_that_x_counts_columns_and_y_counts_rows_from_the_top() -> None:
    ink = paper()
    stamp(ink, PenPoint(10, 80, 3), PenPoint(60, 80, 3))
    rows, columns = np.nonzero(ink)
    assert (rows.min() + rows.max() + 1) / 2 == 80
    assert columns.min() < 10 < 60 < columns.max() + 1
    assert columns.max() < 66


def test_that_thickness_changes_evenly_along_a_piece() -> None:
    ink = paper()
    stamp(ink, PenPoint(10, 50, 4), PenPoint(90, 50, 12))
    widths = ink.sum(axis=0) / 255
    assert abs(widths[30] - 2 * (4 + 8 * 20.5 / 80)) < 0.3
    assert abs(widths[70] - 2 * (4 + 8 * 60.5 / 80)) < 0.3


def test_that_ink_on_ink_is_not_darker_than_ink() -> None:
    ink = paper()
    piece = PenPoint(20, 20, 5), PenPoint(70, 60, 5)
    stamp(ink, *piece)
    once = ink.copy()
    stamp(ink, *piece)
    assert np.array_equal(ink, once)


def test_that_the_eraser_takes_away_what_the_brush_gave() -> None:
    ink = paper()
    piece = PenPoint(20, 20, 5), PenPoint(70, 60, 5)
    stamp(ink, *piece)
    wider = [PenPoint(p.x, p.y, 9) for p in piece]
    stamp(ink, *wider, erases=True)
    assert not ink.any()


def test_that_a_piece_beside_the_paper_changes_nothing() -> None:
    ink = paper()
    assert stamp(ink, PenPoint(-50, 20, 5), PenPoint(-20, 60, 5)) == NOTHING
    assert not ink.any()


numbers = st.floats(-150, 250, allow_nan=False)
points = st.builds(PenPoint, numbers, numbers, st.floats(0.5, 40))


@given(st.lists(points, min_size=1, max_size=6), st.booleans())
def test_that_only_the_told_box_changes(path: list[PenPoint], erases: bool) -> None:
    ink = np.full((SIZE, SIZE), 120, np.uint8)
    stroke = Stroke(ink, path[0], erases=erases)
    for point in path[1:]:
        stroke.extend(point)
    stroke.finish()
    outside = np.ones((SIZE, SIZE), bool)
    if not stroke.box.is_empty:
        outside[stroke.box.slices] = False
    assert (ink[outside] == 120).all()


@given(st.lists(points, min_size=2, max_size=6))
def test_that_a_finished_stroke_has_full_ink_where_it_starts_and_ends(path: list[PenPoint]) -> None:
    ink = paper()
    stroke = Stroke(ink, path[0]._replace(radius=5))
    for point in path[1:]:
        stroke.extend(point._replace(radius=5))
    stroke.finish()
    for end in (path[0], path[-1]):
        row, column = int(np.floor(end.y)), int(np.floor(end.x))
        if 0 <= row < SIZE and 0 <= column < SIZE:
            assert ink[row, column] == 255


def test_that_a_corner_is_rounded() -> None:
    ink = paper()
    stroke = Stroke(ink, PenPoint(10, 10, 2))
    for x, y in ((90, 10), (90, 90)):
        stroke.extend(PenPoint(x, y, 2))
    stroke.finish()
    # From (50, 10) by the control point (90, 10) to (90, 50): half way at (80, 20).
    assert ink[10, 89] == 0
    assert ink[19, 79] == 255
    assert ink[88, 89] == 255


def test_that_a_curve_has_no_gaps_and_no_thin_places() -> None:
    ink = paper()
    angles = np.linspace(0, 2 * np.pi, 9)
    stroke = Stroke(ink, PenPoint(90, 50, 6))
    for angle in angles[1:]:
        stroke.extend(PenPoint(50 + 40 * np.cos(angle), 50 + 40 * np.sin(angle), 6))
    stroke.finish()
    for angle in np.linspace(0.1, 2 * np.pi - 0.1, 60):
        distances = np.arange(20, 48)
        x = (50 + distances * np.cos(angle)).astype(int)
        y = (50 + distances * np.sin(angle)).astype(int)
        assert (ink[y, x] == 255).sum() >= 8


def test_that_boxes_unite_and_empty_ones_do_not_count() -> None:
    assert Box(2, 3, 5, 6).united(Box(0, 4, 4, 9)) == Box(0, 3, 5, 9)
    assert Box(2, 3, 5, 6).united(NOTHING) == Box(2, 3, 5, 6)
    assert NOTHING.united(Box(2, 3, 5, 6)) == Box(2, 3, 5, 6)
