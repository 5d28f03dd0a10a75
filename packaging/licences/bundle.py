"""What is in the frozen program, and where each file was taken from."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from licences.component import LicenceError


@dataclass(frozen=True)
class Item:
    """A file or module of the frozen program.

    Attributes:
        destination: Its path within the folder of the program; of a module its dotted name.
        source: The file it was copied from.
    """

    destination: str
    source: Path


def read_bundle(work: Path, frozen: Path) -> list[Item]:
    """Return what the frozen folder holds, by the lists that PyInstaller left in its work folder.

    Files that were taken out of the folder since are left out.
    """
    folder = frozen / "_internal"
    return [
        *(
            Item(name, Path(source))
            for name, source, kind in _entries(work / "COLLECT-00.toc")
            if kind not in ("SYMLINK", "EXECUTABLE") and (folder / name).exists()
        ),
        *(
            Item(name, Path(source))
            for name, source, _ in _entries(work / "PYZ-00.toc")
            if source != "-"  # a namespace, which is no file
        ),
    ]


def _entries(path: Path) -> list[tuple[str, str, str]]:
    """Return the (name, source, kind) entries in one of PyInstaller's lists, a Python literal."""
    try:
        content = ast.literal_eval(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError) as error:
        raise LicenceError(f"{path} is not a list of PyInstaller's: {error}") from error
    found: list[tuple[str, str, str]] = []
    for part in content:
        if isinstance(part, list):
            found += [entry[:3] for entry in part if isinstance(entry, tuple) and len(entry) >= 3]
    return found
