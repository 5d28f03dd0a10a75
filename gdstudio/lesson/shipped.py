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
    if not name.endswith(SUFFIX):
        accepted = Text("one of: {0}, or FILE{1}", ", ".join(SHIPPED), SUFFIX)
        raise InvalidValue(Text("lesson"), name, accepted)
    return Path(name)
