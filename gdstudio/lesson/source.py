"""Where something of a lesson is written, so that a refusal of it names its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError, GdstudioError, InvalidValue
from gdstudio.lesson.lines import Lines
from gdstudio.texts import Text

USUAL: Final = "usual"  # the table of what every scene has


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A scene of a lesson's file, or what stands in it before all scenes.

    Attributes:
        path: The file.
        lines: On which line each name of it stands.
        scene: Which scene, counted from 0; None for none of them.
    """

    path: Path
    lines: Lines
    scene: int | None = None

    def line(self, where: str = "") -> int:
        """Return the line, from 1, of a name with points in it, or of what it stands in.

        A scene has what stands in `[usual]`, too, unless it says otherwise.
        """
        name = where
        while name:
            own = self.lines.of(self.scene, name)
            inherited = self.lines.of(None, f"{USUAL}.{name}") if self.scene is not None else None
            if (line := own or inherited) is not None:
                return line
            name = name.rpartition(".")[0]
        return self.lines.of(self.scene, "") or 1

    def refusal(self, where: str, error: GdstudioError, name: str = "") -> FileError:
        """Return what is told of something that is not accepted: file, line, key, value.

        Args:
            where: The key, with points between the tables it stands in.
            error: Why it is refused.
            name: What it is called instead of by its key.
        """
        called = name or where
        said: str = Text("{0}: {1}", called, error.text)
        if isinstance(error, InvalidValue) and error.value is None:  # which no file can say
            said = Text("{0} is missing; give {1}", called, error.accepted)
        elif isinstance(error, InvalidValue):
            said = InvalidValue(called, error.value, error.accepted).text
        line = self.line(where)
        if self.scene is None:
            return FileError(self.path, Text("line {0}: {1}", line, said))
        return FileError(self.path, Text("line {0}, scene {1}: {2}", line, self.scene + 1, said))
