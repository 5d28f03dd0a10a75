"""Pictures of a folder that cannot be read: left out and named, unless they are too many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError, printable, reason_of
from gdstudio.texts import Text

ONE_OF: Final = 5  # pictures that may be damaged, before the folder is refused
_MOST_NAMED: Final = 3


class LeftOut:
    """What could not be read among the pictures of a folder."""

    def __init__(self, folder: Path, n_pictures: int) -> None:
        self._folder, self._n_pictures = folder, n_pictures
        self._errors: list[FileError] = []
        self._n_left_out = 0

    @contextmanager
    def passing_over(self, path: Path) -> Iterator[None]:
        """Note that a picture cannot be read, instead of ending; it is put to no class.

        Raises FileError: more than one in five of all pictures cannot be read.
        """
        try:
            yield
        except FileError as error:
            self._note(error)
        except OSError as error:  # gone, or locked
            self._note(FileError(path, Text("cannot be read: {0}", reason_of(error))))

    def _note(self, error: FileError) -> None:
        self._n_left_out += 1
        if len(self._errors) < _MOST_NAMED:
            self._errors.append(error)
        if self._n_left_out * ONE_OF > self._n_pictures:
            self._refuse(Text("more than one in {0} of the pictures cannot be read", ONE_OF))

    def check_class(self, name: str, n_files: int, n_taken: int) -> None:
        """Raise FileError where none of the pictures of a class could be read."""
        if n_files and not n_taken:
            shown = printable(name, 40)
            self._refuse(Text("none of the pictures of the class {0} can be read", shown))

    def _refuse(self, why: str) -> None:
        first = self._errors[0]
        raise FileError(first.path, Text("{0}; {1}", first.reason, why)) from first

    def notes(self) -> list[str]:
        """Return how many were left out, and which; nothing where all could be read."""
        if not self._errors:
            return []
        if self._n_left_out == 1:
            error = self._errors[0]
            text = Text("one picture cannot be read and was left out: {0}", self._named(error))
            return [Text("{0} ({1})", text, error.reason)]
        names = ", ".join(self._named(error) for error in self._errors)
        more = ", ..." if self._n_left_out > len(self._errors) else ""
        text = Text("{0:,} pictures cannot be read and were left out", self._n_left_out)
        return [Text("{0}: {1}", text, names + more)]

    def _named(self, error: FileError) -> str:
        path = error.path
        inside = path.relative_to(self._folder) if self._folder in path.parents else path
        return printable(str(inside), 60)
