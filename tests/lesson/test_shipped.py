"""The lessons that come with the program are as long as a stage and a download allow."""

from __future__ import annotations

import tomllib

import pytest

from gdstudio.files.run_file import load_run
from gdstudio.lesson.shipped import CLASSIC, FIRST_STEPS, SHIPPED, lesson_path
from gdstudio.resources import resource

_LARGEST = 12_000_000  # bytes of lessons, runs and finished results


def _scenes(name: str) -> list[dict]:
    return tomllib.loads(lesson_path(name).read_text(encoding="utf-8"))["scene"]


@pytest.mark.parametrize("name", SHIPPED)
def test_that_every_scene_has_words_for_stage_and_presenter(name):
    for scene in _scenes(name):
        assert len(scene["sentence"]) <= 90, scene["title"]
        assert 40 <= len(scene["notes"].split()) <= 120, scene["title"]


def test_that_the_classic_lesson_is_whole_and_the_other_is_short():
    assert len(_scenes(CLASSIC)) >= 20
    assert 10 <= len(_scenes(FIRST_STEPS)) <= 14
    assert all("wanted" in scene for scene in _scenes(FIRST_STEPS)[:-1])


def test_that_what_lessons_need_is_small():
    folders = [resource(name) for name in ("lessons", "runs", "results")]
    sizes = [file.stat().st_size for folder in folders for file in folder.iterdir()]
    assert sum(sizes) <= _LARGEST


def test_that_the_run_of_the_lesson_has_its_past():
    run_file = load_run(resource("runs/lesson.gdrun"))
    moments, history = run_file.moments, run_file.history
    assert moments is not None
    assert history is not None
    steps = moments.steps().tolist()
    assert steps[:3] == [0, 1, 2]
    assert steps[-1] == run_file.state.step
    assert history.evaluations().steps.tolist() == steps  # each is shown with its figures at once
    named = {moment.name for moment in moments if moment.name}
    assert named == {"untrained", "a hundred steps", "the first pass"}
    assert len(moments.path) >= 30
