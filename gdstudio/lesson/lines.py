"""On which line of a TOML file a name stands; the standard library reads values alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_HEADER: Final = re.compile(r"\[\[?\s*([^\[\]]+?)\s*\]\]?")
_KEY: Final = re.compile(r"\s*([^=\s]+(?:\s*\.\s*[^=\s]+)*)\s*=")
# What may hold brackets, hash signs and line ends without meaning them, and comments.
_OPAQUE: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?!")|\'\'\'.*?\'\'\'(?!\')|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*',
    re.DOTALL,
)


class Lines:
    """Finds names in the text of a file that the standard library has read.

    A table that comes several times, as `[[scene]]`, is counted from 0; names in it, and in tables
    below it, are its own: `[scene.learn]` after the third `[[scene]]` is "learn" of scene 2.
    """

    def __init__(self, text: str, repeated: str) -> None:
        self._found: dict[tuple[int | None, str], int] = {}
        count, owner, prefix = -1, None, ""
        for line, statement in _statements(text):
            header = _HEADER.match(statement)
            if header is None:
                key = _KEY.match(statement)
                name = "" if key is None else _plain(key.group(1))
                self._note(owner, f"{prefix}.{name}" if prefix else name, line)
                continue
            name = _plain(header.group(1))
            first, _, rest = name.partition(".")
            count += statement.startswith("[[") and name == repeated
            owner = count if first == repeated else None
            prefix = rest if owner is not None else name
            self._note(owner, prefix, line)
            self._note(None, first, line)

    def of(self, table: int | None, name: str = "") -> int | None:
        """Return the line of a name, counted from 1; None where it does not stand.

        Args:
            table: Which of the repeated tables, counted from 0; None for none of them.
            name: Names parted by points; "" for the table itself.
        """
        return self._found.get((table, name))

    def _note(self, owner: int | None, name: str, line: int) -> None:
        parts = name.split(".")
        for k in range(len(parts) + 1):  # what it stands in is there, too
            self._found.setdefault((owner, ".".join(parts[:k])), line)


def _plain(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each statement, what stands in strings and comments blanked."""
    blank = _OPAQUE.sub(lambda found: re.sub(r"[^\n]", "_", found.group()), text)
    begun, depth, collected = 0, 0, ""
    for number, line in enumerate(blank.split("\n"), 1):
        if depth == 0:
            begun, collected = number, line.strip()
        is_header = depth == 0 and collected.startswith("[")
        if not is_header:
            depth += sum(line.count(one) for one in "[{") - sum(line.count(one) for one in "]}")
        if depth == 0 and collected.strip("_ \t"):
            yield begun, collected
