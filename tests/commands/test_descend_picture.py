from itertools import pairwise

import numpy as np
import PIL.Image
import pytest

from gdstudio.cli import main
from gdstudio.commands.descend.function import find_function
from gdstudio.commands.descend.job import Outcome, Track
from gdstudio.commands.descend.picture import curve_chart, map_box, map_chart, picture_bounds
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.samples import evaluate_grid
from gdstudio.pictures.contour_map import round_costs
from gdstudio.pictures.palette import LIGHT, VIRIDIS
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.plane.box import draw_plane, place_box
from gdstudio.pictures.plane.contours import PlanePath, curve_colours, draw_ends
from gdstudio.pictures.plane.page import TEXT_PX, lay_out_page
from gdstudio.pictures.scene import Line, Rect, Signs
from gdstudio.pictures.sheet import Sheet
from tests.descents import descend

TRACKS = curve_colours(LIGHT)


def rgb(colour):
    return np.array(tuple(bytes.fromhex(colour[1:])))


def outcome_of(function, start, rate=0.1, steps=50):
    path = tuple(descend(function, start, "gradient-descent", rate, steps))
    track = Track("gradient-descent", rate, path, None)
    return Outcome(function, (track,), is_race=False, target=0.0)


def saved(tmp_path, capsys, *arguments):
    file = tmp_path / "path.png"
    assert main(["descend", *arguments, "--save", str(file)]) == 0
    assert capsys.readouterr().err == ""
    assert file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    return np.asarray(PIL.Image.open(file).convert("RGB")).astype(int)


def near(picture, colour, tolerance=12):
    return np.abs(picture - rgb(colour)).max(axis=-1) <= tolerance


def box_of(chart, box):
    """Return the box of a plot in the picture that is written."""
    scene = lay_out_page(chart, box, ("", ""), measure)
    sheet = Sheet((scene.width, scene.height), measure, LIGHT, TEXT_PX)
    trial = place_box(sheet, Rect(0, 0, 1000, 1000), chart.axes).rect
    return Rect(24 + trial.left, 92 + trial.top, *box)


def test_that_the_path_lies_where_the_axes_say(tmp_path, capsys):
    arguments = ("himmelblau", "--start", "-0.5,-1.2", "--learning-rate", "0.01")
    picture = saved(tmp_path, capsys, *arguments)
    outcome = outcome_of(LIBRARY["himmelblau"], (-0.5, -1.2), 0.01)
    rect = box_of(map_chart(outcome, picture_bounds(outcome))[0], (700, 700))
    top, left = round(rect.top), round(rect.left)
    # 700 pixels for 10 units: x = -5 at the left edge, y = 5 at the top.
    box = picture[top : top + 700, left : left + 700]
    rows, columns = np.nonzero(near(box, LIGHT.accent))
    end = (70 * (5 + 3.2832), 70 * (5 - 3.7793))
    distances = np.hypot(rows - end[0], columns - end[1])
    assert (distances < 7).sum() > 80  # the ball at the end
    assert columns.min() == pytest.approx(end[1] - 7, abs=2)
    start_ring = near(box[434 - 9 : 434 + 9, 315 - 9 : 315 + 9], LIGHT.text)
    assert start_ring.sum() > 30


def test_that_the_map_is_dark_where_the_cost_is_low_with_y_upwards(tmp_path, capsys):
    # Of x + 10 y the lower left corner is lowest, the upper right highest, the upper left high.
    picture = saved(tmp_path, capsys, "x + 10 y", "--start", "1,1", "--steps", "0")
    outcome = outcome_of(find_function("x + 10 y", None), (1, 1), steps=0)
    rect = box_of(map_chart(outcome, picture_bounds(outcome))[0], (700, 700))
    top, left = round(rect.top), round(rect.left)
    corners = [picture[top + r, left + c] for r, c in ((690, 10), (10, 690), (10, 10))]
    assert np.abs(corners[0] - VIRIDIS[0].astype(int)).max() < 40
    assert np.abs(corners[1] - VIRIDIS[255].astype(int)).max() < 40
    assert corners[2][1] > 190  # green to yellow


def test_that_every_racer_has_its_colour_in_map_and_legend(tmp_path, capsys):
    race = "gradient-descent:0.05,momentum:0.002,adam:0.5,newton:0.4,adagrad:2,lion:0.3"
    picture = saved(tmp_path, capsys, "booth", "--race", race, "--steps", "40")
    for colour in TRACKS:
        there = near(picture, colour)
        assert there[:, :780].sum() > 40
        assert there[:, 880:].sum() > 60


def test_that_ends_at_one_place_are_signs_one_within_the_other():
    paths = [PlanePath(np.array([[0.0, 0.0]]), "", name) for name in "abc"]
    end = np.array([100.0, 50.0])
    sheet = Sheet((200.0, 100.0), measure)

    draw_ends(sheet, paths, [end, end, end], TRACKS)

    signs = [shape for shape in sheet.shapes if isinstance(shape, Signs)]
    radii = [sign.radius for sign in signs]
    assert [sign.colour for sign in signs] == list(TRACKS[:3])
    assert min(a - b for a, b in pairwise(radii)) > 3  # the last is on top


def test_that_a_curve_has_path_and_start_on_it(tmp_path, capsys):
    arguments = ("parabola", "--start", "-3", "--learning-rate", "0.9", "--steps", "1")
    picture = saved(tmp_path, capsys, *arguments)
    outcome = outcome_of(LIBRARY["parabola"], (-3,), 0.9, 1)
    rect = box_of(curve_chart(outcome, picture_bounds(outcome))[0], (820, 520))
    top, left = round(rect.top), round(rect.left)
    box = picture[top : top + 520, left : left + 820]
    rows, columns = np.nonzero(near(box, LIGHT.accent))
    # From w = -3 to -3 + 0.9 * 8 = 4.2 on [-4, 6]; costs 16 and 10.24 on [0, 25] with 10 % room.
    assert columns.max() == pytest.approx(820 * 8.2 / 10 + 9, abs=3)
    right = rows[columns > 820 * 8.2 / 10 - 4]
    assert right.mean() == pytest.approx(520 * (25 + 2.5 - 10.24) / 30, abs=3)
    assert rows.min() > 520 * (25 + 2.5 - 16) / 30


@pytest.mark.parametrize(
    "arguments",
    [
        ("5", "--start", "1"),
        ("0 x + 0 y", "--start", "1,1"),
        ("log(-1 - x^2) + y", "--start", "1,1"),
        ("1e308 x + y", "--start", "1,1"),
        ("1e308 x", "--start", "3"),
        ("booth", "--start", "1e300,1"),
        ("parabola", "--start", "-1.7e308"),
        ("1/x", "--start", "0"),
        ("1e-300 x^2 + 1e-300 y^2", "--start", "1,2"),
        ("goldstein-price", "--learning-rate", "1"),
        ("easom", "--start", "40,60"),
        ("kink", "--steps", "3000"),
    ],
)
def test_that_odd_costs_and_starts_still_give_a_picture(tmp_path, capsys, arguments):
    picture = saved(tmp_path, capsys, *arguments)
    assert picture.shape[0] > 500
    assert picture.shape[1] > 900
    assert len(np.unique(picture @ (1 << 16, 1 << 8, 1))) > 20  # colours


def test_that_a_library_picture_shows_the_domain_and_a_start_outside_of_it():
    booth = LIBRARY["booth"]
    assert picture_bounds(outcome_of(booth, (-5, -5), 0.01)) == ((-10.0, 10.0), (-10.0, 10.0))
    (left, right), (low, high) = picture_bounds(outcome_of(booth, (15, 0), 0.01))
    assert (left, low, high) == (-10.0, -10.0, 10.0)
    assert right == pytest.approx(15.6)  # 3 % of the width beyond the start


def test_that_the_picture_of_a_typed_cost_is_about_its_path():
    function = find_function("0.5 x^2 + 5 y^2", None)
    (left, right), (low, high) = picture_bounds(outcome_of(function, (1, 1), 0.15))
    assert left < -0.2 < 1.2 < right
    assert low < -0.7 < 1.2 < high
    assert right - left == pytest.approx(high - low)
    assert right - left < 4
    # A path that flies away does not shrink the rest to a dot.
    (left, right), _ = picture_bounds(outcome_of(function, (1, 1), 0.5))
    assert right - left < 60


def test_that_a_map_has_one_scale_for_both_inputs():
    assert map_box(((-3.0, 3.0), (-2.0, 2.0))) == (700, 467)
    assert map_box(((0.0, 1.0), (0.0, 2.0))) == (350, 700)


def test_that_ticks_of_costs_are_round_rising_and_apart():
    for name in ("himmelblau", "rosenbrock", "goldstein-price", "six-hump-camel"):
        grid = evaluate_grid(LIBRARY[name], columns=51)
        costs = round_costs(grid, 8, 0.05)
        assert len(costs) >= 4
        assert grid.low <= costs[0]
        assert costs[-1] <= grid.high
        gaps = np.diff(grid.height(costs))
        assert gaps.min() >= 0.05 * (grid.height(grid.high) - grid.height(grid.low)) - 1e-12
        mantissas = {float(f"{abs(c):e}".split("e")[0]) for c in costs[costs != 0]}
        assert all(round(m, 6) == m for m in mantissas)


@pytest.mark.parametrize(("formula", "parts"), [("1/x + x", 2), ("1 - cos(4 x) + x^2/8", 1)])
def test_that_a_curve_is_not_joined_across_a_pole(formula, parts):
    outcome = outcome_of(find_function(formula, None), (1.0,), steps=0)
    chart, _ = curve_chart(outcome, ((-1.0, 2.0),))
    sheet = Sheet((800.0, 600.0), measure)
    box = draw_plane(sheet, sheet.rect, chart)
    curve = next(s for s in sheet.shapes if isinstance(s, Line) and s.colour == LIGHT.text)
    there = np.isfinite(curve.points).all(axis=1)
    assert np.count_nonzero(np.diff(there, prepend=False).astype(int) & there) == parts
    zero = box.pixel(0.0, 0.0)[0]
    for run in np.split(curve.points, np.flatnonzero(~there)) if parts == 2 else ():
        x = run[np.isfinite(run).all(axis=1), 0]
        assert (x < zero + 1).all() or (x > zero - 1).all()


def test_that_signs_that_the_font_of_files_lacks_are_spelled():
    assert measure("2·π w", 13) == measure("2·pi w", 13)
    assert measure("a × b ÷ c", 13) == measure("a · b / c", 13)
