"""Writes the copyright file of the .deb: a template, the own licence, and every component."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path


def copyright_file(licences: Path, template: str) -> str:
    """Return the text, made from the folder of licences and the template."""
    program, *others = json.loads((licences / "index.json").read_text(encoding="utf-8"))
    text = (licences / program["files"][0]).read_text(encoding="utf-8")
    owner = next(line for line in text.splitlines() if line.startswith("Copyright"))
    body = text.partition(owner)[2].strip()
    rows = "".join(f" {e['name']} {e['version']}: {e['licence']}\n" for e in others)
    indented = "".join(f" {line or '.'}\n" for line in body.splitlines())
    head, _, tail = template.partition("\n\n")
    return (
        f"{head}\n .\n The components and their licences:\n .\n{rows}\n"
        f"{tail.replace('@COPYRIGHT@', owner.removeprefix('Copyright').replace('(c)', '').strip())}"
        f"{indented}"
    )


def main(arguments: Sequence[str]) -> int:
    """Print the file; the arguments are the folder of licences and the template."""
    print(copyright_file(Path(arguments[0]), Path(arguments[1]).read_text("utf-8")), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
