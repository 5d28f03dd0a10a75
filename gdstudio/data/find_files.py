"""Which files of a folder are a data set: their published names and places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError
from gdstudio.texts import Text

PLAIN: Final = "MNIST-like files"
QMNIST: Final = "qmnist"
_SPLIT: Final = r"emnist-[a-z]+|qmnist"
PARTS: Final = ("train", "test")
CONTENTS: Final = ("images", "labels")

_FILE: Final = re.compile(
    rf"(?:(?:(?P<split>{_SPLIT})-)(?P<named>train|test)|(?P<plain>train|t10k))"
    r"-(?P<content>images[-.]idx3-ubyte|labels[-.](?P<labels>idx1-ubyte|idx2-int))(?:\.gz)?"
)
# Where programs that fetch a set put it below the folder they are given.
_BELOW: Final = (
    "raw",
    "gzip",
    *(f"{name}/raw" for name in ("MNIST", "FashionMNIST", "KMNIST", "QMNIST", "EMNIST")),
)

_Sets = dict[str, dict[tuple[str, str], Path]]


class SeveralSets(FileError):
    """A folder holds several sets; one of `choices` behind its name tells which is meant."""

    def __init__(self, folder: Path, set_names: Iterable[str]) -> None:
        names = sorted(set_names)
        self.choices = tuple(name for name in names if name != PLAIN)
        behind = Text("put the name of one behind it, as {0}", folder / self.choices[-1])
        super().__init__(
            folder, Text("holds several data sets ({0}); {1}", ", ".join(names), behind)
        )


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The four files of a set, by part and content, e.g. ("train", "labels").

    Its name is `PLAIN`, `QMNIST`, or a split of EMNIST such as "emnist-letters".
    """

    set_name: str
    paths: dict[tuple[str, str], Path]

    @property
    def title(self) -> str:
        """What people call the set, e.g. "EMNIST letters"."""
        return set_title(self.set_name)


def set_title(set_name: str) -> str:
    """Return what people call a set, e.g. "EMNIST letters" for "emnist-letters"."""
    if set_name == PLAIN:
        return PLAIN
    family, _, split = set_name.partition("-")
    split = {"byclass": "by class", "bymerge": "by merge", "mnist": "MNIST"}.get(split, split)
    return f"{family.upper()} {split}".strip()


def is_set_name(name: str) -> bool:
    """Tell whether files of a set bear this name in front, such as "emnist-letters"."""
    return re.fullmatch(_SPLIT, name) is not None


def holds_set(folder: Path) -> bool:
    """Tell whether any file of a set lies in a folder, or where programs put it below.

    Raises FileError: the folder cannot be read.
    """
    return bool(_sets_in(folder)) or any(_sets_below(folder / place) for place in _BELOW)


def set_of_file(path: Path) -> str | None:
    """Return the name of the set that a file belongs to by its own name; None if to none."""
    return next((set_name for *_, set_name in _named([path])), None)


def find_files(folder: Path, wanted: str | None = None) -> FoundFiles:
    """Return the files of the one set in a folder, or in the folders below that programs make.

    With `wanted`, a name in front of files, the others are passed over: EMNIST's splits come in one
    archive. A file may lie there in several forms: without `.gz` comes first, then `-idx3-` before
    `.idx3-`. Folders of a file's name are no files, but the file of the same name within one
    counts.

    Raises:
        FileError: The folder cannot be read; there is no set, or more than one; a file is missing.
    """
    sets = _sets_in(folder)
    if not sets:
        places = {place: found for place in _BELOW if (found := _sets_below(folder / place))}
        if len(places) > 1:
            raise FileError(
                folder, Text("holds sets in {0}; give one of these folders", ", ".join(places))
            )
        for place, found in places.items():
            folder, sets = folder / place, found
    if wanted is not None:
        sets = {wanted: sets.get(wanted, {})}
    if len(sets) > 1:
        raise SeveralSets(folder, sets)
    set_name, paths = next(iter(sets.items()), (PLAIN, {}))
    missing = [
        _published_name(set_name, part, content)
        for part in PARTS
        for content in CONTENTS
        if (part, content) not in paths
    ]
    if missing:
        hint = "" if paths else Text("; EMNIST's and QMNIST's names are read, too")
        raise FileError(
            folder, Text("lacks {0} (each may end in .gz){1}", ", ".join(missing), hint)
        )
    return FoundFiles(set_name, paths)


def _sets_in(folder: Path) -> _Sets:
    try:
        entries = sorted(folder.iterdir())
        files = [entry for entry in entries if not entry.is_dir()]
        within = [entry / entry.name for entry in entries if entry.is_dir()]
    except (OSError, ValueError) as error:
        raise FileError(folder, getattr(error, "strerror", None) or str(error)) from error
    sets: _Sets = {}
    for path, part, content, set_name in [*_named(files), *_named(within)]:
        if path in files or path.is_file():
            sets.setdefault(set_name, {}).setdefault((part, content), path)
    return sets


def _sets_below(folder: Path) -> _Sets:
    try:
        return _sets_in(folder) if folder.is_dir() else {}
    except OSError:
        return {}


def _named(paths: list[Path]) -> Iterator[tuple[Path, str, str, str]]:
    """Yield path, part, content and set of what bears a published name."""
    for path in paths:
        match = _FILE.fullmatch(path.name)
        if match is None:
            continue
        set_name = match["split"] or PLAIN
        if match["labels"] not in (None, "idx2-int" if set_name == QMNIST else "idx1-ubyte"):
            continue
        part = "train" if "train" in (match["named"], match["plain"]) else "test"
        yield path, part, match["content"][:6], set_name


def _published_name(set_name: str, part: str, content: str) -> str:
    prefix = "" if set_name == PLAIN else f"{set_name}-"
    shown = "t10k" if part == "test" and set_name == PLAIN else part
    if content == "images":
        return f"{prefix}{shown}-images-idx3-ubyte"
    return f"{prefix}{shown}-labels-{'idx2-int' if set_name == QMNIST else 'idx1-ubyte'}"
