"""One step of the self-test and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from gdstudio.errors import GdstudioError


class StepFailed(GdstudioError):
    """Something is not as it should be; `str(error)` says what."""


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one step.

    Attributes:
        name: What was tried, a word or two.
        seconds: How long it took.
        passed: Whether all was as it should be.
        detail: What was seen, one line.
    """

    name: str
    seconds: float
    passed: bool
    detail: str


def one_line(error: BaseException) -> str:
    """Return what an exception says, with its kind unless its words are meant for people."""
    words = " ".join(str(error).split())
    if isinstance(error, GdstudioError):
        return words
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
