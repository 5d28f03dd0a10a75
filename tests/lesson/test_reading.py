"""Lessons are read from TOML, and whatever is not accepted is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdstudio.errors import FileError
from gdstudio.lesson.reading import MAX_BYTES, MAX_SCENES, read_lesson
from gdstudio.lesson.scene import END, NEW, WANTED, Act, Names, Wanted
from gdstudio.texts import Text

_NAMES = Names(
    actions=("run", "step_batch"),
    parts=("header", "learn.cost"),
    states={
        "learn": {"speed": 0.0, "recipe": {"hidden": [16], "seed": 1}, "layout": {}},
        "descent": {"descent": {"steps": 0}},
    },
)
_HEAD = 'format = 1\ntitle = "L"\n'
_SCENE = '[[scene]]\ntitle = "a"\nsentence = "b"\n'


def _read(folder: Path, text: str | bytes):
    path = folder / "lesson.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_lesson(path, _NAMES)


def _refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(FileError) as caught:
        _read(folder, text)
    said = str(caught.value)
    assert "\n" not in said
    assert str(folder / "lesson.toml") in said
    return said


def test_that_a_scene_without_more_is_a_new_run_in_learn(tmp_path):
    lesson = _read(tmp_path, _HEAD + _SCENE)
    (scene,) = lesson.scenes
    assert (lesson.title, lesson.about) == ("L", "")
    assert (scene.title, scene.sentence, scene.workspace) == ("a", "b", "learn")
    assert (scene.run, scene.at, scene.drawing, scene.enlarge) == (NEW, END, "", ())
    assert (scene.acts, scene.look_at, dict(scene.states), scene.wanted) == ((), (), {}, None)
    assert scene.line == 3


def test_that_a_scene_has_what_its_lesson_usually_has_and_its_own(tmp_path):
    usual = (
        '[usual]\nrun = "lesson"\nnotes = "n"\n[usual.learn]\nspeed = 2.0\nrecipe = {seed = 3}\n'
    )
    own = _SCENE + 'run = "new"\n[scene.learn]\nrecipe = {hidden = [30]}\n'
    first, second = _read(tmp_path, _HEAD + usual + own + _SCENE).scenes
    assert (first.run, first.notes, second.run) == ("new", "n", "lesson")
    assert first.states["learn"] == {"speed": 2.0, "recipe": {"seed": 3, "hidden": [30]}}
    assert second.states["learn"] == {"speed": 2.0, "recipe": {"seed": 3}}


def test_that_what_happens_is_told_in_three_ways(tmp_path):
    do = 'do = ["run", {wait = 3}, {action = "step_batch", times = 5, every = 0.5}]\n'
    (scene,) = _read(tmp_path, _HEAD + _SCENE + do).scenes
    assert scene.acts == (Act("run"), Act("", every=3.0), Act("step_batch", 5, 0.5))


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ('"drawn"', Wanted("drawn")),
        ("{accuracy = 0.9}", Wanted("accuracy", 0.9)),
        ("{step = 100}", Wanted("step", 100.0)),
        ('{answer = "7"}', Wanted("answer", "7")),
        ('{workspace = "descent"}', Wanted("workspace", "descent")),
        ('{opened = "L2.5"}', Wanted("opened", "L2.5")),
        ('"opened"', Wanted("opened")),
    ],
)
def test_that_a_learner_is_asked_for_one_thing(tmp_path, said, wanted):
    (scene,) = _read(tmp_path, _HEAD + _SCENE + f"wanted = {said}\n").scenes
    assert scene.wanted == wanted


@pytest.mark.parametrize(
    ("said", "parts"),
    [('"learn.cost"', ("learn.cost",)), ('["learn.cost", "header"]', ("learn.cost", "header"))],
)
def test_that_one_part_or_some_fill_the_page(tmp_path, said, parts):
    (scene,) = _read(tmp_path, _HEAD + _SCENE + f"enlarge = {said}\n").scenes
    assert scene.enlarge == parts


def test_that_texts_of_several_lines_are_notes_alone(tmp_path):
    (scene,) = _read(tmp_path, _HEAD + _SCENE + 'notes = """\none\ntwo\n"""\n').scenes
    assert scene.notes == "one\ntwo"


_IN_SCENE = (  # what stands in a scene, from line 6 on; what is named, and what is accepted
    ("colour = 1", "name: 'colour'", "sentence"),
    ("title = 3", "", ""),
    ('workspace = "learned"', "'learned'", "learn, descent"),
    ("workspace = 1", "workspace: 1", "learn, descent"),
    ('look_at = ["learn.cots"]', "'learn.cots'", "header, learn.cost"),
    ('look_at = "header"', "'header'", "a list"),
    ('enlarge = "learn.x"', "'learn.x'", "header, learn.cost"),
    ('enlarge = ["learn.cost", "learn.x"]', "'learn.x'", "header, learn.cost"),
    ("enlarge = 3", "enlarge: 3", "a list"),
    ("run = 3", "run: 3", "a text"),
    ('beside = "lesson"', "'lesson'", "a list"),
    ("beside = [1]", "beside: 1", "a text"),
    ("at = -1", "at: -1", "a step"),
    ("at = 1.5", "at: 1.5", "a step"),
    ("at = true", "at: True", "a step"),
    ('at = ""', "at: ''", "a step"),
    ("drawing = 7", "drawing: 7", "a text"),
    ('do = "run"', "do: 'run'", "a list"),
    ('do = ["jump"]', "'jump'", "run, step_batch"),
    ("do = [1]", "do: 1", "an action"),
    ("do = [{wait = -1}]", "-1", "a number from 0 to 600"),
    ("do = [{wait = nan}]", "nan", "a number from 0 to 600"),
    ("do = [{wait = inf}]", "inf", "a number from 0 to 600"),
    ("do = [{wait = 1e9}]", "1000000000", "a number from 0 to 600"),
    ('do = [{wait = 1, action = "run"}]', "", "an action"),
    ('do = [{action = "run", times = 0}]', "0", "a whole number from 1 to 1,000"),
    ('do = [{action = "run", times = 2.5}]', "2.5", "a whole number from 1 to 1,000"),
    ('do = [{action = "run", every = -2}]', "-2", "a number from 0 to 600"),
    ('do = [{action = "run", speed = 2}]', "speed", "an action"),
    ('wanted = "rich"', "'rich'", "drawn"),
    ("wanted = 3", "3", "one name"),
    ('wanted = "accuracy"', "'accuracy'", "{accuracy = ...}"),
    ("wanted = {accuracy = 90}", "90", "a number from 0 to 1"),
    ("wanted = {accuracy = nan}", "nan", "a number from 0 to 1"),
    ("wanted = {step = 1" + 400 * "0" + "}", "wanted", "a number from 0"),
    ("wanted = {drawn = 1}", "1", "alone"),
    ("wanted = {answer = 7}", "7", "a text"),
    ('wanted = {workspace = "x"}', "'x'", "learn, descent"),
    ("wanted = {step = 1, rate = 2}", "", "one name"),
    ('question = "why"', "answer: ''", "a question with its answer"),
    ('answer = "so"', "answer: 'so'", "a question with its answer"),
    ("notes = 1", "notes: 1", "a text"),
    ('notes = "' + 4001 * "n" + '"', "notes", "at most 4,000"),
    ("learn = 3", "learn: 3", "a table"),
    ("learn = {sped = 1}", "'sped'", "speed, recipe, layout"),
    ("learn = {recipe = {hiden = []}}", "'hiden'", "hidden, seed"),
    ("learn = {recipe = 1}", "recipe: 1", "a table"),
)


@pytest.mark.parametrize(("said", "named", "accepted"), _IN_SCENE)
def test_that_what_a_scene_cannot_say_is_refused_with_its_line(tmp_path, said, named, accepted):
    text = _HEAD + _SCENE + "\n# a comment with [[scene]] in it\n" + said + "\n"
    if said.startswith("title"):
        text = _HEAD + "[[scene]]\n\n\n\n\n" + said + '\nsentence = "b"\n'
    found = _refusal(tmp_path, text)
    assert "line 8, scene 1: " in found
    assert named in found
    assert accepted in found


_WHOLE = (  # whole files, the line that is named, and what is said
    ("", 1, "format"),
    ("format = 2\n", 1, "format: 2"),
    ("format = true\n", 1, "format: True"),
    ('format = "1"\n', 1, "format: '1'"),
    ("format = 1\n", 1, "title"),
    ("format = 1\ntitle = 5\n", 2, "title: 5"),
    ("format = 1\ntitle = " + '"' + 201 * "t" + '"\n', 2, "at most 200"),
    ('format = 1\ntitle = "a\\nb"\n', 2, "in one line"),
    (_HEAD, 1, "1 to 200 scenes"),
    (_HEAD + "scene = []\n", 3, "1 to 200 scenes"),
    (_HEAD + "scene = 7\n", 3, "scene: 7"),
    (_HEAD + "colour = 1\n" + _SCENE, 3, "colour"),
    (_HEAD + "usual = 1\n" + _SCENE, 3, "usual: 1"),
    (_HEAD + "[usual]\nat = -3\n" + _SCENE, 4, "at: -3"),
    (_HEAD + "[usual]\nflavour = 1\n" + _SCENE, 4, "flavour"),
    (_HEAD + "[usual.learn]\nsped = 1\n" + _SCENE, 4, "sped"),
    (_HEAD + _SCENE + '[[scene]]\nsentence = "b"\n', 6, "title"),
    (_HEAD + _SCENE + '[[scene]]\ntitle = "b"\n', 6, "sentence"),
    (_HEAD + _SCENE + _SCENE + "[scene.learn]\nrecipe.hiden = []\n", 10, "hiden"),
    (_HEAD + (MAX_SCENES + 1) * _SCENE, 3, f"{MAX_SCENES + 1}"),
)


@pytest.mark.parametrize(("text", "line", "said"), _WHOLE)
def test_that_a_file_that_is_no_lesson_is_refused_with_its_line(tmp_path, text, line, said):
    found = _refusal(tmp_path, text)
    assert f"line {line}" in found
    assert said in found


_BROKEN = (
    ("[[scene", "is no TOML"),
    (_HEAD + 'title = "again"\n' + _SCENE, "is no TOML"),  # two titles
    (_HEAD + _SCENE + 'title = "again"\n', "is no TOML"),
    (_HEAD + "about = " + 5000 * "[" + 5000 * "]", "is no TOML"),
    (_HEAD + "about = 1" + 5000 * "0", "is no TOML"),
    (_HEAD + _SCENE + 'notes = "' + "\x00", "is no TOML"),
    (b'format = 1\ntitle = "\xff\xfe"\n', "UTF-8"),
    (_HEAD.encode("utf-16"), "UTF-8"),
    (b"#" * (2 << 20), f"{MAX_BYTES >> 20} MB"),
)


@pytest.mark.parametrize(("text", "said"), _BROKEN, ids=range(len(_BROKEN)))
def test_that_what_is_no_toml_is_refused(tmp_path, text, said):
    assert said in _refusal(tmp_path, text)


def test_that_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "no.toml", tmp_path):
        with pytest.raises(FileError):
            read_lesson(path, _NAMES)


def test_that_lines_are_those_of_names_whatever_stands_before_them(tmp_path):
    text = (
        _HEAD
        + _SCENE
        + (
            'notes = """\n[[scene]]\nat = 3 # no\n"""\n'  # lines 6 to 9
            "look_at = [ # a list\n  'header',\n  'learn.cost',\n]\n"  # 10 to 13
            "do = [{wait = 1},\n  'run']\n"  # 14 and 15
            "at = -5\n"
        )
    )
    assert "line 16, scene 1: at: -5" in _refusal(tmp_path, text)


def test_that_every_thing_wanted_is_told_in_words():
    assert all(isinstance(words, Text) for words in WANTED.values())


def test_that_joiners_within_words_are_no_line_ends(tmp_path):
    path = tmp_path / "lesson.toml"
    title = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0646\u0645 \U0001f469\u200d\U0001f467"
    text = f'format = 1\ntitle = "{title}"\n[[scene]]\ntitle = "a"\nsentence = "b"\n'
    path.write_text(text, encoding="utf-8")
    assert read_lesson(path, _NAMES).title == title
