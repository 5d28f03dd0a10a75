"""Labels hide no lines of a picture."""

import numpy as np
import pytest

from gdstudio.pictures.clear_place import clear_place
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.plane.box import draw_plane
from gdstudio.pictures.plane.curve import BallState, CostCurve
from gdstudio.pictures.scene import Label, Line, Plate, Rect
from gdstudio.pictures.sheet import Sheet

ROOM = Rect(0.0, 0.0, 400.0, 200.0)
PLACE = Rect(180.0, 90.0, 40.0, 20.0)


def meets(line, place):
    """Return whether a line, looked at closely, goes through a place."""
    at = np.linspace(0, len(line) - 1, 4000)
    x, y = (np.interp(at, np.arange(len(line)), part) for part in np.asarray(line).T)
    inside = (x > place.left) & (x < place.right) & (y > place.top) & (y < place.bottom)
    return bool(inside.any())


def test_that_a_place_that_is_clear_stays():
    assert clear_place(PLACE, ROOM, [], [np.array([(0.0, 10.0), (400.0, 10.0)])]) == PLACE


@pytest.mark.parametrize(
    "line", [[(0, 100), (400, 100)], [(200, 0), (200, 200)], [(0, 0), (400, 200)]]
)
def test_that_a_label_goes_aside_from_a_line(line):
    found = clear_place(PLACE, ROOM, [], [np.array(line, float)])
    assert not meets(line, found)
    assert np.hypot(found.left - 180, found.top - 90) < 60
    assert ROOM.holds(found)


def test_that_it_goes_aside_from_places_that_are_taken():
    taken = [Rect(170.0, 85.0, 60.0, 30.0), Rect(170.0, 60.0, 60.0, 30.0)]
    found = clear_place(PLACE, ROOM, taken, [])
    assert not any(found.meets(one) for one in taken)


def test_that_a_gap_is_no_line():
    gap = np.array([(0.0, 100.0), (np.nan, np.nan), (400.0, 100.0)])
    assert clear_place(PLACE, ROOM, [], [gap]) == PLACE


def test_that_where_nothing_is_clear_the_label_is_written_all_the_same():
    every = [np.array([(0.0, y), (400.0, y)]) for y in np.arange(0.0, 200.0, 5.0)]
    assert ROOM.holds(clear_place(PLACE, ROOM, [], every))


W = np.linspace(-4.0, 6.0, 401)
PARABOLA = np.column_stack([W, (W - 1) ** 2])


@pytest.mark.parametrize("rate", [0.1, 0.3, 0.95, 1.05])
@pytest.mark.parametrize("w", [-3.8, -3.0, -0.6, 0.8, 2.5, 5.5])
@pytest.mark.parametrize("size", [(720, 330), (1180, 260)])
def test_that_no_word_of_a_descent_hides_curve_tangent_or_step(w, rate, size):
    slope = 2 * (w - 1)
    update = -rate * slope
    state = BallState(w, (w - 1) ** 2, slope, update, (w + update - 1) ** 2)
    chart = CostCurve(PARABOLA, state=state, rate_limit=1.0, trail=np.array([(w, (w - 1) ** 2)]))
    sheet = Sheet(size, measure, text_size=20.0)
    draw_plane(sheet, Rect(0, 0, *size), chart)
    words = [one.text for one in sheet.shapes if isinstance(one, Label)]
    assert any(word.startswith("slope") for word in words)
    plates = [one.rect.grown(-1) for one in sheet.shapes if isinstance(one, Plate) and one.radius]
    lines = [one.points for one in sheet.shapes if isinstance(one, Line) and one.width >= 2]
    assert plates
    assert not [(plate, line[0]) for plate in plates for line in lines if meets(line, plate)]
