"""The lessons that come with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gdstudio.errors import InvalidValue
from gdstudio.resources import resource
from gdstudio.texts import Text

SUFFIX: Final = ".toml"
CLASSIC: Final = "gradient-descent"
FIRST_STEPS: Final = "first-steps"
SHIPPED: Final = (CLASSIC, FIRST_STEPS)


def lesson_path(name: str) -> Path:
    """Return the file of a lesson that comes with the program, or of a path as it is typed.

    Raises InvalidValue of what is neither.
    """
    if name in SHIPPED:
        return resource(f"lessons/{name}{SUFFIX}")
    path = Path(name)
    if path.suffix != SUFFIX or not _is_there(path):
        accepted = Text("one of: {0}, or a FILE{1} that is there", ", ".join(SHIPPED), SUFFIX)
        raise InvalidValue(Text("lesson"), name, accepted)
    return path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a folder that may not be looked into, or no path at all
        return False
