"""Reads a lesson; nothing in its file is trusted, and nothing is evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from gdstudio.errors import InvalidValue
from gdstudio.lesson import values as kinds
from gdstudio.lesson.lesson_file import LessonFile, know, take
from gdstudio.lesson.scene import END, NEW, Act, Lesson, Names, Scene, merged
from gdstudio.lesson.source import USUAL, Source
from gdstudio.texts import Text

RUN_SUFFIX: Final = ".gdrun"
_MOST_TIMES: Final = 1000
_LONGEST_S: Final = 600.0
_MOST_NAMES: Final = 16

_NEEDED: Final = ("title", "sentence")
_LINES: Final = (*_NEEDED, "question", "answer")
_SCENE: Final = (
    *_LINES, "notes", "look_at", "workspace", "run", "beside", "at", "drawing", "enlarge", "do",
    "wanted",
)  # fmt: skip


def read_lesson(path: Path, names: Names) -> Lesson:
    """Return the lesson of a file.

    Args:
        path: The file.
        names: What its scenes may name.

    Raises:
        FileError: It cannot be read, or says what is not accepted; the line is named.
    """
    file = LessonFile(path)
    usual = _Usual(path, file.source.lines)
    _SceneReader(usual, names).scene({**dict.fromkeys(_NEEDED, "-"), **file.usual}, {})
    scenes = [
        _SceneReader(file.of(k), names).scene(one, file.usual) for k, one in enumerate(file.scenes)
    ]
    return Lesson(path, file.title, file.about, tuple(scenes))


class _Usual(Source):
    """What stands in `[usual]`, read as a scene is."""

    __slots__ = ()

    def line(self, where: str = "") -> int:
        return super().line(f"{USUAL}.{where}")


class _SceneReader:
    def __init__(self, source: Source, names: Names) -> None:
        self._source, self._names = source, names

    def scene(self, own: Any, usual: Mapping[str, Any]) -> Scene:
        """Return a scene of its own values and those that every scene has."""
        self._take("", own, kinds.table)
        know(own, (*_SCENE, *self._names.states), "", self._source)
        values, names = {**usual, **own}, self._names
        texts = {name: self._take(name, values.get(name), _text_of(name)) for name in _LINES}
        if bool(texts["question"]) != bool(texts["answer"]):
            where = "question" if texts["question"] else "answer"
            error = InvalidValue("", texts["answer"], Text("a question with its answer"))
            raise self._source.refusal(where, error, "answer")
        workspace = kinds.one_of([*names.states])
        parts = kinds.list_of(kinds.one_of([*names.parts]), _MOST_NAMES)
        run = kinds.run(names, RUN_SUFFIX)
        states = {}
        for name, usually in names.states.items():
            state = merged(usual.get(name, {}), own.get(name, {}))
            self._check_state(state, usually, name)
            if state:
                states[name] = MappingProxyType(state)
        scene = Scene(
            **texts,
            notes=self._take("notes", values.get("notes", ""), kinds.text),
            workspace=self._take("workspace", values.get("workspace", "learn"), workspace),
            look_at=self._take("look_at", values.get("look_at", []), parts),
            run=self._take("run", values.get("run", NEW), run),
            beside=self._take("beside", values.get("beside", []), kinds.list_of(run, _MOST_NAMES)),
            at=self._take("at", values.get("at", END), kinds.moment),
            drawing=self._take("drawing", values.get("drawing", ""), kinds.line),
            enlarge=self._take("enlarge", values.get("enlarge", []), kinds.one_or(parts)),
            acts=self._take("do", values.get("do", []), kinds.list_of(self._act, 100)),
            wanted=self._take("wanted", values.get("wanted"), kinds.wanted(names)),
            states=MappingProxyType(states),
            source=self._source,
        )
        if scene.run == NEW and scene.at != END and self._source.scene is not None:
            accepted = Text("none: a new run has no moments")
            raise self._source.refusal("at", InvalidValue("", scene.at, accepted))
        return scene

    def _act(self, value: Any) -> Act:
        """Return what one item of `do` means: an action, or a table with one and how often."""
        accepted = Text("an action, or a table of action, times, every (or of wait)")
        if isinstance(value, str):
            value = {"action": value}
        if not isinstance(value, Mapping):
            raise InvalidValue("do", value, accepted)
        if set(value) == {"wait"}:
            return Act("", every=kinds.number(0, _LONGEST_S)(value["wait"]))
        if "action" not in value or not value.keys() <= {"action", "times", "every"}:
            raise InvalidValue("do", ", ".join(map(str, value)), accepted)
        action = kinds.one_of(self._names.actions)(value["action"])
        times = kinds.whole(1, _MOST_TIMES)(value.get("times", 1))
        return Act(action, times, kinds.number(0, _LONGEST_S)(value.get("every", 0.0)))

    def _check_state(self, state: Any, usually: Mapping[str, Any], where: str) -> None:
        """Let no name and no kind of value stand in a workspace's table that does not fit it."""
        self._take(where, state, kinds.table)
        know(state, tuple(usually), where, self._source)
        for name, value in state.items():
            inner = f"{where}.{name}"
            self._take(inner, value, kinds.like(usually[name]))
            if usually[name] and isinstance(usually[name], Mapping):
                self._check_state(value, usually[name], inner)

    def _take(self, where: str, value: Any, taker: Any) -> Any:
        return take(where, value, taker, self._source)


def _text_of(name: str) -> Any:
    if name in _NEEDED:
        return kinds.needed_line
    return lambda value: kinds.line("" if value is None else value)
