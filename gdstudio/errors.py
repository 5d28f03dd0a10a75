"""Every message a person may see: one line that names the thing, the value, what is accepted."""

from __future__ import annotations

from pathlib import Path

from gdstudio.numerals import numeral
from gdstudio.texts import Text


class GdstudioError(Exception):
    """A job that could not be done; `str(error)` is one line written for people.

    Attributes:
        text: The same line, which can be told in another language if it was made as a `Text`.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class InvalidValue(GdstudioError):
    """A setting, field or flag has a value that is not accepted.

    Attributes:
        name: The setting as the user knows it, e.g. "learning rate".
        value: The value that was given.
        accepted: What would have been accepted, e.g. "a number above 0".
    """

    def __init__(self, name: str, value: object, accepted: str) -> None:
        super().__init__(Text("{0}: {1} is not accepted; give {2}", name, _shown(value), accepted))
        self.name = name
        self.value = value
        self.accepted = accepted


class FileError(GdstudioError):
    """A file or folder cannot be read or written; the reason may say what was expected."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(Text("{0}: {1}", str(path), reason))
        self.path = Path(path)
        self.reason = reason


class TrainingDiverged(GdstudioError):
    """The cost or the parameters are no longer finite: an expected end of a run, not a fault.

    Attributes:
        step: The update at which it was noticed, counted from 1.
        cost: The cost of that mini-batch.
        learning_rate: The rate in force.
    """

    def __init__(self, step: int, cost: float, learning_rate: float) -> None:
        super().__init__(
            Text("diverged at step {0:,}, learning rate {1}", step, numeral(learning_rate))
        )
        self.step = step
        self.cost = cost
        self.learning_rate = learning_rate


def reason_of(error: OSError | ValueError) -> str:
    """Return why the system refuses something, as part of a line."""
    return (getattr(error, "strerror", None) or str(error)).lower()


def printable(text: str, longest: int = 300) -> str:
    """Return a text from elsewhere so that it stands in one line and hides nothing.

    What cannot be printed, or turns the direction of writing, becomes "?"; of a longer text the
    middle is left out.
    """
    shown = "".join(character if character.isprintable() else "?" for character in text)
    half = (longest - 3) // 2
    return shown if len(shown) <= longest else f"{shown[:half]}...{shown[-half:]}"


def _shown(value: object) -> str:
    """Return `value` as it can stand in one line: quoted if text, cut after 60 characters."""
    text = repr(value) if isinstance(value, str) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."
