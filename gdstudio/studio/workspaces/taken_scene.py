"""A scene of plain values, as it stands in the file of a lesson."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from gdstudio.errors import GdstudioError
from gdstudio.files.atomic import write_file
from gdstudio.files.toml_text import toml_lines
from gdstudio.lesson.lesson_file import FORMAT
from gdstudio.lesson.reading import read_lesson
from gdstudio.lesson.scene import Names

_LAYOUT: Final = "layout"  # how wide cards are is no part of a scene


def changed_from(usual: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is not as it usually is, table by table; what is None now is left out."""
    changed: dict[str, Any] = {}
    for name, value in now.items():
        was = usual.get(name)
        if name == _LAYOUT or value is None or value == was:
            continue
        if isinstance(value, Mapping) and isinstance(was, Mapping):
            changed |= {name: inner} if (inner := changed_from(was, value)) else {}
        else:
            changed[name] = value
    return changed


def append_scene(path: Path, scene: Mapping[str, Any], names: Names) -> None:
    """Add a scene to the end of a lesson, or begin one with it.

    Args:
        path: The file, of a lesson that can be read if it is there.
        scene: Its values by their names; those that are tables come last.
        names: What a scene may name.

    Raises:
        GdstudioError: The file cannot be written, or would not be read; it is as it was.
    """
    before = path.read_bytes() if path.exists() else None
    head = f"format = {FORMAT}\n" + "\n".join(toml_lines({"title": path.stem})) + "\n"
    text = head if before is None else before.decode().rstrip() + "\n"
    tables = {name: value for name, value in scene.items() if isinstance(value, Mapping)}
    plain = {name: value for name, value in scene.items() if name not in tables}
    lines = ["", "[[scene]]", *toml_lines(plain)]
    for name, table in tables.items():
        lines += ["", f"[scene.{name}]", *toml_lines(table)]
    write_file(path, (text + "\n".join(lines) + "\n").encode())
    try:
        read_lesson(path, names)
    except GdstudioError:
        if before is None:
            path.unlink()
        else:
            write_file(path, before)
        raise
