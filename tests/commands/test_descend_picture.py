import io
import re

import numpy as np
import PIL.Image
import pytest

from gdstudio.cli import main
from gdstudio.commands.descend.curve import _stretches
from gdstudio.commands.descend.drawing import LEFT, TOP, TRACKS, draw_tracks
from gdstudio.commands.descend.frame import picture_bounds
from gdstudio.commands.descend.function import find_function
from gdstudio.commands.descend.job import Outcome, Track
from gdstudio.commands.descend.map import map_frame
from gdstudio.descent.curve import sample_curve
from gdstudio.descent.grid import evaluate_grid
from gdstudio.descent.library import library_function
from gdstudio.descent.path import descend
from gdstudio.pictures.colour_maps import VIRIDIS
from gdstudio.pictures.contour_map import round_costs
from gdstudio.pictures.pillow.axes import INK
from gdstudio.pictures.pillow.canvas import SHAPES, Canvas, shortened, wrapped
from gdstudio.pictures.pillow.frame import Frame
from gdstudio.pictures.pillow.lettering import text_width, typeset


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


def test_that_the_path_lies_where_the_axes_say(tmp_path, capsys):
    arguments = ("himmelblau", "--start", "-0.5,-1.2", "--learning-rate", "0.01")
    picture = saved(tmp_path, capsys, *arguments)
    # 700 pixels for 10 units: x = -5 at the left edge, y = 5 at the top.
    box = picture[TOP : TOP + 700, LEFT : LEFT + 700]
    rows, columns = np.nonzero(near(box, TRACKS[0]))
    end = (70 * (5 + 3.2832), 70 * (5 - 3.7793))
    distances = np.hypot(rows - end[0], columns - end[1])
    assert (distances < 6).sum() > 80  # the sign of the end
    assert columns.min() == pytest.approx(end[1] - 6, abs=2)
    assert columns.max() == pytest.approx(70 * (5 - 0.5), abs=10)
    start_ring = near(box[434 - 8 : 434 + 8, 315 - 8 : 315 + 8], INK)
    assert start_ring.sum() > 30


def test_that_the_map_is_dark_where_the_cost_is_low_with_y_upwards(tmp_path, capsys):
    # Of x + 10 y the lower left corner is lowest, the upper right highest, the upper left high.
    picture = saved(tmp_path, capsys, "x + 10 y", "--start", "1,1", "--steps", "0")
    corners = [picture[TOP + r, LEFT + c] for r, c in ((690, 10), (10, 690), (10, 10))]
    assert np.abs(corners[0] - VIRIDIS[0].astype(int)).max() < 40
    assert np.abs(corners[1] - VIRIDIS[255].astype(int)).max() < 40
    assert corners[2][1] > 190  # green to yellow


def test_that_every_racer_has_its_colour_in_map_and_legend(tmp_path, capsys):
    race = "gradient-descent:0.05,momentum:0.002,adam:0.5,newton:0.4,adagrad:2,lion:0.3"
    picture = saved(tmp_path, capsys, "booth", "--race", race, "--steps", "40")
    for colour in TRACKS:
        there = near(picture, colour)
        assert there[:, LEFT : LEFT + 700].sum() > 60
        assert there[:, LEFT + 830 :].sum() > 60


def test_that_ends_at_one_place_are_signs_one_within_the_other():
    canvas = Canvas(200, 100)
    draw_tracks(canvas, [np.array([[20.0, 50.0], [100.0, 50.0]])] * 3 + [np.empty((0, 2))])
    picture = np.asarray(PIL.Image.open(io.BytesIO(canvas.png())).convert("RGB")).astype(int)
    right = picture[:, 95:]
    areas = [near(right, colour).sum() for colour in TRACKS[:4]]
    assert near(picture[50:51, 97:104], TRACKS[0]).all()
    assert all(area > 60 for area in areas[:3])
    assert areas[3] == 0


def test_that_a_curve_has_trail_and_start_on_it(tmp_path, capsys):
    arguments = ("parabola", "--start", "-3", "--learning-rate", "0.9", "--steps", "1")
    picture = saved(tmp_path, capsys, *arguments)
    rows, columns = np.nonzero(near(picture[TOP : TOP + 520, LEFT : LEFT + 820], TRACKS[0]))
    # From w = -3 to -3 + 0.9 * 8 = 4.2 on [-4, 6]; costs 16 and 10.24 on [0, 25] with 7 % room.
    assert columns.max() == pytest.approx(820 * 8.2 / 10 + 6, abs=3)
    right = rows[columns > 820 * 8.2 / 10 - 4]
    assert right.mean() == pytest.approx(520 * (25 + 1.75 - 10.24) / 28.5, abs=3)
    assert rows.min() > 520 * (25 + 1.75 - 16) / 28.5


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
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 20


def test_that_pixels_count_from_the_upper_left_and_stay_finite():
    frame = Frame((-4.0, 6.0), (0.0, 5.0), 200, 100)
    expected = [[0, 100], [200, 0], [100, 50], [-20, 120]]
    assert np.allclose(frame.pixels([[-4, 0], [6, 5], [1, 2.5], [-5, -1]]), expected)
    far = frame.pixels([[1e308, 2.5], [1.0, -1e308]])
    assert np.allclose(far, [[100 + 2e4, 50], [100, 50 + 2e4]])


def test_that_a_library_picture_shows_the_domain_and_a_start_outside_of_it():
    booth = library_function("booth")
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
    frame = map_frame(((-3.0, 3.0), (-2.0, 2.0)))
    assert (frame.width, frame.height) == (700, 467)
    frame = map_frame(((0.0, 1.0), (0.0, 2.0)))
    assert (frame.width, frame.height) == (350, 700)


def test_that_ticks_of_costs_are_round_rising_and_apart():
    for name in ("himmelblau", "rosenbrock", "goldstein-price", "six-hump-camel"):
        grid = evaluate_grid(library_function(name), columns=51)
        costs = round_costs(grid, 8, 0.05)
        assert len(costs) >= 4
        assert grid.low <= costs[0]
        assert costs[-1] <= grid.high
        gaps = np.diff(grid.height(costs))
        assert gaps.min() >= 0.05 * (grid.height(grid.high) - grid.height(grid.low)) - 1e-12
        mantissas = {float(f"{abs(c):e}".split("e")[0]) for c in costs[costs != 0]}
        assert all(round(m, 6) == m for m in mantissas)


def test_that_a_curve_is_not_joined_across_a_pole():
    function = find_function("1/x + x", None)
    parts = _stretches(sample_curve(function, -1.0, 2.0), -20.0, 20.0)
    assert [np.sign(part[:, 0]).min() for part in parts] == [-1, 1]
    assert [np.sign(part[:, 0]).max() for part in parts] == [-1, 1]
    whole = _stretches(sample_curve(library_function("wavy"), -6.0, 6.0), -1.0, 7.0)
    assert len(whole) == 1


def test_that_formulas_are_set_with_raised_exponents_and_true_minus_signs():
    assert typeset("(x^2 - 1)**10*y") == "(x² − 1)¹⁰ · y"
    assert typeset("x^2.5 + 1e-5") == "x^2.5 + 1e−5"
    assert typeset("2*π w0") == "2 · pi w0"


def test_that_what_is_drawn_has_the_size_and_place_asked_for():
    for shape in SHAPES:
        canvas = Canvas(60, 40)
        canvas.shape(shape, 30, 20, 8, "#000000")
        ink = 255 - np.asarray(PIL.Image.open(io.BytesIO(canvas.png())).convert("L")).astype(float)
        assert ink.shape == (40, 60)
        columns = (ink.sum(axis=0) * (np.arange(60) + 0.5)).sum() / ink.sum()
        rows = (ink.sum(axis=1) * (np.arange(40) + 0.5)).sum() / ink.sum()
        assert columns == pytest.approx(30, abs=0.3)
        assert rows == pytest.approx(20, abs=0.5)
        assert 110 < ink.sum() / 255 < 260  # a circle of that radius has 201
    canvas = Canvas(60, 40)
    canvas.line([[10, 20], [50, 20], [50, 20]], "#000000", 4)
    ink = 255 - np.asarray(PIL.Image.open(io.BytesIO(canvas.png())).convert("L")).astype(float)
    assert ink.sum() / 255 == pytest.approx(40 * 4 + 3.14 * 4, rel=0.1)


def test_that_texts_fit_the_room_they_are_given():
    text = "It steps over the goal 71 times, then settles in a minimum."
    lines = wrapped(text, 16, 150)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert all(text_width(line, 16) <= 150 for line in lines)
    short = shortened(text, 16, 150)
    assert re.fullmatch(r"It steps .*…", short)
    assert text_width(short, 16) <= 150
    assert shortened("x", 16, 150) == "x"
    # Exponents are smaller, a minus sign as wide as a plus.
    assert text_width("x²", 20) < text_width("x2", 20)
    assert text_width("−", 20) == text_width("+", 20)
