"""What the program is made of, and under which licences: for people to read.

A package carries a folder `licences/` among its resources. A checkout and a wheel do not; there the
installed distributions speak for themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from gdstudio.errors import FileError
from gdstudio.resources import resource_folder

_OWN: Final = "gdstudio"
_INDEX: Final = "index.json"
_KEYS: Final = ("name", "version", "licence")
_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9._-]+)")


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the program.

    Attributes:
        name: As people know it.
        version: May be empty.
        licence: An SPDX expression, or what its makers call it.
        notice: What it is for, where its source is, how it may be replaced; may be empty.
        texts: The files with its licence.
    """

    name: str
    version: str
    licence: str
    notice: str
    texts: tuple[Path, ...]

    def text(self) -> str:
        """Return the notice and every licence text, read now."""
        found = [path.read_text(encoding="utf-8", errors="replace") for path in self.texts]
        return "\n\n\n".join(part.strip() for part in (self.notice, *found) if part.strip())


def components() -> tuple[Component, ...]:
    """Return all parts, the program first; raise FileError if the folder of licences is damaged."""
    folder = resource_folder() / "licences"
    if (folder / _INDEX).is_file():
        return _from_folder(folder)
    return tuple(_from_distributions())


def _from_folder(folder: Path) -> tuple[Component, ...]:
    path = folder / _INDEX
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_from_entry(folder, entry) for entry in entries)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise FileError(path, "is damaged; install the program again") from error


def _from_entry(folder: Path, entry: dict[str, Any]) -> Component:
    name, version, licence = (str(entry[key]) for key in _KEYS)
    texts = tuple(folder / file for file in entry["files"])
    return Component(name, version, licence, str(entry.get("notice", "")), texts)


def _from_distributions() -> Iterator[Component]:
    """Yield the program and, by name, everything it needs to run."""
    names = _needed(_OWN)
    for name in [_OWN, *sorted(names - {_OWN}, key=str.lower)]:
        found = metadata.distribution(name)
        yield Component(found.name, found.version, licence_of(found), "", tuple(_texts(found)))


def _needed(name: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    try:
        requires = metadata.distribution(name).requires or []
    except metadata.PackageNotFoundError:
        return seen
    seen |= {name}
    for line in requires:
        found = _REQUIREMENT.match(line)
        if found and ";" not in line and found[1] not in seen:
            seen = _needed(found[1], seen)
    return seen


def licence_of(found: metadata.Distribution) -> str:
    """Return the name of a distribution's licence, as its metadata say it."""
    about = found.metadata
    for key in ("License-Expression", "License"):
        said = str((about.get_all(key) or [""])[0])
        if said and "\n" not in said and len(said) < 80:
            return said
    kinds = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    return ", ".join(kind.rpartition(":: ")[2] for kind in kinds) or "see its text"


def _texts(found: metadata.Distribution) -> Iterator[Path]:
    for file in found.files or []:
        if ".dist-info" in file.parts[0] and file.name.upper().startswith(
            ("LICENSE", "LICENCE", "COPYING", "NOTICE")
        ):
            path = Path(str(found.locate_file(file)))
            if path.is_file():
                yield path
