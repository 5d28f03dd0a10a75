"""The file of a lesson, before anybody knows what its scenes may name."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from gdstudio.errors import FileError, InvalidValue
from gdstudio.lesson.lines import Lines
from gdstudio.lesson.source import USUAL, Source
from gdstudio.lesson.values import amount, line, needed_line, one_of, table
from gdstudio.reading import read_whole
from gdstudio.texts import Text

FORMAT: Final = 1
MAX_BYTES: Final = 1 << 20
MAX_SCENES: Final = 200
SCENE: Final = "scene"
_TOP: Final = ("format", "title", "about", USUAL, SCENE)


class LessonFile:
    """Its head is read and accepted; its scenes are not looked into yet.

    Attributes:
        path: Where it lies.
        source: Of what stands in it before all scenes.
        title: What the lesson is called.
        about: What it shows.
        usual: What every scene has that does not say otherwise.
        scenes: 1 to 200 values, whatever they are.
    """

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            FileError: It cannot be read, is no TOML or no lesson; the line is named.
        """
        values, text = _read(path)
        self.path, self.source = path, Source(path, Lines(text, SCENE))
        know(values, _TOP, "", self.source)
        take("format", values.get("format"), one_of([FORMAT]), self.source)
        self.title: str = take("title", values.get("title"), needed_line, self.source)
        self.about: str = take("about", values.get("about", ""), line, self.source)
        self.usual: Mapping[str, Any] = take(USUAL, values.get(USUAL, {}), table, self.source)
        self.scenes: Sequence[Any] = take(SCENE, values.get(SCENE), _scenes, self.source)

    def of(self, index: int) -> Source:
        """Return where a scene stands, counted from 0."""
        return Source(self.path, self.source.lines, index)


def scene_count(path: Path) -> int:
    """Return how many scenes a lesson has; raises FileError of what is none."""
    return len(LessonFile(path).scenes)


def take(where: str, value: Any, taker: Callable[[Any], Any], source: Source) -> Any:
    """Return a value as it is kept; raises FileError, with its place, of what is not accepted."""
    try:
        return taker(value)
    except InvalidValue as error:
        raise source.refusal(where, error, where or SCENE) from None


def know(values: Mapping[str, Any], known: Sequence[str], where: str, source: Source) -> None:
    """Raise FileError, with its place, of a name that is none of those known."""
    for name in values:
        if name not in known:
            error = InvalidValue("", name, Text("one of: {0}", ", ".join(known)))
            raise source.refusal(f"{where}.{name}" if where else name, error, Text("name"))


def _read(path: Path) -> tuple[dict[str, Any], str]:
    try:
        # Editors may begin a file with the sign of UTF-8, which TOML does not know.
        text = read_whole(path, MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(path, Text("is not a text in UTF-8")) from error
    try:
        return tomllib.loads(text), text
    except (ValueError, RecursionError) as error:  # ValueError: also a number of 5,000 figures
        raise FileError(path, Text("is no TOML: {0}", str(error))) from error


def _scenes(value: Any) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_SCENES:
        accepted = Text("1 to {0} scenes, each begun by [[scene]]", MAX_SCENES)
        raise InvalidValue("", amount(value), accepted)
    return value
