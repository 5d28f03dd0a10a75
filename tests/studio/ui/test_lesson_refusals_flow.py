"""What a scene says and the window cannot show is refused, with file, line, key and value."""

from __future__ import annotations

import pytest
from PIL import Image

HEAD = 'format = 1\ntitle = "L"\n[[scene]]\ntitle = "a"\nsentence = "b"\n'


@pytest.fixture
def outcome(qtbot, window, tmp_path):
    """Return what gives a scene and tells why it was refused; "" if it stands."""
    lessons = window.lessons
    staging, told = lessons.staging_made(), []
    staging.standing.connect(lambda: told.append(""))
    staging.refused.connect(lambda error: told.append(str(error)))
    past = window.shared.messages.past

    def give(said):
        path = tmp_path / "l.toml"
        path.write_text(HEAD + said + "\n", "utf-8")
        told.clear()
        lessons.give_now(path, 0)
        qtbot.waitUntil(lambda: bool(told))
        (line,) = told
        assert "\n" not in line
        if line:
            assert str(path) in line
            assert "scene 1: " in line
            assert past[-1][1] == line  # the window says the same
        return line

    return give


_REFUSED = (
    ('drawing = "nope.png"', "line 6", "drawing: 'nope.png'", "or a picture beside the lesson"),
    ('drawing = "l.toml"', "line 6", "drawing: 'l.toml'", "is no picture"),
    ('drawing = "tset:1"', "line 6", "drawing: 'tset:1'", "test:N"),
    ('drawing = "test:10000"', "line 6", "drawing: 'test:10000'", "test:0 to test:9,999"),
    ('run = "nope.gdrun"', "line 6", "run: 'nope.gdrun'", "there is no such file"),
    ('beside = ["l.gdrun"]', "line 6", "beside: 'l.gdrun'", "there is no such file"),
    ('run = "lesson"\nat = 100000000000', "line 7", "at: 100000000000", "from 0 to 180,000"),
    ('run = "lesson"\nat = "x"', "line 7", "at: 'x'", "untrained, a hundred steps"),
    ('wanted = {opened = "L9.9"}', "line 6", "wanted: 'L9.9'", "a layer from 1 to 3"),
    ("wanted = {step = 100000000}", "line 6", "wanted: 100000000", "from 0 to 180,000"),
    ("wanted = {descended = 20000}", "line 6", "wanted: 20000", "from 0 to 10,000"),
    ("learn = {speed = -1}", "line 6", "learn.speed: -1", "one of: 1, 2, 5"),
    ("learn = {speed = 200}", "line 6", "learn.speed: 200", "0 for full speed"),
    ('learn = {quantity = "x"}', "line 6", "learn.quantity: 'x'", "weights, nudges, change"),
    ("learn = {camera = {azimuth = 500}}", "line 6", "learn.camera.azimuth: 500", "-180 to 180"),
    ("learn = {recipe = {train_size = 70000}}", "line 6", "learn.recipe.train_size", "60,000"),
    ('learn = {recipe = {data = "x"}}', "line 6", "learn.recipe.data: 'x'", "mnist"),
    ("learn = {layout = {columns = [1, 2]}}", "line 6", "learn.layout.columns", "0.02 to 0.96"),
    ("[scene.experiments]\nchart = 99", "line 7", "experiments.chart: 99", "no result is shown"),
    (
        "[scene.experiments]\nfinished = true\nchart = 99",
        "line 8",
        "experiments.chart: 99",
        "a whole number from 0 to",
    ),
    ("descent = {speed = 3}", "line 6", "descent.speed: 3", "one of: 1, 2, 5"),
    ("descent = {descent = {steps = 5000}}", "line 6", "descent.descent.steps: 5000", "2,000"),
    ("descent = {descent = {racing = true}}", "line 6", "descent.descent.racing", "no race"),
    ('descent = {descent = {formula = "x^2 +"}}', "line 6", "descent.formula: 'x^2 +'", "formula"),
    ("descent = {racers = []}", "line 6", "descent.racers: []", "1 to 6 methods"),
    ('[scene.landscape.plane]\nkind = "x"', "line 7", "landscape.plane.kind: 'x'", "trajectory"),
    ("landscape = {walk = [1]}", "line 6", "landscape.walk: [1]", "two numbers"),
    ("landscape = {walk = [1e9, 1]}", "line 6", "landscape.walk", "1,000,000"),
    ('inspect = {page = "x"}', "line 6", "inspect.page: 'x'", "network, activations"),
    ('inspect = {neuron = "L9.9"}', "line 6", "inspect.neuron: 'L9.9'", "a layer from 1 to 3"),
    ("inspect = {lines = {per_neuron = 5}}", "line 6", "inspect.lines.per_neuron: 5", "1, 2, 4"),
    ('inspect = {choices = {shifts_of = "x"}}', "line 6", "choices.shifts_of: 'x'", "drawn"),
    ("data = {class = 10}", "line 6", "data.class: 10", "from 0 to 9"),
    ("data = {index = 60000}", "line 6", "data.index: 60000", "from 0 to 59,999"),
    ('data = {settings = "x"}', "line 6", "data.settings: 'x'", "distortion, labels, subset"),
)


def test_that_what_cannot_stand_is_refused_with_its_place(outcome):
    for said, line, named, accepted in _REFUSED:
        found = outcome(said)
        assert f": {line}, scene 1: " in found, said
        assert named in found, said
        assert accepted in found, said


def test_that_what_can_stand_stands(outcome, tmp_path):
    picture = Image.new("L", (90, 90), 255)
    picture.paste(0, (40, 20, 50, 70))
    picture.save(tmp_path / "one.png")
    for said in (
        'drawing = "one.png"',
        'run = "lesson"\nat = 1000',
        'wanted = {opened = "L2.5"}',
        "[scene.experiments]\nfinished = true\nchart = 2",
        "descent = {descent = {steps = 1000}}",
        'inspect = {neuron = "l2.5", lines = {per_neuron = 8}}',
        'data = {class = 3, settings = "labels"}',
        "learn = {layout = {columns = [0.5, 0.25, 0.25]}}",
    ):
        assert outcome(said) == "", said
