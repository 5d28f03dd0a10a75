"""How flags are read: plain kinds of values, and usage errors in one line."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn, Protocol


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


def whole_number(text: str) -> int:
    """Return a whole number such as "60000" or "60,000"."""
    try:
        return int(text.replace(",", "").replace("_", ""))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a whole number") from None


def number(text: str) -> float:
    """Return a number such as "1.5" or "1e-3"."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a number") from None


def layer_sizes(text: str) -> tuple[int, ...]:
    """Return sizes such as "16,16"; "none" is a network without hidden layers."""
    if text.strip().lower() in ("", "none"):
        return ()
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} are not sizes of layers; give whole numbers such as 16,16"
        ) from None
