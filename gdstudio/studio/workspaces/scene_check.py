"""Tells whether what a scene says of a workspace stands there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from gdstudio.errors import FileError, GdstudioError, InvalidValue
from gdstudio.lesson.scene import Scene
from gdstudio.studio.workspaces.workspace import Workspace
from gdstudio.texts import Text


def take_up(workspace: Workspace, state: Mapping[str, Any], scene: Scene) -> None:
    """Let a workspace take up a state.

    Raises FileError, with the place in the lesson, of a value that it refuses.
    """
    try:
        workspace.take_up(state)
    except GdstudioError as error:
        raise refusal_of(error, workspace, scene) from error


def refusal_of(error: GdstudioError, workspace: Workspace, scene: Scene) -> FileError:
    """Return the refusal of a value that a scene says of a workspace, with its key and place."""
    said = scene.states.get(workspace.guide, {})
    where = _key_of(error, said) if isinstance(error, InvalidValue) else ""
    if where and isinstance(error, InvalidValue):
        accepted = workspace.accepted().get(where, error.accepted)
        told = InvalidValue("", error.value, accepted)
        return scene.source.refusal(f"{workspace.guide}.{where}", told)
    # With its own name: the key is not known.
    return scene.source.refusal(workspace.guide, GdstudioError(error.text))


def check_taken_up(workspace: Workspace, scene: Scene) -> None:
    """Raise FileError, with the place in the lesson, of what a workspace has passed over."""
    wanted = scene.states.get(workspace.guide)
    if wanted is None:
        return
    accepted = workspace.accepted()
    for key, value, there in _differences(wanted, workspace.taken(wanted), ""):
        said = accepted.get(key, Text("what can stand there, as {0}", there))
        error = InvalidValue("", value, said)
        raise scene.source.refusal(f"{workspace.guide}.{key}", error)


def _differences(wanted: Any, there: Any, key: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield key, value and what stands there instead, of what stands otherwise."""
    if isinstance(wanted, Mapping) and isinstance(there, Mapping):
        for name, value in wanted.items():
            yield from _differences(value, there.get(name), f"{key}.{name}" if key else name)
    elif isinstance(wanted, list) and isinstance(there, list) and len(wanted) == len(there):
        for one, other in zip(wanted, there, strict=True):
            yield from _differences(one, other, key)
    elif not _is_same(wanted, there):
        yield key, wanted, there


def _is_same(wanted: Any, there: Any) -> bool:
    if isinstance(wanted, bool) or isinstance(there, bool):
        return wanted is there
    if isinstance(wanted, str) and isinstance(there, str):  # names are read in any spelling
        return _bare(wanted) == _bare(there)
    if isinstance(wanted, int | float) and isinstance(there, int | float):
        return math.isclose(wanted, there, rel_tol=1e-6)
    return bool(wanted == there)


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _key_of(error: InvalidValue, said: Any) -> str:
    """Return which key of a table says what is refused; "" if none does."""
    found = [key for key, value in _leaves(said, "") if _is_told(value, error.value)]
    name = error.name.casefold().replace(" ", "_")
    alike = [key for key in found if key.rpartition(".")[2] == name]
    return (alike or found or [""])[0]


def _leaves(said: Any, key: str) -> Iterator[tuple[str, Any]]:
    yield key, said
    if isinstance(said, Mapping):
        for name, value in said.items():
            # A name that is not known is refused as a value.
            yield f"{key}.{name}" if key else name, name
            yield from _leaves(value, f"{key}.{name}" if key else name)
    elif isinstance(said, list):
        for one in said:
            yield from _leaves(one, key)


def _kinds(value: list[Any]) -> tuple[type, ...]:
    """Return as what the items of a list may be told."""
    return (str, float) if all(isinstance(one, int | float) for one in value) else (str,)


def _is_told(value: Any, refused: Any) -> bool:
    """Return whether a value of a file is the one that an error names, in whatever form."""
    if isinstance(value, list):
        told = [", ".join(str(kind(one)) for one in value) for kind in _kinds(value)]
        return refused in (*told, tuple(value), value)
    return type(value) in (type(refused), int) and bool(value == refused)
