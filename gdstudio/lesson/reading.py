"""Reads a lesson; nothing in its file is trusted, and nothing is evaluated."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

from gdstudio.errors import FileError, InvalidValue
from gdstudio.lesson.lines import Lines
from gdstudio.lesson.scene import END, WANTED, Act, Lesson, Names, Scene, Wanted, merged
from gdstudio.reading import read_whole
from gdstudio.texts import Text

FORMAT: Final = 1
MAX_BYTES: Final = 1 << 20
MAX_SCENES: Final = 200
MAX_TEXT: Final = 4000
MAX_LINE: Final = 200  # characters that the audience reads
_MOST_TIMES: Final = 1000
_LONGEST_S: Final = 600.0
_MOST_NAMES: Final = 16
_JOINERS: Final = dict.fromkeys((0x200C, 0x200D))  # within words of some scripts, and in emoji

# What a learner is to do: how much at most, or which; the rest is done or not.
_AMOUNTS: Final = {"step": 1e12, "accuracy": 1.0, "descended": 1e9}
_NEEDS_WHICH: Final = ("answer", "workspace", "page")
_WHICH: Final = (*_NEEDS_WHICH, "opened")

_TOP: Final = ("format", "title", "about", "usual", "scene")
_LINES: Final = ("title", "sentence", "question", "answer")
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
    try:
        text = read_whole(path, MAX_BYTES).decode()
    except UnicodeDecodeError as error:
        raise FileError(path, Text("is not a text in UTF-8")) from error
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of 5,000 figures
        raise FileError(path, Text("is no TOML: {0}", str(error))) from error
    return _Reader(path, values, Lines(text, "scene"), names).lesson()


class _Reader:
    def __init__(self, path: Path, values: Mapping[str, Any], lines: Lines, names: Names) -> None:
        self._path, self._values, self._lines, self._names = path, values, lines, names
        self._scene: int | None = None
        self._within = ""

    def lesson(self) -> Lesson:
        values = self._values
        self._know(values, _TOP, "")
        self._take("format", values.get("format"), _one_of([FORMAT]))
        title = self._take("title", values.get("title"), _line)
        about = self._take("about", values.get("about", ""), _line)
        usual, scenes = values.get("usual", {}), values.get("scene")
        self._take("usual", usual, _table)
        self._within = "usual."
        self._read_scene({"title": "-", "sentence": "-", **usual}, {})
        self._within = ""
        if not isinstance(scenes, list) or not 1 <= len(scenes) <= MAX_SCENES:
            self._refuse(
                "scene",
                "scene",
                _amount(scenes),
                Text("1 to {0} scenes, each begun by [[scene]]", MAX_SCENES),
            )
        found = []
        for self._scene, scene in enumerate(scenes):
            found.append(self._read_scene(scene, usual))
        return Lesson(self._path, title, about, tuple(found))

    def _read_scene(self, own: Any, usual: Mapping[str, Any]) -> Scene:
        self._take("", own, _table)
        self._know(own, (*_SCENE, *self._names.states), "")
        values = {**usual, **own}
        texts = {
            name: self._take(name, values.get(name, ""), _line if name in _LINES else _text)
            for name in (*_LINES, "notes")
        }
        for name in ("title", "sentence"):
            if not texts[name]:
                self._refuse(name, name, "", Text("a line of text"))
        if bool(texts["question"]) != bool(texts["answer"]):
            where = "question" if texts["question"] else "answer"
            self._refuse(where, "answer", texts["answer"], Text("a question with its answer"))
        names = self._names
        workspace = self._take(
            "workspace", values.get("workspace", "learn"), _one_of([*names.states])
        )
        parts = _list_of(_one_of([*names.parts]), _MOST_NAMES)
        states = {}
        for name, usually in names.states.items():
            state = merged(usual.get(name, {}), own.get(name, {}))
            self._check_state(state, usually, name)
            if state:
                states[name] = MappingProxyType(state)
        return Scene(
            **texts,
            workspace=workspace,
            look_at=self._take("look_at", values.get("look_at", []), parts),
            run=self._take("run", values.get("run", "new"), _line),
            beside=self._take("beside", values.get("beside", []), _list_of(_line, _MOST_NAMES)),
            at=self._take("at", values.get("at", END), _moment),
            drawing=self._take("drawing", values.get("drawing", ""), _line),
            enlarge=self._take("enlarge", values.get("enlarge", []), _one_or(parts)),
            acts=self._take("do", values.get("do", []), _list_of(self._act, 100)),
            wanted=self._take("wanted", values.get("wanted"), self._wanted),
            states=MappingProxyType(states),
            line=self._lines.of(self._scene),
        )

    def _act(self, value: Any) -> Act:
        """Return what one item of `do` means: an action, or a table with one and how often."""
        accepted = Text("an action, or a table of action, times, every (or of wait)")
        if isinstance(value, str):
            value = {"action": value}
        if not isinstance(value, Mapping):
            raise InvalidValue("do", value, accepted)
        if set(value) == {"wait"}:
            return Act("", every=_number(0, _LONGEST_S)(value["wait"]))
        if "action" not in value or not value.keys() <= {"action", "times", "every"}:
            raise InvalidValue("do", ", ".join(map(str, value)), accepted)
        action = _one_of(self._names.actions)(value["action"])
        times = _whole(1, _MOST_TIMES)(value.get("times", 1))
        return Act(action, times, _number(0, _LONGEST_S)(value.get("every", 0.0)))

    def _wanted(self, value: Any) -> Wanted | None:
        wanted = _wanted(value)
        if wanted is not None and wanted.what == "workspace":
            _one_of([*self._names.states])(wanted.value)
        return wanted

    def _check_state(self, state: Any, usually: Mapping[str, Any], where: str) -> None:
        """Let no name stand in a workspace's table that the workspace does not know."""
        self._take(where, state, _table)
        self._know(state, tuple(usually), where)
        for name, value in state.items():
            if usually[name] and isinstance(usually[name], Mapping):
                self._check_state(value, usually[name], f"{where}.{name}")

    def _know(self, values: Mapping[str, Any], known: Sequence[str], where: str) -> None:
        for name in values:
            if name not in known:
                place = f"{where}.{name}" if where else name
                self._refuse(place, Text("name"), name, Text("one of: {0}", ", ".join(known)))

    def _take(self, where: str, value: Any, take: Callable[[Any], Any]) -> Any:
        try:
            return take(value)
        except InvalidValue as error:
            self._refuse(where, where or "scene", error.value, error.accepted)

    def _refuse(self, where: str, name: str, value: object, accepted: str) -> NoReturn:
        line = self._lines.of(self._scene, self._within + where)
        said = InvalidValue(name, value, accepted).text
        if self._scene is None:
            raise FileError(self._path, Text("line {0}: {1}", line, said))
        raise FileError(self._path, Text("line {0}, scene {1}: {2}", line, self._scene + 1, said))


def _amount(value: Any) -> object:
    return len(value) if isinstance(value, list) else value


def _text(value: Any, most: int = MAX_TEXT) -> str:
    if not isinstance(value, str) or len(value.strip()) > most:
        raise InvalidValue("", value, Text("a text of at most {0:,} characters", most))
    return value.strip()


def _line(value: Any) -> str:
    text = _text(value, MAX_LINE)
    if not text.translate(_JOINERS).isprintable():
        raise InvalidValue("", value, Text("a text in one line"))
    return text


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidValue("", value, Text("a table of names with values"))
    return value


def _moment(value: Any) -> int | str:
    if isinstance(value, str) and value.strip():
        return _line(value)
    return _whole(0, 2**53, Text("a step, the name of a mark, or {0}", END))(value)


def _one_of(known: Sequence[Any]) -> Callable[[Any], Any]:
    def take(value: Any) -> Any:
        if isinstance(value, bool) or value not in known:
            shown = ", ".join(str(one) for one in known if one != "")
            raise InvalidValue("", value, Text("one of: {0}", shown))
        return value

    return take


def _list_of(take: Callable[[Any], Any], most: int) -> Callable[[Any], tuple[Any, ...]]:
    def take_all(values: Any) -> tuple[Any, ...]:
        if not isinstance(values, list) or len(values) > most:
            raise InvalidValue("", _amount(values), Text("a list of at most {0}", most))
        return tuple(take(value) for value in values)

    return take_all


def _one_or(take_all: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], tuple[Any, ...]]:
    """Accept one value for a list of one."""
    return lambda value: take_all([value] if isinstance(value, str) else value)


def _whole(low: int, high: int, accepted: str = "") -> Callable[[Any], int]:
    def take(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            said = accepted or Text("a whole number from {0:,} to {1:,}", low, high)
            raise InvalidValue("", value, said)
        return value

    return take


def _number(low: float, high: float) -> Callable[[Any], float]:
    def take(value: Any) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= value <= high:
            raise InvalidValue("", value, Text("a number from {0:g} to {1:g}", low, high))
        return float(value)

    return take


def _wanted(value: Any) -> Wanted | None:
    if value is None:
        return None
    if isinstance(value, str):
        _one_of([*WANTED])(value)
        if value in _AMOUNTS or value in _NEEDS_WHICH:
            raise InvalidValue("", value, Text("{0} with its value, as {{{0} = ...}}", value))
        return Wanted(value)
    if not isinstance(value, Mapping) or len(value) != 1:
        accepted = Text("one name, alone or with its value: {0}", ", ".join(WANTED))
        raise InvalidValue("", value, accepted)
    ((what, amount),) = value.items()
    _one_of([*WANTED])(what)
    if what in _AMOUNTS:
        return Wanted(what, _number(0, _AMOUNTS[what])(amount))
    if what not in _WHICH:
        raise InvalidValue("", amount, Text("{0} alone, without a value", what))
    return Wanted(what, _line(amount))
