"""Make a lesson from here: what stands in the window comes back as a scene."""

import tomllib

import numpy as np

from gdstudio.lesson.reading import read_lesson
from gdstudio.studio.workspaces.taken_scene import changed_from


def take(qtbot, window, path):
    """Add what stands here to a lesson; return it as it is read again."""
    with qtbot.waitSignal(window.shared.messages.said):
        window.lessons.taking.take(path)
    return read_lesson(path, window.lessons.names())


def set_up(qtbot, window):
    """Let something stand in the window that is not usual."""
    learn, inspect = window.learn, window.inspect
    recipe = {**learn.state()["recipe"], "hidden": [12], "learning_rate": 0.7, "name": ""}
    learn.take_up({"recipe": recipe})
    window.runner.reset()
    qtbot.waitUntil(lambda: window.runs.run is not None and window.runs.run.progress is not None)
    for _ in range(3):
        step = window.runs.run.step
        window.actions_.step_batch.trigger()
        qtbot.waitUntil(lambda before=step: window.runs.run.step > before)
    pixels = np.zeros((28, 28), np.uint8)
    pixels[5:20, 9:12] = np.arange(45, dtype=np.uint8).reshape(15, 3) * 5
    window.drawing.show_picture(pixels)
    inspect.take_up({**inspect.state(), "page": "backprop"})
    window.show_workspace("learn")
    learn.page.enlarge(learn.page.parts["cost"])
    return pixels


def test_that_a_scene_made_here_puts_back_the_same(qtbot, window, tmp_path):
    pixels = set_up(qtbot, window)
    path = tmp_path / "own.toml"
    before = [one.state() for one in window.workspaces]
    parameters = window.shown.subject.parameters.copy()
    lesson = take(qtbot, window, path)
    scene = lesson.scenes[0]
    assert (scene.workspace, scene.enlarge) == ("learn", ("learn.cost",))
    assert scene.run == "own-1.gdrun"
    assert (tmp_path / "own-1.gdrun").is_file()
    assert "layout" not in scene.states["learn"]
    window.learn.page.bring_back()
    window.drawing.show_test_digit(0)
    window.show_workspace("descent")
    with qtbot.waitSignal(window.lessons.staging_made().standing):
        window.lessons.give_now(path, 0)
    assert window.workspace is window.learn
    assert window.learn.page.enlarged is window.learn.page.parts["cost"]
    assert (window.drawing.pixels == pixels).all()
    assert window.runs.run.step == 3
    assert (window.shown.subject.parameters == parameters).all()
    for one, was in zip(window.workspaces, before, strict=True):
        now = one.state()
        assert {**now, "layout": {}} == {**was, "layout": {}}


def test_that_scenes_are_added_to_a_lesson_and_test_digits_are_named(qtbot, window, tmp_path):
    path = tmp_path / "own.toml"
    window.drawing.show_test_digit(7)
    take(qtbot, window, path)
    window.show_workspace("descent")
    lesson = take(qtbot, window, path)
    assert [scene.workspace for scene in lesson.scenes] == ["learn", "descent"]
    assert {scene.drawing for scene in lesson.scenes} == {"test:7"}
    assert {scene.run for scene in lesson.scenes} == {"new"}
    assert [one.name for one in tmp_path.iterdir()] == ["own.toml"]
    assert tomllib.loads(path.read_text("utf-8"))["title"] == "own"


def test_that_a_file_that_is_no_lesson_stays_as_it_is(qtbot, window, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("format = 7", "utf-8")
    with qtbot.waitSignal(window.shared.messages.fault_met):
        window.lessons.taking.take(path)
    assert path.read_text("utf-8") == "format = 7"


def test_that_only_what_is_not_usual_stands_in_a_scene():
    usual = {"layout": {}, "a": 1, "b": {"c": 2, "d": None}}
    now = {"layout": {"x": [0.5]}, "a": 1, "b": {"c": 3, "d": None}, "e": None}
    assert changed_from(usual, now) == {"b": {"c": 3}}
    assert changed_from(usual, {**usual, "layout": {"x": [0.1]}}) == {}
