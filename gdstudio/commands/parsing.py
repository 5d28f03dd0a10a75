"""How flags are read: plain kinds of values, and usage errors in one line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, Protocol

from gdstudio.errors import InvalidValue
from gdstudio.settings.typed import NumberInDoubt, known_name, read_real, read_whole


class Subparsers(Protocol):
    """What `argparse` returns for commands; its own class is private."""

    def add_parser(self, name: str, **settings: Any) -> argparse.ArgumentParser:
        """Return the parser of one command."""


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line and where to read more, then ends with code 2."""

    def error(self, message: str) -> NoReturn:
        """Print the message and end the program."""
        line = " ".join(message.split())
        print(f"gdstudio: error: {line} (see {self.prog} --help)", file=sys.stderr)
        raise SystemExit(2)


def file_path(text: str) -> Path:
    """Return the path of a file or folder that is named; "" would be the present folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError(f"{text[:40]!r} names no file or folder")
    return Path(text)


def whole_number(text: str) -> int:
    """Return a whole number such as "60000" or "60,000"."""
    try:
        return read_whole(text)
    except NumberInDoubt as doubt:
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is not a whole number; give {doubt.accepted}"
        ) from None
    except InvalidValue:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a whole number") from None


def number(text: str) -> float:
    """Return a number such as "1.5" or "1,5"; nan and inf are left to the setting's range."""
    if text.strip().lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return float(text)
    try:
        return read_real(text)
    except NumberInDoubt as doubt:
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is not accepted; give {doubt.accepted}"
        ) from None
    except InvalidValue:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a number") from None


def in_any_case(names: Sequence[str]) -> Callable[[str], str]:
    """Return a reader of one of these names; what is none of them, `choices` refuses."""

    def read(text: str) -> str:
        try:
            return known_name("name", text, names)
        except InvalidValue:
            return text

    return read
